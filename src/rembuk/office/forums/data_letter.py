"""The data sheet on one A4 page, as a PDF from plain data."""

from __future__ import annotations

from django.utils import timezone

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
from rembuk.office.forums.data_figures import Figure
from rembuk.office.forums.data_sheet import Sheet
from rembuk.office.forums.models import Meeting
from rembuk.office.forums.papers import letterhead_of
from rembuk.office.places.numbers import on_paper

STANDING = {
    "tanpa-janji": "belum menjadi janji", "ditepati": "ditepati, sudah diperiksa",
    "selesai": "selesai, menunggu diperiksa", "berjalan": "berjalan", "lewat": "lewat tenggat",
    "gugur": "ditolak atau dibatalkan", "dibawa": "dibawa ke tahun berikut",
}  # fmt: skip


def letter(sheet: Sheet, meeting: Meeting, limit: int) -> Letter:
    """The sheet as it is handed out. `limit`: counts of people under it are not told."""
    body: list[Block] = []
    if sheet.figures:
        body.append(_figures(sheet, limit))
    body += _late(sheet)
    body += _results(sheet)
    if sheet.audits.total:
        body.append(
            Paragraph(
                f"RTL audit kasus: {sheet.audits.total} janji, {sheet.audits.kept} ditepati, "
                f"{sheet.audits.waiting} berjalan, {sheet.audits.late} lewat tenggat."
            )
        )
    body += _candidates(sheet)
    return Letter(
        "laporan", letterhead_of(meeting), title=f"Lembar data rapat: {sheet.title}",
        subtitle=meeting.title, on=timezone.localdate(meeting.starts_at), body=body,
        as_of=sheet.on, made_at=timezone.now(), without_names=True,
        notes=(
            f"Hitungan orang di bawah {limit} tidak ditulis. Survei dan register dua ukuran "
            "berbeda. Tanpa nama.",
        ),
    )  # fmt: skip


def _figures(sheet: Sheet, limit: int) -> Table:
    return Table(
        (
            Column("Keadaan", 3.2), Column("Angka", 0.9, "center"), Column("Hitungan", 1.5),
            Column("Per", 1.2), Column("Target", 0.9, "center"), Column("Kurang", 0.9, "center"),
        ),
        [_line(one, limit) for one in sheet.figures], small=True,
    )  # fmt: skip


def _line(one: Figure, limit: int) -> tuple[Value, ...]:
    value = "-" if one.value is None else f"{on_paper(one.value, 1)}%"
    target = "belum ada" if one.target is None else f"{on_paper(one.target, 1)}%"
    gap = "-" if one.gap is None else (f"{on_paper(one.gap, 1)} poin" if one.gap else "tercapai")
    name = f"{one.name} ({one.owner})" if one.owner else one.name
    return name, value, one.counted(limit) or one.why, one.as_of, target, gap


def _late(sheet: Sheet) -> list[Block]:
    if not sheet.late:
        return [Paragraph(f"Tidak ada janji yang lewat tenggat per {long_date(sheet.on)}.")]
    return [
        Heading("Lewat tenggat", 3),
        Table(
            (Column("Kantor", 2), Column("Janji", 0.6, "center"), Column("Paling lama", 1),
             Column("Contoh", 3.4)),
            [
                (one.office.short, one.many, f"{one.days} hari", one.title or "untuk keluarga")
                for one in sheet.late
            ],
            small=True,
        ),
    ]  # fmt: skip


def _results(sheet: Sheet) -> list[Block]:
    if not sheet.results:
        return [Paragraph("Belum ada keputusan rapat sebelumnya yang tercatat.")]
    found: list[Block] = [
        Heading(f"Keputusan lalu: {sheet.kept} dari {len(sheet.results)} ditepati", 3),
        Table(
            (Column("No", 0.4, "center"), Column("Keputusan", 3.6), Column("Pemilik", 1.2),
             Column("Jadinya", 1.6)),
            [
                (one.decision.number, one.decision.what,
                 one.owner.short if one.owner else "", STANDING[one.standing])
                for one in sheet.results
            ],
            small=True,
        ),
    ]  # fmt: skip
    if sheet.more_results:
        found.append(Paragraph(f"dan {sheet.more_results} keputusan lain."))
    return found


def _candidates(sheet: Sheet) -> list[Block]:
    head = (
        f"Rencana {sheet.plan_year}: {sheet.planned} kegiatan, "
        f"{rupiah(sheet.planned_rupiah)}. Calon kegiatan"
    )
    if not sheet.candidates:
        return [Paragraph(f"{head}: belum ada.")]
    lines = [
        f"{one.title} ({one.office.short if one.office else 'kantor belum ditentukan'})"
        for one in sheet.candidates
    ]
    if sheet.more_candidates:
        lines.append(f"dan {sheet.more_candidates} lainnya")
    return [Heading(head, 3), Bullets(lines)]
