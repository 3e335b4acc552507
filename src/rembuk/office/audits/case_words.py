"""Small words of the case pages: days, scores, numbers in the reader's language."""

from __future__ import annotations

import datetime as dt

from django.utils import formats

from rembuk.office.audits.models import TeamMember


def sd(z: float | None) -> str:
    """`−3,23 SD`; a dash without a score."""
    return f"{formats.number_format(z, 2).replace('-', '−')} SD" if z is not None else "–"


def one_place(value: float) -> str:
    """`75,4`."""
    return formats.number_format(value, 1)


def short(day: dt.date) -> str:
    """`9 Nov 2026`."""
    return formats.date_format(day, "j M Y")


def called(member: TeamMember) -> str:
    """Name with the field of expertise, unless the name already says it."""
    field_ = str(member.get_expertise_display() if member.expertise else member.seat).lower()
    if not field_ or field_ in member.name.lower() or "sp." in member.name.lower():
        return member.name
    return f"{member.name}, {field_}"
