"""Children under five by the posts' records, and girls of the register."""

from __future__ import annotations

import polars as pl

from rembuk import reference
from rembuk.office.convergence.computing.ground import Ground, months_before
from rembuk.office.convergence.computing.register import Found, query, records
from rembuk.office.convergence.periods import Period
from rembuk.office.posyandu.measures import STUNTED, add_months, month_end

POST = "register posyandu"
POST_EN = "the posts' register"
WEIGHED = "penimbangan posyandu bulan itu"
WEIGHED_EN = "weighings of the month"


def aged(ground: Ground, one: Period, first: int, last: int, everyone: bool = False) -> Found:
    """Persons from `first` to under `last` months old at the end of the period; registered at a
    post unless everyone is meant."""
    day = ground.day(one)
    there = ground.persons.filter(
        (pl.col("birth_date") > months_before(day, last))
        & (pl.col("birth_date") <= months_before(day, first))
        & (pl.col("left_on").is_null() | (pl.col("left_on") > day))
    )
    if not everyone:
        there = there.filter("registered")
    return Found(records(there, "orang", "person"), ground.told_by_posts(one))


def weighed(ground: Ground, one: Period, *conditions: pl.Expr) -> Found:
    """Children counted in the month a period ends in, under conditions."""
    month = ground.day(one).replace(day=1)
    there = ground.measured.filter(pl.col("month") == month, *conditions)
    return Found(records(there, "orang", "person"), ground.told_by_posts(one))


@query("balita_sasaran", "posyandu", f"{POST} dan {WEIGHED} (S)", f"{POST_EN} and {WEIGHED_EN}")
def all_children(ground: Ground, one: Period) -> Found:
    """S: everyone weighed that month, where weighed, and every other registered child under five,
    where registered (`posyandu.measures`)."""
    mine = weighed(ground, one)
    month = ground.day(one).replace(day=1)
    end = month_end(month)
    there = ground.persons.filter(
        pl.col("registered"),
        pl.col("birth_date") > add_months(month, -60),
        pl.col("birth_date") <= end,
        pl.col("left_on").is_null() | (pl.col("left_on") > end),
    )
    anywhere = ground.measured.filter(pl.col("month") == month)["person"].implode()
    rest = there.filter(~pl.col("person").is_in(anywhere))
    return Found(pl.concat([mine.records, records(rest, "orang", "person")]), mine.told)


@query("balita_dipantau", "posyandu", WEIGHED, WEIGHED_EN)
def monitored(ground: Ground, one: Period) -> Found:
    """D: children weighed in the month."""
    return weighed(ground, one)


@query("balita_diukur", "posyandu", f"{WEIGHED}, TB/U terbaca", f"{WEIGHED_EN}, height readable")
def measured(ground: Ground, one: Period) -> Found:
    """Children whose height-for-age stands."""
    return weighed(ground, one, pl.col("tbu") != "")


@query("balita_stunting", "posyandu", f"{WEIGHED}: pendek, sangat pendek", f"{WEIGHED_EN}: stunted")
def stunted(ground: Ground, one: Period) -> Found:
    """Short and very short."""
    return weighed(ground, one, pl.col("tbu").is_in(STUNTED))


@query("balita_pendek", "posyandu", f"{WEIGHED}: pendek", f"{WEIGHED_EN}: short")
def short(ground: Ground, one: Period) -> Found:
    """Short, not very short."""
    return weighed(ground, one, pl.col("tbu") == "pendek")


@query("balita_sangat_pendek", "posyandu", f"{WEIGHED}: sangat pendek", f"{WEIGHED_EN}: very short")
def very_short(ground: Ground, one: Period) -> Found:
    """Very short."""
    return weighed(ground, one, pl.col("tbu") == "sangat-pendek")


@query("balita_gizi_buruk", "posyandu", f"{WEIGHED}: gizi buruk", f"{WEIGHED_EN}: severely wasted")
def severely_wasted(ground: Ground, one: Period) -> Found:
    """Severely wasted."""
    return weighed(ground, one, pl.col("bbtb") == "gizi-buruk")


@query("balita_gizi_kurang", "posyandu", f"{WEIGHED}: gizi kurang", f"{WEIGHED_EN}: wasted")
def wasted(ground: Ground, one: Period) -> Found:
    """Moderately wasted."""
    return weighed(ground, one, pl.col("bbtb") == "gizi-kurang")


@query("bayi_0_5", "posyandu", f"{POST}: umur 0-5 bulan", f"{POST_EN}: 0-5 months")
def infants(ground: Ground, one: Period) -> Found:
    """Infants under six months."""
    return aged(ground, one, 0, 6)


@query("anak_6_23", "posyandu", f"{POST}: umur 6-23 bulan", f"{POST_EN}: 6-23 months")
def six_to_23(ground: Ground, one: Period) -> Found:
    """Children of 6 to 23 months."""
    return aged(ground, one, 6, 24)


@query("baduta_sasaran", "posyandu", f"{POST}: umur 0-23 bulan", f"{POST_EN}: 0-23 months")
def under_two(ground: Ground, one: Period) -> Found:
    """Children under two."""
    return aged(ground, one, 0, 24)


@query("bayi_12", "posyandu", f"{POST}: umur 0-11 bulan", f"{POST_EN}: 0-11 months")
def up_to_12(ground: Ground, one: Period) -> Found:
    """Infants up to twelve months."""
    return aged(ground, one, 0, 12)


@query("baduta_ditimbang", "posyandu", f"{WEIGHED}: umur 0-23 bulan", f"{WEIGHED_EN}: 0-23 months")
def weighed_under_two(ground: Ground, one: Period) -> Found:
    """Children under two weighed in the month."""
    young = aged(ground, one, 0, 24)
    mine = weighed(ground, one).records["key"].implode()
    return Found(young.records.filter(pl.col("key").is_in(mine)), young.told)


@query("rematri", "daftar", "anggota keluarga, perempuan remaja", "girls among members of families")
def girls(ground: Ground, one: Period) -> Found:
    """Adolescent girls, of the age the stage of life has."""
    day = ground.day(one)
    rule = next(r for r in reference.load().life_stages(day) if r.code == "remaja-putri")
    there = aged(ground, one, rule.from_months or 0, rule.to_months or 0, everyone=True)
    kept = ground.persons.filter(pl.col("sex") == "P")["person"].implode()
    members = ground.members["person"].implode()
    mine = there.records.filter(pl.col("key").is_in(kept), pl.col("key").is_in(members))
    return Found(mine, ground.peopled if len(ground.members) else frozenset())
