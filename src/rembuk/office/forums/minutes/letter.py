"""The record of a meeting as one set: minutes, commitment sheet, agreed plan, attendance.

Made from `content` alone, the plain data an edition keeps: what was signed can be set again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from rembuk.office.documents import signing
from rembuk.office.documents.blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Letter,
    PageBreak,
    Paragraph,
    Signature,
    SignaturePage,
    Table,
    Value,
)
from rembuk.office.documents.numbers import date_words, long_date, rupiah
from rembuk.office.forums.meeting import papers
from rembuk.office.forums.models import Meeting
from rembuk.office.forums.places import name_of
from rembuk.office.seats.models import Office

MOST_SIGNING: Final = 24
"""Offices that sign for their commitments; beyond that the attendance list carries the rest."""


def letter(
    meeting: Meeting, content: Mapping[str, Any], number: str, on: dt.date, *, edition: int = 1,
    reason: str = "",
) -> Letter:  # fmt: skip
    """The whole set. Every table and signature block comes from `content`."""
    agreed = [one for one in content["keputusan"] if one["putusan"] == "disepakati"]
    held = timezone.localdate(meeting.starts_at)
    body: list[Block] = [
        *_opening(meeting, content, held, edition, reason),
        *_decided(content, agreed),
        Paragraph(
            "Demikian berita acara ini dibuat untuk dilaksanakan. Tiap keputusan di atas menjadi "
            "janji yang ditagih pada tenggatnya dan dibuka kembali pada rembuk berikutnya."
        ),
        _commitment(meeting, agreed, held),
        PageBreak(),
        *_plan(meeting, agreed),
        *_attendance(content),
        Paragraph(
            "Berita acara, lembar komitmen, rencana kegiatan, dan daftar hadir ini satu kesatuan."
        ),
    ]
    where = name_of(meeting.place_code)
    return Letter(
        "berita-acara", papers.letterhead_of(meeting), number=number,
        title=f"Berita acara {meeting.title}", subtitle=where, place=where, on=on, body=body,
        signatures=_chairs(meeting, held), made_at=timezone.now(), as_of=on,
        notes=(f"Edisi {edition}." + (f" Alasan: {reason}" if reason else ""),),
    )  # fmt: skip


def _opening(
    meeting: Meeting, content: Mapping[str, Any], held: dt.date, edition: int, reason: str
) -> list[Block]:
    found: list[Block] = [
        Paragraph(
            f"Pada hari ini, {date_words(held)}, telah diadakan {meeting.title} dengan acara dan "
            f"keputusan sebagai berikut. Rembuk ini menyusun rencana tahun {meeting.plan_year}."
        ),
        Facts((*papers.when(meeting), ("Hadir", content["hadir"]["ringkas"]))),
    ]
    if content["acara"]:
        found += [Heading("Acara"), Bullets(content["acara"], numbered=True)]
    if edition > 1:
        words = f"Edisi {edition} ini menggantikan edisi {edition - 1}. Alasan: {reason}"
        found.insert(0, Paragraph(words, strong=True))
    if content["lalu"]:
        found += [
            Heading("Keputusan rembuk sebelumnya"),
            Table(
                (Column("Keputusan", 3.4), Column("Penanggung jawab", 1.8), Column("Keadaan", 1.6)),
                [(one["apa"], one["siapa"], one["keadaan"]) for one in content["lalu"]],
                small=True,
            ),
        ]
    return found


def _decided(content: Mapping[str, Any], agreed: Sequence[Mapping[str, Any]]) -> list[Block]:
    found: list[Block] = [
        Heading("Keputusan"),
        Table(
            (
                Column("No", 0.4, "center"), Column("Keputusan", 3.2), Column("Sasaran", 2.4),
                Column("Penanggung jawab", 1.6), Column("Tenggat", 1.2), Column("Putusan", 1.3),
            ),
            [
                (one["nomor"], one["apa"], target_words(one), one["siapa"], day(one["tenggat"]),
                 one["cara"])
                for one in agreed
            ],
            empty="Rembuk ini tidak menyepakati satu keputusan pun.", small=True,
        ),
    ]  # fmt: skip
    refused = [one for one in content["keputusan"] if one["putusan"] == "ditolak"]
    if refused:
        found += [
            Heading("Usul yang ditolak"),
            Bullets([f"{one['apa']} ({one['cara']})" for one in refused]),
        ]
    objections = [
        (one["nomor"], said["unsur"], said["isi"], said["jawab"] or "belum dijawab")
        for one in content["keputusan"]
        for said in one["keberatan"]
    ]
    if objections:
        found += [
            Heading("Keberatan"),
            Table(
                (
                    Column("Keputusan", 0.8, "center"), Column("Unsur", 1.4),
                    Column("Keberatan", 3), Column("Jawaban rapat", 3),
                ),
                objections, small=True,
            ),
        ]  # fmt: skip
    return found


def _commitment(
    meeting: Meeting, agreed: Sequence[Mapping[str, Any]], held: dt.date
) -> SignaturePage:
    """The page offices sign: what each of them promises, and a block for each."""
    codes = list(dict.fromkeys(one["kantor"] for one in agreed))[:MOST_SIGNING]
    lines = [
        f"{n}. {one['siapa']}: {one['apa']}. {target_words(one)}, paling lambat "
        f"{day(one['tenggat'])}."
        for n, one in enumerate(agreed, start=1)
    ]
    blocks = [block for code in codes for block in _of_office(code, held)]
    return SignaturePage(
        f"Lembar komitmen percepatan penurunan stunting {name_of(meeting.place_code)}",
        "\n".join(
            (
                "Kami yang bertanda tangan di bawah ini bersepakat melaksanakan keputusan rembuk "
                "menurut tugas masing-masing:",
                *(lines or ["Tidak ada keputusan yang disepakati."]),
            )
        ),
        blocks or list(_chairs(meeting, held)),
    )


def _plan(meeting: Meeting, agreed: Sequence[Mapping[str, Any]]) -> list[Block]:
    """What goes into the plan of the year, with its money."""
    total = sum(one["biaya"] or 0 for one in agreed)
    without = sum(1 for one in agreed if one["biaya"] is None)
    rows: list[tuple[Value, ...]] = [
        (
            one["nomor"], one["apa"], one["tempat"], volume_words(one),
            one["biaya"], one["dana"] or "belum ditetapkan",
        )
        for one in agreed
    ]  # fmt: skip
    told = f"Jumlah biaya yang disebut: {rupiah(total)}."
    if without:
        told += f" Belum berbiaya: {without} keputusan."
    return [
        Heading(f"Rencana kegiatan yang disepakati untuk tahun {meeting.plan_year}"),
        Table(
            (
                Column("No", 0.4, "center"), Column("Kegiatan", 3), Column("Tempat", 1.6),
                Column("Volume", 1.1), Column("Biaya", 1.5, "rupiah"), Column("Sumber dana", 1.6),
            ),
            rows, empty="Belum ada kegiatan.", small=True,
        ),
        Paragraph(told),
    ]  # fmt: skip


def _attendance(content: Mapping[str, Any]) -> list[Block]:
    here = content["hadir"]
    rows: list[tuple[Value, ...]] = [
        (number, one["nama"], one["unsur"], one["cara"])
        for number, one in enumerate(here["baris"], start=1)
    ]
    found: list[Block] = [
        Heading("Daftar hadir"),
        Paragraph(here["ringkas"]),
        Table(
            (
                Column("No", 0.4, "center"), Column("Nama", 2.4), Column("Kantor/unsur", 2.6),
                Column("Cara hadir", 1.4),
            ),
            rows, empty="Kehadiran dicatat pada lembar kertas yang dilampirkan.", small=True,
        ),
    ]  # fmt: skip
    return found


def target_words(one: Mapping[str, Any]) -> str:
    """`Keluarga tanpa jamban: dari 14 menjadi 4 keluarga`."""
    now = f"dari {number(one['kini'])} " if one["kini"] else ""
    return f"{one['sasaran']}: {now}menjadi {number(one['nilai'])} {one['satuan']}".strip()


def volume_words(one: Mapping[str, Any]) -> str:
    """`10 unit`; nothing for none."""
    return f"{number(one['volume'])} {one['satuan_volume']}".strip() if one["volume"] else ""


def number(text: str | None) -> str:
    """A kept decimal as people write it: `2,5`, `1.200`."""
    if not text:
        return ""
    value = Decimal(text).normalize()
    whole, _point, part = f"{value:,f}".partition(".")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def day(text: str | None) -> str:
    """A kept day in words."""
    return long_date(dt.date.fromisoformat(text)) if text else ""


def _chairs(meeting: Meeting, held: dt.date) -> tuple[Signature, ...]:
    """Who leads the meeting, and who kept its minutes."""
    secretary = meeting.secretary
    return (
        *papers.signatures(meeting, held),
        Signature("Notulis", str(secretary) if secretary else ""),
    )


def _of_office(code: str, held: dt.date) -> tuple[Signature, ...]:
    return signing.signatures(Office.objects.filter(code=code).first(), held)
