"""Which records are one person: the whole way from a table of records to clusters."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np
import polars as pl

from rembuk.science.linkage.answers import Links, told
from rembuk.science.linkage.clean import RecordsError, clean
from rembuk.science.linkage.clusters import Rules, join, may_join, unlike, written_twice
from rembuk.science.linkage.comparisons import COMPARISONS, used
from rembuk.science.linkage.engines import Engine, workshop
from rembuk.science.linkage.keys import COMPARED, keys
from rembuk.science.linkage.model import Model, ModelError
from rembuk.science.linkage.scoring import compare, partners, repeats, weigh
from rembuk.science.linkage.threshold import DEFAULT_SOURCE, default_threshold
from rembuk.science.linkage.training import train

TRAIN_FROM: Final = 10_000
"""Below so many records the shipped model is used: too few to learn from."""
FAMILY_FROM: Final = -2.0
"""Weight against "two of one family" from which a pair joins without being asked."""
CHILD_FAMILY_FROM: Final = 2.0
"""The same for two children: brothers and sisters joined are two growth curves mixed."""
CHILD_YEARS: Final = 18
_REGISTRY: Final = re.compile(r"dukcapil|capil|civil|registry|adminduk|kependudukan", re.I)


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The model for data too few to learn from; its `source` says where it was learned."""
    path = resources.files("rembuk.reference") / "data" / "linkage" / "bawaan.json"
    return Model.from_json(path.read_text(encoding="utf-8"))


def registries(records: pl.DataFrame) -> tuple[str, ...]:
    """Lists that by their name are the civil registry, which holds a person once."""
    if "sumber" not in records.columns:
        return ()
    names = records["sumber"].cast(pl.String).drop_nulls().str.strip_chars().unique().to_list()
    return tuple(sorted(name for name in names if _REGISTRY.search(name)))


def link(
    records: pl.DataFrame,
    *,
    engine: Engine = "duckdb",
    model: Model | None = None,
    threshold: float | None = None,
    unique_sources: Collection[str] | None = None,
    must: pl.DataFrame | None = None,
    cannot: pl.DataFrame | None = None,
) -> Links:
    """Clusters of records that are one person.

    `unique_sources`: lists without duplicates (None: the civil registry, known by its name).
    Without `model` one is learned from the records, or the shipped one is used for few records.

    Raises:
        RecordsError: `record_id` missing, empty or used twice.
        ModelError: the given model does not fit the records.
        EngineError: the engine is not there.
    """
    unique = registries(records) if unique_sources is None else unique_sources
    table = clean(records)
    known = pl.Series(np.full(table.height, -1, np.int64))
    return _linked(table, known, [], engine, model, threshold, unique, must, cannot)


def learn(
    records: pl.DataFrame,
    *,
    engine: Engine = "duckdb",
    unique_sources: Collection[str] | None = None,
) -> Model:
    """A model learned from these records alone, to be kept and shipped; no other model is asked.

    Raises:
        RecordsError: `record_id` missing, empty or used twice.
        ModelError: too few records to learn every level from.
        EngineError: the engine is not there.
    """
    unique = registries(records) if unique_sources is None else unique_sources
    table = clean(records)
    compared = keys(table, unique)
    levels = _levels(compared)
    with workshop(engine, table.height) as shop:
        model = train(shop, compared, table["sumber"], levels, None)
    with workshop(engine, table.height) as shop:
        pairs = compare(shop, compared, model)
    return _settled(model, pairs, compared)


def link_new(
    new: pl.DataFrame,
    known: pl.DataFrame,
    model: Model,
    *,
    engine: Engine = "duckdb",
    threshold: float | None = None,
    unique_sources: Collection[str] | None = None,
    must: pl.DataFrame | None = None,
    cannot: pl.DataFrame | None = None,
) -> Links:
    """Clusters of `new` records, linked to `known` ones (with their `cluster_id`), which stay.

    Only pairs with a new record are compared, by a frozen model. `clusters` has the new records.

    Raises:
        RecordsError, ModelError, EngineError: as `link`.
    """
    if "cluster_id" not in known.columns or known["cluster_id"].is_null().any():
        raise RecordsError("catatan yang sudah dikenal harus punya cluster_id")
    both = pl.concat([_plain(known), _plain(new)], how="diagonal_relaxed")
    unique = registries(both) if unique_sources is None else unique_sources
    table = clean(both)
    ids = sorted(known["cluster_id"].cast(pl.String).unique().to_list())
    place = table.select("record_id").join(
        known.select(pl.col("record_id").cast(pl.String), pl.col("cluster_id").cast(pl.String)),
        on="record_id", how="left", maintain_order="left",
    )["cluster_id"]  # fmt: skip
    fixed = place.replace_strict(
        ids, list(range(len(ids))), default=-1, return_dtype=pl.Int64
    ).fill_null(-1)
    made = _linked(table, fixed, ids, engine, model, threshold, unique, must, cannot)
    fresh = new.select(pl.col("record_id").cast(pl.String))
    return replace(made, clusters=made.clusters.join(fresh, on="record_id", how="semi"))


def _plain(records: pl.DataFrame) -> pl.DataFrame:
    """Every column but dates as text, so that two lists fit under each other."""
    return records.with_columns(
        pl.col(name).cast(pl.String)
        for name, kind in records.schema.items()
        if name != "tgl_lahir" or not kind.is_temporal()
    ).drop("cluster_id", strict=False)


