"""Clusters beside the truth: pairwise precision, recall, F1, and what went wrong in families."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from rembuk.science.linkage.clean import clean

CHILD_YEARS = 18


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of pairs of records; `siblings_per_10000` counts children."""

    pairs_true: int
    pairs_made: int
    pairs_right: int
    false_in_card: int | None
    """Pairs wrongly joined of two persons who share a family card; None without records."""
    siblings_per_10000: float | None

    @property
    def precision(self) -> float:
        """Right among made pairs; 1 when none was made."""
        return self.pairs_right / self.pairs_made if self.pairs_made else 1.0

    @property
    def recall(self) -> float:
        """Right among true pairs; 1 when there is none."""
        return self.pairs_right / self.pairs_true if self.pairs_true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.pairs_made + self.pairs_true
        return 2 * self.pairs_right / both if both else 1.0


def evaluate(
    clusters: pl.DataFrame, truth: pl.DataFrame, records: pl.DataFrame | None = None
) -> Scores:
    """Scores of `clusters` (record_id, cluster_id) by `truth` (record_id, person_id).

    Only records the truth knows are judged.
    """
    both = clusters.select(pl.col("record_id").cast(pl.String), "cluster_id").join(
        truth.select(pl.col("record_id").cast(pl.String), "person_id"), on="record_id"
    )
    in_card = siblings = None
    if records is not None:
        in_card, siblings = _families(both, clean(records))
    return Scores(
        _pairs(both, "person_id"), _pairs(both, "cluster_id"),
        _pairs(both, "cluster_id", "person_id"), in_card, siblings,
    )  # fmt: skip


def _pairs(table: pl.DataFrame, *by: str) -> int:
    sizes = table.group_by(by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _families(both: pl.DataFrame, records: pl.DataFrame) -> tuple[int, float]:
    facts = both.join(records.select("record_id", "no_kk", "tgl_lahir"), on="record_id")
    persons = facts.group_by("person_id").agg(
        pl.col("no_kk").drop_nulls().mode().sort().first().alias("card"),
        pl.col("tgl_lahir").median().alias("born"),
    )
    latest = facts["tgl_lahir"].max()
    child = (
        pl.lit(latest, dtype=pl.Date) - pl.col("born").cast(pl.Date)
    ).dt.total_days() < CHILD_YEARS * 365.25
    persons = persons.with_columns(child.fill_null(False).alias("child"))
    mixed = both.join(persons, on="person_id").filter(pl.col("card").is_not_null())
    in_card = _pairs(mixed, "cluster_id", "card") - _pairs(mixed, "cluster_id", "card", "person_id")
    young = mixed.filter("child").unique(["cluster_id", "person_id"])
    merged = young.filter(pl.len().over("cluster_id", "card") > 1)["person_id"].n_unique()
    children = int(persons["child"].sum())
    return in_card, merged / children * 10_000 if children else 0.0
