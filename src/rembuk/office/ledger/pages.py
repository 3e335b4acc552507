"""The home of promises: tabs, counts, filters, reminders; the offices; the calendar."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rembuk import reference
from rembuk.office.access.policies import policy
from rembuk.office.ledger import asking, lines, parties, queries
from rembuk.office.ledger.models import Priority, SourceKind
from rembuk.office.ledger.states import State
from rembuk.office.seats.models import Office

PER_PAGE: Final = 30
OFFICES: Final = 50
"""Offices a page: those with most late promises come first."""
NOTICES: Final = 5


@policy("janji")
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Promises the reader must act on, and those he may see."""
    who = asking.reader(request)
    offices = parties.offices_ids(who.account, who.on)
    wide = queries.totals(who.visible, who.on)
    judged = queries.to_verify(who.rights, who.account, who.on)
    waiting = judged.order_by().count()
    own = queries.totals(queries.of_offices(offices), who.on) if offices else None
    asked = asking.asked(request, _first_tab(own, wide))
    found = asking.narrowed(asking.tab_of(who, asked.tab, offices), asked, who.on)
    pages = Paginator(found.select_related("owner", "owner_seat"), PER_PAGE)
    counts = {
        "saya": queries.mine_live(who.account, who.on) if offices else 0,
        "kantor": own.open + own.waiting if own else 0,
        "lewat": wide.late,
        "periksa": waiting,
        "semua": wide.open + wide.waiting,
    }
    if not asked.narrowed:
        pages.count = counts[asked.tab]
    page = pages.get_page(request.GET.get("hal"))
    kept = request.GET.copy()
    kept.pop("hal", None)
    on_tab = kept.copy()
    on_tab.pop("daftar", None)
    shown = [tab for tab in asking.TABS if offices or tab not in {"saya", "kantor"}]
    first_late = None
    if own and own.late:
        first_late = queries.late(queries.of_offices(offices), who.on).order_by("due").first()
    notices = list(queries.notices_for(who.rights, who.account, who.on)[: NOTICES + 1])
    steps = {one.code: one for one in reference.load().escalation(who.on)}
    context: dict[str, Any] = {
        "asked": asked,
        "folders": [(tab, asking.TABS[tab], counts[tab]) for tab in shown],
        "own": own,
        "wide": wide,
        "first_late": first_late,
        "first_judge": judged.order_by("due").first() if waiting and not first_late else None,
        "waiting": waiting,
        "page": page,
        "lines": lines.lines(page, who.on),
        "query": kept.urlencode(),
        "tab_query": on_tab.urlencode(),
        "notices": [(one, steps.get(one.rule)) for one in notices[:NOTICES]],
        "more_notices": len(notices) > NOTICES,
        "today": who.on,
        "may_make": _may_make(who, offices),
        **choices(who, asked),
    }
    return render(request, "ledger/home.html", context)


def _first_tab(own: queries.Totals | None, wide: queries.Totals) -> str:
    """Where the page opens: what the reader's office must still do, else what is late anywhere."""
    if own and (own.open or own.waiting):
        return "kantor"
    return "lewat" if wide.late else "semua"


def choices(who: asking.Reader, asked: asking.Asked) -> dict[str, Any]:
    """What the filters offer, as the options of a select: a district has hundreds of offices."""
    chosen = asked.filters
    places = [(one.code, one.name) for one in asking.places(who.rights, asked.code)]
    offices = Office.objects.order_by("short").values_list("code", "short")
    priorities = [(str(value), label) for value, label in Priority.choices]
    return {
        "places": _options(places, asked.code),
        "offices": _options(offices, chosen["kantor"]),
        "money": _options(lines.money_names(who.on).items(), chosen["dana"]),
        "sources": _options(SourceKind.choices, chosen["asal"]),
        "states": _options(State.choices, chosen["keadaan"]),
        "priorities": _options(priorities, chosen["utama"]),
        "dues": _options(asking.DUE.items(), chosen["tenggat"]),
    }


def _options(pairs: Iterable[tuple[str, object]], chosen: str) -> SafeString:
    """`<option>` of each code and its words."""
    rows = ((code, " selected" if code == chosen else "", text) for code, text in pairs)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@policy("janji")
@never_cache
@require_GET
def offices(request: HttpRequest) -> HttpResponse:
    """Which promise is late and whose it is: offices with most late promises first."""
    who = asking.reader(request)
    code = request.GET.get("wilayah", "").strip()
    found = who.visible
    if code:
        found = queries.in_place(found, code)
    rows = queries.counts(found, who.on)
    late = queries.late(found, who.on).select_related("owner", "owner_seat").order_by("due")
    context = {
        "code": code,
        "places": asking.places(who.rights, code),
        "page": Paginator(rows, OFFICES).get_page(request.GET.get("hal")),
        "sum": {
            name: sum(getattr(row, name) for row in rows)
            for name in ("open", "late", "unanswered", "waiting", "verified", "total")
        },
        "lines": lines.lines(late[:10], who.on),
        "today": who.on,
    }
    return render(request, "ledger/offices.html", context)


@policy("janji")
@never_cache
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Promises due in a month: a grid of days at a desk, a list on a phone."""
    who = asking.reader(request)
    month = _month_asked(request, who.on)
    offices = parties.offices_ids(who.account, who.on)
    own = request.GET.get("milik") != "semua" and bool(offices)
    found = (queries.of_offices(offices) if own else who.visible).filter(queries.LIVE_ROWS)
    many = queries.by_day(found, month)
    due = queries.in_month(found, month).select_related("owner", "owner_seat")[:200]
    by_day: dict[dt.date, list[lines.Line]] = {}
    for one in lines.lines(due, who.on):
        by_day.setdefault(one.promise.due, []).append(one)
    weeks = [
        [
            (day, by_day.get(day, [])[:3], many.get(day, 0), max(0, many.get(day, 0) - 3))
            if day.month == month.month
            else None
            for day in week
        ]
        for week in months.Calendar().monthdatescalendar(month.year, month.month)
    ]
    context = {
        "month": month,
        "before": (month - dt.timedelta(days=1)).replace(day=1),
        "after": (month + dt.timedelta(days=32)).replace(day=1),
        "weeks": weeks,
        "days": sorted(by_day.items()),
        "own": own,
        "has_office": bool(offices),
        "sum": sum(many.values()),
        "today": who.on,
    }
    return render(request, "ledger/calendar.html", context)


def _month_asked(request: HttpRequest, on: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{request.GET.get('bulan', '')}-01")
    except ValueError:
        return on.replace(day=1)


def _may_make(who: asking.Reader, offices: list[int]) -> bool:
    return bool(offices) or who.rights.may("janji-kelola")
