"""Excel sheets of the room: what a list shows, with a note of who took it and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.office.access.downloads import sent
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.posyandu import wording
from rembuk.office.posyandu.asking import Asked, may_export, may_export_names
from rembuk.office.posyandu.figures import ChildFilters, Completeness
from rembuk.office.posyandu.lines import Line

PURPOSE_LENGTH = 8
"""A purpose shorter than this says nothing to the data-protection officer."""


@dataclass(frozen=True)
class Wanted:
    """What an export of children is for, and whether it carries names."""

    purpose: str
    named: bool


def wanted(request: HttpRequest, where: Asked, first: bool = False) -> Wanted | HttpResponse:
    """What the form of an export asks, or the page that asks for a purpose (`first`: of the list
    of who is seen first). 404 for who may not export the place; names only for who may see them."""
    purpose = " ".join(request.POST.get("keperluan", "").split())[:160]
    if not may_export(request, where):
        raise Http404
    allowed = may_export_names(request, where)
    named = request.POST.get("nama") == "ya" and allowed
    if len(purpose) >= PURPOSE_LENGTH:
        return Wanted(purpose, named)
    context = {"where": where, "query": request.GET.urlencode(), "purpose": purpose}
    context |= {"named": named, "with_names": allowed, "first": first}
    return render(request, "posyandu/export_refused.html", context, status=400)


def children_sheet(
    found: Iterable[Line], where: Asked, filters: ChildFilters, named: bool
) -> Sheet:
    """The list of children. Without names also without the birth day: month and year only."""
    columns = [Column(_("Kode anak"), 16)]
    if named:
        columns += [Column(_("Nama"), 28), Column(_("Tanggal lahir"), 12, "date")]
    else:
        columns += [Column(_("Bulan lahir"), 12, "month")]
    columns += [
        Column(_("Jenis kelamin"), 12),
        Column(_("Umur (bulan)"), 9, "integer"),
        Column(_("Desa/kelurahan"), 20),
        Column(_("Posyandu"), 22),
        Column(_("Tanggal ukur"), 12, "date"),
        Column(_("Berat (kg)"), 9, "decimal"),
        Column(_("Panjang/tinggi (cm)"), 11, "decimal"),
        Column(_("Posisi"), 10),
        Column(_("PB/U atau TB/U (SD)"), 10, "decimal"),
        Column(_("PB/U atau TB/U"), 20),
        Column(_("BB/U (SD)"), 10, "decimal"),
        Column(_("BB/U"), 24),
        Column(_("BB/PB atau BB/TB (SD)"), 10, "decimal"),
        Column(_("BB/PB atau BB/TB"), 20),
        Column(_("N/T"), 6),
        Column("2T", 6),
        Column("BGM", 6),
        Column(_("Kasus"), 18),
        Column(_("Diragukan"), 30),
        Column(_("Alasan dilihat dulu"), 60),
    ]
    title = " · ".join(
        filter(None, [_("Daftar anak"), where.name, _month(where.month), _status(filters)])
    )
    return Sheet(_("Anak"), title, columns, _child_rows(found, named))


def _child_rows(found: Iterable[Line], named: bool) -> Iterator[tuple[object, ...]]:
    for line in found:
        row = line.row
        born = row.birth_date
        head: tuple[object, ...] = (row.public_id,)
        head += (row.name, born) if named else (born.replace(day=1) if born else None,)
        yield (
            *head,
            wording.word(wording.SEXES, row.sex),
            row.age_months,
            row.village,
            row.post,
            row.date,
            row.weight,
            row.lenhei,
            wording.word(wording.POSITIONS, row.position),
            row.zlen,
            line.tbu.text,
            row.zwei,
            line.bbu.text,
            row.zwfl,
            line.bbtb.text,
            row.nt,
            row.two_t,
            row.bgm,
            line.case,
            "; ".join(mark.text for mark in line.marks),
            "; ".join(line.reasons),
        )


def completeness_sheet(found: Completeness, states: wording.Words) -> Sheet:
    """Posts of an area in one month: whether and when their data came."""
    columns = [
        Column(_("Kode posyandu"), 20),
        Column(_("Posyandu"), 24),
        Column(_("Desa/kelurahan"), 20),
        Column(_("Puskesmas"), 20),
        Column(_("Keadaan"), 14),
        Column(_("Tanggal buka"), 12, "date"),
        Column(_("Data diterima"), 12, "date"),
        Column(_("Terlambat (hari)"), 10, "integer"),
        Column(_("Balita terdaftar (S)"), 10, "integer"),
        Column(_("Ditimbang (D)"), 10, "integer"),
        Column(_("D/S (%)"), 9, "decimal"),
    ]
    rows = (
        (
            post.code,
            post.name,
            post.village,
            post.health_centre,
            wording.word(states, post.state),
            post.held_on,
            post.received_on,
            post.days_late,
            post.counts.s,
            post.counts.d,
            post.counts.ds.pct,
        )
        for post in found.posts
    )
    title = f"{_('Kelengkapan laporan posyandu')} · {_month(found.month)}"
    return Sheet(_("Kelengkapan"), title, columns, rows)


def _moment(when: dt.datetime) -> str:
    """`9 November 2026 14.05`, in English `9 November 2026 14:05`."""
    clock = "H.i" if (get_language() or "id").startswith("id") else "H:i"
    return formats.date_format(when, f"j F Y {clock}")


def _month(month: dt.date | None) -> str:
    return formats.date_format(month, "F Y") if month else ""


def _status(filters: ChildFilters) -> str:
    return str(wording.STATUS_WORD.get(filters.status, ""))


def download(
    request: HttpRequest, sheet: Sheet, stem: str, month: dt.date | None, purpose: str, rows: int
) -> HttpResponse:
    """The workbook as a file; its last sheet says who took it, when, for what, how many rows."""
    now = timezone.localtime()
    notes = [
        _("Diunduh dari Rembuk oleh %(who)s, %(when)s.")
        % {"who": str(request.user), "when": _moment(now)},
        _("Keperluan: %(purpose)s") % {"purpose": purpose},
        _("%(rows)d baris. Unduhan ini dicatat.") % {"rows": rows},
        _("Data anak adalah data pribadi khusus: hapus berkas ini bila keperluannya selesai."),
    ]
    name = f"{stem}-{month:%Y-%m}.xlsx" if month else f"{stem}.xlsx"
    return sent(workbook([sheet], notes), name)
