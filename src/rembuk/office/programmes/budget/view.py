"""Budget lines as a list: what waits, what looks doubled, and the activities each may pay for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet, Sum
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from rembuk.office.places.queries import place_names
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.budget import doubles as budget_doubles
from rembuk.office.programmes.budget import match as budget_match
from rembuk.office.programmes.budget.match import Offer
from rembuk.office.programmes.models import Activity, BudgetLine, Status

TABS: Final[Mapping[str, Words]] = {
    "menunggu": _("Menunggu dipasangkan"), "ganda": _("Mungkin ganda"),
    "terpasang": _("Terpasang"), "kesamping": _("Dikesampingkan"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line with its place, its twins, and what it may pay for."""

    line: BudgetLine
    place: str
    offers: tuple[Offer, ...]
    twins: tuple[BudgetLine, ...]
    may: bool


@dataclass(frozen=True)
class Sums:
    """Lines of a year that count, their rupiah, what is paired of it, what was spent."""

    count: int
    amount: int
    paired: int
    realised: int


def of_tab(found: QuerySet[BudgetLine], tab: str) -> QuerySet[BudgetLine]:
    """The lines of a tab."""
    if tab == "kesamping":
        return found.exclude(set_aside="")
    found = found.filter(set_aside="")
    if tab == "ganda":
        return found.filter(doubt="ganda")
    return found.filter(activity__isnull=tab == "menunggu")


def sums(found: QuerySet[BudgetLine]) -> Sums:
    """Sums of the lines that count."""
    rows = found.filter(set_aside="").order_by()
    row = rows.aggregate(n=Count("pk"), amount=Sum("amount"), realised=Sum("realised"))
    paired = rows.filter(activity__isnull=False).aggregate(amount=Sum("amount"))["amount"]
    return Sums(row["n"], row["amount"] or 0, paired or 0, row["realised"] or 0)


def lines(found: Iterable[BudgetLine], who: Reader) -> list[Line]:
    """Lines of a page. Activities that may be meant are read once."""
    rows = list(found)
    names = place_names(one.place_code for one in rows)
    waiting = [one for one in rows if one.activity_id is None and not one.set_aside]
    among = list(
        Activity.objects.filter(year=who.year, office__in={one.office_id for one in waiting})
        .exclude(status=Status.DROPPED).select_related("office")
    ) if waiting else []  # fmt: skip
    desk = who.desk
    return [
        Line(
            one, names.get(one.place_code, one.place_code),
            tuple(budget_match.offers(one, among)) if one in waiting else (), _twins(one),
            (one.office is not None and desk.types(one.office, one.place_code))
            or desk.keeps(one.place_code),
        )
        for one in rows
    ]  # fmt: skip


def _twins(one: BudgetLine) -> tuple[BudgetLine, ...]:
    """Lines that seem to pay for the same thing; only asked for what is marked."""
    if one.doubt != budget_doubles.DOUBLE:
        return ()
    return tuple(budget_doubles.twins(one).select_related("office")[:3])
