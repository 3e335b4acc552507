"""What the invented district is: where, how many, how long, from which seed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

Scale = Literal["default", "full", "small"]

DEFAULT_AREA: Final = "16.06"
DEFAULT_UNTIL: Final = "2026-10"
DEFAULT_SEED: Final = 1606
FOCUS: Final = {"16.06": ("16.06.01", "16.06.10", "16.06.04")}
"""Kecamatan of the default scale, by district; elsewhere the first three of the district."""
UNDER_FIVES: Final[dict[str, int]] = {"small": 160, "default": 3_600, "full": 60_000}
TARGETS: Final = {
    "16.06.01": (0.084, 0.054), "16.06.10": (0.128, 0.104), "16.06.04": (0.175, 0.212),
}  # fmt: skip
"""Register prevalence at the start and at the end, invented; other kecamatan draw theirs."""


@dataclass(frozen=True)
class Plan:
    """An invented district of `under_fives` children in any one month."""

    area: str = DEFAULT_AREA
    scale: Scale = "default"
    months: int = 24
    until: dt.date = dt.date(2026, 10, 1)
    seed: int = DEFAULT_SEED
    under_fives: int = UNDER_FIVES["default"]

    @property
    def month_starts(self) -> tuple[dt.date, ...]:
        """First days of the months, oldest first."""
        last = self.until.year * 12 + self.until.month - 1
        return tuple(
            dt.date(number // 12, number % 12 + 1, 1)
            for number in range(last - self.months + 1, last + 1)
        )

    @property
    def first_day(self) -> dt.date:
        """First day of the first month."""
        return self.month_starts[0]

    @property
    def last_day(self) -> dt.date:
        """Last day of the last month."""
        return month_after(self.until) - dt.timedelta(days=1)


def usual_until(today: dt.date) -> str:
    """The usual last month, or the last whole month of a clock that stands before it."""
    before = today.replace(day=1) - dt.timedelta(days=1)
    return min(DEFAULT_UNTIL, f"{before:%Y-%m}")


def month_after(month: dt.date) -> dt.date:
    """First day of the next month."""
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def make_plan(
    area: str = DEFAULT_AREA,
    scale: Scale = "default",
    months: int = 24,
    until: str = DEFAULT_UNTIL,
    seed: int = DEFAULT_SEED,
    under_fives: int | None = None,
) -> Plan:
    """A checked plan; raises ValueError with an Indonesian message."""
    match = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", until)
    if match is None:
        raise ValueError(f"Bulan akhir ditulis TTTT-BB, misalnya 2026-10, bukan {until!r}")
    if not 1 <= months <= 60:
        raise ValueError("Banyaknya bulan antara 1 dan 60")
    if scale not in UNDER_FIVES:
        raise ValueError(f"Ukuran tidak dikenal: {scale} (default, full, small)")
    size = UNDER_FIVES[scale] if under_fives is None else under_fives
    if not 40 <= size <= 400_000:
        raise ValueError("Banyaknya balita antara 40 dan 400.000")
    last = dt.date(int(match[1]), int(match[2]), 1)
    return Plan(area, scale, months, last, seed, size)
