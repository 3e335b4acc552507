"""The five pillars in numbers: promises, activities, cells of indicators; and one pillar whole."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from rembuk import reference
from rembuk.office.convergence.models import Tally, Year
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.registry import Registries
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import OPEN, State
from rembuk.office.oversight.asking import Here
from rembuk.office.oversight.leading.late import running, year_of
from rembuk.office.oversight.models import Checked, Seen, VisitFinding
from rembuk.office.oversight.pillars import hanging
from rembuk.office.places.scope import within
from rembuk.office.programmes import queries as plan
from rembuk.office.programmes.models import Activity, Status
from rembuk.reference.pillars import Pillar


@dataclass(frozen=True)
class Sums:
    """A pillar on a day. `verified`: done promises that fell due this year; `budgeted` of
    `activities` of the year stand in a budget, with `amount` rupiah planned in all; `empty` of
    `expected` cells past their day."""

    pillar: Pillar
    open: int
    late: int
    waiting: int
    verified: int
    activities: int
    budgeted: int
    amount: int
    expected: int
    empty: int

    @property
    def filled_pct(self) -> float | None:
        """Cells that say something; None where none was asked for yet."""
        return 100 * (self.expected - self.empty) / self.expected if self.expected else None


@dataclass(frozen=True)
class Indicator:
    """An indicator of the year's lists: its newest period with figures, sum over sum, and its cells
    past their day."""

    code: str
    name: str
    period_words: str
    numerator: int
    denominator: int
    expected: int
    empty: int

    def small(self, limit: int) -> bool:
        """Whether the count, or what it leaves, is small enough to point at a person."""
        rest = self.denominator - self.numerator
        return 0 < self.numerator < limit or 0 < rest < limit

    @property
    def percent(self) -> float | None:
        """None over nothing."""
        return 100 * self.numerator / self.denominator if self.denominator else None


def pillars(here: Here) -> list[Sums]:
    """All five, in their order."""
    promised = _promised(here)
    planned = _planned(here)
    cells = _cells(indicators(here))
    none = (0, 0, 0, 0)
    return [
        Sums(
            one, *promised.get(one.number, none), *planned.get(one.number, (0, 0, 0)),
            *cells.get(one.number, (0, 0)),
        )
        for one in reference.load().pillars(here.on)
    ]  # fmt: skip


def _promised(here: Here) -> dict[int, tuple[int, int, int, int]]:
    """Pillar -> open, late, waiting for a judge, done and judged. By the rules in one grouped
    reading; then the few that hang elsewhere are moved one by one."""
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    rules = reference.load()

    def add(number: int, state: str, n: int, past: int) -> None:
        mine = found[number]
        if state in OPEN:
            mine[0] += n
            mine[1] += past
        elif state == State.DONE:
            mine[2] += n
        elif state == State.VERIFIED:
            mine[3] += n

    grouped = ("intervention", "kind", "source_kind", "state")
    now = here.counted.filter(running(here.on))
    sums = now.order_by().values_list(*grouped).annotate(
        n=Count("pk"), past=Count("pk", filter=Q(due__lt=here.on))
    )  # fmt: skip
    for intervention, kind, origin, state, n, past in sums:
        add(rules.pillar_of_work(intervention, kind, origin, here.on), state, n, past)
    moved: Any = hanging.promises(hanging.elsewhere(now), here.on).order_by()
    for hung, intervention, kind, origin, state, due in moved.values_list("hung", *grouped, "due"):
        late = 1 if due < here.on else 0
        add(rules.pillar_of_work(intervention, kind, origin, here.on), state, -1, -late)
        add(hung, state, 1, late)
    return {number: (one[0], one[1], one[2], one[3]) for number, one in found.items()}


def _planned(here: Here) -> dict[int, tuple[int, int, int]]:
    """Pillar -> activities of the year, those in a budget, rupiah planned."""
    rows: Any = hanging.activities(plan.of_place(here.code, here.on.year), here.on).order_by()
    sums = rows.values_list("hung").annotate(
        n=Count("pk"), budgeted=Count("pk", filter=Q(status=Status.BUDGET)),
        amount=Sum("ceiling_amount", default=0),
    )  # fmt: skip
    return {number: (n, budgeted, amount) for number, n, budgeted, amount in sums}


def indicators(here: Here) -> dict[int, list[Indicator]]:
    """Pillar -> indicators of the running year, in the order of their lists."""
    year = year_of(here.district, here.on)
    if year is None:
        return {}
    sums = _tallied(here, year)
    lists = Registries(year).on(dt.date(year.year, 12, 31)).indicators
    hung = hanging.indicators({code: one.list_code for code, one in lists.items()}, here.on)
    found: dict[int, list[Indicator]] = defaultdict(list)
    for code, one in lists.items():
        if code in sums:
            found[hung[code]].append(_indicator(code, one.name_id, sums[code]))
    return found


Row = tuple[str, int, int, int, int]


def _tallied(here: Here, year: Year) -> dict[str, list[Row]]:
    """Indicator -> (period, numerator, denominator, expected, empty) of periods past their day."""
    rows = Tally.objects.filter(year=year, due__lt=here.on)
    if not here.of_district:
        rows = rows.filter(kecamatan=here.code[:8])
    found: dict[str, list[Row]] = defaultdict(list)
    sums = rows.order_by().values_list("indicator", "period").annotate(
        Sum("numerator"), Sum("denominator"), Sum("expected"), Sum("empty")
    )  # fmt: skip
    for code, when, *counts in sums:
        found[code].append((when, *counts))
    return found


def _indicator(code: str, name: str, rows: list[Row]) -> Indicator:
    told = [one for one in rows if one[2]]
    last = max(told, key=lambda one: period(one[0]).ends, default=None)
    return Indicator(
        code, name, period(last[0]).words if last else "", last[1] if last else 0,
        last[2] if last else 0, sum(one[3] for one in rows), sum(one[4] for one in rows),
    )  # fmt: skip


def _cells(found: dict[int, list[Indicator]]) -> dict[int, tuple[int, int]]:
    return {
        number: (sum(one.expected for one in mine), sum(one.empty for one in mine))
        for number, mine in found.items()
    }


def promises_of(here: Here, number: int) -> QuerySet[Promise]:
    """Promises of a pillar somebody must still act on, the nearest due first."""
    rows: Any = hanging.promises(here.promises.filter(live__in=(True,)), here.on)
    found: QuerySet[Promise] = rows.filter(hung=number).select_related("owner", "owner_seat")
    return found.order_by("due", "priority", "number")


def activities_of(here: Here, number: int) -> QuerySet[Activity]:
    """Activities of a pillar in the running year."""
    rows: Any = hanging.activities(plan.of_place(here.code, here.on.year), here.on)
    found: QuerySet[Activity] = rows.filter(hung=number)
    return found.order_by("office__name", "number")


@dataclass(frozen=True)
class SeenSums:
    """What visits saw of a pillar in a year: answers by word, findings, those not mended yet."""

    answers: tuple[tuple[str, int], ...]
    findings: int
    unmended: int

    @property
    def asked(self) -> int:
        """Lines that were looked at."""
        return sum(n for _word, n in self.answers)


def seen(here: Here, number: int) -> SeenSums:
    """Of closed visits of the last 365 days."""
    start = here.on - dt.timedelta(days=365)
    place = within("visit__place_code", here.code)
    checks = Checked.objects.filter(
        place, pillar=number, visit__on__gte=start, visit__closed_at__isnull=False
    )
    counts = dict(checks.order_by().values_list("seen").annotate(n=Count("pk")))
    findings = VisitFinding.objects.filter(
        place, pillar=number, visit__on__gte=start, visit__closed_at__isnull=False,
        withdrawn_why="",
    )  # fmt: skip
    mended = findings.filter(promise__state=State.VERIFIED).count()
    many = findings.count()
    words: Iterable[tuple[str, int]] = (
        (str(label), counts.get(value, 0)) for value, label in Seen.choices
    )
    return SeenSums(tuple(one for one in words if one[1]), many, many - mended)
