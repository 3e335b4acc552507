"""Everything a semester report stands on, read once. Other rooms count; nothing is counted anew.

`on` is the day of the data: the last day of the half, or today while it runs. What has no date of
its own (where a promise stands) is as it stands today, and the report says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from rembuk import reference
from rembuk.office.convergence.models import Year
from rembuk.office.forums.teams.formation import Formation, formation
from rembuk.office.oversight.halves import Half
from rembuk.office.oversight.pillars import hanging
from rembuk.office.oversight.reporting.audits import Audits, audits
from rembuk.office.oversight.reporting.meetings import Meetings, meetings
from rembuk.office.oversight.reporting.money import Money, money
from rembuk.office.oversight.reporting.promised import Promised, promised
from rembuk.office.oversight.reporting.seen import Overseen, overseen
from rembuk.office.places.models import Area
from rembuk.office.review.year_review_children import Children, children
from rembuk.office.review.year_review_coverage import Covered, covered
from rembuk.office.review.year_review_filing import Filing, filing
from rembuk.reference.pillars import Pillar


@dataclass(frozen=True)
class Read:
    """A half year of a district or a kecamatan. `coverage`: pillar -> indicators; `children`,
    `filing`: None in a year without convergence actions."""

    half: Half
    place: str
    name: str
    on: dt.date
    today: dt.date
    year: Year | None
    pillars: tuple[Pillar, ...]
    formation: Formation
    meetings: Meetings
    promised: Promised
    money: Money
    coverage: dict[int, tuple[Covered, ...]]
    children: Children | None
    filing: Filing | None
    audits: Audits
    overseen: Overseen

    @property
    def district(self) -> str:
        """The district it is or lies in."""
        return self.place[:5]

    @property
    def of_district(self) -> bool:
        """Not a kecamatan's own."""
        return self.place == self.district

    @property
    def running(self) -> bool:
        """Whether the half is not over."""
        return self.today <= self.half.ends


def read(half: Half, place: str, today: dt.date | None = None) -> Read:
    """The half of a place as it stands."""
    now = today or timezone.localdate()
    on = min(now, half.ends)
    area = Area.objects.get(code=place)
    year = Year.objects.filter(district_code=place[:5], year=half.year).first()
    return Read(
        half, place, area.name, on, now, year, reference.load().pillars(on),
        formation(area, on), meetings(half, place, now), promised(half, place, now),
        money(half, place, on), _covered(year, place, on),
        children(year, place, on) if year else None,
        filing(year, place, on) if year else None,
        audits(half, place, now), overseen(half, place, now),
    )  # fmt: skip


def _covered(year: Year | None, place: str, on: dt.date) -> dict[int, tuple[Covered, ...]]:
    """Pillar -> its indicators."""
    if year is None:
        return {}
    rows = covered(year, place, on)
    lists = {one.code: one.list_code for one in reference.load().indicators()}
    hung = hanging.indicators({one.code: lists.get(one.code, "") for one in rows}, on)
    return {
        number: tuple(one for one in rows if hung[one.code] == number)
        for number in set(hung.values())
    }
