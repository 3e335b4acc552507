"""Pregnant women, women after childbirth and their babies by the lists of Elsimil."""

from __future__ import annotations

import datetime as dt

import polars as pl

from rembuk import reference
from rembuk.office.convergence.computing.children import infants
from rembuk.office.convergence.computing.ground import Ground
from rembuk.office.convergence.computing.register import Found, query, records
from rembuk.office.convergence.periods import Period
from rembuk.reference.conditions import Compare
from rembuk.reference.criteria import Group

LISTED = "Elsimil ibu hamil"
LISTED_EN = "Elsimil, pregnant women"
AFTER = "Elsimil pascapersalinan"
AFTER_EN = "Elsimil, after childbirth"


def named(frame: pl.DataFrame) -> pl.DataFrame:
    """Women as records: the person, or the row where she is not linked yet."""
    linked = frame.filter(pl.col("person").is_not_null())
    loose = frame.filter(pl.col("person").is_null())
    return pl.concat([records(linked, "orang", "person"), records(loose, "baris", "row")])


def everywhere(ground: Ground, rows: int) -> frozenset[str]:
    """Every village with people on record, once the list is in use in the district at all: a
    village it does not name has nobody to name."""
    return ground.peopled if rows else frozenset()


def pregnant(ground: Ground, one: Period, *conditions: pl.Expr) -> Found:
    """Pregnant women of the list at the end of a period, under conditions."""
    there = ground.elsimil.pregnant(ground.day(one))
    return Found(named(there.filter(*conditions)), everywhere(ground, ground.elsimil.size))


def limit(rules: reference.Reference, fact: str, group: Group, on: dt.date) -> float:
    """The limit of a risk criterion on a single fact."""
    for criterion in rules.criteria(group, on):
        when = criterion.when
        if isinstance(when, Compare) and when.field == fact and isinstance(when.value, int | float):
            return float(when.value)
    raise LookupError(fact)


def thin(ground: Ground, day: dt.date) -> pl.Expr:
    """Chronic energy deficiency: arm circumference under the limit of the risk criteria."""
    return pl.col("muac_cm") < limit(reference.load(), "muac_cm", "bumil", day)


def fed_women(ground: Ground, day: dt.date) -> pl.DataFrame:
    """Women whose feeding began in the half year before a day, and who have not given birth since:
    `person, village, reason`."""
    born = ground.elsimil.births.filter(pl.col("delivered_on") <= day)
    after = born.filter(pl.col("delivered_on") > day - dt.timedelta(days=180))["person"]
    fed = ground.mothers_fed.filter(
        pl.col("start") <= day,
        pl.col("start") > day - dt.timedelta(days=180),
        ~pl.col("person").is_in(after.drop_nulls().implode()),
    )
    return fed.sort("start", descending=True).unique("person", keep="first", maintain_order=True)


def unlisted(ground: Ground, day: dt.date) -> pl.DataFrame:
    """Women fed as pregnant whom the list does not name."""
    known = ground.elsimil.pregnant(day)["person"].drop_nulls().implode()
    return fed_women(ground, day).filter(~pl.col("person").is_in(known))


@query("bumil", "elsimil", f"{LISTED}; riwayat PMT ibu hamil", f"{LISTED_EN}; feeding histories")
def all_pregnant(ground: Ground, one: Period) -> Found:
    """Women who are pregnant: by the list, or fed as pregnant."""
    mine = pregnant(ground, one)
    more = records(unlisted(ground, ground.day(one)), "orang", "person")
    return Found(pl.concat([mine.records, more]), mine.told)


def kek(ground: Ground, one: Period) -> pl.DataFrame:
    """Women with KEK: by arm circumference, or fed for KEK during this pregnancy."""
    day = ground.day(one)
    because = pl.col("reason").str.to_lowercase().str.contains("kek")
    fed = fed_women(ground, day).filter(because)["person"].implode()
    there = ground.elsimil.pregnant(day)
    by_fed = pl.col("person").is_in(fed).fill_null(False)
    mine = there.filter(thin(ground, day).fill_null(False) | by_fed)
    more = unlisted(ground, day).filter(because)
    return pl.concat(
        [
            mine.select("village", "person", "row"),
            more.select("village", "person", pl.lit(None, pl.Int64).alias("row")),
        ]
    )


@query("bumil_kek", "elsimil", f"{LISTED}: LiLA; riwayat PMT karena KEK", f"{LISTED_EN}: arm")
def kek_women(ground: Ground, one: Period) -> Found:
    """Women with KEK."""
    used = ground.elsimil.size + len(ground.mothers_fed)
    return Found(named(kek(ground, one)), everywhere(ground, used))


@query("bumil_kek_pmt", "pmt", "riwayat PMT ibu hamil", "feeding histories of pregnant women")
def kek_fed(ground: Ground, one: Period) -> Found:
    """Women with KEK who were given extra food."""
    day = ground.day(one)
    fed = fed_women(ground, day)["person"].implode()
    mine = kek(ground, one).filter(pl.col("person").is_in(fed).fill_null(False))
    return Found(named(mine), everywhere(ground, len(ground.mothers_fed)))


