"""Files of three agencies about one population, and which record is whom."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from rembuk.demo.population.addresses import Villages, villages_of
from rembuk.demo.population.households import settle
from rembuk.demo.population.noise import DUKCAPIL, KELUARGA, KESEHATAN
from rembuk.demo.population.records import COLUMNS, recorded

AS_OF: Final = dt.date(2026, 10, 31)
SOURCES: Final = ("dukcapil", "keluarga", "kesehatan")
YEAR: Final = 365.25


def linkage_files(
    persons: int, seed: int, area: str = "16.06", on: dt.date = AS_OF
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Records of `persons` invented persons of a district in three sources, and the truth.

    Records: record_id, sumber (dukcapil, keluarga, kesehatan), nik, no_kk, nama, jk, tgl_lahir
    (Date), nama_ibu, hp, kecamatan, desa (names), dusun, rt, rw. Truth: record_id, person_id.
    The same numbers give the same files.
    """
    rng = np.random.default_rng([seed, 31])
    at = villages_of(rng, area)
    families, members = settle(rng, persons, at, on)
    return records_of(rng, families, members, at, on)


def records_of(
    rng: np.random.Generator,
    families: pl.DataFrame,
    members: pl.DataFrame,
    at: Villages,
    on: dt.date,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The three files of a population (frames as `households.settle` gives them)."""
    everyone = known(families, members, on)
    age = everyone["age_days"].to_numpy() / YEAR
    n = everyone.height
    in_registry = rng.random(n) < np.where(age < 1, 0.72, 0.9585)
    visited = rng.random(families.height) < 0.86 - 0.14 * families["wealth"].to_numpy()
    in_survey = visited[everyone["family"].to_numpy()] & (rng.random(n) < 0.96)
    small = age < 6
    mothers = np.zeros(n, dtype=bool)
    of_small = everyone["mother"].to_numpy()[small]
    mothers[of_small[of_small >= 0]] = True
    in_health = rng.random(n) < np.where(small, 0.87, np.where(mothers, 0.5, 0.0))
    child = (everyone["role"] == "anak").to_numpy()
    parts = [
        recorded(rng, _asked(everyone, in_registry, True), at, "dukcapil", DUKCAPIL),
        recorded(rng, _asked(everyone, in_survey, child), at, "keluarga", KELUARGA),
        recorded(rng, _asked(everyone, in_health, child & small), at, "kesehatan", KESEHATAN),
    ]
    records = pl.concat(parts)
    truth = records.select("record_id", pl.col("person").alias("person_id"))
    return records.select(COLUMNS), truth


def known(families: pl.DataFrame, members: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """Members with their family's address, card and telephone, their age in days and the NIK of
    the mother who lives with them."""
    mother = members.select(pl.col("person").alias("mother"), pl.col("nik").alias("mother_nik"))
    home = families.select("family", "village", "dusun", "rt", "rw", "kk", "phone")
    return (
        members.join(home, on="family", how="left", maintain_order="left")
        .join(mother, on="mother", how="left", maintain_order="left")
        .with_columns((pl.lit(on) - pl.col("birth")).dt.total_days().alias("age_days"))
    )


def _asked(
    everyone: pl.DataFrame, chosen: np.ndarray, mother_known: pl.Series | np.ndarray | bool
) -> pl.DataFrame:
    flags = pl.Series("mother_known", np.broadcast_to(np.asarray(mother_known), len(chosen)))
    return everyone.with_columns(flags.cast(pl.Boolean)).filter(pl.Series(chosen))
