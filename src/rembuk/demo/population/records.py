"""From true persons to one source's records of them, wrong where the source is wrong."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Final

import numpy as np
import polars as pl

from rembuk.demo.population.addresses import Villages, addresses
from rembuk.demo.population.noise import DUPLICATE_MOVED, PLACEHOLDERS, Noise
from rembuk.demo.population.spelling import spelt

REFORM: Final = 1972
NEWBORN_DAYS: Final = 213
INITIAL: Final = {"dukcapil": "D", "keluarga": "K", "kesehatan": "S"}
COLUMNS: Final = (
    "record_id", "sumber", "nik", "no_kk", "nama", "jk", "tgl_lahir", "nama_ibu", "hp",
    "kecamatan", "desa", "dusun", "rt", "rw",
)  # fmt: skip


def recorded(
    rng: np.random.Generator, chosen: pl.DataFrame, at: Villages, source: str, noise: Noise
) -> pl.DataFrame:
    """The records of a source, in no order, with `person` beside COLUMNS.

    `chosen` holds the persons of the source, joined with their families: person, sex, birth, name,
    mother_name, mother_nik (null when she is not in the family), nik, kk, phone, village (index),
    dusun, rt, rw, age_days, mother_known (whether the source asks for the mother at all).
    """
    again = chosen.filter(pl.Series(rng.random(chosen.height) < noise.duplicates))
    both = pl.concat([chosen, again]).with_columns(
        pl.Series("again", np.arange(chosen.height + again.height) >= chosen.height)
    )
    both = both[rng.permutation(both.height)]
    moved = rng.random(both.height) < np.where(both["again"], DUPLICATE_MOVED, noise.moved)
    both = _elsewhere(rng, both, at, moved)
    draw = Random(int(rng.integers(2**62)))  # noqa: S311 - invented names, not secrets
    return both.select(
        pl.format("{}{}", pl.lit(INITIAL[source]), pl.int_range(pl.len()) + 1_000_001)
        .alias("record_id"),
        pl.lit(source).alias("sumber"),
        wrong_niks(rng, both, noise).alias("nik"),
        _some(rng, both, "kk", 1.0 - noise.card_missing).alias("no_kk"),
        names(rng, draw, both, noise).str.to_uppercase().alias("nama"),
        pl.col("sex").alias("jk"),
        wrong_births(rng, both["birth"], noise).alias("tgl_lahir"),
        mothers(rng, draw, both, noise).str.to_uppercase().alias("nama_ibu"),
        _some(rng, both, "phone", noise.phone).alias("hp"),
        pl.Series("kecamatan", at.kecamatan_name).gather(both["village"]).str.to_uppercase(),
        pl.Series("desa", at.name).gather(both["village"]).str.to_uppercase(),
        pl.format("DUSUN {}", "dusun").alias("dusun"),
        pl.col("rt").cast(pl.String).str.zfill(3),
        pl.col("rw").cast(pl.String).str.zfill(3),
        "person",
    )  # fmt: skip


def _elsewhere(
    rng: np.random.Generator, chosen: pl.DataFrame, at: Villages, moved: np.ndarray
) -> pl.DataFrame:
    """Another village and an address in it for those who moved or were written down wrongly."""
    new = rng.choice(len(at), int(moved.sum()), p=at.weight / at.weight.sum())
    other = addresses(rng, at, new)
    parts = {name: chosen[name].to_numpy().copy() for name in other.columns}
    for name, values in parts.items():
        values[moved] = other[name].to_numpy()
    return chosen.with_columns(pl.Series(name, values) for name, values in parts.items())


def _some(rng: np.random.Generator, frame: pl.DataFrame, column: str, share: float) -> pl.Expr:
    """The column where the source wrote it down, null elsewhere."""
    return pl.when(pl.Series(rng.random(frame.height) < share)).then(pl.col(column))


def names(rng: np.random.Generator, draw: Random, frame: pl.DataFrame, noise: Noise) -> pl.Series:
    """Names as the source writes them; some newborns are entered under the mother's."""
    born = frame["birth"].dt.year() < REFORM
    baby = (frame["age_days"] < NEWBORN_DAYS).to_numpy() & (
        rng.random(frame.height) < noise.newborn
    )
    rows = zip(frame["name"], frame["mother_name"], born, baby.tolist(), strict=True)
    return pl.Series(
        [
            f"By Ny {spelt(draw, mother, noise, False)}" if small else spelt(draw, name, noise, old)
            for name, mother, old, small in rows
        ],
        dtype=pl.String,
    )