def _of_pregnant(name: str, words: str, english: str, condition: pl.Expr) -> None:
    @query(name, "elsimil", f"{LISTED}: {words}", f"{LISTED_EN}: {english}")
    def count(ground: Ground, one: Period) -> Found:
        return pregnant(ground, one, condition.fill_null(False))


_of_pregnant("bumil_ttd90", "TTD 90 atau lebih", "90 tablets", pl.col("iron_tablets") >= 90)
_of_pregnant("bumil_dapat_ttd", "TTD lebih dari 0", "any tablet", pl.col("iron_tablets") > 0)
_of_pregnant(
    "bumil_suplemen_minum", "TTD 180 atau lebih", "180 tablets", pl.col("iron_tablets") >= 180
)
_of_pregnant("bumil_anc4", "ANC 4 kali atau lebih", "four checks", pl.col("anc_visits") >= 4)
_of_pregnant("bumil_lila", "LiLA tertulis", "arm measured", pl.col("muac_cm").is_not_null())
_of_pregnant("bumil_hb", "Hb tertulis", "haemoglobin known", pl.col("hb_g_dl").is_not_null())
_of_pregnant("bumil_air", "sumber air bersih", "clean water", pl.col("clean_water"))
_of_pregnant("bumil_jamban", "jamban sehat", "healthy latrine", pl.col("healthy_latrine"))


@query("bumil_kek_risiko", "elsimil", f"{LISTED}: LiLA", f"{LISTED_EN}: arm")
def thin_women(ground: Ground, one: Period) -> Found:
    """Women under the limit of arm circumference."""
    return pregnant(ground, one, thin(ground, ground.day(one)).fill_null(False))


@query("bumil_anemia", "elsimil", f"{LISTED}: Hb", f"{LISTED_EN}: haemoglobin")
def anaemic(ground: Ground, one: Period) -> Found:
    """Women under the limit of haemoglobin."""
    least = limit(reference.load(), "hb_g_dl", "bumil", ground.day(one))
    return pregnant(ground, one, (pl.col("hb_g_dl") < least).fill_null(False))


def delivered(ground: Ground, first: dt.date, last: dt.date) -> pl.DataFrame:
    """Deliveries between two days."""
    return ground.elsimil.births.filter(pl.col("delivered_on").is_between(first, last))


@query(
    "ibu_bersalin", "elsimil", f"{AFTER}: bersalin bulan itu", f"{AFTER_EN}: births of the month"
)
def births(ground: Ground, one: Period) -> Found:
    """Women who gave birth in the period."""
    there = delivered(ground, one.starts, ground.day(one))
    return Found(named(there), everywhere(ground, len(ground.elsimil.births)))


def lying_in(ground: Ground, one: Period) -> pl.DataFrame:
    """Women in the weeks after childbirth (the stage of life says how many)."""
    day = ground.day(one)
    rule = next(r for r in reference.load().life_stages(day) if r.code == "nifas")
    return delivered(ground, day - dt.timedelta(days=rule.within_days), day)


@query("ibu_pascasalin", "elsimil", f"{AFTER}, 42 hari", f"{AFTER_EN}, 42 days")
def after_birth(ground: Ground, one: Period) -> Found:
    """Women after childbirth."""
    return Found(named(lying_in(ground, one)), everywhere(ground, len(ground.elsimil.births)))


@query("ibu_pascasalin_kb", "elsimil", f"{AFTER}: KB pascapersalinan", f"{AFTER_EN}: contraception")
def planned(ground: Ground, one: Period) -> Found:
    """Women after childbirth who use family planning."""
    mine = lying_in(ground, one).filter(pl.col("postpartum_fp").fill_null(False))
    return Found(named(mine), everywhere(ground, len(ground.elsimil.births)))


@query(
    "bayi_0_5_asi", "elsimil", f"{AFTER}: ASI eksklusif, bila cukup banyak bayi terdaftar",
    f"{AFTER_EN}: exclusive breastfeeding, where enough babies are listed",
)  # fmt: skip
def breastfed(ground: Ground, one: Period) -> Found:
    """Infants under six months said to be exclusively breastfed; only where the list tells of
    enough of the infants that the posts know."""
    day = ground.day(one)
    mine = infants(ground, one)
    there = ground.elsimil.babies.filter(
        pl.col("exclusive_bf").is_not_null(), pl.col("person").is_in(mine.records["key"].implode())
    )
    listed = dict(there.group_by("village").len().iter_rows())
    least = ground.number("told_pct", day) / 100
    told = {v for v, number in mine.counts().items() if listed.get(v, 0) >= least * number}
    return Found(named(there.filter("exclusive_bf")), frozenset(told))
