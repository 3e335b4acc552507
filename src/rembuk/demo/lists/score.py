"""How well the linked demo fits its truth: only possible where people are invented."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rembuk.demo.lists.files import TRUTH


@dataclass(frozen=True)
class Fit:
    """Pairs of rows put together: how many of them rightly (`precision`), how many of those that
    belong together (`recall`); persons who hold rows of two people (`mixed`), people whose rows
    are with two persons (`split`); listed persons not linked at all (`open`)."""

    precision: float
    recall: float
    mixed: int
    split: int
    open: int
    rows: int


def fit(demo: Path) -> Fit:
    """Compare the database with the truth in `demo/truth`; Django must be set up."""
    from rembuk.office.intake.models import Import
    from rembuk.office.lists.models import ListedPerson

    told = pl.DataFrame(
        list(
            ListedPerson.objects.current().values_list(
                "row__import_id", "row__row_no", "part", "person_id"
            )
        ),
        schema={"import": pl.Int64, "row": pl.Int64, "part": pl.Int8, "person": pl.Int64},
        orient="row",
    )
    files = dict(Import.objects.values_list("pk", "file__name"))
    truth = pl.read_parquet(demo / "truth" / TRUTH).with_columns(pl.col("row").cast(pl.Int64))
    both = (
        told.with_columns(
            pl.col("import").replace_strict(files, return_dtype=pl.String).alias("file")
        )
        .join(truth, on=["file", "row", "part"])
        .drop_nulls("person_id")
    )
    linked = both.drop_nulls("person")
    right = _pairs(linked, "person", "person_id")
    return Fit(
        right / max(_pairs(linked, "person"), 1),
        right / max(_pairs(linked, "person_id"), 1),
        _shared(linked, "person", "person_id"),
        _shared(linked, "person_id", "person"),
        both.height - linked.height,
        both.height,
    )


def _pairs(frame: pl.DataFrame, *by: str) -> int:
    many = frame.group_by(by).len()["len"].cast(pl.Int64)
    return int((many * (many - 1) // 2).sum())


def _shared(frame: pl.DataFrame, one: str, other: str) -> int:
    many = frame.group_by(one).agg(pl.col(other).n_unique().alias("n"))
    return many.filter(pl.col("n") > 1).height
