"""The review of a year (Action 8): everything it looks at, read once for page, paper and rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from rembuk.office.audits.models import Case, CaseState
from rembuk.office.convergence.models import Year
from rembuk.office.ledger.models.promise import SourceKind
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.review import improvements
from rembuk.office.review.improvements import Carried
from rembuk.office.review.year_review_children import Children, children
from rembuk.office.review.year_review_coverage import Covered, covered
from rembuk.office.review.year_review_filing import Filing, filing
from rembuk.office.review.year_review_promises import Kept, Promised, promised


@dataclass(frozen=True)
class Audits:
    """Case audits of the year: cycles, cases begun, and their follow-up that fell due."""

    cycles: int
    cases: int
    kept: Kept


@dataclass(frozen=True)
class Review:
    """A year of a place (the district or a kecamatan) as it stands on a day. `before`: what the
    review of the year before decided, and what came of it."""

    year: Year
    place: str
    place_name: str
    on: dt.date
    promised: Promised
    coverage: tuple[Covered, ...]
    children: Children
    filing: Filing
    audits: Audits
    before: tuple[Carried, ...]

    @property
    def of_district(self) -> bool:
        """Not a kecamatan's own."""
        return self.place == self.year.district_code

    @property
    def judged(self) -> tuple[Covered, ...]:
        """Indicators that have a target and a share."""
        return tuple(one for one in self.coverage if one.reached is not None)

    @property
    def reached(self) -> int:
        """Of these, how many reached it."""
        return sum(1 for one in self.judged if one.reached)


def review(year: Year, place: str, on: dt.date) -> Review:
    """The year of a place. Reads what other rooms count; counts nothing anew."""
    found = promised(year, place, on)
    return Review(
        year, place, name_of(place), on, found, covered(year, place, on),
        children(year, place, on), filing(year, place, on),
        _audits(year, place, found.source(SourceKind.AUDIT)),
        improvements.decided_before(year.year, place),
    )  # fmt: skip


def name_of(place: str) -> str:
    """The name of an area; its code where it has none."""
    return str(Area.objects.filter(code=place).values_list("name", flat=True).first() or place)


def _audits(year: Year, place: str, kept: Kept) -> Audits:
    cases = Case.objects.filter(
        within("place_code", place), cycle__district_code=year.district_code,
        cycle__year=year.year, reserve=False,
    ).exclude(state=CaseState.CANCELLED)  # fmt: skip
    n = cases.aggregate(cases=Count("pk"), cycles=Count("cycle", distinct=True))
    return Audits(n["cycles"], n["cases"], kept)


def worst_first(rows: Iterable[Covered]) -> list[Covered]:
    """Indicators the furthest from their target first, then those without one, lowest first."""
    return sorted(
        rows,
        key=lambda one: (
            one.short_of is None, -(one.short_of or 0), one.percent is None, one.percent or 0,
            one.code,
        ),
    )  # fmt: skip
