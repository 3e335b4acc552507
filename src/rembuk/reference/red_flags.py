"""Red flags: signs that send a child to the health centre at once, and keep a case open."""

from __future__ import annotations

from rembuk.reference.conditions import Condition
from rembuk.reference.dated import Rule


class RedFlag(Rule):
    """One sign, as a condition on a measurement. It stays open until a later measurement says
    otherwise; a case with an open one is not counted as recovered."""

    name_id: str
    name_en: str
    when: Condition
