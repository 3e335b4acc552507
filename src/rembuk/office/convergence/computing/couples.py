"""Couples about to marry by the list of Elsimil."""

from __future__ import annotations

import datetime as dt

import polars as pl

from rembuk.office.convergence.computing.ground import Ground
from rembuk.office.convergence.computing.mothers import everywhere, named
from rembuk.office.convergence.computing.register import Found, query
from rembuk.office.convergence.periods import Period

LISTED = "Elsimil calon pengantin"
LISTED_EN = "Elsimil, couples about to marry"


def marrying(ground: Ground, one: Period) -> pl.DataFrame:
    """Couples whose wedding is in the period, each by the bride."""
    return ground.elsimil.brides.filter(pl.col("wedding_on").is_between(one.starts, one.ends))


def _found(ground: Ground, mine: pl.DataFrame) -> Found:
    return Found(named(mine), everywhere(ground, len(ground.elsimil.brides)))


@query(
    "catin_pasangan", "elsimil", f"{LISTED}: nikah bulan itu", f"{LISTED_EN}: weddings of the month"
)
def couples(ground: Ground, one: Period) -> Found:
    """Couples who marry in the period."""
    return _found(ground, marrying(ground, one))


@query("catin_terdaftar", "elsimil", f"{LISTED}: calon pengantin perempuan", f"{LISTED_EN}: brides")
def brides(ground: Ground, one: Period) -> Found:
    """Brides who marry in the period."""
    return _found(ground, marrying(ground, one))


@query("catin_periksa", "elsimil", f"{LISTED}: diskrining sebelum nikah", f"{LISTED_EN}: screened")
def screened(ground: Ground, one: Period) -> Found:
    """Couples screened before the wedding."""
    before = pl.col("screened_on") <= pl.col("wedding_on")
    return _found(ground, marrying(ground, one).filter(before.fill_null(False)))


@query(
    "catin_didampingi", "elsimil", f"{LISTED}: sertifikat; kunjungan TPK sebelum nikah",
    f"{LISTED_EN}: certificate; visits of the team",
)  # fmt: skip
def accompanied(ground: Ground, one: Period) -> Found:
    """Couples with the certificate of Elsimil or met by the family team in the months before."""
    first = one.starts - dt.timedelta(days=92)
    met = pl.col("person").is_in(ground.visited_persons(first, one.ends).implode())
    done = pl.col("elsimil_certificate").fill_null(False) | met.fill_null(False)
    return _found(ground, marrying(ground, one).filter(done))


def _told(ground: Ground, one: Period, fact: str) -> Found:
    """Couples of whom a fact is told to hold; told at all once the list has the column."""
    mine = marrying(ground, one).filter(pl.col(fact).fill_null(False))
    used = ground.elsimil.brides[fact].count()
    return Found(named(mine), everywhere(ground, used))


@query(
    "catin_ttd", "elsimil", f"{LISTED}: TTD, bila kolomnya ada", f"{LISTED_EN}: tablets, if told"
)
def with_tablets(ground: Ground, one: Period) -> Found:
    """Brides who received iron-folate tablets."""
    return _told(ground, one, "ttd_received")


@query(
    "catin_bimwin",
    "elsimil",
    f"{LISTED}: bimbingan KUA, bila kolomnya ada",
    f"{LISTED_EN}: guidance",
)
def guided(ground: Ground, one: Period) -> Found:
    """Couples guided by the office of religion."""
    return _told(ground, one, "marriage_guidance")
