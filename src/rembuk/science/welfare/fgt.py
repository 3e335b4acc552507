"""Foster-Greer-Thorbecke poverty: how many (P0), how deep (P1), how unequal (P2).

`P_a = (1/N) sum over the poor of ((z - y)/z)^a` (Foster, Greer, Thorbecke 1984, Econometrica 52),
`y` expenditure per person, `z` the line. Poor is strictly below the line. With a household size
each household counts for its persons, as BPS prints it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from rembuk.science.survey import Design, interval, ratios

ALPHAS: Final = (0, 1, 2)


def gaps(expenditure: pl.Series, line: float | pl.Series, alpha: int) -> pl.Series:
    """Each row's `((z - y)/z)^alpha`; 0 from the line upwards; NaN without expenditure."""
    y = expenditure.cast(pl.Float64).fill_null(np.nan).to_numpy()
    z = line.cast(pl.Float64).to_numpy() if isinstance(line, pl.Series) else line
    short = (z - y) / z
    power = np.where(short > 0, np.maximum(short, 0.0) ** alpha, 0.0)
    return pl.Series(np.where(np.isnan(y), np.nan, power))


def fgt(
    design: Design,
    expenditure: pl.Series,
    line: float | pl.Series,
    *,
    size: pl.Series | None = None,
    by: pl.Series | None = None,
    alphas: Sequence[int] = ALPHAS,
    level: float = 0.95,
    df: float | None = None,
) -> pl.DataFrame:
    """Poverty with standard errors of the whole design.

    Args:
        design: of n rows.
        expenditure: per person, in the period of the line, none negative; a missing one leaves
            the estimate.
        line: in the same rupiah and period, above zero; one for all or one a row.
        size: persons of the household; without it a row counts once. Missing leaves the estimate.
        by: domain labels; rows without one belong to no domain.
        level: of the confidence interval.
        df: degrees of freedom of the interval; None = of the design within the domain, infinite =
            the normal distribution.

    Returns:
        `domain, alpha, estimate, se, lower, upper, n, df`, a row a domain and alpha.
    """
    if isinstance(line, pl.Series):
        if not (line.cast(pl.Float64).fill_null(np.nan) > 0).all():
            raise ValueError("a line is missing or not above zero")
    elif not (line > 0 and np.isfinite(line)):
        raise ValueError("the line is not above zero")
    if (expenditure < 0).any():
        raise ValueError("an expenditure is negative")
    if size is not None and (size < 0).any():
        raise ValueError("a household size is negative")
    persons = pl.Series(np.ones(design.rows)) if size is None else size.cast(pl.Float64)
    parts = {str(alpha): (gaps(expenditure, line, alpha) * persons, persons) for alpha in alphas}
    return (
        interval(ratios(design, parts, by), level, df)
        .with_columns(pl.col("variable").cast(pl.Int64).alias("alpha"))
        .sort("domain", "alpha", nulls_last=False, maintain_order=True)
        .select("domain", "alpha", "estimate", "se", "lower", "upper", "n", "df")
    )
