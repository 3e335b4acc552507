"""The LMS score and the WHO tables laid out dense, so that a look-up is one `take`.

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
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LAST_DAY: Final = 1826
DAYS: Final = LAST_DAY + 1
LENGTH_TENTHS: Final = (450, 1100)
HEIGHT_TENTHS: Final = (650, 1200)


@dataclass(frozen=True, slots=True)
class Dense:
    """L, M, S by key; row 0 is NaN, the look-up of everything that has no reference."""

    l: Floats  # noqa: E741 - the letter the method is named by
    m: Floats
    s: Floats


@dataclass(frozen=True, slots=True)
class DenseSteps(Dense):
    """As `Dense`, with the step of M and of S to the next key for linear interpolation."""

    m_step: Floats
    s_step: Floats


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


@lru_cache
def by_size() -> DenseSteps:
    """Weight-for-length and weight-for-height in one table; see `size_key` for the keys."""
    width = _size_width()
    columns = {name: np.full(1 + 2 * width, np.nan) for name in ("l", "m", "s", "m_step", "s_step")}
    for name, x, (low, high), base in (
        ("who2006_wfl", "length_cm", LENGTH_TENTHS, 0),
        ("who2006_wfh", "height_cm", HEIGHT_TENTHS, _span(LENGTH_TENTHS)),
    ):
        frame = who.table(name).sort("sex", x)
        for sex in (1, 2):
            part = frame.filter(frame["sex"] == sex)
            start = 1 + (sex - 1) * width + base
            keys = slice(start, start + high - low + 1)
            for letter in "lms":
                values = part[letter].to_numpy()
                columns[letter][keys] = values
                if letter != "l":  # constant within a sex, so it needs no step
                    columns[f"{letter}_step"][keys] = np.append(np.diff(values), 0.0)
    return DenseSteps(**columns)


def _span(limits: tuple[int, int]) -> int:
    return limits[1] - limits[0] + 1


def _size_width() -> int:
    return _span(LENGTH_TENTHS) + _span(HEIGHT_TENTHS)


def size_key(sex: Ints, tenths: Ints, use_height: Bools) -> Ints:
    """Keys of `by_size` for sex (0, 1), tenths of a cm and the choice of table."""
    base = np.where(use_height, _span(LENGTH_TENTHS) + 1 - HEIGHT_TENTHS[0], 1 - LENGTH_TENTHS[0])
    return np.asarray(sex * _size_width() + base + tenths, dtype=np.int64)


def score(y: Floats, l: Floats, m: Floats, s: Floats) -> Floats:  # noqa: E741
    """z = ((y/M)^L - 1) / (S L), linear in y beyond 3 SD (the WHO's restricted form)."""
    z = np.divide(y, m)
    np.power(z, l, out=z)
    z -= 1.0
    z /= s * l
    far = np.flatnonzero(np.abs(z) > 3.0)
    if far.size:
        z[far] = _restricted(z[far], y[far], l[far], m[far], s[far])
    return z


def rounded_score(y: Floats, l: Floats, m: Floats, s: Floats) -> Floats:  # noqa: E741
    """`round2(score(...))`, the same to the last bit, at a third of the cost of `power`.

    With u = ln(y/M) and w = L u the score is u/S (e^w - 1)/w. In float32, with six terms of the
    series, its error for |w| <= 0.4 and |z| < 3 stays below 0.001 hundredths (u is off by at most
    4e-7, S is at least 0.07). So wherever this draft lies clear of a half hundredth by 0.004, it
    rounds as the exact score does; the other rows (under 1 %), and all beyond 2.9 SD, are worked
    out by `score`.
    """
    u = np.log(np.divide(y, m).astype(np.float32))
    w = l.astype(np.float32)
    w *= u
    draft = _SERIES[0] * w
    for term in _SERIES[1:]:
        draft += term
        draft *= w
    draft += _ONE
    draft *= u
    draft /= s.astype(np.float32)
    hundred = draft * _HUNDRED
    whole = np.rint(hundred)
    z: Floats = np.divide(whole, 100.0, dtype=np.float64)
    hundred -= whole
    np.abs(hundred, out=hundred)
    np.abs(draft, out=draft)
    np.abs(w, out=w)
    unsure = hundred > _CLEAR
    unsure |= draft > _NEAR
    unsure |= w > _SMALL
    rows = np.flatnonzero(unsure)
    if rows.size:
        z[rows] = round2(score(y[rows], l[rows], m[rows], s[rows]))
    z += 0.0  # no minus zero
    return z


_SERIES: Final = tuple(np.float32(1 / n) for n in (5040, 720, 120, 24, 6, 2))
_ONE, _HUNDRED, _CLEAR = np.float32(1), np.float32(100), np.float32(0.496)
_NEAR, _SMALL = np.float32(2.9), np.float32(0.4)


def plain_score(y: Floats, m: Floats, s: Floats) -> Floats:
    """z of an index with L = 1 that is never restricted: length or height for age."""
    z = np.divide(y, m)
    z -= 1.0
    z /= s
    return z


def _restricted(z: Floats, y: Floats, l: Floats, m: Floats, s: Floats) -> Floats:  # noqa: E741
    sign = np.where(z > 0, 1.0, -1.0)
    exponent = 1.0 / l
    sd3 = m * (1.0 + l * s * (3.0 * sign)) ** exponent
    sd2 = m * (1.0 + l * s * (2.0 * sign)) ** exponent
    return np.asarray(
        np.where(z > 0, 3.0 + (y - sd3) / (sd3 - sd2), -3.0 + (y - sd3) / (sd2 - sd3))
    )


def measure_at(z: float, l: float, m: float, s: float) -> float:  # noqa: E741
    """The measurement at z (within +-3 SD) of a reference row: the line of a growth chart."""
    return float(m * (1.0 + l * s * z) ** (1.0 / l))


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
