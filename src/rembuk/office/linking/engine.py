"""The one place that calls the linkage of `science`: what goes in, what comes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from rembuk.reference.precedence import HEALTH
from rembuk.science import linkage
from rembuk.science.linkage.clean import RecordsError
from rembuk.science.linkage.comparisons import COMPARISONS, comparison
from rembuk.science.linkage.engines import EngineError
from rembuk.science.linkage.model import Model, ModelError
from rembuk.science.linkage.threshold import DEFAULT_SOURCE

UNIQUE = ("dukcapil",)
"""Lists without duplicates: two of their rows are never one person."""

Pairs = Collection[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """What the linkage found."""

    clusters: pl.DataFrame
    """`record_id cluster_id probability`."""
    pairs: pl.DataFrame
    """`record_l record_r weight probability same_card` and one level a comparison."""
    model: str
    """The frozen model as JSON."""
    model_hash: str
    threshold: float
    threshold_source: str
    expected_precision: float | None
    counts: Mapping[str, int] = field(default_factory=dict)
    threshold_facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Threshold:
    """A weight from which records are linked, and who says so (a code of `wording.THRESHOLDS`)."""

    weight: float
    source: str
    precision: float | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the words of the source tell: numbers of answers, the decree."""


def link(
    records: pl.DataFrame,
    known: Mapping[str, int],
    *,
    model: str | None,
    threshold: Threshold | None,
    must: Pairs,
    cannot: Pairs,
) -> Found:
    """Compare all records, or with a frozen `model` only those not `known` (reference -> person).

    Raises `linkage.ModelError` or `linkage.RecordsError` with a sentence for the user.
    """
    asked: dict[str, Any] = {
        "unique_sources": UNIQUE,
        "must": _pairs(must),
        "cannot": _pairs(cannot),
    }
    if threshold is not None:
        asked["threshold"] = threshold.weight
    if model is None:
        links = linkage.link(records, **asked)
        clusters = links.clusters
    else:
        frozen = Model.from_json(model)
        there = pl.DataFrame(
            {"record_id": list(known), "cluster_id": [f"o:{one}" for one in known.values()]},
            schema={"record_id": pl.String, "cluster_id": pl.String},
        )
        old = records.join(there, on="record_id", how="inner")
        new = records.join(there, on="record_id", how="anti")
        links = linkage.link_new(new, old, frozen, **asked)
        clusters = pl.concat([links.clusters, there], how="diagonal_relaxed")
    said = links.model
    source, facts = (threshold.source, threshold.facts) if threshold else _own(said, records.height)
    return Found(
        clusters,
        links.pairs,
        said.to_json(),
        said.hash,
        float(threshold.weight if threshold else said.threshold or 0.0),
        source,
        threshold.precision if threshold and threshold.precision else said.expected_precision,
        links.counts,
        facts,
    )


def _own(model: Model, records: int) -> tuple[str, dict[str, Any]]:
    """Where a threshold came from that the district did not give: the default, or an earlier run
    whose model is still in use."""
    if model.threshold_source == DEFAULT_SOURCE:
        return "bawaan", {"records": records}
    return "model", {}


def _pairs(pairs: Pairs) -> pl.DataFrame | None:
    if not pairs:
        return None
    both = sorted(pairs)
    return pl.DataFrame(
        {"record_l": [left for left, _ in both], "record_r": [right for _, right in both]}
    )


@dataclass(frozen=True)
class Said:
    """One comparison in words."""

    field: str
    label: str
    words: str
    agrees: bool | None


def explain(levels: Mapping[str, int]) -> tuple[Said, ...]:
    """Agreements and disagreements of a pair in words, from the levels kept with its doubt."""
    found = []
    for name, level in levels.items():
        one = comparison(name)
        at = one.levels[level]
        found.append(Said(name, _(one.label), _(at.words), at.agrees))
    return tuple(found)


def level_columns(pairs: pl.DataFrame) -> list[str]:
    """The level columns of a frame of pairs."""
    known = {one.field for one in COMPARISONS}
    return [name for name in pairs.columns if name in known]


Engine = Callable[..., Found]
__all__ = [
    "HEALTH", "Engine", "EngineError", "Found", "ModelError", "RecordsError", "Said", "Threshold",
    "explain", "level_columns", "link",
]  # fmt: skip
