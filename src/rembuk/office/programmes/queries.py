"""Reads of activities, cut to who asks.

An activity is not a secret between offices: whoever sees plans of a place sees every activity of
the place, of what lies in it, and those of the areas above that reach it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum

from rembuk.office.access.policies import Rights
from rembuk.office.ledger.models import Promise
from rembuk.office.places.scope import within, within_any
from rembuk.office.programmes.models import Activity, BudgetLine, Ceiling, Status

Activities = QuerySet[Activity]
UNNAMED: Final = "tanpa"
"""What a list is asked for to see activities that name no intervention of the catalogue."""


def above(place: str) -> list[str]:
    """Codes of the areas a place lies in, from its district down, without itself."""
    parts = place.split(".")
    return [".".join(parts[:n]) for n in range(2, len(parts))]


def activities(
    rights: Rights, year: int | None = None, *, office: str = "", status: str = "",
    place: str = "", intervention: str = "", money: str = "", group: str = "", tag: str = "",
) -> Activities:  # fmt: skip
    """Activities the reader may see, narrowed. `office` is its code; `place` with all below;
    `intervention` is a code of the catalogue or UNNAMED."""
    codes = rights.places_for("rencana")
    higher = [one for code in codes for one in above(code)]
    found = Activity.objects.filter(
        within_any("place_code", codes) | Q(place_code__in=higher)
    ).select_related("office", "promise")
    if year is not None:
        found = found.filter(year=year)
    if place:
        found = found.filter(within("place_code", place))
    if intervention == UNNAMED:
        found, intervention = found.filter(intervention=""), ""
    given = {
        "office__code": office, "status": status, "intervention": intervention, "money": money,
        "group": group, "tag": tag,
    }  # fmt: skip
    return found.filter(**{name: value for name, value in given.items() if value})


def of_place(place: str, year: int) -> Activities:
    """Live activities of a year in a place and what lies in it."""
    found = Activity.objects.filter(within("place_code", place), year=year)
    return found.exclude(status=Status.DROPPED).select_related("office", "promise")


def candidates(place: str, year: int) -> Activities:
    """What a meeting on the plan of `year` may take up for a place: proposals of that year, and
    activities of the year before that are neither dropped nor carried on."""
    found = Activity.objects.filter(within("place_code", place)).filter(
        Q(year=year, status=Status.PROPOSED)
        | Q(year=year - 1, carried_to__isnull=True) & ~Q(status=Status.DROPPED)
    )
    return found.select_related("office", "promise").order_by("-year", "number")


def by_promise(promise: Promise) -> Activities:
    """Activities made of a promise, in order."""
    return Activity.objects.filter(promise=promise).select_related("office").order_by("pk")


def ceilings(place: str, year: int) -> QuerySet[Ceiling]:
    """Ceilings of a year of a place itself."""
    return Ceiling.objects.filter(place_code=place, year=year).select_related("office")


def waiting_lines(rights: Rights, year: int | None = None) -> QuerySet[BudgetLine]:
    """Budget lines that wait to be matched to an activity, the reader's places."""
    codes = rights.places_for("rencana")
    found = BudgetLine.objects.filter(
        within_any("place_code", codes), activity__isnull=True, set_aside=""
    )
    if year is not None:
        found = found.filter(year=year)
    return found.select_related("office")


@dataclass(frozen=True)
class Step:
    """One status of the funnel: how many activities stand there, and their rupiah."""

    status: str
    label: str
    count: int
    amount: int


def funnel(found: Activities) -> list[Step]:
    """Activities by status, in the order of the way; what was dropped last."""
    rows = found.order_by().values("status").annotate(n=Count("pk"), rupiah=Sum("ceiling_amount"))
    by_status = {row["status"]: row for row in rows}
    return [
        Step(
            one.value, str(one.label),
            by_status[one.value]["n"] if one.value in by_status else 0,
            (by_status[one.value]["rupiah"] or 0) if one.value in by_status else 0,
        )
        for one in Status
    ]  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """How many activities and their rupiah; `without` have no amount yet."""

    count: int
    amount: int
    without: int


def unnamed(place: str, year: int) -> Sums:
    """What is planned in a place without naming an intervention: no board of needs can tell it."""
    return sums(of_place(place, year).filter(intervention=""))


def sums(found: Activities) -> Sums:
    """Sums of a set of activities, in one reading."""
    row = found.order_by().aggregate(
        n=Count("pk"), rupiah=Sum("ceiling_amount"),
        without=Count("pk", filter=Q(ceiling_amount__isnull=True)),
    )  # fmt: skip
    return Sums(row["n"], row["rupiah"] or 0, row["without"])
