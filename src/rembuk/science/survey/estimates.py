"""Totals, means, ratios and proportions of a survey, for all or by domain.

Each answers with a frame, a row a domain: `domain` (text, null = all rows), `variable`,
`estimate`, `se`, `n` (rows that entered), `df` (PSUs less strata among the rows of the domain).
A missing value leaves the estimate of its own variable; its row stays in the design.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from rembuk.science.survey.design import Design, Floats, Ints
from rembuk.science.survey.variance import CELLS, count_of, sums, variances

Values = Mapping[str, pl.Series]


def totals(design: Design, values: Values, by: pl.Series | None = None) -> pl.DataFrame:
    """Totals in the population."""
    return _table(design, {name: (one, None) for name, one in values.items()}, by, total=True)


def means(design: Design, values: Values, by: pl.Series | None = None) -> pl.DataFrame:
    """Means per unit of the population."""
    return _table(design, {name: (one, None) for name, one in values.items()}, by)


def ratios(
    design: Design, values: Mapping[str, tuple[pl.Series, pl.Series]], by: pl.Series | None = None
) -> pl.DataFrame:
    """Ratios of two totals: `{name: (numerator, denominator)}`."""
    return _table(design, values, by)


def proportions(design: Design, labels: pl.Series, by: pl.Series | None = None) -> pl.DataFrame:
    """Share of each label; rows without a label leave the estimate. `variable` is the label."""
    text = labels.cast(pl.String)
    known = sorted(text.drop_nulls().unique().to_list())
    return means(design, {label: text == label for label in known}, by)


def interval(frame: pl.DataFrame, level: float = 0.95, df: float | None = np.inf) -> pl.DataFrame:
    """`lower` and `upper` added: estimate -+ quantile x se.

    `df` infinite takes the normal quantile (as R's `confint` does unless told otherwise); a number
    takes Student's t; None takes t with each row's own `df`.
    """
    if not 0 < level < 1:
        raise ValueError("level lies between 0 and 1")
    tail = (1 + level) / 2
    freedom = frame["df"].cast(pl.Float64).to_numpy() if df is None else np.full(frame.height, df)
    with np.errstate(invalid="ignore"):
        student = stdtrit(np.where(np.isfinite(freedom), freedom, 1.0), tail)
        wide = np.where(np.isfinite(freedom), student, ndtri(tail)) * frame["se"].to_numpy()
    point = frame["estimate"].to_numpy()
    return frame.with_columns(
        pl.Series("lower", point - wide).fill_nan(None),
        pl.Series("upper", point + wide).fill_nan(None),
    )


def _table(
    design: Design,
    values: Mapping[str, tuple[pl.Series, pl.Series | None]],
    by: pl.Series | None,
    *,
    total: bool = False,
) -> pl.DataFrame:
    domain, names = _domains(design, by)
    df = _df(design, domain, len(names))
    parts = []
    for name, (top, low) in values.items():
        below = None if low is None else _floats(low)
        parts.append(_one(design, name, _floats(top), below, domain, names, df, total))
    return pl.concat(parts)


def _one(
    design: Design,
    name: str,
    top: Floats,
    low: Floats | None,
    domain: Ints,
    names: list[str | None],
    df: Ints,
    total: bool,
) -> pl.DataFrame:
    if top.size != design.rows or (low is not None and low.size != design.rows):
        raise ValueError(f"{name}: not as many values as the design has rows")
    known = np.isfinite(top) if low is None else np.isfinite(top) & np.isfinite(low)
    inside = domain if known.all() else np.where(known, domain, -1)
    count, weights, y, x = len(names), design.weights, top, low
    rows: slice | NDArray[np.bool_] = slice(None)
    if inside.size and inside.min() < 0:
        rows = inside >= 0
        weights, y, x = weights[rows], top[rows], None if low is None else low[rows]
    place = inside[rows]
    inner = count_of(place, count)
    sum_y = sums(place, weights * y, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        if total:
            estimate, scores = sum_y, weights * y
        else:
            sum_x = sums(place, weights if x is None else weights * x, count)
            estimate = sum_y / np.where(sum_x == 0, np.nan, sum_x)
            fitted = estimate[place] if x is None else estimate[place] * x
            scores = np.nan_to_num(weights * (y - fitted) / sum_x[place])
    estimate = np.where(inner == 0, np.nan, estimate)
    se = np.sqrt(variances(design, scores, inside, count, rows))
    return pl.DataFrame(
        {
            "domain": pl.Series(names, dtype=pl.String),
            "variable": pl.Series([name] * count, dtype=pl.String),
            "estimate": pl.Series(estimate).fill_nan(None),
            "se": pl.Series(np.where(np.isnan(estimate), np.nan, se)).fill_nan(None),
            "n": inner,
            "df": df,
        }
    )


def _df(design: Design, domain: Ints, count: int) -> Ints:
    """PSUs less strata among the weighted rows of each domain."""
    mine = (domain >= 0) & (design.weights > 0)
    if not mine.all():
        domain, psu = domain[mine], design.psu[mine]
    else:
        psu = design.psu
    of, psu = np.divmod(_distinct(domain * design.stratum.size + psu), design.stratum.size)
    strata = _distinct(of * design.psus.size + design.stratum[psu]) // design.psus.size
    psus = np.bincount(of, minlength=count)
    return (psus - np.bincount(strata, minlength=count)).astype(np.int64)


def _distinct(numbers: Ints) -> Ints:
    """Every number once; counted where that is cheaper than sorting."""
    if numbers.size and numbers.max() < CELLS:
        return np.flatnonzero(np.bincount(numbers)).astype(np.int64)
    return np.unique(numbers)


def _domains(design: Design, by: pl.Series | None) -> tuple[Ints, list[str | None]]:
    if by is None:
        return np.zeros(design.rows, dtype=np.int64), [None]
    if by.len() != design.rows:
        raise ValueError("by: not as many labels as the design has rows")
    labels = by.cast(pl.String)
    names: list[str | None] = sorted(labels.drop_nulls().unique().to_list())
    numbers = labels.replace_strict(
        names, list(range(len(names))), default=-1, return_dtype=pl.Int64
    )
    return numbers.to_numpy(), names


def _floats(values: pl.Series) -> NDArray[np.float64]:
    return values.cast(pl.Float64).fill_null(np.nan).to_numpy()
