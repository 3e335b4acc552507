"""How people who are not one person agree: strangers of one day, members of one family, twins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl

from rembuk.science.linkage.comparisons import comparison
from rembuk.science.linkage.engines import Workshop, linker
from rembuk.science.linkage.keys import COMPARED
from rembuk.science.linkage.model import FAMILY_FIELDS, Model, ModelError
from rembuk.science.linkage.vectors import flat, level

ENOUGH_PAIRS: Final = 1000
DATED_PAIRS: Final = 100_000
FAMILY_RECORDS: Final = 60_000
SAME_DATE: Final = ("sama", "sama-bawaan")

Levels = Mapping[str, tuple[str, ...]]
Shares = dict[str, dict[str, float]]


def of_one_day(shop: Workshop, once: pl.DataFrame, levels: Levels) -> Shares:
    """Shares among strangers with one birth date, from some dates of people with other cards."""
    fields = {f: codes for f, codes in levels.items() if f in FAMILY_FIELDS and f != "lahir"}
    if "lahir" not in levels:
        return {}
    once = once.filter(pl.col("lahir").is_not_null() & (pl.col("lahir_bawaan") == "0"))
    days = once.group_by("lahir").agg(pl.len(), pl.col("id").min()).filter(pl.col("len") > 1)
    step = max(1, int((days["len"] * (days["len"] - 1) // 2).sum()) // DATED_PAIRS)
    days = days.sort("id").gather_every(step)
    here = once.join(days.select("lahir"), on="lahir", how="semi", maintain_order="left")
    here = here.with_columns(pl.coalesce("kk", pl.col("id").cast(pl.String)).alias("rumah"))
    if here.height < 2:
        return {}
    shares = {f: flat(codes) for f, codes in fields.items()}
    name = shop.table(here.select("id", "rumah", *COMPARED), "sehari")
    made = linker(shop, name, fields, ["l.lahir = r.lahir and l.rumah <> r.rumah"], shares)
    pairs = shop.read(made.inference.predict(warning_mode="never"), [f"mw_{f}" for f in fields])
    pairs = pairs.select(level(f, shares[f]) for f in fields)
    return {f: _counted(pairs, f, levels[f], {}, 1.0) for f in fields}


def of_one_family(
    shop: Workshop, table: pl.DataFrame, sources: pl.Series, levels: Levels, base: Model | None
) -> tuple[Shares, Shares, float]:
    """Shares among members of one card, among its twins, and other members on a card."""
    fields = {f: codes for f, codes in levels.items() if f in FAMILY_FIELDS}
    listed = table.with_columns(sources.alias("daftar")).filter(pl.col("kk").is_not_null())
    # One list, the one that says most of cards: each person stands there once, or nearly.
    sizes = listed.group_by("daftar").len().sort("len", "daftar", descending=True)
    best = listed.filter(pl.col("daftar") == sizes["daftar"][0]) if sizes.height else listed
    best = best.filter(pl.int_range(pl.len()).over("nama_kunci", "lahir", "kk") == 0)
    size = pl.len().over("kk")
    relatives = float(best.select((size - 1).mean()).item() or 0.0)
    best = best.filter((size > 1) & (size <= 15))
    step = -(-best.height // FAMILY_RECORDS) or 1
    cards = best.group_by("kk").agg(pl.col("id").min()).sort("id").gather_every(step)
    best = best.join(cards.select("kk"), on="kk", how="semi", maintain_order="left")
    if best.height < ENOUGH_PAIRS:
        if base is None:
            raise ModelError("kartu keluarga terlalu sedikit untuk melatih model")
        return (
            {f: {w.code: w.family for w in base.levels[f]} for f in fields},
            {f: {w.code: w.twins for w in base.levels[f]} for f in fields},
            base.relatives,
        )
    name = shop.table(best.select("id", *COMPARED), "serumah")
    shares = {f: flat(codes) for f, codes in fields.items()}
    made = linker(shop, name, fields, ["l.kk = r.kk"], shares)
    answer = made.inference.predict(warning_mode="never")
    pairs = shop.read(answer, [f"mw_{f}" for f in fields])
    pairs = pairs.select(level(f, shares[f]) for f in fields)
    dates = [_place("lahir", code) for code in SAME_DATE]
    twins = pairs.filter(pl.col("lahir").is_in(dates)) if "lahir" in fields else pairs.head(0)
    family = {f: _counted(pairs, f, levels[f], {}, 1.0) for f in fields}
    return family, {f: _counted(twins, f, levels[f], family[f], 5.0) for f in fields}, relatives


def _place(field: str, code: str) -> int:
    return [one.code for one in comparison(field).levels].index(code)


def _counted(
    pairs: pl.DataFrame,
    field: str,
    codes: tuple[str, ...],
    prior: Mapping[str, float],
    strength: float,
) -> dict[str, float]:
    """Shares of levels, drawn a little to `prior` (or to even shares) where few were counted."""
    places = pairs[field].to_numpy()
    counts = np.array([float((places == _place(field, code)).sum()) for code in codes[1:]])
    drawn = np.array([prior.get(code, 1.0 / len(codes)) for code in codes[1:]]) * strength + 0.5
    shares = (counts + drawn) / (counts + drawn).sum()
    return {code: float(share) for code, share in zip(codes[1:], shares, strict=True)}
