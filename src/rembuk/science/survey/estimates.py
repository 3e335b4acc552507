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
from rembuk.science.survey.variance import sums, variances

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
    parts = [
        _one(
            design, name, _floats(top), None if low is None else _floats(low), domain, names, total
        )
        for name, (top, low) in values.items()
    ]
    return pl.concat(parts)


def _one(
    design: Design,
    name: str,
    top: Floats,
    low: Floats | None,
    domain: Ints,
    names: list[str | None],
    total: bool,
) -> pl.DataFrame:
    if top.size != design.rows or (low is not None and low.size != design.rows):
        raise ValueError(f"{name}: not as many values as the design has rows")
    known = np.isfinite(top) if low is None else np.isfinite(top) & np.isfinite(low)
    inside = np.where(known, domain, -1)
    weights, count = design.weights, len(names)
    y = np.where(known, top, 0.0)
    x = np.ones(design.rows) if low is None else np.where(known, low, 0.0)
    mine = inside >= 0
    place = inside[mine]
    sum_y = sums(place, (weights * y)[mine], count)
    if total:
        estimate, scores = sum_y, np.where(mine, weights * y, 0.0)
    else:
        sum_x = sums(place, (weights * x)[mine], count)
        with np.errstate(divide="ignore", invalid="ignore"):
            estimate = sum_y / np.where(sum_x == 0, np.nan, sum_x)
        scores = np.zeros(design.rows)
        residual = y[mine] - estimate[place] * x[mine]
        with np.errstate(divide="ignore", invalid="ignore"):
            scores[mine] = weights[mine] * residual / sum_x[place]
    empty = np.bincount(place, minlength=count) == 0
    estimate = np.where(empty, np.nan, estimate)
    se = np.sqrt(variances(design, np.nan_to_num(scores), inside, count))
    return pl.DataFrame(
        {
            "domain": pl.Series(names, dtype=pl.String),
            "variable": pl.Series([name] * count, dtype=pl.String),
            "estimate": pl.Series(estimate).fill_nan(None),
            "se": pl.Series(np.where(np.isnan(estimate), np.nan, se)).fill_nan(None),
            "n": np.bincount(place, minlength=count).astype(np.int64),
            "df": _df(design, domain, count),
        }
    )


def _df(design: Design, domain: Ints, count: int) -> Ints:
    """PSUs less strata among the weighted rows of each domain."""
    mine = (domain >= 0) & (design.weights > 0)
    pairs = np.unique(domain[mine] * design.stratum.size + design.psu[mine])
    of, psu = np.divmod(pairs, max(design.stratum.size, 1))
    strata = np.unique(of * max(design.psus.size, 1) + design.stratum[psu])
    psus = np.bincount(of, minlength=count)
    return (psus - np.bincount(strata // max(design.psus.size, 1), minlength=count)).astype(
        np.int64
    )


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
