"""What linkage hands back: clusters, the pairs worth looking at, the model, counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from rembuk.science.linkage.model import Model

REVIEW_FROM: Final = -2.0
"""Pairs from this weight up are handed out for review."""


@dataclass(frozen=True, slots=True)
class Links:
    """What linkage found.

    `clusters`: record_id, cluster_id, probability (that the record stands where it was put).
    `pairs`: record_l, record_r, weight, probability, family, a level number a field (see `levels`),
    same_card, joined (one cluster), askable (weight reaches the threshold but a rule keeps it).
    """

    clusters: pl.DataFrame
    pairs: pl.DataFrame
    model: Model
    counts: dict[str, int]


def told(
    table: pl.DataFrame,
    pairs: pl.DataFrame,
    labels: np.ndarray,
    reaching: pl.Series,
    fixed: pl.Series,
    ids: Sequence[str],
    line: float,
    source: str,
    model: Model,
    counts: dict[str, int],
) -> Links:
    """Names the clusters and tells of each record and pair how sure it is."""
    label, record = pl.Series("label", labels), table["record_id"]
    named = record.gather(label).rename("cluster_id")
    if ids:
        taken = set(ids)
        by_label = {
            where: ids[place] for where, place in zip(labels.tolist(), fixed.to_list(), strict=True)
            if place >= 0
        }  # fmt: skip
        named = pl.Series("cluster_id", [
            by_label.get(where, name if name not in taken else f"{name}#baru")
            for where, name in zip(labels.tolist(), named.to_list(), strict=True)
        ])  # fmt: skip
    together = label.gather(pairs["l"]) == label.gather(pairs["r"])
    inside, across = pairs.filter(together), pairs.filter(~together)
    rows = pl.DataFrame({"id": np.arange(table.height)})
    sure = _best(inside).join(_best(across), on="id", how="full", coalesce=True, suffix="_across")
    size = pl.len().over("cluster_id")
    clusters = (
        rows.with_columns(record, named)
        .join(sure, on="id", how="left", maintain_order="left")
        .select(
            "record_id", "cluster_id",
            pl.when(size > 1).then(pl.col("probability").fill_null(1.0))
            .otherwise(1 - pl.col("probability_across").fill_null(0.0))
            .round(6).alias("probability"),
        )
    )  # fmt: skip
    kk = table["no_kk"]
    shown = pairs.with_columns(
        record.gather(pairs["l"]).alias("record_l"),
        record.gather(pairs["r"]).alias("record_r"),
        (kk.gather(pairs["l"]) == kk.gather(pairs["r"])).fill_null(False).alias("same_card"),
        together.alias("joined"),
        (reaching & ~together).alias("askable"),
    ).filter(pl.col("weight") >= min(REVIEW_FROM, line))
    fields = [name for name in model.levels if name in shown.columns]
    expected = inside["probability"].mean() if inside.height else None
    finished = replace(
        model, threshold=line, threshold_source=source,
        expected_precision=round(expected, 4) if isinstance(expected, float) else None,
    )  # fmt: skip
    return Links(
        clusters,
        shown.select(
            "record_l", "record_r", "weight", "probability", "family", *fields,
            "same_card", "joined", "askable",
        ).sort("weight", "record_l", "record_r", descending=[True, False, False]),
        finished,
        counts | {
            "orang": clusters["cluster_id"].n_unique(),
            "pasangan_dibandingkan": pairs.height,
            "pasangan_digabung": inside.height,
            "sendiri": int(clusters.select((size == 1).sum()).item()),
        },
    )  # fmt: skip


def _best(pairs: pl.DataFrame) -> pl.DataFrame:
    """The surest pair of each record."""
    ends = [pairs.select(pl.col(end).alias("id"), "probability") for end in ("l", "r")]
    return pl.concat(ends).group_by("id").agg(pl.col("probability").max())
