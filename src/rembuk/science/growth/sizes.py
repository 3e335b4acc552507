"""Weight for length and weight for height: which table, which row, and between two rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from rembuk.reference import who
from rembuk.science.growth import drafts, lms
from rembuk.science.growth.lms import Bools, Dense, Floats, Ints

LENGTH_CM: Final = (45.0, 110.0)
HEIGHT_CM: Final = (65.0, 120.0)
SPLIT_CM: Final = 87.0
"""Age and position unknown: length below this, height from it."""

_FIRST: Final = round(LENGTH_CM[0] * 10)
_LENGTHS: Final = round(LENGTH_CM[1] * 10) - _FIRST + 1
_HEIGHTS: Final = round((HEIGHT_CM[1] - HEIGHT_CM[0]) * 10) + 1
_TO_HEIGHT: Final = _LENGTHS - (round(HEIGHT_CM[0] * 10) - _FIRST)
_WIDTH: Final = _LENGTHS + _HEIGHTS


@lru_cache
def table() -> Dense:
    """Both tables in one; see `Sizes._key` for the keys."""
    columns = {letter: np.full(1 + 2 * _WIDTH, np.nan) for letter in "lms"}
    for name, x, start in (
        ("who2006_wfl", "length_cm", 1),
        ("who2006_wfh", "height_cm", 1 + _LENGTHS),
    ):
        frame = who.table(name).sort("sex", x)
        for sex in (0, 1):
            part = frame.filter(frame["sex"] == sex + 1)
            at = start + sex * _WIDTH
            for letter, column in columns.items():
                column[at : at + part.height] = part[letter].to_numpy()
    return Dense(**columns)


@lru_cache
def draft() -> drafts.Draft:
    """The draft of `table`."""
    return drafts.Draft.of(table())


def inside(size: Floats, by_height: Bools) -> Bools:
    """Whether the size (cm) lies in its table, ends included."""
    tall = (size >= HEIGHT_CM[0]) & (size <= HEIGHT_CM[1]) & by_height
    long = (size >= LENGTH_CM[0]) & (size <= LENGTH_CM[1]) & ~by_height
    return tall | long


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows of a block: sex (0, 1), size in cm, which table; `valid` says where there is a row."""

    sex: Ints
    cm: Floats
    by_height: Bools
    valid: Bools

    def score(self, weight: Floats, out: Floats) -> Ints:
        """Write the rounded z of weight (kg) for size; the rows worked out exactly."""
        tenths = self.cm * 10.0
        row = np.rint(tenths)
        key = self._key(row, self.sex, self.by_height)
        key[np.flatnonzero(~self.valid)] = 0
        lines = draft()
        l, m, per_s = lines.l.take(key), lines.m.take(key), lines.per_s.take(key)
        between = np.flatnonzero((tenths != row) & self.valid)
        if between.size:
            _, m[between], s = self._reference(between)
            per_s[between] = 100.0 / s
        hundredths = lines.against(weight.astype(np.float32), l, m, per_s)

        def exact(rows: Ints) -> Floats:
            return lms.round2(lms.score(weight[rows], *self._reference(rows)))

        return drafts.settle(hundredths, exact, out, beside=weight <= 0.0)

    def _reference(self, rows: Ints) -> tuple[Floats, Floats, Floats]:
        """L, M, S by a straight line between tenths of a cm; NaN outside the table.

        The upper row is trunc(10 h + 1), as WHO's software takes it. Where that sum rounds across
        512 or 1024 (51.9 - 0.7, 103.1 - 0.7) it is a row further than trunc(10 h) + 1, and z moves
        by about 0.02; kept, so that every score is the one WHO's software gives.
        """
        valid, by_height, sex = self.valid[rows], self.by_height[rows], self.sex[rows]
        cm = np.where(valid, self.cm[rows], 100.0)
        tenths = np.trunc(10.0 * cm)
        part = (cm - tenths / 10.0) / 0.1
        np.maximum(part, 0.0, out=part)
        low = self._key(tenths, sex, by_height)
        high = self._key(np.trunc(10.0 * cm + 1.0), sex, by_height)
        low[~valid] = 0
        high[~valid | (part == 0.0)] = 0
        lines = zip(table().at(low), table().at(high), strict=True)
        l, m, s = (np.where(part > 0.0, a + part * (b - a), a) for a, b in lines)
        return l, m, s

    @staticmethod
    def _key(tenths: Floats, sex: Ints, by_height: Bools) -> Ints:
        key = tenths.astype(np.intp)
        key += sex * _WIDTH
        key += by_height * np.intp(_TO_HEIGHT)
        key += 1 - _FIRST
        return key
