"""Which red flags stand open at each measurement of a child."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from rembuk.reference.conditions import fields, truth
from rembuk.reference.red_flags import RedFlag

_KINDS: Final[dict[str, Any]] = {"oedema": pl.Boolean, "bbtb": pl.String}


def open_flags(measurements: pl.DataFrame, rules: Sequence[RedFlag]) -> pl.Series:
    """Whether any flag is open at each row of `child_id date` and the facts of the rules.

    A flag opens with the measurement that shows it and closes with a later one that shows the
    opposite; a measurement that says nothing of it (arm not measured) leaves it as it was. Facts:
    `oedema`, `bbtb` (empty: unknown), `muac_cm`, `age_months`; an absent column is unknown.
    """
    if not rules or measurements.is_empty():
        return pl.repeat(False, measurements.height, dtype=pl.Boolean, eager=True).alias("red_flag")
    asked = sorted({name for rule in rules for name in fields(rule.when)})
    rows = measurements.with_columns(
        pl.lit(None, dtype=_KINDS.get(name, pl.Float64)).alias(name)
        for name in asked
        if name not in measurements.columns
    )
    if "bbtb" in asked:
        rows = rows.with_columns(pl.when(pl.col("bbtb") != "").then("bbtb"))
    ordered = (
        rows.with_row_index("_row")
        .sort("child_id", "date", "_row")
        .with_columns(truth(rule.when).alias(f"_{n}") for n, rule in enumerate(rules))
        .with_columns(
            pl.col(f"_{n}").forward_fill().over("child_id").fill_null(False)
            for n in range(len(rules))
        )
        .with_columns(pl.any_horizontal(f"_{n}" for n in range(len(rules))).alias("red_flag"))
    )
    return ordered.sort("_row")["red_flag"]
