"""What an analysis is about: the year, the place, the areas below it, the days and the limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from rembuk.office.convergence.models import Year
from rembuk.office.convergence.opening import areas_of
from rembuk.office.convergence.owners import Owners
from rembuk.office.convergence.registry import Registry, registry
from rembuk.office.insight.asked import Limits
from rembuk.office.insight.quiet import Hidden, hide
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import contains
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import Level
from rembuk.reference import load

KABUPATEN = 5


@dataclass(frozen=True)
class Scope:
    """An analysis of a year in a place. `as_of`: the last day that counts, never after today.
    `hiding`: small counts are hidden (a meeting, a paper)."""

    year: Year
    place: str
    as_of: dt.date
    today: dt.date
    hiding: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is of the whole district; otherwise of a kecamatan."""
        return self.place == self.year.district_code

    @property
    def below(self) -> Level:
        """The level its tables break down to."""
        return "kecamatan" if self.whole else "desa"

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Codes of the areas below."""
        found = areas_of(self.year.district_code, self.as_of)
        codes = found["kecamatan" if self.whole else "desa"]
        return tuple(code for code in codes if contains(self.place, code))

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the place and of the areas below."""
        return place_names([self.place, *self.areas])

    @property
    def name(self) -> str:
        """The place's own name."""
        return self.names.get(self.place, self.place)

    @cached_property
    def titled(self) -> str:
        """`Kecamatan Sekayu`, `Kabupaten Musi Banyuasin`."""
        found = queries.places([self.place]).get(self.place)
        return found.titled if found else self.place

    @cached_property
    def months(self) -> tuple[dt.date, ...]:
        """Months of the register up to `as_of`, newest first."""
        return tuple(one for one in queries.months_with_data(self.place) if one <= self.as_of)

    @cached_property
    def month(self) -> dt.date | None:
        """The month the register is read in: the newest a file arrived for."""
        return queries.last_month(self.place, self.months) if self.months else None

    @cached_property
    def limits(self) -> Limits:
        """Readable D/S, smallest count, target of D/S."""
        return Limits.on(self.as_of)

    @property
    def least(self) -> int:
        """Counts of people under this are not shown; 0 where nothing is hidden."""
        return self.limits.small if self.hiding else 0

    @cached_property
    def told_pct(self) -> float:
        """Least share of cells with a value for an indicator to be read, in percent."""
        return load().number("konvergensi.told_pct", self.as_of)

    @cached_property
    def asked(self) -> Registry:
        """What the year asks for on the day."""
        return registry(self.year, max(self.as_of, dt.date(self.year.year, 1, 1)))

    @cached_property
    def owners(self) -> Owners:
        """Which office plays which role."""
        return Owners(self.today)

    def masks(self, column: list[int]) -> list[Hidden]:
        """Which counts of a column with a known sum are hidden."""
        return hide(column, self.limits.small) if self.hiding else [""] * len(column)


def scope(year: Year, place: str, *, hiding: bool = False, today: dt.date | None = None) -> Scope:
    """The analysis of a year: as of today, or of its last day when it is over."""
    day = today or timezone.localdate()
    return Scope(year, place, min(day, dt.date(year.year, 12, 31)), day, hiding)
