"""Half years: the rhythm of the team's report."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

_SLUG: Final = re.compile(r"(20\d\d)-S([12])")


@dataclass(frozen=True, order=True)
class Half:
    """January to June (1) or July to December (2) of a year."""

    year: int
    half: int

    @classmethod
    def of(cls, day: dt.date) -> Half:
        """The half a day lies in."""
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def last_ended(cls, on: dt.date) -> Half:
        """The newest that is over."""
        return cls.of(on).before

    @classmethod
    def read(cls, text: str) -> Half | None:
        """From an address: `2026-S1`."""
        match = _SLUG.fullmatch(text)
        return cls(int(match[1]), int(match[2])) if match else None

    @property
    def slug(self) -> str:
        """As an address says it."""
        return f"{self.year}-S{self.half}"

    @property
    def before(self) -> Half:
        """The one before."""
        return Half(self.year, 1) if self.half == 2 else Half(self.year - 1, 2)

    @property
    def begins(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def ends(self) -> dt.date:
        """Its last day."""
        return dt.date(self.year, 6, 30) if self.half == 1 else dt.date(self.year, 12, 31)

    @property
    def roman(self) -> str:
        """As papers number it."""
        return "I" if self.half == 1 else "II"

    @property
    def words(self) -> str:
        """As a page says it."""
        return _("semester %(half)s tahun %(year)d") % {"half": self.roman, "year": self.year}
