"""What a reader finds at the door of the room: own empty cells, own deadlines, what changed since
the last visit, and the one next step."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Count, F, Min, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.access.models import Account, ViewLog
from rembuk.office.convergence import queries, told
from rembuk.office.convergence.entry import filling, tabs
from rembuk.office.convergence.entry.filling import Deadline
from rembuk.office.convergence.models import (
    Cell,
    CellEvent,
    CellState,
    FigureEvent,
    Status,
    Tally,
    Year,
    YearEvent,
)
from rembuk.office.convergence.periods import containing, period
from rembuk.office.convergence.registry import Registry, registry
from rembuk.office.convergence.turns import view as chain_view
from rembuk.office.convergence.turns import waiting
from rembuk.office.convergence.turns.waiting import Item
from rembuk.office.seats import queries as seats
from rembuk.office.seats.models import Office

BEGINNING = 7
"""Days looked back on a first visit."""
PAUSE = dt.timedelta(minutes=30)
"""A visit goes on while pages follow each other within this time."""


@dataclass(frozen=True)
class Task:
    """Empty cells of an indicator in a period; `lent`: a denominator others wait for."""

    name: str
    period_words: str
    empty: int
    due: Deadline
    url: str
    lent: bool = False


@dataclass(frozen=True)
class PeriodDue:
    """A period with its deadline and what is empty in it."""

    words: str
    due: Deadline
    closes: dt.date
    empty: int
    expected: int


@dataclass(frozen=True)
class Change:
    """Something somebody else did since the last visit."""

    what: str
    detail: str
    at: dt.datetime
    kind: str = "run"


@dataclass(frozen=True)
class Step:
    """The next step."""

    kicker: str
    text: str
    label: str
    url: str


@dataclass
class Door:
    """The page."""

    year: Year
    offices: list[Office]
    tasks: list[Task] = field(default_factory=list)
    more: int = 0
    empty: int = 0
    overdue: int = 0
    dues: list[PeriodDue] = field(default_factory=list)
    since: dt.datetime | None = None
    changes: list[Change] = field(default_factory=list)
    next: Step | None = None
    tabs: list[tuple[str, str, int]] = field(default_factory=list)
    waits: list[Item] = field(default_factory=list)
    limit: dt.datetime | None = None


def door(year: Year, account: Account, since: dt.datetime | None, most: int = 12) -> Door:
    """Everything of one year for one account."""
    today = timezone.localdate()
    asked = registry(year, dt.date(year.year, 12, 31))
    offices = seats.offices_of(account, today)
    found = Door(year, offices, since=since)
    tasks = _tasks(year, asked, offices, today)
    found.empty = sum(one.empty for one in tasks)
    found.overdue = sum(one.empty for one in tasks if one.due.days < 0)
    found.tasks, found.more = tasks[:most], max(0, len(tasks) - most)
    found.dues = _dues(year, offices, today)
    found.changes = _changes(year, account, offices, asked, since) if since else []
    found.tabs = _tabs(year, asked, account)
    found.waits = waiting.for_account(year, chain_view.waiting_cells(account, year))
    found.limit = timezone.now() - dt.timedelta(days=waiting.days_left(today))
    found.next = _next(found, year, account)
    return found


def last_visit(account: Account, now: dt.datetime) -> tuple[dt.datetime, bool]:
    """When the visit before this one was, and whether this page begins a new visit."""
    visits = ViewLog.objects.filter(account=account, action="konvergensi", subject_kind="beranda")
    times = list(visits.order_by("-at").values_list("at", flat=True)[:50])
    begins = not times or now - times[0] > PAUSE
    if begins:
        return (times[0] if times else now - dt.timedelta(days=BEGINNING)), True
    for later, earlier in pairwise(times):
        if later - earlier > PAUSE:
            return earlier, False
    return now - dt.timedelta(days=BEGINNING), False


def _tasks(year: Year, asked: Registry, offices: list[Office], today: dt.date) -> list[Task]:
    names, placed = queries.indicator_names(year), tabs.by_indicator(year, asked)
    codes = [one.code for one in offices]
    mine = (
        Tally.objects.filter(year=year, office_code__in=codes, empty__gt=F("waiting"))
        .order_by()
        .values("indicator", "period")
        .annotate(n=Sum(F("empty") - F("waiting")), first=Min("due"), where=Min("kecamatan"))
    )
    found = []
    for row in mine:
        tab = placed.get(row["indicator"], "")
        if tab:
            where = {"indikator": row["indicator"], "kecamatan": row["where"]}
            name = names.get(row["indicator"], "")
            task = _task(year, tab, name, row["period"], row["n"], row["first"], today, where)
            found.append(task)
    lent = (
        Cell.objects.filter(year=year, waits__in=codes, retired=False)
        .order_by()
        .values("indicator", "period")
        .annotate(n=Count("pk"), first=Min("due"), where=Min("kecamatan"))
    )
    seen: dict[tuple[str, str], Task] = {}
    for row in lent:
        indicator = asked.indicators.get(row["indicator"])
        if indicator is None or indicator.denominator not in asked.quantities:
            continue
        quantity = asked.quantities[indicator.denominator]
        when = containing(period(row["period"]).ends, quantity.frequency).code
        name, where = told.named(quantity), {"kecamatan": row["where"]}
        task = _task(year, tabs.OWN, name, when, row["n"], row["first"], today, where, lent=True)
        key = (quantity.code, when)
        if key not in seen or seen[key].empty < task.empty:
            seen[key] = task
    return sorted([*found, *seen.values()], key=lambda one: (one.due.closes, one.lent, one.name))


def _task(
    year: Year, tab: str, name: str, code: str, count: int, due: dt.date, today: dt.date,
    where: dict[str, str], *, lent: bool = False,
) -> Task:  # fmt: skip
    chosen = {key: value for key, value in where.items() if value}
    query = urlencode({"periode": code, **chosen})
    return Task(
        name, told.period_words(code), count, Deadline(due, (due - today).days),
        f"{reverse('convergence:fill', args=[year.year, tab])}?{query}", lent,
    )  # fmt: skip


def _dues(year: Year, offices: list[Office], today: dt.date) -> list[PeriodDue]:
    rows = (
        Tally.objects.filter(year=year, office_code__in=[one.code for one in offices])
        .order_by()
        .values("period")
        .annotate(n=Sum("empty"), all=Sum("expected"), first=Min("due"))
    )
    found = [
        PeriodDue(
            told.period_words(row["period"]), Deadline(row["first"], (row["first"] - today).days),
            row["first"], row["n"], row["all"],
        )
        for row in rows
        if row["n"]
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.closes)[:8]


def _tabs(year: Year, asked: Registry, account: Account) -> list[tuple[str, str, int]]:
    """Tabs in which the account's offices have indicators: code, name, how many."""
    roles = filling.roles_of(account)
    found = []
    for tab in tabs.all_of(year, asked):
        mine = [one for one in tab.indicators if asked.quantities[one.numerator].owner in roles]
        if mine:
            found.append((tab.code, tab.name, len(mine)))
    own = [one for one in asked.quantities.values() if one.owner in roles]
    if own:
        found.append((tabs.OWN, _("Besaran milik kantor"), len(own)))
    return found


