"""The plan of the year and its money: by pillar, stage and office; spending; deliveries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q
from django.db.models import Sum as Sum_

from rembuk import reference
from rembuk.office.oversight.halves import Half
from rembuk.office.oversight.pillars import hanging
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.programmes import queries as plan
from rembuk.office.programmes.balance import holes
from rembuk.office.programmes.models import Delivery, Realisation, Status

MOST: Final = 150


@dataclass(frozen=True)
class Sum:
    """Activities of a pillar, a stage, an office or a source of money."""

    name: str
    activities: int
    amount: int
    budgeted: int
    budgeted_amount: int
    without: int
    spent: int = 0

    @property
    def percent(self) -> float | None:
        """Spent of what stands in a budget; None where there is none."""
        return 100 * self.spent / self.budgeted_amount if self.budgeted_amount else None


@dataclass(frozen=True)
class Planned:
    """One activity."""

    number: str
    title: str
    office: str
    place: str
    volume: str
    amount: int | None
    spent: int
    status: str
    document: str


@dataclass(frozen=True)
class Money:
    """`spent_half`: rupiah told for months of the half; `delivered`: deliveries of the half that
    stand, of these `verified` by another; `holes`: kind in words, lines, rupiah known."""

    total: Sum
    pillars: dict[int, Sum]
    stages: tuple[Sum, ...]
    offices: tuple[Sum, ...]
    sources: tuple[Sum, ...]
    planned: dict[int, tuple[Planned, ...]]
    spent_half: int
    delivered: int
    verified: int
    holes: tuple[tuple[str, int, int], ...]


def money(half: Half, place: str, on: dt.date) -> Money:
    """Of the year of the half; spending and deliveries of the half itself."""
    rows: Any = hanging.activities(plan.of_place(place, half.year), on)
    until = f"{half.ends:%Y-%m}"
    used = dict(
        Realisation.objects.filter(activity__in=plan.of_place(place, half.year), period__lte=until)
        .order_by().values_list("activity").annotate(n=Sum_("spent"))
    )  # fmt: skip
    names = dict(Area.objects.filter(within("code", place)).values_list("code", "name"))
    sources = {one.code: one.short for one in reference.load().money_sources(on)}
    held: dict[tuple[str, Any], list[Any]] = defaultdict(list)
    planned: dict[int, list[Planned]] = defaultdict(list)
    for one in rows.order_by("hung", "office__name", "number"):
        spent = used.get(one.pk, 0)
        for key in (
            ("pilar", one.hung), ("tahap", one.status), ("kantor", one.office.name),
            ("dana", sources.get(one.money, one.money) or "belum ditetapkan"), ("semua", ""),
        ):  # fmt: skip
            held[key].append((one, spent))
        planned[one.hung].append(_planned(one, spent, names))
    stages = dict(Status.choices)
    given = Delivery.objects.filter(
        within("place_code", place), on__gte=half.begins, on__lte=half.ends,
        taken_back_at__isnull=True,
    ).aggregate(n=Count("pk"), ok=Count("pk", filter=Q(verified_at__isnull=False)))  # fmt: skip
    return Money(
        _sum("", held["semua", ""]),
        {key: _sum("", mine) for (kind, key), mine in held.items() if kind == "pilar"},
        tuple(_sum(str(stages[one]), held["tahap", one]) for one in stages
              if held.get(("tahap", one))),
        _named(held, "kantor"), _named(held, "dana"),
        {number: tuple(mine) for number, mine in planned.items()},
        _spent(half, place), given["n"], given["ok"], _holes(place, half.year, on),
    )  # fmt: skip


def _named(held: dict[tuple[str, Any], list[Any]], kind: str) -> tuple[Sum, ...]:
    found = [_sum(str(key), mine) for (what, key), mine in held.items() if what == kind]
    return tuple(sorted(found, key=lambda one: (-one.amount, one.name)))


def _sum(name: str, rows: list[Any]) -> Sum:
    inside = [one for one, _spent in rows if one.status == Status.BUDGET]
    return Sum(
        name, len(rows), sum(one.ceiling_amount or 0 for one, _spent in rows), len(inside),
        sum(one.ceiling_amount or 0 for one in inside),
        sum(1 for one, _spent in rows if one.ceiling_amount is None),
        sum(spent for _one, spent in rows),
    )  # fmt: skip


def _planned(one: Any, spent: int, names: dict[str, str]) -> Planned:
    volume = "" if one.volume is None else f"{one.volume.normalize():f} {one.unit}"
    document = ", ".join(filter(None, (one.status_document, one.status_line)))
    return Planned(
        one.number, one.title, one.office.short or one.office.name,
        names.get(one.place_code, one.place_code), volume, one.ceiling_amount, spent,
        one.get_status_display(), document,
    )  # fmt: skip


def _spent(half: Half, place: str) -> int:
    rows = Realisation.objects.filter(
        within("activity__place_code", place), period__gte=f"{half.begins:%Y-%m}",
        period__lte=f"{half.ends:%Y-%m}",
    )  # fmt: skip
    return int(rows.aggregate(n=Sum_("spent"))["n"] or 0)


def _holes(place: str, year: int, on: dt.date) -> tuple[tuple[str, int, int], ...]:
    found: dict[str, tuple[int, int]] = {}
    for one in holes(place, year, on):
        n, amount = found.get(one.words, (0, 0))
        found[one.words] = (n + 1, amount + (one.amount or 0))
    return tuple((words, n, amount) for words, (n, amount) in found.items())
