"""Published survey prevalence and national targets. Survey figures, never register figures."""

from __future__ import annotations

import csv
from pathlib import Path

from rembuk.reference.dated import Confidence, Frozen, Rule


class Prevalence(Frozen):
    """One published survey figure of one area in percent."""

    area_code: str = ""  # Kemendagri code; "" = Indonesia
    year: int
    survey: str  # Riskesdas, SSGBI, SSGI, SKI
    stunting_pct: float
    low_pct: float | None = None  # limits of the 95 % interval, if published
    high_pct: float | None = None
    source: str
    confidence: Confidence
    note: str = ""


class Target(Rule):
    """A prevalence to reach by the end of a year."""

    area_code: str = ""
    indicator: str
    year: int
    percent: float
    name_id: str
    name_en: str


def published(directory: Path) -> tuple[Prevalence, ...]:
    """The rows of `prevalence/published.csv`, by area and year."""
    path = directory / "prevalence" / "published.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [
            Prevalence.model_validate({name: text for name, text in row.items() if text != ""})
            for row in csv.DictReader(handle)
        ]
    return tuple(sorted(rows, key=lambda one: (one.area_code, one.year)))
