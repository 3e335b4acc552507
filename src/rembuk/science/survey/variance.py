"""Taylor linearisation: the variance of a total of scores, stratum by stratum over its PSUs.

Every estimate here is a sum of weighted scores to the first order; its variance is that of the
PSU totals of the scores, `n/(n-1) (1 - n/N) sum (z - mean z)^2` in each stratum (Woodruff 1971;
Binder 1983; Lumley 2004 restates it for R's survey). Domains keep the whole design: PSUs without
a row of the domain count with a total of zero.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rembuk.science.survey.design import Design, Floats, Ints

CELLS: Final = 8_000_000
"""PSU totals held at once (domains x PSUs)."""


class LonelyPsuError(ValueError):
    """A stratum has one PSU and the design says that then nothing can be estimated."""

    def __init__(self, strata: int) -> None:
        super().__init__(f"{strata} strata with a single PSU")
        self.strata = strata


Rows = slice | NDArray[np.bool_]


def variances(
    design: Design, scores: Floats, domain: Ints, domains: int, rows: Rows = slice(None)
) -> Floats:
    """Variance of the total score of each domain.

    Args:
        design: n rows.
        scores: weighted scores of `rows`.
        domain: n domain numbers, -1 for rows that belong to none.
        domains: how many domains there are.
        rows: the rows that belong to a domain, all of them unless told.

    Raises:
        LonelyPsuError: `lonely` is `fail` and a domain has rows in a stratum with one PSU.
    """
    psus = design.stratum.size
    step = max(1, CELLS // max(psus, 1))
    place, psu = domain[rows], design.psu[rows]
    if domains <= step:
        return _block(design, scores, place, psu, domains)
    parts = []
    for first in range(0, domains, step):
        count = min(step, domains - first)
        mine = (place >= first) & (place < first + count)
        parts.append(_block(design, scores[mine], place[mine] - first, psu[mine], count))
    return np.concatenate(parts)


def _block(design: Design, scores: Floats, place: Ints, psu: Ints, count: int) -> Floats:
    psus, strata = design.stratum.size, design.psus.size
    row = psu if count == 1 else place * psus + psu
    z = sums(row, scores, count * psus).reshape(count, psus)
    # row d, stratum h -> one number; sums over PSUs of a stratum are then one bincount
    cell = (np.arange(count)[:, None] * strata + design.stratum[None, :]).ravel()
    mean = sums(cell, z.ravel(), count * strata).reshape(count, strata) / design.psus
    alone = _alone(design)
    if design.lonely == "adjust":
        mean[:, alone] = 0.0
    away = z - mean[:, design.stratum]
    squares = sums(cell, (away * away).ravel(), count * strata)
    n = design.psus.astype(np.float64)
    scale = np.where(n > 1, n / np.maximum(n - 1, 1), 1.0) * (1 - n / design.population)
    each = squares.reshape(count, strata) * scale
    if design.lonely not in {"fail", "average"} or not alone.any():
        return np.asarray(each.sum(axis=1))
    here = count_of(place * strata + design.stratum[psu], count * strata).reshape(count, strata)
    unsure = (here > 0) & alone
    if design.lonely == "fail" and unsure.any():
        raise LonelyPsuError(int(unsure.any(axis=0).sum()))
    each[:, alone] = 0.0
    present = (here > 0).sum(axis=1)
    sure = present - unsure.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(sure > 0, each.sum(axis=1) * present / sure, np.nan))


def sums(place: Ints, values: Floats, size: int) -> Floats:
    """Sum of the values of each place, 0 to `size - 1`."""
    return np.bincount(place, values, minlength=size).astype(np.float64, copy=False)


def count_of(place: Ints, size: int) -> Ints:
    """How many rows each place has, 0 to `size - 1`."""
    return np.bincount(place, minlength=size).astype(np.int64, copy=False)


def _alone(design: Design) -> NDArray[np.bool_]:
    """Strata with one PSU that stands for others too (a census of one is no doubt)."""
    return np.asarray((design.psus == 1) & (design.population > 1), dtype=np.bool_)
