"""How a sample was drawn: weights, strata, primary sampling units (PSU), finite populations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

Lonely = Literal["fail", "adjust", "certainty", "remove", "average"]
"""What a stratum with a single PSU adds to the variance: nothing can be said (`fail`); its square
around zero instead of the stratum mean (`adjust`); nothing (`certainty`, `remove`); the mean of
the other strata (`average`). The words and the sums are those of R's survey package."""

LONELY: Final = get_args(Lonely)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Design:
    """A one-stage or with-replacement design of n rows, P PSUs and H strata."""

    weights: Floats  # n; how many units of the population a row stands for
    psu: Ints  # n; number of the row's PSU, 0 to P - 1
    stratum: Ints  # P; number of the PSU's stratum, 0 to H - 1
    psus: Ints  # H; PSUs in the sample
    population: Floats  # H; PSUs in the population, infinite without a correction
    lonely: Lonely = "fail"

    @property
    def rows(self) -> int:
        """Rows of the sample."""
        return self.weights.size

    @property
    def df(self) -> int:
        """Degrees of freedom: PSUs less strata, of the rows with a weight."""
        return self.df_of(self.weights > 0)

    def df_of(self, rows: NDArray[np.bool_]) -> int:
        """Degrees of freedom of a part of the sample: its PSUs less its strata."""
        psus = np.unique(self.psu[rows])
        return int(psus.size - np.unique(self.stratum[psus]).size)


def design(
    frame: pl.DataFrame,
    weight: str,
    psu: str | None = None,
    strata: str | None = None,
    *,
    fpc: str | None = None,
    lonely: Lonely = "fail",
) -> Design:
    """The design of a sample.

    Args:
        frame: one row a sampled unit.
        weight: column of sampling weights, none missing or negative.
        psu: column of PSU labels; a label counts once per stratum. Without it a row is a PSU.
        strata: column of stratum labels. Without it there is one stratum.
        fpc: column, the same within a stratum: PSUs in the population, or the sampled share (0-1].
            Without it PSUs count as drawn with replacement.
        lonely: what a stratum with one PSU adds.

    Raises:
        ValueError: a missing or negative weight, a missing label, or an impossible `fpc`.
    """
    if lonely not in LONELY:
        raise ValueError(f"lonely: {lonely!r} is not one of {', '.join(LONELY)}")
    weights = frame[weight].cast(pl.Float64).fill_null(np.nan).to_numpy()
    if not bool(np.all(np.isfinite(weights) & (weights >= 0))):
        raise ValueError(f"{weight}: a weight is missing, infinite or negative")
    for name in (psu, strata, fpc):
        if name is not None and frame[name].null_count():
            raise ValueError(f"{name}: a label is missing")
    rows = frame.height
    strata_of = _numbers([frame[strata]]) if strata else np.zeros(rows, dtype=np.int64)
    if psu is None:
        psu_of = np.arange(rows, dtype=np.int64)
    else:
        psu_of = _numbers([pl.Series(strata_of), frame[psu]])
    count = int(psu_of.max()) + 1 if rows else 0
    stratum = np.zeros(count, dtype=np.int64)
    stratum[psu_of] = strata_of
    psus = np.bincount(stratum, minlength=int(strata_of.max()) + 1 if rows else 0)
    population = np.full(psus.size, np.inf)
    if fpc is not None:
        population = _population(frame[fpc].cast(pl.Float64).to_numpy(), strata_of, psus)
    return Design(weights, psu_of, stratum, psus.astype(np.int64), population, lonely)


def _numbers(labels: list[pl.Series]) -> Ints:
    """A number for every distinct row of labels, in order of first appearance."""
    named = [label.alias(f"l{n}") for n, label in enumerate(labels)]
    frame = pl.DataFrame(named)
    keys = frame.unique(maintain_order=True).with_row_index("n")
    found = frame.join(keys, on=frame.columns, how="left", maintain_order="left")["n"]
    return found.cast(pl.Int64).to_numpy()


def _population(given: Floats, strata_of: Ints, psus: NDArray[Any]) -> Floats:
    low = np.full(psus.size, np.inf)
    high = np.full(psus.size, -np.inf)
    np.minimum.at(low, strata_of, given)
    np.maximum.at(high, strata_of, given)
    if not bool(np.all(np.isfinite(given) & (given > 0))) or bool(np.any(low != high)):
        raise ValueError("fpc: not one positive number per stratum")
    found = psus / low if bool(np.all(low <= 1)) else low
    if bool(np.any(found < psus)):
        raise ValueError("fpc: fewer PSUs in the population than in the sample")
    return found
