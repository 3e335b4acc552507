"""The chase: board, list of empty cells ready to send, letter, promises, calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking, queries
from rembuk.office.convergence.chasing import asked as chased
from rembuk.office.convergence.chasing import board_view, deadlines, overdue
from rembuk.office.convergence.chasing import letter as chase_letter
from rembuk.office.convergence.chasing import owed as chasing
from rembuk.office.convergence.chasing import text as chase_text
from rembuk.office.convergence.chasing import words as chase_words
from rembuk.office.convergence.chasing.asking import (
    asked_of,
    board_period,
    chased_year,
    kecamatan_seen,
    scope_of,
)
from rembuk.office.convergence.errors import ConvergenceError
from rembuk.office.convergence.models import Year
from rembuk.office.documents import gates
from rembuk.office.documents.models import Document
from rembuk.office.seats.models import Office


@policy("konvergensi")
@never_cache
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Who owes which cell, by office, kecamatan and indicator; what to do first."""
    year = chased_year(request)
    if year is None:
        return render(request, "convergence/chase_none.html", {})
    seen = kecamatan_seen(request, year)
    if seen == ():
        return redirect("convergence:home")
    period, kecamatan = board_period(request, year), scope_of(request, year)
    today = timezone.localdate()
    shown = board_view.board(year, today, period=period, kecamatan=kecamatan)
    place = kecamatan or year.district_code
    log.record(request, "konvergensi", "papan-kejar", str(year.year), place)
    return render(
        request,
        "convergence/chase.html",
        {
            "board": shown,
            "columns": chase_words.columns(shown),
            "rows": chase_words.rows(shown, shown.heat.rows),
            "whole_rows": chase_words.rows(shown, shown.heat.whole),
            "year": year,
            "years": asking.years_of(rights_in(request)),
            "periods": queries.board(year, None, "periode", on=today),
            "kecamatan": _kecamatan(request, year),
            "whole": seen is None,
            "manage": asking.may_manage(request, year),
            "until": today + dt.timedelta(days=_days(today)),
            "query": _query(periode=period, kecamatan=kecamatan),
        },
    )


@policy("konvergensi")
@never_cache
@require_GET
def listing(request: HttpRequest, year: int) -> HttpResponse:
    """Exactly what is empty, by office; of one office also the words to send."""
    found = asking.year_or_404(request, year)
    asked = asked_of(request, found)
    names = chasing.Names(found)
    offices = {one.code: one for one in _owing(asked)}
    office = offices.get(asked.office) or _office(asked.office)
    owed = chasing.owed(asked, office, names) if office else None
    until = asked.on + dt.timedelta(days=_days(asked.on))
    sender = chase_letter.sender(found, asked.on)
    text = ""
    if owed and owed.count:
        text = chase_text.message(
            owed.office.name, found.year, owed.own, owed.lent, on=asked.on, until=until,
            sender=sender.name if sender else "",
            address=request.build_absolute_uri(reverse("convergence:home")),
        )  # fmt: skip
    log.record(request, "konvergensi", "sel-kosong", str(found.year), found.district_code)
    return render(
        request,
        "convergence/chase_list.html",
        {
            "year": found,
            "asked": asked,
            "offices": sorted(offices.values(), key=lambda one: one.name),
            "owed": owed,
            "own": chase_words.told_gaps(owed.own, asked.on) if owed else [],
            "lent": chase_words.told_gaps(owed.lent, asked.on) if owed else [],
            "office": office,
            "late": owed.late(asked.on) if owed else 0,
            "oldest": owed.oldest(asked.on) if owed else 0,
            "text": text,
            "until": until,
            "told": chased.last(found).get(office.code) if office else None,
            "sizes": _sizes(request, found, owed, until),
            "today": asked.on,
            "kecamatan": _kecamatan(request, found),
            "periods": queries.board(found, None, "periode", on=asked.on),
            "indicators": queries.indicator_names(found),
            "manage": asking.may_manage(request, found),
            "promises": _promises_of(found, office),
            "query": request.GET.urlencode(),
        },
    )


@policy("konvergensi-kelola")
@require_POST
def letter(request: HttpRequest, year: int) -> HttpResponse:
    """Make and keep the letter to one office."""
    found = asking.managed_or_404(request, year)
    asked = asked_of(request, found, request.POST)
    try:
        office = _needed_office(asked.office)
        made = chased.send_letter(
            found, chasing.owed(asked, office), asking.needed_day(request.POST.get("batas", "")),
            asked.on, asking.account_of(request), number=request.POST.get("nomor", "").strip(),
            origin=f"{request.scheme}://{request.get_host()}",
            named=request.POST.get("isi", "") != "ringkas",
        )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
        return _back(found, asked)
    log.record(request, "surat", chase_letter.SUBJECT, made.public_id, found.district_code)
    messages.success(request, _("Surat dibuat dan disimpan. Unduh, tanda tangani, kirim."))
    return redirect("documents:document", made.public_id)


