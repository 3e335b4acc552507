"""What an accompanied person is visited for, and when: plans by target group, as dated data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from rembuk.reference.dated import Frozen, Rule

Anchor = Literal["buka", "hpht", "lahir", "nikah"]
"""From which day contacts are counted: opening, last menstruation, birth, wedding."""

Doing = Literal["lihat", "bicara", "beri", "bantu"]
"""What a companion does at a visit: looks, talks over, gives, helps to get."""


class Contact(Frozen):
    """A named contact so many days after the anchor (before it when negative)."""

    code: str = Field(min_length=1)
    name_id: str
    name_en: str
    day: int


class VisitContent(Frozen):
    """One thing of a visit, in words a kader says. `contacts`: only at these; empty is each."""

    code: str = Field(min_length=1)
    kind: Doing
    text_id: str
    text_en: str
    unit: str = ""  # of what is given
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit that is due: the day, and the contact it is (`""`: a regular one)."""

    on: dt.date
    contact: str = ""


class VisitPlan(Rule):
    """The plan of one group. With an anchor day the contacts come first; after them, or without
    one, a visit is due `every_days` after the last."""

    group: Literal["catin", "bumil", "bufas", "baduta", "balita"]
    name_id: str
    name_en: str
    anchor: Anchor
    first_days: int = Field(ge=0)  # the first visit, after the opening
    every_days: int = Field(ge=1)
    grace_days: int = Field(ge=0)  # late only after so many days; a visit this near a contact is it
    contacts: tuple[Contact, ...] = ()
    contents: tuple[VisitContent, ...] = Field(min_length=1)

    def first(self, opened: dt.date, anchor: dt.date | None = None) -> Planned:
        """The first visit of a person known since `opened`."""
        day = opened + dt.timedelta(days=self.first_days)
        for contact, due in self._dated(anchor):
            if opened <= due <= day + dt.timedelta(days=self.grace_days):
                return Planned(due, contact.code)
        return Planned(day)

    def after(self, last: dt.date, anchor: dt.date | None = None) -> Planned:
        """The visit due after one on `last`."""
        grace = dt.timedelta(days=self.grace_days)
        for contact, due in self._dated(anchor):
            if due > last + grace:
                return Planned(due, contact.code)
        return Planned(last + dt.timedelta(days=self.every_days))

    def late(self, due: dt.date, today: dt.date) -> bool:
        """Whether a visit due on a day is overdue."""
        return today > due + dt.timedelta(days=self.grace_days)

    def of_contact(self, contact: str) -> tuple[VisitContent, ...]:
        """What a visit holds at a contact."""
        return tuple(one for one in self.contents if not one.contacts or contact in one.contacts)

    def contact(self, code: str) -> Contact | None:
        """The contact of a code."""
        return next((one for one in self.contacts if one.code == code), None)

    def gaps(self) -> Iterator[str]:
        """What does not fit together."""
        days = [one.day for one in self.contacts]
        if days != sorted(set(days)):
            yield "hari kontak tidak menaik"
        known = {one.code for one in self.contacts}
        for content in self.contents:
            for code in content.contacts:
                if code not in known:
                    yield f"{content.code}: kontak {code!r} tidak ada"
        codes = [one.code for one in self.contents]
        for code in sorted({one for one in codes if codes.count(one) > 1}):
            yield f"isi {code!r} ditulis dua kali"

    def _dated(self, anchor: dt.date | None) -> Iterator[tuple[Contact, dt.date]]:
        if anchor is not None:
            for contact in self.contacts:
                yield contact, anchor + dt.timedelta(days=contact.day)
