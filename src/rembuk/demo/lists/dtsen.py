"""DTSEN: the head of every family with the national decile, two editions and the moves between."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from rembuk.demo.lists import editions
from rembuk.demo.lists.noise import MATCHED
from rembuk.demo.lists.sheet import Sheet, texts, ticks
from rembuk.demo.lists.town import Town
from rembuk.demo.population.welfare import national
from rembuk.demo.sheets import Columns

KNOWN = 0.94
"""Share of the families the register has; fewer of the young ones."""
KEPT = 0.965
"""How far the score of a family is that of the quarter before."""


def deciles(town: Town, before: int) -> np.ndarray:
    """National decile of every family in the last edition, or `before` editions ago: most stay,
    one in four moves by one or two."""
    rng = np.random.default_rng([town.plan.seed, 41])
    score = town.homes["score"].to_numpy()
    for _ in range(before):
        score = KEPT * score + np.sqrt(1 - KEPT**2) * rng.normal(0.0, 1.0, len(score))
    return national(score)


def listed(town: Town, before: int) -> np.ndarray:
    """Which families an edition has: some come in, some drop out from one to the next."""
    rng = np.random.default_rng([town.plan.seed, 42])
    lot, turn = rng.random(town.homes.height), rng.random((2, town.homes.height))
    return np.asarray((lot < KNOWN) ^ (turn[before] < 0.012))


def sheet(town: Town, number: int, before: int, kecamatan: int | None = None) -> Sheet:
    """One edition, of the district or of one kecamatan."""
    edition = editions.quarter(town.plan, before)
    hand = town.hand(number, MATCHED)
    frame = town.homes.with_columns(
        pl.Series("decile", deciles(town, before)), pl.Series("listed", listed(town, before))
    ).filter("listed")
    older = town.homes.with_columns(
        pl.Series("decile", deciles(town, 1)), pl.Series("listed", listed(town, before))
    ).filter("listed")
    if kecamatan is not None:
        frame = frame.filter(pl.col("kecamatan_no") == kecamatan)
        older = older.filter(pl.col("kecamatan_no") == kecamatan)
    frame = hand.again(frame.with_columns(pl.lit(edition.said).alias("period")))
    if not kecamatan and before == 0:  # rows of the edition before were left in
        before_that = editions.quarter(town.plan, 1).said
        left = older.sample(min(2 + older.height // 100, older.height), seed=town.plan.seed)
        left = left.with_columns(pl.lit(before_that).alias("period"))
        frame = pl.concat([frame, left])
    head = hand.persons(frame["head"])
    place = hand.places(frame)
    columns: Columns = [
        ("nomor_kartu_keluarga", hand.cards(frame["kk"])),
        ("nomor_induk_kependudukan", texts(head["nik"])),
        ("nama", texts(head["name"])),
        ("nama_provinsi", [town.places.province.upper()] * frame.height),
        ("nama_kabupaten_kota", [_short(town.places.district_name)] * frame.height),
        ("nama_kecamatan", texts(place["kecamatan"])),
        ("nama_desa_kelurahan", texts(place["village"])),
        ("alamat", texts(place["dusun"])),
        ("rt", texts(place["rt"])),
        ("rw", texts(place["rw"])),
        ("desil_nasional", [float(x) for x in frame["decile"]]),
        ("pkh", ticks(frame["pkh"], "1", "0")),
        ("bpnt", ticks(frame["bpnt"], "1", "0")),
        ("pbi", ticks(frame["pbi"], "1", "0")),
        ("periode", texts(frame["period"])),
    ]
    said, slug = town.called(kecamatan)
    return Sheet(
        f"DTSEN-{edition.short}{slug}.xlsx", "dtsen", f"DTSEN {edition.said}, {said}", columns,
        (frame["head"],), edition.as_of + dt.timedelta(days=20),
    )  # fmt: skip


def _short(name: str) -> str:
    return name.upper().replace("KABUPATEN ", "")