def _linked(
    table: pl.DataFrame,
    fixed: pl.Series,
    ids: Sequence[str],
    engine: Engine,
    model: Model | None,
    threshold: float | None,
    unique: Collection[str],
    must: pl.DataFrame | None,
    cannot: pl.DataFrame | None,
) -> Links:
    compared = keys(table, unique).with_columns((fixed < 0).cast(pl.Int64).alias("baru"))
    levels = _levels(compared)
    counts = {"catatan": table.height, "daftar": table["sumber"].n_unique()}
    if table.height < 2 or not levels:
        chosen, pairs = model or shipped_model(), _no_pairs()
    else:
        if model is not None:
            chosen = model.fitted_to(levels)
        else:  # a workshop of its own, so that what was learned from is let go
            chosen = _trained(engine, table, compared, levels)
        with workshop(engine, table.height) as shop:
            pairs = compare(shop, compared, chosen, new_only=bool(ids))
        if model is None:
            chosen = _settled(chosen, pairs, compared)
        pairs = weigh(pairs, compared, chosen, table.height)
    line = threshold if threshold is not None else chosen.threshold
    source = "diminta" if threshold is not None else chosen.threshold_source
    if line is None:
        line, source = default_threshold(table.height), DEFAULT_SOURCE
    labels, reaching = _grouped(table, pairs, fixed, line, unique, must, cannot)
    return told(table, pairs, labels, reaching, fixed, ids, line, source, chosen, counts)


def _levels(compared: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """The levels that can occur with the columns that carry values."""
    return used([name for name in COMPARED if compared[name].null_count() < compared.height])


def _settled(model: Model, pairs: pl.DataFrame, compared: pl.DataFrame) -> Model:
    """The model with the number of records a person has, in all and in one list, as these pairs
    say."""
    for _ in range(2):
        first = weigh(pairs, compared, model, compared.height)
        model = replace(model, repeats=repeats(first, compared))
    return replace(model, partners=partners(first, model, compared.height))


def _trained(
    engine: Engine,
    table: pl.DataFrame,
    compared: pl.DataFrame,
    levels: Mapping[str, tuple[str, ...]],
) -> Model:
    base = shipped_model().fitted_to(levels)
    if table.height < TRAIN_FROM:
        return replace(base, source=f"{base.source}; catatan terlalu sedikit untuk dilatih")
    try:
        with workshop(engine, table.height) as shop:
            return train(shop, compared, table["sumber"], levels, base)
    except ModelError as error:
        return replace(base, source=f"{base.source}; tidak dilatih karena {error}")


def _no_pairs() -> pl.DataFrame:
    return pl.DataFrame(schema={
        "l": pl.Int64, "r": pl.Int64, **{one.field: pl.Int8 for one in COMPARISONS},
        "weight": pl.Float64, "family": pl.Float64, "probability": pl.Float64,
    })  # fmt: skip


def _grouped(
    table: pl.DataFrame,
    pairs: pl.DataFrame,
    fixed: pl.Series,
    line: float,
    unique: Collection[str],
    must: pl.DataFrame | None,
    cannot: pl.DataFrame | None,
) -> tuple[np.ndarray, pl.Series]:
    free = {name: place for place, name in enumerate(sorted(unique))}
    seat = table.select(
        pl.when(pl.col("no_kk").is_not_null() & (pl.col("sumber") != ""))
        .then(pl.struct("sumber", "no_kk").rank("dense").cast(pl.Int64))
        .otherwise(-1)
    ).to_series()
    seats = (seat.gather(pairs["l"]) == seat.gather(pairs["r"])) & (seat.gather(pairs["l"]) >= 0)
    twice, two = pairs.filter(written_twice(pairs) & seats), pairs.filter(unlike(pairs))
    rules = Rules(
        free_list=table["sumber"]
        .replace_strict(free, default=-1, return_dtype=pl.Int64)
        .to_numpy(),
        seat=seat.to_numpy(),
        fixed=fixed.to_numpy(),
        twice=frozenset(zip(twice["l"].to_list(), twice["r"].to_list(), strict=True)),
        apart=frozenset(_decided(table, cannot)),
        unlike=frozenset(zip(two["l"].to_list(), two["r"].to_list(), strict=True)),
    )
    years = (
        pl.lit(table["tgl_lahir"].max(), dtype=pl.Date) - pl.col("tgl_lahir")
    ).dt.total_days() / 365.25
    child = table.select((years < CHILD_YEARS).fill_null(False)).to_series()
    children = child.gather(pairs["l"]) | child.gather(pairs["r"])
    asked = pl.when(children).then(CHILD_FAMILY_FROM).otherwise(FAMILY_FROM)
    reaching = pairs.select((pl.col("weight") >= line) & (pl.col("family") >= asked)).to_series()
    chosen = pairs.filter(reaching & may_join(pairs))
    decided = _decided(table, must)
    left = np.array([*chosen["l"].to_list(), *(a for a, _ in decided)], np.int64)
    right = np.array([*chosen["r"].to_list(), *(b for _, b in decided)], np.int64)
    weight = np.array([*chosen["weight"].to_list(), *(np.inf for _ in decided)], np.float64)
    return join(table.height, left, right, weight, rules), reaching


def _decided(table: pl.DataFrame, pairs: pl.DataFrame | None) -> list[tuple[int, int]]:
    """Decided pairs as row numbers; a pair about a record that is not here says nothing."""
    if pairs is None or pairs.is_empty():
        return []
    rows = {record: row for row, record in enumerate(table["record_id"].to_list())}
    found = (
        (rows.get(str(a)), rows.get(str(b)))
        for a, b in pairs.select("record_l", "record_r").iter_rows()
    )
    return [(min(a, b), max(a, b)) for a, b in found if a is not None and b is not None and a != b]
