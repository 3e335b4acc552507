"""Activities as workbooks: the plain list, and the integrated plan of Action 2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils import timezone

from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.places.models import Area
from rembuk.office.programmes import words
from rembuk.office.programmes.models import Activity, ProblemSource, Status
from rembuk.office.programmes.queries import Activities

HEADS = (
    Column("No kegiatan", 14), Column("Masalah", 34), Column("Asal masalah", 14),
    Column("Kegiatan", 40), Column("Intervensi", 30), Column("Kelompok sasaran", 16),
    Column("Perangkat daerah", 22), Column("Kecamatan", 18), Column("Lokasi", 20),
    Column("Kode wilayah", 15), Column("Volume", 10, "decimal"), Column("Satuan", 12),
    Column("Pagu (Rp)", 16, "integer"), Column("Sumber dana", 14),
    Column("Kode sub kegiatan", 18), Column("Sub kegiatan", 32), Column("Status", 22),
    Column("Dokumen", 26), Column("Baris", 16), Column("Label", 12),
    Column("Sampai ke orang (%)", 12, "integer"), Column("Janji", 12),
)  # fmt: skip
"""Columns of the plan, the convergence action's own first: problem, activity, whose, where, how
much, with which money."""


def rows(found: Iterable[Activity], on: dt.date) -> Iterator[list[object]]:
    """One row an activity, in the order of `HEADS`."""
    money, catalogue, groups = words.money(on), words.intervention_names(on), words.groups(on)
    areas = {
        code: (name, parent or "")
        for code, name, parent in Area.objects.filter(level__gte=2).values_list(
            "code", "name", "parent__name"
        )
    }
    for one in found:
        name, parent = areas.get(one.place_code, (one.place_code, ""))
        village = one.place_code.count(".") == 3
        yield [
            one.number, one.problem, ProblemSource(one.problem_source).label, one.title,
            catalogue.get(one.intervention, one.intervention), groups.get(one.group, one.group),
            one.office.name, parent if village else "", name, one.place_code,
            float(one.volume) if one.volume is not None else None, one.unit, one.ceiling_amount,
            money.get(one.money, one.money), one.sub_activity_code, one.sub_activity_name,
            Status(one.status).label, one.status_document, one.status_line, one.tag,
            one.persons_share, one.promise.number if one.promise else "",
        ]  # fmt: skip


def activities_book(found: Activities, year: int, on: dt.date) -> bytes:
    """The list of activities."""
    title = f"Kegiatan {year}"
    return workbook([Sheet("Kegiatan", title, HEADS, rows(found.iterator(1000), on))], notes(on))


def matrix_book(found: Activities, year: int, place: str, on: dt.date) -> bytes:
    """The integrated plan (Action 2): years n and n+1 on a sheet each, to be printed."""
    made = [
        Sheet(
            f"Rencana {one}", f"Rencana kegiatan terintegrasi {place}, tahun {one}", HEADS,
            rows(found.filter(year=one).iterator(1000), on), paper=True,
        )
        for one in (year, year + 1)
    ]  # fmt: skip
    return workbook(made, notes(on))


def notes(on: dt.date) -> list[str]:
    """What a reader must know of the sheet."""
    when = timezone.localtime().strftime("%d/%m/%Y %H.%M")
    return [
        f"Diunduh {when}. Tanpa nama orang.",
        "Pagu dalam rupiah penuh. Kolom kosong berarti belum diketahui, bukan nol.",
        "Sampai ke orang: bagian pagu yang diterima langsung oleh sasaran; diisi kantor pemilik.",
    ]  # fmt: skip
