"""Wasted children who were fed or treated."""

from __future__ import annotations

import datetime as dt

import polars as pl

from rembuk.office.accompaniment.models import Referral
from rembuk.office.convergence.computing.children import severely_wasted, wasted
from rembuk.office.convergence.computing.ground import Ground
from rembuk.office.convergence.computing.register import Found, query
from rembuk.office.convergence.periods import Period
from rembuk.office.places.scope import within

TREATMENT = ("INT-GIZI-BURUK", "INT-RUJUK-SPA", "INT-PKMK")
"""Interventions that treat severe wasting."""


def span(ground: Ground, one: Period) -> tuple[dt.date, dt.date]:
    """The days in which help must have begun to count for a period."""
    day = ground.day(one)
    return day - dt.timedelta(days=int(ground.number("pmt_days", day))), day


def fed(ground: Ground, one: Period) -> pl.Series:
    """Children whose feeding began in the span."""
    first, last = span(ground, one)
    return ground.fed.filter(pl.col("start").is_between(first, last))["person"].unique()


def only(found: Found, persons: pl.Series, told: frozenset[str]) -> Found:
    """The records of these persons."""
    return Found(found.records.filter(pl.col("key").is_in(persons.implode())), found.told & told)


@query("balita_gizi_kurang_pmt", "pmt", "riwayat PMT balita, 90 hari terakhir", "feeding histories")
def wasted_fed(ground: Ground, one: Period) -> Found:
    """Moderately wasted children whose feeding began in the span."""
    told = ground.peopled if len(ground.fed) else frozenset()
    return only(wasted(ground, one), fed(ground, one), told)


@query(
    "balita_gizi_buruk_ditangani", "pmt",
    "rujukan yang sampai, janji tata laksana terverifikasi, riwayat PMT gizi buruk",
    "referrals that arrived, verified promises of treatment, feeding histories",
)  # fmt: skip
def severe_treated(ground: Ground, one: Period) -> Found:
    """Severely wasted children referred and arrived, treated by a verified promise, or fed as
    severely wasted."""
    first, last = span(ground, one)
    arrived = Referral.objects.filter(
        within("place_code", ground.place),
        arrived_on__range=(first, last),
        cancelled_on__isnull=True,
    ).values_list("accompaniment__person", flat=True)
    promised = ground.promises.filter(
        pl.col("intervention").is_in(TREATMENT), pl.col("done").is_between(first, last)
    )
    fed_so = ground.fed.filter(
        pl.col("start").is_between(first, last),
        pl.col("programme").str.to_lowercase().str.contains("buruk"),
    )
    helped = pl.concat(
        [
            pl.Series("person", list(arrived), pl.Int64),
            promised["person"].drop_nulls(),
            fed_so["person"],
        ]
    )
    return only(severely_wasted(ground, one), helped, ground.peopled)
