"""Lines that seem to pay for the same thing twice: two books on one activity, or the same title and
amount in one place. The later line is marked; nothing is set aside but by a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import QuerySet

from rembuk.office.programmes.models import BudgetLine

DOUBLE: Final = "ganda"
NOT_DOUBLE: Final = "bukan"
"""Doubt of a line a person looked at: it is not a double."""


def twins(line: BudgetLine) -> QuerySet[BudgetLine]:
    """Lines that count and seem to pay for what this one pays for."""
    rest = BudgetLine.objects.filter(year=line.year, set_aside="").exclude(pk=line.pk)
    same = rest.filter(place_code=line.place_code, title__iexact=line.title, amount=line.amount)
    if line.activity_id is not None:
        same = same | rest.filter(activity=line.activity_id).exclude(source_kind=line.source_kind)
    return same.distinct()


def mark(lines: Iterable[BudgetLine]) -> int:
    """Mark those of `lines` that double an earlier one; how many."""
    found = 0
    for one in lines:
        if one.doubt != NOT_DOUBLE and twins(one).filter(pk__lt=one.pk).exists():
            one.doubt = DOUBLE
            one.save(update_fields=["doubt"])
            found += 1
    return found


def clear(line: BudgetLine) -> None:
    """After a line was set aside: what doubled it alone is no double any more."""
    marked = BudgetLine.objects.filter(
        year=line.year, place_code=line.place_code, doubt=DOUBLE, set_aside=""
    )
    for one in marked:
        if not twins(one).exists():
            one.doubt = ""
            one.save(update_fields=["doubt"])
