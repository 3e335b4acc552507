"""Change in z-score of audited children against matched children, with an interval.

Every audited child is compared with the `MATCHES` nearest others of the same sex, like in age,
start z-score and days between the two measurements; what likeness remains uneven is evened out by a
regression over the matched others. This is nearest-neighbour matching with replacement and bias
correction; the variance is the one that holds for it. It estimates the mean difference among the
audited (ATT). It is no proof of cause: whoever was chosen for the audit differs in what no scale
shows, and z-scores far from the mean move back towards it by themselves.

Methods: Abadie & Imbens, Econometrica 74 (2006) 235-267, theorem 7 (variance by matching within
the group); Abadie & Imbens, J. Business & Economic Statistics 29 (2011) 1-11 (bias correction).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]

MATCHES: Final = 4
COLUMNS: Final = ("child_id", "sex", "age_days", "z_start", "z_end", "days")
"""One row a child: age and z at the start, z at the end, days between."""
OTHERS_LEAST: Final = 2
"""Distinct others needed for each audited child in the estimate."""


@dataclass(frozen=True, slots=True)
class Calipers:
    """How unlike a matched child may be. They also weigh the three against each other."""

    age_days: float = 92.0
    z: float = 0.5
    days: float = 45.0


@dataclass(frozen=True, slots=True)
class Effect:
    """The estimate, or why there is none. All z-scores in SD."""

    audited: int  # audited children with both measurements
    compared: int  # of these, with enough like others
    others: int  # distinct others used
    change: float | None = None  # mean change of the compared audited
    like_change: float | None = None  # of the children like them
    difference: float | None = None  # bias-corrected
    error: float | None = None
    low: float | None = None  # 95 % interval
    high: float | None = None
    why_not: str = ""  # "" | "sedikit" (too few audited) | "tanpa-banding" (too few others)

    @property
    def known(self) -> bool:
        """Whether there is an estimate."""
        return self.difference is not None


def matched_effect(
    audited: pl.DataFrame,
    others: pl.DataFrame,
    minimum: int,
    calipers: Calipers | None = None,
) -> Effect:
    """The mean difference in change of z between audited children and others like them.

    Args:
        audited: rows of `COLUMNS`; incomplete rows are left out.
        others: the same of children of places without an audit.
        minimum: fewest compared audited children for a number to be given at all.
        calipers: how unlike a match may be.

    Returns:
        `Effect`; with `why_not` set it holds counts alone.
    """
    limits = calipers or Calipers()
    mine, theirs = _complete(audited), _complete(others)
    if mine.height < minimum:
        return Effect(mine.height, 0, 0, why_not="sedikit")
    parts = [
        _pairs(mine.filter(pl.col("sex") == sex), theirs.filter(pl.col("sex") == sex), limits)
        for sex in ("L", "P")
    ]
    compared = sum(len(part.change) for part in parts)
    used = sum(int((part.times > 0).sum()) for part in parts)
    if compared < minimum or used < OTHERS_LEAST * minimum:
        return Effect(mine.height, compared, used, why_not="tanpa-banding")
    from scipy.special import stdtrit  # slow to load; pages that show no effect do without

    differences = np.concatenate([part.corrected() for part in parts])
    estimate = float(differences.mean())
    within = float(((differences - estimate) ** 2).sum())
    between = sum(part.reuse() for part in parts)
    error = float(np.sqrt((within + between) / compared**2))
    reach = float(stdtrit(compared - 1, 0.975)) * error
    change = float(np.concatenate([part.change for part in parts]).mean())
    return Effect(
        mine.height,
        compared,
        used,
        change,
        change - estimate,
        estimate,
        error,
        estimate - reach,
        estimate + reach,
    )


@dataclass(frozen=True)
class _Matched:
    """Audited children of one sex and their matches: indices into the others."""

    change: Floats
    traits: Floats  # of the audited, in calipers
    found: npt.NDArray[np.intp]  # audited x MATCHES
    other_change: Floats
    other_traits: Floats
    times: Floats  # how often each other is a match

    def corrected(self) -> Floats:
        """Difference of each audited child, evened out for the unlikeness that remains."""
        if not len(self.change):
            return np.zeros(0)
        slopes = self._slopes()
        near = self.other_change[self.found]
        unlike = (self.traits[:, None, :] - self.other_traits[self.found]) @ slopes
        differences: Floats = self.change - (near + unlike).mean(axis=1)
        return differences

    def _slopes(self) -> Floats:
        """Slopes of change on the traits among the matched others, weighted by their use."""
        used = np.flatnonzero(self.times)
        weight = np.sqrt(self.times[used])[:, None]
        design = np.column_stack([np.ones(len(used)), self.other_traits[used]])
        solved = np.linalg.lstsq(
            design * weight, self.other_change[used] * weight[:, 0], rcond=None
        )
        slopes: Floats = solved[0][1:]
        return slopes

    def reuse(self) -> float:
        """What using the same others several times adds to the variance."""
        used = np.flatnonzero(self.times > 1)
        if not len(used):
            return 0.0
        own = np.array([self._own_variance(int(j)) for j in used])
        times = self.times[used]
        return float((times * (times - 1) / MATCHES**2 * own).sum())

    def _own_variance(self, j: int) -> float:
        """Variance of the change of others like `j`, from its own nearest neighbours."""
        distance = ((self.other_traits - self.other_traits[j]) ** 2).sum(axis=1)
        distance[j] = np.inf
        near = np.argpartition(distance, MATCHES - 1)[:MATCHES]
        gap = self.other_change[j] - self.other_change[near].mean()
        return float(MATCHES / (MATCHES + 1) * gap**2)


def _pairs(mine: pl.DataFrame, theirs: pl.DataFrame, limits: Calipers) -> _Matched:
    traits, other_traits = _traits(mine, limits), _traits(theirs, limits)
    change, other_change = _change(mine), _change(theirs)
    kept: list[int] = []
    found: list[npt.NDArray[np.intp]] = []
    for i, one in enumerate(traits):
        apart = np.abs(other_traits - one)
        like = np.flatnonzero((apart <= 1.0).all(axis=1))
        if len(like) < MATCHES:
            continue
        distance = (apart[like] ** 2).sum(axis=1)
        # ties by position, so that the same frame gives the same answer
        found.append(like[np.argsort(distance, kind="stable")[:MATCHES]])
        kept.append(i)
    chosen = np.array(found, dtype=np.intp).reshape(-1, MATCHES)
    times = np.bincount(chosen.ravel(), minlength=len(other_change)).astype(np.float64)
    return _Matched(change[kept], traits[kept], chosen, other_change, other_traits, times)


def _traits(frame: pl.DataFrame, limits: Calipers) -> Floats:
    scaled = frame.select(
        pl.col("age_days") / limits.age_days,
        pl.col("z_start") / limits.z,
        pl.col("days") / limits.days,
    )
    return scaled.to_numpy().astype(np.float64).reshape(-1, 3)


def _change(frame: pl.DataFrame) -> Floats:
    return (frame["z_end"] - frame["z_start"]).to_numpy().astype(np.float64)


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    rows = frame.select(COLUMNS).drop_nulls()
    finite = pl.col("z_start").is_finite() & pl.col("z_end").is_finite()
    return rows.filter(finite & pl.col("sex").is_in(["L", "P"])).sort("child_id")
