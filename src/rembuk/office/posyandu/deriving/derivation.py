"""What follows from measurements: scores, classes, weighing results, cases, who comes first.

Verdicts stay as they were reached. A row judged under other rules keeps its verdict and its rule
version unless the child's data of that month or an earlier one changed, or `rejudge` is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import polars as pl
from django.db.transaction import atomic

from rembuk.office.intake.among import among
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import Measurement
from rembuk.reference import Reference
from rembuk.science.growth.derive import derive

CHILDREN: Final = 3000
"""Children taken at once: bounds memory, and keeps transactions short."""

FACTS: Final = pl.Schema(
    {
        "child": pl.Int64,
        "id": pl.Int64,
        "date": pl.Date,
        "place_code": pl.String,
        "weight": pl.Float64,
        "lenhei": pl.Float64,
        "position": pl.String,
        "muac": pl.Float64,
        "headc": pl.Float64,
        "oedema": pl.Boolean,
        "left_why": pl.String,
        "child__birth_date": pl.Date,
        "child__sex": pl.String,
        "child__birth_date_sure": pl.Boolean,
    }
)
DERIVED: Final = pl.Schema(
    {
        "month": pl.Date,
        "age_days": pl.Int32,
        "clenhei": pl.Float64,
        "zlen": pl.Float64,
        "zwei": pl.Float64,
        "zwfl": pl.Float64,
        "zbmi": pl.Float64,
        "zhc": pl.Float64,
        "zac": pl.Float64,
        "flags": pl.String,
        "tbu": pl.String,
        "bbu": pl.String,
        "bbtb": pl.String,
        "counted": pl.Boolean,
        "nt": pl.String,
        "gain_g": pl.Int32,
        "kbm_g": pl.Int32,
        "two_t": pl.Boolean,
        "bgm": pl.Boolean,
        "doubts": pl.String,
    }
)
_COLUMNS: Final = {**FACTS, **DERIVED, "rule_version": pl.String}

Since = Mapping[int, dt.date]
"""Child -> first month whose data changed; a child that is not in it changed nowhere."""


def judge(rows: pl.DataFrame, reference: Reference, on: dt.date) -> pl.DataFrame:
    """The derived columns of `rows` (columns of `FACTS`) by the rules of a day, by `id`."""
    facts = rows.select(
        pl.col("child").alias("child_id"),
        pl.col("id").alias("measurement_id"),
        pl.col("child__birth_date").alias("birth_date"),
        pl.col("child__sex").alias("sex"),
        pl.col("child__birth_date_sure").alias("birth_date_sure"),
        *("date", "weight", "lenhei", "position", "muac", "headc", "oedema"),
    )
    found = derive(facts, reference, on)
    return found.select(
        pl.col("measurement_id").alias("id"),
        *(pl.col(name).cast(kind) for name, kind in DERIVED.items()),
    )


def load(ids: Sequence[int]) -> pl.DataFrame:
    """All measurements in force of some children, oldest first."""
    query = Measurement.objects.filter(among("child", ids), superseded_by__isnull=True)
    return bulk.read(query.order_by("child", "date", "id"), _COLUMNS)


def rederive(
    ids: Sequence[int],
    since: Since | None,
    reference: Reference,
    on: dt.date,
    each: Callable[[pl.DataFrame], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """Judge children's measurements and write the rows whose verdict changed.

    Args:
        ids: children.
        since: from which month each child's rows are judged anew under the rules in force;
            `None` judges every row anew (an explicit rejudging).
        reference: the rules.
        on: the day whose rules are in force.
        each: receives the measurements of each batch as they stand afterwards (columns of
            `FACTS` and `DERIVED`).
        progress: called with children done and total.

    Returns:
        Old rule version -> rows rewritten (new rows under "").
    """
    version = reference.version(on)
    replaced: dict[str, int] = {}
    for number, part in enumerate(bulk.batches(list(ids), CHILDREN)):
        if progress is not None:
            progress(number * CHILDREN, len(ids))
        rows = load(part)
        after = _changed(rows, judge(rows, reference, on), since, version)
        changed = after.filter("_write")
        for old, count in changed.group_by("_before").len().iter_rows():
            replaced[old] = replaced.get(old, 0) + count
        with atomic():
            bulk.update(Measurement, [*DERIVED, "rule_version"], changed)
        if each is not None:
            each(after)
    return replaced


def _changed(
    rows: pl.DataFrame, found: pl.DataFrame, since: Since | None, version: str
) -> pl.DataFrame:
    """Rows as they shall stand, with `_write` and the rule version `_before`."""
    new = rows.select(*FACTS, pl.col("rule_version").alias("_before")).hstack(
        found.drop("id").with_columns(pl.lit(version).alias("rule_version"))
    )
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_old")) for name in DERIVED)
    both = new.hstack(rows.select(pl.col(name).alias(f"{name}_old") for name in DERIVED))
    anew = pl.col("_before") == ""
    if since is None:
        keep = pl.lit(False)
        anew = pl.col("_before") != version
    else:
        # the same facts under other rules: an old verdict stands
        touched = pl.DataFrame(
            {"child": list(since), "_since": list(since.values())},
            schema={"child": pl.Int64, "_since": pl.Date},
        )
        both = both.join(touched, on="child", how="left", maintain_order="left")
        keep = (
            (pl.col("_before") != "")
            & (pl.col("_before") != version)
            & (pl.col("month") < pl.col("_since").fill_null(dt.date.max))
            & pl.col("age_days").eq_missing(pl.col("age_days_old"))
        )
    both = both.with_columns(((differs & ~keep) | anew).alias("_write"), keep.alias("_keep"))
    both = both.with_columns(
        pl.when("_keep").then(pl.col(f"{name}_old")).otherwise(pl.col(name)).alias(name)
        for name in DERIVED
    )
    return both.with_columns(
        pl.when(pl.col("_write")).then("rule_version").otherwise("_before").alias("rule_version")
    )
