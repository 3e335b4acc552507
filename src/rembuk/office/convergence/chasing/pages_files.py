"""The chase as files: board and list as workbooks, the board on paper."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy
from rembuk.office.convergence import asking, queries
from rembuk.office.convergence.chasing import board_letter, board_view
from rembuk.office.convergence.chasing import owed as chasing
from rembuk.office.convergence.chasing import sheet as chase_sheet
from rembuk.office.convergence.chasing.asking import (
    asked_of,
    board_period,
    kecamatan_seen,
    scope_of,
)
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.queries import Line
from rembuk.office.documents import letters
from rembuk.office.seats.models import Office

TITLES: Final[dict[queries.By, str]] = {
    "office": "Kantor",
    "kecamatan": "Kecamatan",
    "indikator": "Indikator",
}


@policy("konvergensi")
@require_GET
def board_sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The board as a workbook."""
    found, shown = _board(request, year)
    period = shown.period or None
    lines = {
        TITLES[by]: [
            _row(one) for one in queries.board(
                found, period, by, scope=shown.kecamatan, on=shown.on
            )
        ]
        for by in TITLES
    }  # fmt: skip
    book = chase_sheet.board(
        lines, shown.heat, shown.indicators, shown.place_names, shown.on, found.year
    )
    return _sent(request, found, book, f"papan-kejar-{found.year}-{shown.on}.xlsx")


@policy("konvergensi")
@require_GET
def board_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The board on paper."""
    found, shown = _board(request, year)
    made = letters.render(board_letter.report(shown))
    return _sent(request, found, made, f"papan-kejar-{found.year}-{shown.on}.pdf")


@policy("konvergensi")
@require_GET
def list_sheet(request: HttpRequest, year: int) -> HttpResponse:
    """Every empty cell that was asked for on a row."""
    found = asking.year_or_404(request, year)
    asked = asked_of(request, found)
    codes = [asked.office] if asked.office else chasing.owing(asked)
    names = chasing.Names(found)
    owed = [
        chasing.owed(asked, office, names)
        for office in Office.objects.filter(code__in=codes).order_by("name")
    ]
    book = chase_sheet.listing(owed, asked.on, found.year)
    return _sent(request, found, book, f"sel-kosong-{found.year}-{asked.on}.xlsx")


def _board(request: HttpRequest, year: int) -> tuple[Year, board_view.Board]:
    found = asking.year_or_404(request, year)
    if kecamatan_seen(request, found) == ():
        raise Http404
    return found, board_view.board(
        found, timezone.localdate(), period=board_period(request, found),
        kecamatan=scope_of(request, found), with_steps=False,
    )  # fmt: skip


def _row(one: Line) -> tuple[object, ...]:
    share = one.filled / one.expected if one.expected else None
    return (
        one.code, one.name, one.expected, one.filled, one.empty, one.overdue, one.late_filled,
        one.doubtful, one.submitted, one.locked, share,
    )  # fmt: skip


def _sent(request: HttpRequest, year: Year, body: bytes, name: str) -> HttpResponse:
    log.record(request, "ekspor", "papan-kejar", str(year.year), year.district_code)
    return sent(body, name)
