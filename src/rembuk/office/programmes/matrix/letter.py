"""The integrated plan (Action 2) on paper: years n and n+1, one row an activity, by office."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Sum
from django.utils import timezone

from rembuk.office.documents.blocks import Column, Heading, Letter, PageBreak, Paragraph, Table
from rembuk.office.documents.numbers import long_date, rupiah
from rembuk.office.documents.queries import sent_by
from rembuk.office.documents.signing import signatures
from rembuk.office.places.numbers import on_paper
from rembuk.office.places.queries import place_names
from rembuk.office.programmes import shown, words
from rembuk.office.programmes.models import Activity, Status
from rembuk.office.programmes.queries import Activities
from rembuk.office.seats.queries import by_role

COLUMNS: Final = (
    Column("No", 0.4, "center"), Column("Masalah", 2.0), Column("Kegiatan", 2.2),
    Column("Pemilik", 1.2), Column("Lokasi", 1.2), Column("Volume", 0.9),
    Column("Pagu", 1.3, "rupiah"), Column("Sumber dana", 0.9), Column("Status", 1.3),
    Column("Dokumen dan baris", 1.5),
)  # fmt: skip
MOST: Final = 400
"""Rows a year on paper; a longer plan is the workbook, and the paper says so."""


def letter(found: Activities, year: int, place: str, name: str, on: dt.date) -> Letter:
    """The matrix of a place. `found` are its live activities of both years."""
    office = by_role("BAPPEDA", place, on) or by_role("TPPS", place, on)
    body: list[Heading | Paragraph | Table | PageBreak] = []
    for one in (year, year + 1):
        if body:
            body.append(PageBreak())
        body += _year(found.filter(year=one), one, on)
    return Letter(
        "matriks-rtl", sent_by(office, place), title="Rencana kegiatan terintegrasi",
        subtitle=f"Percepatan penurunan stunting, {name}, tahun {year} dan {year + 1}",
        on=on, body=tuple(body), signatures=signatures(office, on), without_names=True, as_of=on,
        made_at=timezone.now(),
        notes=(
            "Kolom kosong berarti belum diketahui, bukan nol. Status menurut dokumen yang disebut.",
        ),
    )  # fmt: skip


def _year(found: Activities, year: int, on: dt.date) -> list[Heading | Paragraph | Table]:
    rows = list(found.order_by("office__name", "place_code", "number")[: MOST + 1])
    whole = found.order_by().aggregate(rupiah=Sum("ceiling_amount"))["rupiah"] or 0
    count = found.count()
    budgeted = found.filter(status=Status.BUDGET).count()
    said = (
        f"{on_paper(count)} kegiatan, pagu {rupiah(whole)}; {on_paper(budgeted)} sudah tercantum "
        f"di APBD atau APBDes per {long_date(on)}."
    )
    if count > MOST:
        said += f" Ditampilkan {MOST} baris pertama; selengkapnya di lembar Excel."
    names = place_names(one.place_code for one in rows)
    money = words.money(on)
    return [
        Heading(f"Tahun {year}"),
        Paragraph(said),
        Table(
            COLUMNS,
            [_row(n, one, names, money) for n, one in enumerate(rows[:MOST], start=1)],
            small=True, empty="Belum ada kegiatan.",
        ),
    ]  # fmt: skip


def _row(
    number: int, one: Activity, names: dict[str, str], money: dict[str, str]
) -> tuple[str | int | None, ...]:
    told = ", ".join(filter(None, (one.status_document, one.status_line)))
    return (
        number, one.problem, one.title, one.office.short, names.get(one.place_code, one.place_code),
        shown.volume_words(one), one.ceiling_amount, money.get(one.money, ""),
        str(Status(one.status).label), told,
    )  # fmt: skip
