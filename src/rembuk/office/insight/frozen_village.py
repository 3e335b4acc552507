"""A village as a decision on lokus froze it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Frozen:
    """A village as it stood. Counts with denominators; shares in percent; None is unknown."""

    code: str
    name: str
    kecamatan: str
    cases: int | None
    of: int | None
    drawn: float | None
    low: float | None
    high: float | None
    funnel: str
    families: int | None
    judged: int | None
    d: int | None
    s: int | None
    score: float | None
    rank: int | None
    best: int | None
    worst: int | None
    chosen: bool
    target: str
    coverage: float | None = None  # of the coverage chosen, when that is not D/S
