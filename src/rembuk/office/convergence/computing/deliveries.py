"""What the ledger of promises says was delivered: verified promises, from the first day of the
year. Known only where the ledger holds such a promise at all."""

from __future__ import annotations

import polars as pl

from rembuk.office.convergence.computing.families import at_risk, first_days, recipients
from rembuk.office.convergence.computing.ground import Ground
from rembuk.office.convergence.computing.register import Found, query, records
from rembuk.office.convergence.periods import Period

FAMILY_UNITS = ("keluarga", "family", "kk", "kpm", "rumah tangga")
"""Units of a promise to an area whose volume counts families."""


def delivered(
    ground: Ground, one: Period, *interventions: str, among: Found | None = None
) -> Found:
    """Families reached by verified promises: those named, and the volume of promises to an area
    that is counted in families. `among`: named families must be one of these."""
    day = ground.day(one)
    first = day.replace(month=1, day=1)
    asked = ground.promises.filter(pl.col("intervention").is_in(interventions))
    known = asked.filter(pl.col("due").dt.year() == day.year)
    done = asked.filter(pl.col("done").is_between(first, day))
    families = done.join(
        ground.members.select("person", pl.col("family").alias("of_person")),
        on="person",
        how="left",
    ).with_columns(pl.coalesce("family", "of_person").alias("who"))
    named = records(families.filter(pl.col("who").is_not_null()), "keluarga", "who")
    if among is not None:
        named = named.filter(pl.col("key").is_in(among.records["key"].implode()))
    area = done.filter(
        pl.col("person").is_null(), pl.col("family").is_null(),
        pl.col("unit").str.to_lowercase().is_in(FAMILY_UNITS), pl.col("volume") > 0,
    )  # fmt: skip
    summed = records(area, "janji", "pk", pl.col("volume").round())
    return Found(
        pl.concat([named, summed]), frozenset(known["village"]) | frozenset(done["village"])
    )


LEDGER = "janji terverifikasi"
LEDGER_EN = "verified promises"


@query("keluarga_berisiko_ikan", "janji", f"{LEDGER}: Gemarikan", f"{LEDGER_EN}: fish campaigns")
def fish(ground: Ground, one: Period) -> Found:
    """Families at risk reached by the promotion of fish."""
    return delivered(ground, one, "INT-IKAN", among=at_risk(ground, one))


@query(
    "keluarga_berisiko_pekarangan", "janji", f"{LEDGER}: pekarangan", f"{LEDGER_EN}: home gardens"
)
def gardens(ground: Ground, one: Period) -> Found:
    """Families at risk with a home garden, small livestock or a pond."""
    return delivered(ground, one, "INT-PEKARANGAN", among=at_risk(ground, one))


@query("kpm_pkh_p2k2", "janji", f"{LEDGER}: P2K2", f"{LEDGER_EN}: family sessions")
def sessions(ground: Ground, one: Period) -> Found:
    """PKH families that attended the sessions."""
    return delivered(ground, one, "INT-P2K2", among=recipients(ground, one))


@query(
    "kpm_1000hpk_variasi", "janji", f"{LEDGER}: variasi bantuan pangan", f"{LEDGER_EN}: varied food"
)
def varied(ground: Ground, one: Period) -> Found:
    """Families given food other than rice and eggs."""
    return delivered(ground, one, "INT-PANGAN-VARIASI", among=first_days(ground, one))
