"""The list of empty cells as a letter to one office: what is missing in short, then every cell in
an annex. Always Indonesian, and without a person but who signs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from rembuk.office.convergence.chasing.gaps import Gap
from rembuk.office.convergence.chasing.owed import Owed
from rembuk.office.convergence.chasing.text import places_words, words_of
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.periods import before, period
from rembuk.office.documents import letters
from rembuk.office.documents.letters import (
    Block,
    Column,
    Heading,
    Letter,
    Letterhead,
    PageBreak,
    Paragraph,
    Table,
)
from rembuk.office.documents.numbers import in_words, long_date
from rembuk.office.documents.queries import sent_by
from rembuk.office.documents.signing import signatures
from rembuk.office.places.numbers import on_paper
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role

LONG: Final = 8
"""Pages above which the letter without names of villages is proposed."""
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


def letter(
    year: Year, owed: Owed, until: dt.date, on: dt.date, number: str = "", *, named: bool = True
) -> Letter:
    """The letter to the head of the office. `named`: the annex names every village; otherwise it
    counts them by kecamatan and the workbook goes with it."""
    office = sender(year, on)
    late = owed.late(on)
    body: list[Block] = [
        Paragraph(
            "Berdasarkan catatan isian indikator konvergensi percepatan penurunan stunting tahun "
            f"{year.year} per {long_date(on)}, terdapat {on_paper(owed.count)} "
            f"({in_words(owed.count)}) sel yang menjadi tugas {owed.office.name} dan masih kosong"
            + (f", {on_paper(late)} di antaranya sudah lewat tenggat." if late else "."),
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
            (
                "Daftar lengkap tiap desa dan kelurahan ada di lampiran. "
                if named
                else "Lampiran memuat jumlahnya tiap kecamatan; nama tiap desa dan kelurahan "
                "ada di daftar Excel yang dikirim bersama surat ini. "
            )
            + "Bila sel itu bukan tugas kantor Saudara, mohon memberi tahu kami supaya pemiliknya "
            "dibetulkan.",
            indent=True,
        ),
        PageBreak(),
        Heading("Lampiran: sel yang masih kosong"),
        _annex(owed, named=named),
    ]
    return Letter(
        "surat", head(year, office), number=number, nature="Segera",
        attachments="1 (satu) berkas",
        subject=f"Kelengkapan indikator konvergensi {year.year}", on=on,
        to=(f"Kepala {owed.office.name}",), body=body, signatures=signatures(office, on),
        copies=("Ketua Tim Percepatan Penurunan Stunting", "Arsip"), without_names=True,
        as_of=on, made_at=timezone.now(),
    )  # fmt: skip


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


@dataclass(frozen=True)
class Row:
    """A row of the annex: one indicator, the periods in which the same places lack."""

    name: str
    periods: str
    kecamatan: str
    places: str
    cells: int


def rows(owed: Owed, *, named: bool = True) -> list[Row]:
    """The annex: periods in which exactly the same places of a kecamatan lack are one row, since an
    office mostly lacks the same villages month after month."""
    held: dict[tuple[str, str, str], list[Gap]] = {}
    for name, gap in _named(owed):
        for words in places_words(gap, named=named):
            kecamatan, _mark, places = words.partition(": ")
            held.setdefault((name, kecamatan, places), []).append(gap)
    return [
        Row(name, span([gap.period for gap in found]), kecamatan, places,
            sum(_cells(gap, kecamatan) for gap in found))
        for (name, kecamatan, places), found in held.items()
    ]  # fmt: skip


def span(codes: Sequence[str]) -> str:
    """Periods in words: runs of months that follow each other as from and to."""
    runs: list[list[str]] = []
    for code in sorted(dict.fromkeys(codes), key=lambda one: (period(one).kind, one)):
        if runs and period(code).kind == "bulan" and before(period(code)).code == runs[-1][-1]:
            runs[-1].append(code)
        else:
            runs.append([code])
    return "; ".join(
        words_of(run[0]) if len(run) == 1 else f"{words_of(run[0])} sampai {words_of(run[-1])}"
        for run in runs
    )


def sizes(year: Year, owed: Owed, until: dt.date, on: dt.date) -> dict[str, int]:
    """How many pages the letter has with every village named, and with villages counted: laid out
    both ways. `most`: above it the short letter is proposed."""
    return {
        "named": pages(letter(year, owed, until, on)),
        "counted": pages(letter(year, owed, until, on, named=False)), "most": LONG,
    }  # fmt: skip


def pages(made: Letter) -> int:
    """Pages of a letter."""
    import pypdf  # half a second to load, and few processes read a PDF

    return len(pypdf.PdfReader(io.BytesIO(letters.render(made))).pages)


def _annex(owed: Owed, *, named: bool) -> Table:
    found = [
        (n, one.name, one.periods, one.kecamatan, one.places, one.cells)
        for n, one in enumerate(rows(owed, named=named), start=1)
    ]
    return Table(
        (
            Column("No", 0.5, "center"), Column("Indikator", 3), Column("Periode", 1.5),
            Column("Kecamatan", 1.5),
            Column("Desa dan kelurahan yang kosong" if named else "Banyaknya", 4.2),
            Column("Sel", 0.7, "integer"),
        ),
        found, small=True,
    )  # fmt: skip


def _cells(gap: Gap, kecamatan: str) -> int:
    if gap.whole:
        return gap.count
    return sum(one.count for one in gap.where if one.name == kecamatan)


def _named(owed: Owed) -> list[tuple[str, Gap]]:
    return [(gap.name, gap) for gap in owed.own] + [
        (f"Penyebut: {gap.name} (ditunggu kantor lain)", gap) for gap in owed.lent
    ]


def _standing(gap: Gap, on: dt.date) -> str:
    days = gap.late(on)
    if days > 0:
        return f"lewat {days} hari"
    return "hari ini" if days == 0 else f"{-days} hari lagi"