def _changes(
    year: Year, account: Account, offices: Collection[Office], asked: Registry,
    since: dt.datetime,
) -> list[Change]:  # fmt: skip
    found = []
    mine = Q(cell__office__in=list(offices))
    events = CellEvent.objects.filter(mine, cell__year=year, at__gt=since).exclude(by=account)
    names = queries.indicator_names(year)
    words = told.acts()
    for act, code, reason, count, at in (
        events.order_by()
        .values_list("act", "cell__indicator", "reason")
        .annotate(n=Count("pk"), last=Min("at"))
    ):
        detail = ngettext("%s sel", "%s sel", count) % count
        detail = f"{detail}: {reason}" if reason else detail
        kind = "soon" if act in ("kembalikan", "buka-lagi") else "run"
        found.append(Change(f"{words.get(act, act)}: {names.get(code, code)}", detail, at, kind))
    roles = {one.role for one in offices} - {""}
    own = [one.code for one in asked.quantities.values() if one.owner in roles]
    moved = Counter(
        FigureEvent.objects.filter(at__gt=since, figure__quantity__in=own)
        .filter(figure__period__startswith=str(year.year))
        .exclude(by=account)
        .values_list("act", flat=True)
    )
    for act, count in moved.items():
        text = _("%(act)s: %(n)s angka kantor Anda") % {"act": words.get(act, act), "n": count}
        found.append(Change(text, "", timezone.now()))
    lines = YearEvent.objects.filter(year=year, at__gt=since).exclude(act="buka-periode")
    seated = {one.pk for one in seats.seats_of(account, timezone.localdate())}
    recent = lines.select_related("by").order_by("-pk")[:200]
    mine_too = [one for one in recent if waiting.meant_for(one, seated)][:10]
    found += [
        Change(one.what, " · ".join(filter(None, (one.detail, one.reason))), one.at)
        for one in told.lines(mine_too)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:15]


def _next(found: Door, year: Year, account: Account) -> Step | None:
    chain = reverse("convergence:chain", args=[year.year])
    returned = queries.my_cells(account, year).filter(state=CellState.RETURNED).count()
    if returned:
        return Step(
            _("dikembalikan"), _("%s sel dikembalikan kepada Anda, dengan alasannya") % returned,
            _("Lihat dan perbaiki"), chain,
        )  # fmt: skip
    if found.waits:
        return Step(
            _("menunggu Anda"),
            _("%(n)s sel menunggu Anda periksa, yang terlama %(days)s hari") % {
                "n": sum(one.cells for one in found.waits),
                "days": (timezone.now() - found.waits[0].since).days,
            }, _("Periksa"), chain,
        )  # fmt: skip
    if found.tasks and found.tasks[0].due.days <= 14:
        task = found.tasks[0]
        return Step(
            task.period_words, _("%(name)s: %(n)s sel kosong") % {
                "name": task.name, "n": task.empty,
            }, _("Isi sekarang"), task.url,
        )  # fmt: skip
    ready = queries.my_cells(account, year).filter(state=CellState.OPEN)
    ready = ready.exclude(status=Status.EMPTY)
    count = ready.count()
    if count:
        return Step(
            _("siap diajukan"), _("%s sel terisi dan belum diajukan") % count, _("Ajukan"), chain
        )
    if found.tasks:
        task = found.tasks[0]
        return Step(
            task.period_words, _("%(name)s: %(n)s sel kosong") % {
                "name": task.name, "n": task.empty,
            }, _("Isi"), task.url,
        )  # fmt: skip
    return None


def chase_step(overdue: int, url: str) -> Step:
    """The step of who manages the year and has no cells to fill."""
    words = _("%s sel kosong lewat tenggat di semua kantor") % overdue
    return Step(_("seluruh kantor"), words, _("Tagih"), url)
