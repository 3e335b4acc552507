"""Families by the lists of agencies: risk, accompaniment, house, poverty and aid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from rembuk.office.convergence.computing.ground import Ground, months_before
from rembuk.office.convergence.computing.listed import HELP
from rembuk.office.convergence.computing.register import Found, query, records
from rembuk.office.convergence.periods import Period

IMPROVED = (
    "kemasan", "ledeng", "sumur-bor", "sumur-terlindung", "mata-air-terlindung", "hujan",
)  # fmt: skip
"""Drinking-water sources that count as improved."""


def listed(frame: pl.DataFrame) -> pl.DataFrame:
    """Families as records; one that is not linked yet is its row."""
    linked = frame.filter(pl.col("family") > 0)
    loose = frame.filter(pl.col("family") <= 0)
    return pl.concat([records(linked, "keluarga", "family"), records(loose, "baris", "row")])


def villages(frame: pl.DataFrame) -> frozenset[str]:
    """Villages that occur."""
    return frozenset(frame["village"])


def enough(ground: Ground, one: Period, of: pl.DataFrame, known: pl.Expr) -> frozenset[str]:
    """Villages where the fact is known of at least the share of families that the setting asks."""
    least = ground.number("told_pct", ground.day(one)) / 100
    share = of.group_by("village").agg(known.mean().alias("share"))
    return villages(share.filter(pl.col("share") >= least))


def houses(ground: Ground, one: Period, good: pl.Expr, known: pl.Expr) -> Found:
    """Resident families whose house has something, where enough houses are known."""
    day = ground.day(one)
    facts = ground.lists.families(day).drop("village", "row")
    mine = ground.lists.residents(day).join(facts, on="family", how="left", maintain_order="left")
    told = enough(ground, one, mine, known.fill_null(False))
    return Found(listed(mine.filter(good.fill_null(False))), told)


LATRINE = "KRS, P3KE, Regsosek: jamban"
CIVIL = "keluarga Dukcapil dan daftar lain"
CIVIL_EN = "families of the civil register and other lists"


@query("keluarga", "daftar", CIVIL, CIVIL_EN)
def families(ground: Ground, one: Period) -> Found:
    """Families that live here."""
    there = ground.lists.residents(ground.day(one))
    return Found(listed(there), villages(there))


@query("rumah_tangga", "daftar", f"{CIVIL}; satu keluarga dianggap satu rumah tangga", CIVIL_EN)
def households(ground: Ground, one: Period) -> Found:
    """Households: a family is taken as one, for no list says who shares a kitchen."""
    return families(ground, one)


@query("keluarga_jamban", "daftar", LATRINE, "KRS, P3KE, Regsosek: latrine")
def with_latrine(ground: Ground, one: Period) -> Found:
    """A proper latrine by KRS, otherwise any latrine that is used."""
    used = pl.col("latrine").is_in(["sendiri", "bersama", "umum"])
    known = pl.col("latrine_proper").is_not_null() | pl.col("latrine").is_not_null()
    return houses(ground, one, pl.coalesce("latrine_proper", used), known)


@query(
    "rt_air_layak", "daftar", "KRS, P3KE, Regsosek: sumber air minum", "KRS, P3KE, Regsosek: water"
)
def with_water(ground: Ground, one: Period) -> Found:
    """Improved drinking water by KRS, otherwise by the source a list names."""
    source = pl.col("water_source")
    known = pl.col("water_proper").is_not_null() | source.is_not_null()
    return houses(ground, one, pl.coalesce("water_proper", source.is_in(IMPROVED)), known)


@query(
    "rt_sanitasi_layak", "daftar",
    "Regsosek, P3KE: tangki septik; selain itu jamban layak KRS. Penyedotan tidak tercatat",
    "Regsosek, P3KE: septic tank; otherwise KRS latrine. Emptying is not recorded",
)  # fmt: skip
def with_sanitation(ground: Ground, one: Period) -> Found:
    """A septic tank, otherwise a proper latrine; whether it is emptied no list says."""
    septic = pl.col("septic").is_in(["tangki-septik", "ipal"])
    known = pl.col("septic").is_not_null() | pl.col("latrine_proper").is_not_null()
    return houses(ground, one, pl.coalesce(septic, "latrine_proper"), known)


@query("keluarga_berisiko", "daftar", "daftar KRS", "the list of families at risk")
def at_risk(ground: Ground, one: Period) -> Found:
    """At risk by the newest KRS row: its own word, else a target type and a factor."""
    there = ground.lists.families(ground.day(one))
    named = there.filter(pl.col("risk").is_not_null())
    return Found(listed(named.filter("risk")), villages(named))


@query(
    "keluarga_berisiko_didampingi", "daftar", "KRS: pendampingan; kunjungan TPK", "KRS, TPK visits"
)
def accompanied(ground: Ground, one: Period) -> Found:
    """At risk and helped, by KRS or by a visit of the family team this year."""
    day = ground.day(one)
    mine = ground.lists.families(day).filter(pl.col("risk").fill_null(False))
    word = pl.col("accompaniment")
    ticked = pl.any_horizontal(pl.col(code).fill_null(False) for code in HELP)
    asked = pl.any_horizontal(pl.col(code).is_not_null() for code in (*HELP, "help_none"))
    visited = pl.col("family").is_in(ground.visited(day).implode())
    helped = ticked | (word != "tidak-ada").fill_null(False) | visited
    known = asked | word.is_not_null() | visited
    return Found(listed(mine.filter(helped)), enough(ground, one, mine, known))


def couples(ground: Ground, one: Period) -> pl.DataFrame:
    """Families with a couple of childbearing age: a wife of 15 to 49, otherwise what KRS says."""
    day = ground.day(one)
    return ground.kept("couples", day, lambda: _couples(ground, day))


def _couples(ground: Ground, day: dt.date) -> pl.DataFrame:
    wives = ground.members.filter(
        pl.col("role") == "istri",
        pl.col("birth_date") <= months_before(day, 15 * 12),
        pl.col("birth_date") > months_before(day, 50 * 12),
    )["family"].implode()
    carded = ground.members["family"].implode()
    facts = ground.lists.families(day).drop("village", "row")
    there = ground.lists.residents(day).join(facts, on="family", how="left", maintain_order="left")
    seen = pl.col("family").is_in(carded)
    is_couple = pl.when(seen).then(pl.col("family").is_in(wives)).otherwise(pl.col("pus"))
    return there.filter(is_couple.fill_null(False))


@query(
    "pus_semua", "daftar", "istri umur 15-49 tahun; selain itu PUS menurut KRS", "wives of 15-49"
)
def all_couples(ground: Ground, one: Period) -> Found:
    """Couples of childbearing age."""
    there = ground.lists.residents(ground.day(one))
    return Found(listed(couples(ground, one)), villages(there))


def poor(ground: Ground, one: Period) -> pl.Expr:
    """In the lowest deciles, up to the one of the setting."""
    return pl.col("decile") <= ground.number("poor_decile", ground.day(one))


def told_of(ground: Ground, one: Period, *codes: str) -> frozenset[str]:
    """Villages where some list tells any of the facts."""
    there = ground.lists.families(ground.day(one))
    return villages(there.filter(pl.any_horizontal(pl.col(code).is_not_null() for code in codes)))


POOR = "DTSEN, DTKS, P3KE: desil"


@query("pus_miskin", "daftar", f"PUS dengan {POOR}", "couples in the lowest deciles")
def poor_couples(ground: Ground, one: Period) -> Found:
    """Couples in the lowest deciles."""
    there = couples(ground, one).filter(poor(ground, one))
    return Found(listed(there), told_of(ground, one, "decile"))


@query("keluarga_miskin_semua", "daftar", POOR, "families in the lowest deciles")
def poor_families(ground: Ground, one: Period) -> Found:
    """Families in the lowest deciles."""
    there = ground.lists.families(ground.day(one)).filter(poor(ground, one))
    return Found(listed(there), told_of(ground, one, "decile"))


FOOD = pl.col("bpnt").fill_null(False) | pl.col("sembako").fill_null(False)
CASH = pl.col("pkh").fill_null(False)
AID: tuple[tuple[str, str, str, pl.Expr, tuple[str, ...]], ...] = (
    ("tunai", "PKH", "conditional cash", CASH, ("pkh",)),
    ("bpnt", "BPNT atau sembako", "food assistance", FOOD, ("bpnt", "sembako")),
    (
        "pbi",
        "PBI jaminan kesehatan",
        "subsidised insurance",
        pl.col("pbi").fill_null(False),
        ("pbi",),
    ),
)


def _aided(gets: pl.Expr, codes: tuple[str, ...]) -> Callable[[Ground, Period], Found]:
    def count(ground: Ground, one: Period) -> Found:
        mine = couples(ground, one).filter(poor(ground, one) & gets)
        return Found(listed(mine), told_of(ground, one, "decile") & told_of(ground, one, *codes))

    return count


for _name, _id, _en, _gets, _codes in AID:
    query(
        f"pus_miskin_{_name}", "daftar", f"PUS miskin, {_id} (DTSEN, P3KE)", f"poor couples, {_en}"
    )(_aided(_gets, _codes))


def _whole(gets: pl.Expr, codes: tuple[str, ...]) -> Callable[[Ground, Period], Found]:
    def count(ground: Ground, one: Period) -> Found:
        mine = ground.lists.families(ground.day(one)).filter(gets)
        return Found(listed(mine), told_of(ground, one, *codes))

    return count


@query("kpm_pkh", "daftar", "DTSEN, P3KE: PKH", "DTSEN, P3KE: PKH")
def recipients(ground: Ground, one: Period) -> Found:
    """Families on PKH."""
    return _whole(CASH, ("pkh",))(ground, one)


for _name, _gets, _codes in (
    ("keluarga_miskin_tunai", CASH, ("pkh",)),
    ("keluarga_miskin_pangan", FOOD, ("bpnt", "sembako")),
):
    query(_name, "daftar", "DTSEN, P3KE: penerima bantuan", "DTSEN, P3KE: aid received")(
        _whole(_gets, _codes)
    )


@query(
    "kpm_1000hpk", "daftar", "penerima PKH/BPNT dengan ibu hamil atau anak di bawah 2 tahun",
    "families with aid and a pregnant woman or a child under two",
)  # fmt: skip
def first_days(ground: Ground, one: Period) -> Found:
    """Families with aid, and a child under two or a pregnant woman."""
    day = ground.day(one)
    young = ground.members.filter(
        pl.col("birth_date") > months_before(day, 24), pl.col("birth_date") <= day
    )["family"].implode()
    carded = ground.members["family"].implode()
    child = (
        pl.when(pl.col("family").is_in(carded))
        .then(pl.col("family").is_in(young))
        .otherwise(pl.col("has_child_0_23"))
    )
    expecting = pl.col("wife_pregnant").fill_null(False) | pl.col("family").is_in(
        ground.expecting(day).implode()
    )
    there = ground.lists.families(day).filter((CASH | FOOD) & (child.fill_null(False) | expecting))
    return Found(listed(there), told_of(ground, one, "pkh", "bpnt", "sembako"))


@query("penduduk_pbi", "daftar", "anggota keluarga penerima PBI", "members of families with PBI")
def insured(ground: Ground, one: Period) -> Found:
    """Members of families that a list names as recipients."""
    mine = ground.lists.families(ground.day(one)).filter(pl.col("pbi").fill_null(False))
    people = ground.members.join(mine.select("family", "village"), on="family", how="inner")
    return Found(records(people, "orang", "person"), told_of(ground, one, "pbi"))
