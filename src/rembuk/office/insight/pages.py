"""District home and area pages: figures with their denominators, and the way to each list."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.insight import asked, awaited, looking, maps, quiet
from rembuk.office.insight.asked import Limits
from rembuk.office.insight.rows import Table
from rembuk.office.insight.sheet import sheet
from rembuk.office.posyandu import asking, queries
from rembuk.office.posyandu.asking import Asked
from rembuk.office.posyandu.figures import AreaFigures
from rembuk.office.posyandu.measures import add_months
from rembuk.office.posyandu.sheets import download


def _is_fresh(last: dt.date | None, today: dt.date) -> bool:
    """Whether the newest data reach the last month whose report was due by today."""
    expected = add_months(today.replace(day=1), -1)
    if queries.deadline(expected) > today:
        expected = add_months(expected, -1)
    return last is not None and last >= expected


@policy("lihat-agregat")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The reader's place in one month: next step, figures, what to look at, map, cases. Who reads
    plain words comes to the own post, or to whom to look at first."""
    if rights_in(request).plain:
        return _to_own_post(request)
    where = asking.asked(request, "lihat-agregat")
    if where.month is None:
        return render(
            request, "insight/nothing.html", {"where": where, "may_upload": _may(request)}
        )
    month, today, limits = where.month, asked.today(), Limits.on(asked.today())
    total = queries.recap_total(where.scope, month)
    table = asked.area_table(request, where, total, limits)
    sent = looking.reports(where, month)
    waiting = looking.urgent(where)
    open_list = asked.lists(request, month)
    may_list = bool(open_list(where.code, "d"))
    flow = queries.stock_flow(where.scope, month)
    step = looking.next_step(where, table, sum(waiting.values()), sent, today, may_list)
    elsewhere, sees = awaited.waits(request, today), rights_in(request).sees_names
    context = _figures(request, where, total, table, limits) | {
        "step": awaited.step(elsewhere, step) if elsewhere and not sees else step,
        "waits": elsewhere,
        "looks": looking.looks(where, total, table, waiting, open_list, limits.target),
        "flow": flow,
        "flow_lines": looking.flow_lines(flow, table.meeting, table.limit),
        "flow_link": open_list(where.code, "kasus"),
        "sent": sent,
        "sent_late": sent.missing and today > sent.deadline,
    }
    return render(request, "insight/home.html", context)


def _to_own_post(request: HttpRequest) -> HttpResponse:
    posts = [code for code in rights_in(request).places if ".P" in code]
    if len(posts) == 1:
        return redirect("posyandu:post", posts[0])
    return redirect("posyandu:first")


@policy("lihat-agregat", place="code")
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One kabupaten, kecamatan or desa: every measure of the areas in it."""
    where = asked.place(request, code)
    if ".P" in code:
        return redirect("posyandu:post", code)
    if rights_in(request).plain:
        return _to_own_post(request)
    if where.month is None:
        return render(
            request, "insight/nothing.html", {"where": where, "may_upload": _may(request)}
        )
    limits = Limits.on(asked.today())
    total = queries.recap_total(where.scope, where.month)
    table = asked.area_table(request, where, total, limits)
    return render(request, "insight/area.html", _figures(request, where, total, table, limits))


@policy("ekspor", place="code")
@require_POST
def export(request: HttpRequest, code: str) -> HttpResponse:
    """The area table as Excel; counts only, no child is in it."""
    where = asked.place(request, code)
    month = where.month or asked.today().replace(day=1)
    total = queries.recap_total(where.scope, month)
    table = asked.area_table(request, where, total, Limits.on(asked.today()))
    log.record(request, "ekspor", "wilayah", code, code, rows=len(table.rows))
    title = _("%(name)s, %(month)s. Register posyandu, bukan angka survei.") % {
        "name": where.name,
        "month": f"{month:%m-%Y}",
    }
    purpose = _("Tabel wilayah")
    return download(
        request, sheet(table, title), f"wilayah-{code}", month, purpose, len(table.rows)
    )


@policy("lihat-agregat")
@require_POST
def meeting(request: HttpRequest) -> HttpResponse:
    """Turn mode rapat on or off, then back to where the reader was."""
    quiet.switch(request, request.POST.get("nyala") == "ya")
    back = request.POST.get("kembali", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(
        back if safe and not urlsplit(back).netloc else reverse("insight:home")
    )


def _may(request: HttpRequest) -> bool:
    return asking.rights_of(request).may("impor")


def _figures(
    request: HttpRequest, where: Asked, total: AreaFigures, table: Table, limits: Limits
) -> dict[str, Any]:
    """What both pages show: figures side by side, table, map, freshness."""
    month, today = total.month, asked.today()
    fresh = queries.freshness(where.scope)
    below = asked.level(where)
    survey = asked.survey(where.code)
    kabupaten = queries.places([survey.area_code]) if survey else {}
    as_of = _last_day(month)
    return {
        "where": where,
        "month": month,
        "today": today,
        "level": below,
        "total": total,
        "counts": total.counts,
        "readable": total.counts.readable(limits.readable),
        "table": table,
        "unread": sum(row.figures.known and not row.readable for row in table.rows),
        "missing": sum(not row.figures.known for row in table.rows),
        "limits": limits,
        "survey": survey,
        "survey_place": kabupaten[survey.area_code] if survey and kabupaten else None,
        "survey_host": urlsplit(survey.source).netloc.removeprefix("www.") if survey else "",
        "fresh": fresh,
        "as_of": min(as_of, fresh.last_visit) if fresh.last_visit else as_of,
        "days": fresh.days(today),
        "is_fresh": _is_fresh(fresh.last_visit, today),
        "legend": maps.legend(table),
        "map": maps.drawn(where.code, table) if below in maps.MAPPED and where.code else None,
        "meeting": table.meeting,
        "may_export": bool(where.code) and asking.rights_of(request).may("ekspor", where.code),
        "older": [one for one in where.months if one < month][:1],
        "newer": [one for one in where.months if one > month][-1:],
    }


def _last_day(month: dt.date) -> dt.date:
    return add_months(month, 1) - dt.timedelta(days=1)