@policy("konvergensi-kelola")
@require_POST
def told(request: HttpRequest, year: int) -> HttpResponse:
    """Note that the message was sent."""
    found = asking.managed_or_404(request, year)
    asked = asked_of(request, found, request.POST)
    try:
        owed = chasing.owed(asked, _needed_office(asked.office))
        chased.note(found, owed, asking.account_of(request))
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        messages.success(request, _("Dicatat: kantor ini sudah ditagih hari ini."))
    return _back(found, asked)


@policy("konvergensi-kelola")
@require_POST
def promise(request: HttpRequest, year: int) -> HttpResponse:
    """Put what is past due into the ledger, of one office or of all."""
    found = asking.managed_or_404(request, year)
    asked = asked_of(request, found, request.POST)
    try:
        made = overdue.make(
            asked, asking.account_of(request),
            asking.needed_day(request.POST.get("batas", "")),
            [asked.office] if asked.office else None,
        )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
        return _back(found, asked)
    log.record(
        request, "janji", "indikator", str(found.year), found.district_code, rows=len(made.new)
    )
    messages.success(
        request,
        _("%(new)s janji dicatat; %(known)s sudah ada dan tidak dicatat lagi.")
        % {"new": len(made.new), "known": made.known},
    )
    if made.nobody:
        messages.warning(
            request,
            _("%(n)s sel belum punya kantor pemilik. Tetapkan kantornya dulu.")
            % {"n": made.nobody},
        )
    return _back(found, asked)


@policy("konvergensi")
@never_cache
@require_GET
def month(request: HttpRequest, year: int) -> HttpResponse:
    """Deadlines of a month, those of cells and those of steps."""
    found = asking.year_or_404(request, year)
    today = timezone.localdate()
    usual = today if today.year == year else dt.date(year, 1, 1)
    first = _month(request.GET.get("bulan", ""), usual)
    seen = kecamatan_seen(request, found)
    every = [*deadlines.of_cells(found, today, seen), *deadlines.of_steps(found, today)]
    return render(
        request,
        "convergence/chase_month.html",
        {
            "year": found,
            "month": first,
            "before": (first - dt.timedelta(days=1)).replace(day=1),
            "after": (first + dt.timedelta(days=32)).replace(day=1),
            "weeks": deadlines.by_day(every, first),
            "listed": sorted(
                (one for one in every if (one.closes.year, one.closes.month)
                 == (first.year, first.month)),
                key=lambda one: (one.closes, one.code),
            ),
            "today": today,
        },
    )  # fmt: skip


def may_open(request: HttpRequest, document: Document) -> bool:
    """Letters of the chase carry no person; who sees the board of the district opens them."""
    return rights_in(request).may("konvergensi", document.place_code)


def may_act(request: HttpRequest, document: Document) -> bool:
    """Scans come from, and letters are withdrawn by, who chases."""
    return rights_in(request).may("konvergensi-kelola", document.place_code)


def register() -> None:
    """Tell the documents. Twice is once."""
    gates.register(chase_letter.SUBJECT, may_open, may_act)


def _month(text: str, usual: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return usual.replace(day=1)


def _days(on: dt.date) -> int:
    return int(reference.load().number("konvergensi.remind_days", on))


def _sizes(
    request: HttpRequest, year: Year, owed: chasing.Owed | None, until: dt.date
) -> dict[str, int] | None:
    """Pages of the letter, for who may make it."""
    if not (owed and owed.count and asking.may_manage(request, year)):
        return None
    return chase_letter.sizes(year, owed, until, timezone.localdate())


def _owing(asked: chasing.Asked) -> list[Office]:
    return list(Office.objects.filter(code__in=chasing.owing(asked)))


def _office(code: str) -> Office | None:
    return Office.objects.filter(code=code).first() if code else None


def _needed_office(code: str) -> Office:
    found = _office(code)
    if found is None:
        raise ConvergenceError(_("Pilih kantornya dulu."), code="kantor")
    return found


def _promises_of(year: Year, office: Office | None) -> list[Any]:
    if office is None:
        return []
    rows = overdue.promises(year).filter(owner=office, live=True)
    return list(rows.order_by("due", "number")[:50])


def _kecamatan(request: HttpRequest, year: Year) -> list[Any]:
    return asking.kecamatan_of(rights_in(request), year)


def _back(year: Year, asked: chasing.Asked) -> HttpResponse:
    if not asked.office:
        return redirect(f"{reverse('convergence:chase')}?tahun={year.year}")
    query = _query(kantor=asked.office, tenggat=asked.reach)
    return redirect(f"{reverse('convergence:chase-list', args=[year.year])}?{query}")


def _query(**parts: str) -> str:
    from urllib.parse import urlencode

    return urlencode({name: value for name, value in parts.items() if value})
