"""Small words of the case pages: days, scores, numbers in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import formats, timezone

from rembuk import reference
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


def flag_words(codes: Iterable[str]) -> list[str]:
    """Red flags in words: a code of a criterion or sign by its name, a sentence as it stands."""
    names = _flags()
    return [names.get(code, code) for code in codes]


def flag_codes(words: Iterable[str], kept: Iterable[str]) -> list[str]:
    """The other way round, so that a code the case already keeps stays that code."""
    names = _flags()
    codes = {names[code]: code for code in kept if code in names}
    return [codes.get(text.strip(), text.strip()) for text in words]


def _flags() -> dict[str, str]:
    rules, today = reference.load(), timezone.localdate()
    found: dict[str, str] = {}
    for group in ("catin", "bumil", "bufas", "anak"):
        found |= {one.code: one.name_id for one in rules.criteria(group, today)}
    return found | {one.code: one.name_id for one in rules.red_flags(today)}