def mothers(rng: np.random.Generator, draw: Random, frame: pl.DataFrame, noise: Noise) -> pl.Series:
    """Mothers' names, where the source knows them and wrote them down."""
    known = frame["mother_known"].to_numpy() & (rng.random(frame.height) >= noise.mother_missing)
    old = frame["birth"].dt.year() - 26 < REFORM
    rows = zip(frame["mother_name"], known.tolist(), old, strict=True)
    return pl.Series(
        [spelt(draw, name, noise, before) if here else None for name, here, before in rows],
        dtype=pl.String,
    )


def wrong_niks(rng: np.random.Generator, frame: pl.DataFrame, noise: Noise) -> pl.Series:
    """NIK as the source has it: own, empty, a placeholder, mistyped, or the mother's."""
    n, u, v = frame.height, rng.random(frame.height), rng.random(frame.height)
    place, step = rng.integers(0, 16, n), rng.integers(1, 10, n)
    nik = frame["nik"].to_list()
    mother = frame["mother_nik"].to_list()
    for i in np.flatnonzero(u < noise.nik_missing + noise.nik_typo + noise.nik_mother).tolist():
        if u[i] < noise.nik_missing:
            nik[i] = None if v[i] < 0.7 else PLACEHOLDERS[int(place[i]) % len(PLACEHOLDERS)]
        elif u[i] < noise.nik_missing + noise.nik_typo:
            nik[i] = mistyped(nik[i], int(place[i]), int(step[i]), float(v[i]))
        elif mother[i] is not None:
            nik[i] = mother[i]
    return pl.Series(nik, dtype=pl.String)


def mistyped(number: str, place: int, step: int, kind: float) -> str:
    """A number with one digit wrong, two neighbours changed over, or one digit lost."""
    if kind < 0.25 and place < 15 and number[place] != number[place + 1]:
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if kind > 0.93:
        return number[:place] + number[place + 1 :]
    return number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]


def wrong_births(rng: np.random.Generator, birth: pl.Series, noise: Noise) -> pl.Series:
    """Birth dates as written: day and month changed over, put on the first of January (or of
    July, or the last of December), mistyped, or missing."""
    days = birth.to_list()
    u, v = rng.random(len(days)), rng.random(len(days))
    edges = np.cumsum([noise.date_swap, noise.date_default, noise.date_typo, noise.date_missing])
    for i in np.flatnonzero(u < edges[-1]).tolist():
        day = days[i]
        if u[i] < edges[0]:
            if day.day <= 12:
                days[i] = day.replace(day=day.month, month=day.day)
        elif u[i] < edges[1]:
            m, d = ((1, 1), (7, 1), (12, 31))[0 if v[i] < 0.75 else 1 if v[i] < 0.9 else 2]
            days[i] = day.replace(month=m, day=d)
        elif u[i] < edges[2]:
            days[i] = _mistyped_day(day, float(v[i]))
        else:
            days[i] = None
    return pl.Series(days, dtype=pl.Date)


def _mistyped_day(day: dt.date, kind: float) -> dt.date:
    """One digit of a date wrong, as far as what comes out is a date."""
    step = 1 if int(kind * 1000) % 2 else -1
    if kind < 0.4:
        return day + dt.timedelta(days=step * (10 if kind < 0.12 else 1 + int(kind * 100) % 3))
    if kind < 0.7:
        month = (day.month - 1 + step * (1 + int(kind * 100) % 2)) % 12 + 1
        return day.replace(month=month, day=min(day.day, 28))
    years = 10 if kind > 0.94 else 1 + (kind > 0.88)
    return day.replace(year=day.year + step * years, day=min(day.day, 28))
