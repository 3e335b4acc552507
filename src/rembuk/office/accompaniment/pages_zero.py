"""The board of zero new stunting: balance, coverage, what may be claimed; Excel."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.accompaniment import hiding
from rembuk.office.accompaniment.board import Board, Line, board
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.posyandu.asking import Asked, asked

VILLAGE: Final = 13
MEETING: Final = "mode-rapat"
CLAIMS: Final = {
    "nol": ("done", gettext_lazy("nol kasus baru")),
    "tunggu": ("soon", gettext_lazy("nol, ada yang menunggu ukur ulang")),
    "cakupan": ("off", gettext_lazy("belum boleh disebut nol, cakupan kurang")),
    "ada": ("run", gettext_lazy("ada kasus baru")),
    "belum": ("off", gettext_lazy("belum ada data")),
}
IN: Final = (
    ("new", gettext_lazy("Kasus baru")),
    ("found", gettext_lazy("Baru ditemukan")),
    ("moved_in", gettext_lazy("Pindah masuk")),
    ("relapsed", gettext_lazy("Kambuh")),
)
OUT: Final = (
    ("recovered", gettext_lazy("Pulih")),
    ("aged_out", gettext_lazy("Lewat lima tahun")),
    ("moved_out", gettext_lazy("Pindah keluar")),
    ("died", gettext_lazy("Meninggal")),
    ("lost", gettext_lazy("Hilang dari pantauan")),
    ("corrected", gettext_lazy("Salah data")),
)


def _where(request: HttpRequest) -> Asked:
    where = asked(request, "lihat-agregat")
    if len(where.code) > VILLAGE:
        raise Http404
    return where


@policy("lihat-agregat")
@never_cache
@require_GET
def board_page(request: HttpRequest) -> HttpResponse:
    """Stock and flows of a place in a month, with D/S and what may be claimed."""
    where = _where(request)
    if rights_in(request).plain:  # a kader's page has no rates
        return HttpResponseRedirect(reverse("accompaniment:list"))
    context: dict[str, object] = {"where": where, "meeting": bool(request.session.get(MEETING))}
    if where.month is not None and where.code:
        told = board(where.code, where.month, timezone.localdate())
        context |= {
            "board": told,
            "claim": CLAIMS[told.total.claim.code],
            "lines": [(line, CLAIMS[line.claim.code]) for line in told.lines],
            "months": [(line, CLAIMS[line.claim.code]) for line in reversed(told.months)],
            "came": [(words, getattr(told.total.flow, name)) for name, words in IN],
            "went": [(words, getattr(told.total.flow, name)) for name, words in OUT],
            "village": len(where.code) >= VILLAGE,
            "may_export": rights_in(request).may("ekspor", where.code),
        }
        code = where.code
        log.record(request, "lihat-agregat", "nol-kasus-baru", code, code)
    return render(request, "accompaniment/zero.html", context)


@policy("ekspor")
@never_cache
@require_POST
def sheet(request: HttpRequest) -> HttpResponse:
    """The board as Excel; counts only, no child is in it. Small counts are left out for who may
    not see names."""
    where = _where(request)
    rights_in(request).within("ekspor", where.code)
    if where.month is None or not where.code:  # nothing to write yet: the page says so
        return HttpResponseRedirect(reverse("accompaniment:zero"))
    today = timezone.localdate()
    told = board(where.code, where.month, today)
    open_ = rights_in(request).names_in(where.code)
    limit = 0 if open_ else int(reference.load().number("small_count", today))
    log.record(
        request, "ekspor", "nol-kasus-baru", where.code, where.code, rows=len(told.lines)
    )  # fmt: skip
    name = f"nol-kasus-baru-{where.code}-{where.month:%Y-%m}.xlsx"
    return sent(book(told, where.name, where.month, limit), name)


def book(told: Board, name: str, month: dt.date, limit: int = 0) -> bytes:
    """The workbook: by area, by month. Rows with counts under `limit` keep only what tells nothing
    of a child."""
    title = _("Nol kasus baru, %(place)s, %(month)s. Register posyandu, bukan angka survei.") % {
        "place": name,
        "month": date_format(month, "F Y"),
    }
    flows = [Column(str(words), 11, "integer") for _name, words in (*IN, *OUT)]
    tail = [
        Column(_("Akhir bulan"), 11, "integer"),
        Column(_("Ditimbang (D)"), 11, "integer"),
        Column(_("Sasaran (S)"), 11, "integer"),
        Column(_("Berisiko (anak-bulan)"), 12, "integer"),
        Column(_("Baru per 1.000 anak-bulan"), 12, "decimal"),
        Column(_("Menunggu ukur ulang"), 11, "integer"),
        Column(_("Boleh disebut"), 36),
    ]
    start = Column(_("Awal bulan"), 11, "integer")
    areas = [Column(_("Wilayah"), 26), Column(_("Kode"), 16), start, *flows, *tail]
    months = [Column(_("Bulan"), 12, "month"), start, *flows, *tail]
    out = hiding.hidden(told.lines, limit)
    rows = [[line.name, line.code, *_cells(line, at in out)] for at, line in enumerate(told.lines)]
    rows.append([_("Jumlah"), "", *_cells(told.total, hiding.small(told.total, limit))])
    return workbook(
        [
            Sheet(_("Per wilayah"), title, areas, rows),
            Sheet(_("Per bulan"), title, months,
                  [[line.figures.month, *_cells(line, hiding.small(line, limit))]
                   for line in told.months]),
        ],
        notes=[
            _("Nol hanya disebut bila D/S mencapai %(pct)s%%: anak yang tidak diukur tidak dapat "
              "diketahui kasus baru atau bukan.") % {"pct": f"{told.total.claim.needed:.0f}"},
            _("Kasus juga berkurang karena anak genap lima tahun; itu bukan pulih."),
            *([_("Baris dengan jumlah di bawah %(n)s disamarkan; satu baris lain ikut disamarkan "
                 "bila tanpanya dapat dihitung balik.") % {"n": limit}] if limit else []),
        ],
    )  # fmt: skip


def _cells(line: Line, hide: bool = False) -> list[object]:
    counts = line.figures.counts
    flows = [getattr(line.flow, name) for name, _words in (*IN, *OUT)]
    known = line.claim.code != "belum"
    if hide:
        mask = _("disamarkan")
        return [
            mask, *(mask for _flow in flows), mask, counts.d if known else None,
            counts.s if known else None, mask, mask, mask, str(CLAIMS[line.claim.code][1]),
        ]  # fmt: skip
    return [
        line.flow.start, *flows, line.flow.end, counts.d if known else None,
        counts.s if known else None, line.at_risk, line.rate, line.flow.suspected,
        str(CLAIMS[line.claim.code][1]),
    ]  # fmt: skip
