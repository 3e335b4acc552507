"""The target of each indicator of a year: one look-up for the analysis and the review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rembuk import reference
from rembuk.office.convergence.models import Year
from rembuk.office.insight import targets
from rembuk.reference.indicators import Indicator


@dataclass(frozen=True)
class Goal:
    """A value to reach, with the document that says so; `year` None: of every year."""

    value: float
    document: str
    year: int | None
    national: bool = False


def goals(year: Year, place: str, indicators: Iterable[Indicator]) -> dict[str, Goal]:
    """The district's own target of the year (the nearer place holds), else the list's, else a
    national one of the same two quantities (Perpres 72), marked as such."""
    found: dict[str, Goal] = {}
    same: dict[tuple[str, str], Goal] = {}
    for other in reference.load().indicators():
        for aim in other.targets:
            if aim.unit == "persen" and other.denominator:
                pair = (other.numerator, other.denominator)
                same.setdefault(pair, Goal(aim.value, aim.document, aim.year, national=True))
    for one in indicators:
        listed = one.target(year.year)
        if listed is not None and listed.unit == "persen":
            found[one.code] = Goal(
                listed.value, listed.document, listed.year, listed.area == "nasional"
            )
        elif (pair := (one.numerator, one.denominator)) in same:
            found[one.code] = same[pair]
    own = targets.current(year.district_code, year=year.year)
    for near in (year.district_code, place):
        for (code, where, _year), row in own.items():
            if where == near and row.value is not None:
                found[code] = Goal(float(row.value), row.document, year.year)
    return found
