"""Lines of the WHO standards as a growth chart draws them: in pieces, by z, against age or size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from rembuk.reference import who
from rembuk.science.growth.lms import Floats
from rembuk.science.growth.zscores import DAYS_PER_MONTH, STANDING_FROM_DAY

ChartIndex = Literal["lhfa", "wfa", "wfl", "wfh", "bfa"]
SEX: Final = {"L": 1, "P": 2}
LINES: Final = (-3, -2, 0, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Piece:
    """One unbroken piece of a standard: x (months or cm) and the measurement at each z."""

    x: Floats
    at: dict[int, Floats]


def pieces(index: ChartIndex, sex: str, last_x: float) -> tuple[Piece, ...]:
    """The standard of an index up to `last_x` (months; cm for wfl and wfh).

    Length/height and BMI come in two pieces: lying before day 731, standing from then on, since
    the standard itself drops 0.7 cm there.
    """
    frame = who.table(f"who2006_{index}")
    frame = frame.filter(frame["sex"] == SEX[sex])
    name = {"wfl": "length_cm", "wfh": "height_cm"}.get(index, "age_days")
    x = frame[name].to_numpy().astype(np.float64)
    parts = [np.ones(len(x), dtype=np.bool_)]
    if index in {"lhfa", "bfa"}:
        parts = [x < STANDING_FROM_DAY, x >= STANDING_FROM_DAY]
    if name == "age_days":
        x = x / DAYS_PER_MONTH
    l, m, s = (frame[letter].to_numpy() for letter in "lms")
    curves = {z: m * (1.0 + l * s * z) ** (1.0 / l) for z in LINES}
    found = []
    for part in parts:
        part = part & (x <= last_x)
        rows = np.flatnonzero(part)
        if rows.size > 1:
            thin = np.unique(np.append(rows[:: max(1, rows.size // 120)], rows[-1]))
            found.append(Piece(x[thin], {z: curve[thin] for z, curve in curves.items()}))
    return tuple(found)


def ticks(low: float, high: float, most: int = 9) -> Sequence[float]:
    """Round values from below `low` to above `high`, not more than about `most`."""
    step = next(step for step in (0.5, 1, 2, 5, 10, 20, 50, 100) if (high - low) / step <= most)
    first, last = np.floor(low / step), np.ceil(high / step)
    return [float(value * step) for value in np.arange(first, last + 1)]
