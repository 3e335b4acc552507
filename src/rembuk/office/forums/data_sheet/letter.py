"""The data sheet on one A4 page, as a PDF from plain data."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from rembuk.office.documents import letters, pdfs
from rembuk.office.documents.blocks import (
    Block,
    Bullets,
    Column,
    Heading,
    Letter,
    Paragraph,
    Table,
    Value,
)
from rembuk.office.documents.numbers import long_date, rupiah
from rembuk.office.forums.data_sheet.figures import Figure
from rembuk.office.forums.data_sheet.sheet import Sheet
from rembuk.office.forums.models import Meeting
from rembuk.office.forums.queries import Result
from rembuk.office.forums.way.standing_words import STANDING
from rembuk.office.places.numbers import on_paper

LINES: Final = (8, 6, 5, 4, 3, 2, 1)
"""Lines of a part that are tried, the most first, until the whole stands on one page."""


def one_page(sheet: Sheet, meeting: Meeting, limit: int) -> bytes:
    """The PDF on one A4 page: as many lines of each part as fit; what is left out is counted."""
    made = b""
    for most in LINES:
        made = letters.render(letter(sheet, meeting, limit, most))
        if pdfs.count(made) == 1:
            break
    return made


def letter(sheet: Sheet, meeting: Meeting, limit: int, most: int = LINES[0]) -> Letter:
    """The sheet as it is handed out. `limit`: counts of people under it are not told; `most`: so
    many lines of each part."""
    body: list[Block] = []
    if sheet.figures:
        body.append(_figures(sheet, limit, most))
    body += _late(sheet, most)
    body += _results(sheet, most)
    if sheet.audits.total:
        body.append(
            Paragraph(
                f"RTL audit kasus: {sheet.audits.total} janji, {sheet.audits.kept} ditepati, "
                f"{sheet.audits.waiting} berjalan, {sheet.audits.late} lewat tenggat."
            )
        )
    body += _candidates(sheet, most)
    return Letter(
        "lembar-kerja", title=f"Lembar data rapat: {sheet.title}",
        subtitle=meeting.title, on=timezone.localdate(meeting.starts_at), body=body,
        as_of=sheet.on, made_at=timezone.now(), without_names=True,
        notes=(
            f"Hitungan orang di bawah {limit} tidak ditulis. Survei dan register dua ukuran "
            "berbeda. Tanpa nama.",
        ),
    )  # fmt: skip


def _figures(sheet: Sheet, limit: int, most: int) -> Table:
    return Table(
        (
            Column("Keadaan", 3.2), Column("Angka", 0.9, "center"), Column("Hitungan", 1.5),
            Column("Per", 1.2), Column("Target", 0.9, "center"), Column("Kurang", 0.9, "center"),
        ),
        [_line(one, limit) for one in sheet.figures[: most + 4]], small=True,
    )  # fmt: skip


def _line(one: Figure, limit: int) -> tuple[Value, ...]:
    value = "-" if one.value is None else f"{on_paper(one.value, 1)}%"
    target = "belum ada" if one.target is None else f"{on_paper(one.target, 1)}%"
    gap = "-" if one.gap is None else (f"{on_paper(one.gap, 1)} poin" if one.gap else "tercapai")
    name = f"{one.name} ({one.owner})" if one.owner else one.name
    return name, value, one.counted(limit) or one.why, one.as_of, target, gap


def _late(sheet: Sheet, most: int) -> list[Block]:
    if not sheet.late:
        return [Paragraph(f"Tidak ada janji yang lewat tenggat per {long_date(sheet.on)}.")]
    return [
        Heading("Lewat tenggat", 3),
        Table(
            (Column("Kantor", 2), Column("Janji", 0.6, "center"), Column("Paling lama", 1),
             Column("Contoh", 3.4)),
            [
                (one.office.short, one.many, f"{one.days} hari", one.title or "untuk keluarga")
                for one in sheet.late[:most]
            ],
            small=True,
        ),
    ]  # fmt: skip


def _results(sheet: Sheet, most: int) -> list[Block]:
    if not sheet.results:
        return [Paragraph("Belum ada keputusan rapat sebelumnya yang tercatat.")]
    found: list[Block] = [
        Heading(f"Keputusan lalu: {sheet.kept} dari {len(sheet.results)} ditepati", 3),
        Table(
            (Column("No", 0.4, "center"), Column("Keputusan", 3.6), Column("Pemilik", 1.2),
             Column("Jadinya", 1.6)),
            [
                (one.decision.number, _what(one),
                 one.owner.short if one.owner else "", str(STANDING[one.standing][1]))
                for one in sheet.results[:most]
            ],
            small=True,
        ),
    ]  # fmt: skip
    more = sheet.more_results + max(len(sheet.results) - most, 0)
    if more:
        found.append(Paragraph(f"dan {more} keputusan lain."))
    return found


def _candidates(sheet: Sheet, most: int) -> list[Block]:
    head = (
        f"Rencana {sheet.plan_year}: {sheet.planned} kegiatan, "
        f"{rupiah(sheet.planned_rupiah)}. Calon kegiatan"
    )
    if not sheet.candidates:
        return [Paragraph(f"{head}: belum ada.")]
    lines = [
        f"{one.title} ({one.office.short if one.office else 'kantor belum ditentukan'})"
        for one in sheet.candidates[:most]
    ]
    more = sheet.more_candidates + max(len(sheet.candidates) - most, 0)
    if more:
        lines.append(f"dan {more} lainnya")
    return [Heading(head, 3), Bullets(lines)]


def _what(one: Result) -> str:
    return f"{one.decision.what} ({one.place})" if one.place else one.decision.what
