"""The LMS score, exactly, and the WHO tables laid out dense, so that a look-up is one `take`.

Source: WHO Child Growth Standards (2006), methods; WHO Growth Reference (2007). Arrays are
float64; a missing value is NaN. The order of operations is the one of WHO's own software.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from rembuk.reference import who

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

LAST_DAY: Final = 1826
DAYS: Final = LAST_DAY + 1


@dataclass(frozen=True, slots=True)
class Dense:
    """L, M, S by key; row 0 is NaN, the look-up of everything that has no reference."""

    l: Floats
    m: Floats
    s: Floats

    def at(self, key: Ints) -> tuple[Floats, Floats, Floats]:
        """L, M, S of the keys."""
        return self.l.take(key), self.m.take(key), self.s.take(key)


@lru_cache
def by_age(name: str) -> Dense:
    """An age table; key = 1 + sex index (0 male, 1 female) * 1827 + day."""
    frame = who.table(name)
    key = 1 + (frame["sex"].to_numpy() - 1) * DAYS + frame["age_days"].to_numpy()
    columns = {}
    for letter in "lms":
        column = np.full(1 + 2 * DAYS, np.nan)
        column[key] = frame[letter].to_numpy()
        columns[letter] = column
    return Dense(**columns)


def score(y: Floats, l: Floats, m: Floats, s: Floats) -> Floats:
    """z = ((y/M)^L - 1) / (S L), linear in y beyond 3 SD (the WHO's restricted form)."""
    z = np.divide(y, m)
    np.power(z, l, out=z)
    z -= 1.0
    z /= s * l
    far = np.flatnonzero(np.abs(z) > 3.0)
    if far.size:
        z[far] = _restricted(z[far], y[far], l[far], m[far], s[far])
    return z


def plain_score(y: Floats, m: Floats, s: Floats) -> Floats:
    """z of an index with L = 1 that is never restricted: length or height for age."""
    z = np.divide(y, m)
    z -= 1.0
    z /= s
    return z


def _restricted(z: Floats, y: Floats, l: Floats, m: Floats, s: Floats) -> Floats:
    sign = np.where(z > 0, 1.0, -1.0)
    exponent = 1.0 / l
    sd3 = m * (1.0 + l * s * (3.0 * sign)) ** exponent
    sd2 = m * (1.0 + l * s * (2.0 * sign)) ** exponent
    return np.asarray(
        np.where(z > 0, 3.0 + (y - sd3) / (sd3 - sd2), -3.0 + (y - sd3) / (sd2 - sd3))
    )


def round2(z: Floats) -> Floats:
    """Round to 2 decimals as R >= 4: the nearer of floor and ceiling, on an exact tie the even.

    `rint` decides all but values within 1e-6 of a half hundredth; only those are compared.
    """
    hundred = z * 100.0
    whole = np.rint(hundred)
    out = np.divide(whole, 100.0)
    np.subtract(hundred, whole, out=hundred)
    np.abs(hundred, out=hundred)
    near = np.flatnonzero(hundred > 0.499999)
    if near.size:
        x = z[near]
        below, above = np.floor(100.0 * x), np.ceil(100.0 * x)
        low, high = below / 100.0, above / 100.0
        down, up = x - low, high - x
        even = np.where(np.mod(below, 2.0) == 0.0, low, high)
        out[near] = np.where(down < up, low, np.where(up < down, high, even))
    out += 0.0  # no minus zero
    return out
