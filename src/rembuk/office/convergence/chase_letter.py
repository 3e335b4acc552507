"""The list of empty cells as a letter to one office: what is missing in short, then every cell in
an annex. Always Indonesian, and without a person but who signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.utils import timezone

from rembuk.office.convergence.chase_text import places_words, plain, words_of
from rembuk.office.convergence.chasing import Owed
from rembuk.office.convergence.gaps import Gap
from rembuk.office.convergence.models import Year
from rembuk.office.documents.blocks import Value
from rembuk.office.documents.letters import (
    Block,
    Column,
    Heading,
    Letter,
    Letterhead,
    PageBreak,
    Paragraph,
    Signature,
    Table,
)
from rembuk.office.documents.numbers import in_words, long_date
from rembuk.office.documents.queries import sent_by
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role, head_of, holder

SHORT: Final = 12
"""Lines the letter itself lists; a longer list goes to the annex, with sums in the letter."""
SUBJECT: Final = "tagih-indikator"
"""Subject kind of these letters among the documents."""


def sender(year: Year, on: dt.date) -> Office | None:
    """The office that chases: planning, else the team."""
    return by_role("BAPPEDA", year.district_code, on) or by_role("TPPS", year.district_code, on)


def head(year: Year, office: Office | None) -> Letterhead:
    """The letterhead of who sends."""
    return sent_by(office, year.district_code)


def letter(year: Year, owed: Owed, until: dt.date, on: dt.date, number: str = "") -> Letter:
    """The letter to the head of the office."""
    office = sender(year, on)
    late = owed.late(on)
    body: list[Block] = [
        Paragraph(
            "Berdasarkan catatan isian indikator konvergensi percepatan penurunan stunting tahun "
            f"{year.year} per {long_date(on)}, terdapat {plain(owed.count)} "
            f"({in_words(owed.count)}) sel yang menjadi tugas {owed.office.name} dan masih kosong"
            + (f", {plain(late)} di antaranya sudah lewat tenggat." if late else "."),
            indent=True,
        ),
        _by_period(owed, on) if len(owed.all) > SHORT else _short(owed, on),
        Paragraph(
            f"Mohon sel tersebut diisi paling lambat {long_date(until)} agar laporan daerah "
            "lengkap dan tepat waktu. Bila memang tidak ada, isi angka 0; bila tidak berlaku di "
            "desa itu, pilih tidak berlaku; sel yang dibiarkan kosong terbaca belum dilaporkan.",
            indent=True,
        ),
        Paragraph(
            "Daftar lengkap tiap desa dan kelurahan ada di lampiran. Bila sel itu bukan tugas "
            "kantor Saudara, mohon memberi tahu kami supaya pemiliknya dibetulkan.",
            indent=True,
        ),
        PageBreak(),
        Heading("Lampiran: sel yang masih kosong"),
        *([_short(owed, on)] if len(owed.all) > SHORT else []),
        *_annex(owed),
    ]
    return Letter(
        "surat", head(year, office), number=number, nature="Segera",
        attachments="1 (satu) berkas",
        subject=f"Kelengkapan indikator konvergensi {year.year}", on=on,
        to=(f"Kepala {owed.office.name}",), body=body, signatures=signatures(office, on),
        copies=("Ketua Tim Percepatan Penurunan Stunting", "Arsip"), without_names=True,
        as_of=on, made_at=timezone.now(),
    )  # fmt: skip


def signatures(office: Office | None, on: dt.date) -> tuple[Signature, ...]:
    """Who leads the sending office today."""
    if office is None:
        return ()
    seat = head_of(office)
    held = holder(seat, on) if seat else None
    title = f"{seat.title if seat else 'Kepala'} {office.short}"
    if held is None:
        return (Signature(title),)
    return (Signature(f"Plt. {title}" if held.acting else title, held.name, nip=held.nip),)


def _short(owed: Owed, on: dt.date) -> Table:
    rows = [
        (n, name, words_of(gap.period), gap.due, _standing(gap, on), gap.count)
        for n, (name, gap) in enumerate(_named(owed), start=1)
    ]
    return Table(
        (
            Column("No", 0.5, "center"), Column("Indikator", 4.2), Column("Periode", 1.6),
            Column("Tenggat", 1.5, "date"), Column("Keadaan", 1.5),
            Column("Sel kosong", 1.0, "integer"),
        ),
        rows, small=True,
    )  # fmt: skip


def _by_period(owed: Owed, on: dt.date) -> Table:
    """A long list in short: how many indicators and cells lack in each period."""
    held: dict[str, list[Gap]] = {}
    for gap in owed.all:
        held.setdefault(gap.period, []).append(gap)
    rows = [
        (words_of(code), found[0].due, _standing(found[0], on), len(found),
         sum(gap.count for gap in found))
        for code, found in sorted(held.items(), key=lambda one: (one[1][0].due, one[0]))
    ]  # fmt: skip
    return Table(
        (
            Column("Periode", 2), Column("Tenggat", 1.5, "date"), Column("Keadaan", 1.5),
            Column("Indikator dan penyebut", 1.5, "integer"), Column("Sel kosong", 1.2, "integer"),
        ),
        rows, small=True,
    )  # fmt: skip


def _annex(owed: Owed) -> Sequence[Block]:
    rows: list[Sequence[Value]] = []
    for n, (name, gap) in enumerate(_named(owed), start=1):
        for words in places_words(gap):
            kecamatan, _mark, places = words.partition(": ")
            rows.append((n, name, words_of(gap.period), kecamatan, places))
    return (
        Table(
            (
                Column("No", 0.5, "center"), Column("Indikator", 3), Column("Periode", 1.3),
                Column("Kecamatan", 1.5), Column("Desa dan kelurahan yang kosong", 4.5),
            ),
            rows, small=True,
        ),
    )  # fmt: skip


def _named(owed: Owed) -> list[tuple[str, Gap]]:
    return [(gap.name, gap) for gap in owed.own] + [
        (f"Penyebut: {gap.name} (ditunggu kantor lain)", gap) for gap in owed.lent
    ]


def _standing(gap: Gap, on: dt.date) -> str:
    days = gap.late(on)
    if days > 0:
        return f"lewat {days} hari"
    return "hari ini" if days == 0 else f"{-days} hari lagi"
