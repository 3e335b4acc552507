"""The review of a year as a document: lines and improvements the office decided, then the figures
they stand on. Always Indonesian; nobody is named but who signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from rembuk import reference
from rembuk.office.convergence.chasing import letter as chase_letter
from rembuk.office.documents.blocks import Block, Value
from rembuk.office.documents.letters import (
    Bullets,
    Column,
    Facts,
    Heading,
    Letter,
    Paragraph,
    Table,
)
from rembuk.office.documents.numbers import long_date, rupiah
from rembuk.office.documents.queries import sent_by
from rembuk.office.documents.signing import signatures
from rembuk.office.places.numbers import plain
from rembuk.office.review import year_review_tables as tables
from rembuk.office.review.improvements import Carried
from rembuk.office.review.models import Finding, Side
from rembuk.office.review.year_review import Review
from rembuk.office.review.year_review_tables import of_words
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role


def sender(found: Review) -> Office | None:
    """Who reviews: planning of the district, or the kecamatan itself."""
    if found.of_district:
        return chase_letter.sender(found.year, found.on)
    return by_role("KECAMATAN", found.place, found.on)


def letter(
    found: Review, lines: Sequence[Finding], decided: Sequence[Carried], *, number: str,
    on: dt.date, reason: str = "", edition: int = 1,
) -> Letter:  # fmt: skip
    """The whole document."""
    office = sender(found)
    limit = int(reference.load().number("small_count", found.on))
    return Letter(
        "laporan", sent_by(office, found.year.district_code), number=number,
        title="Reviu kinerja tahunan percepatan penurunan stunting "
        f"tahun {found.year.year}",
        subtitle=found.place_name + (f", edisi {edition}" if edition > 1 else ""), on=on,
        as_of=found.on, made_at=timezone.now(), without_names=True,
        signatures=signatures(office, found.on),
        body=[
            *([Paragraph(f"Edisi ini menggantikan edisi sebelumnya. Alasan: {reason}")]
              if reason else []),
            Heading("Ringkasan"), Facts(_summary(found)),
            Heading("Yang berjalan baik"), _bullets(lines, Side.STRENGTH),
            Heading("Yang masih kurang"), _bullets(lines, Side.SHORTFALL),
            Heading("Perbaikan yang diputuskan"), _improvements(decided),
            *_before(found),
            Heading("Rencana dan realisasi kegiatan"), *tables.activities(found),
            Heading("Cakupan layanan"), tables.coverage(found.coverage, limit),
            Heading("Stunting"), *tables.children(found, limit),
            Heading("Isian, langkah, dan tindak lanjut audit"), *tables.filing(found),
            Heading("Cara membaca"), *tables.notes(),
        ],
    )  # fmt: skip


def _summary(found: Review) -> list[tuple[str, Value]]:
    kept, money, cells = found.promised.total, found.promised.money, found.filing.total
    in_time, steps = found.filing.pairs
    last = found.children.last
    spent = f"{rupiah(money.spent)} dari {rupiah(money.budget)} ({plain(money.percent or 0)}%)"
    return [
        ("Wilayah", found.place_name), ("Keadaan data per", long_date(found.on)),
        ("Janji jatuh tempo ditepati", of_words(kept.kept, kept.due, kept.percent)),
        ("Belanja tercatat", spent if money.budget else "pagu tidak disebut"),
        ("Target cakupan tercapai",
         f"{found.reached} dari {len(found.judged)} indikator bertarget"
         if found.judged else "belum ada target yang diisi"),
        ("Sel indikator terisi tepat waktu",
         of_words(cells.in_time, cells.expected, cells.in_time_pct)),
        ("Langkah dalam jendelanya",
         of_words(in_time, steps, 100 * in_time / steps if steps else None)),
        ("D/S bulan terakhir",
         of_words(last.ds.n, last.ds.of, last.ds.pct) if last else "belum ada"),
    ]  # fmt: skip


def _bullets(lines: Sequence[Finding], side: Side) -> Block:
    mine = [one.words for one in lines if one.side == side]
    return Bullets(mine) if mine else Paragraph("Belum ada baris yang diputuskan.")


def _improvements(decided: Sequence[Carried]) -> Table:
    return Table(
        (
            Column("No", 0.5, "center"), Column("Perbaikan", 4.5), Column("Pemilik", 2.2),
            Column("Tenggat", 1.3, "date"), Column("Janji", 1.3),
        ),
        [
            (n, one.promise.title, one.promise.owner.name, one.promise.due, one.promise.number)
            for n, one in enumerate(decided, start=1)
        ],
        small=True, empty="Belum ada perbaikan yang diputuskan.",
    )  # fmt: skip


def _before(found: Review) -> list[Block]:
    if not found.before:
        return []
    rows = [
        (one.promise.title, one.promise.owner.name, one.promise.due, one.state_words)
        for one in found.before
    ]
    return [
        Heading(f"Perbaikan dari reviu tahun {found.year.year - 1}", 2),
        Table(
            (
                Column("Perbaikan", 4.5), Column("Pemilik", 2.2), Column("Tenggat", 1.3, "date"),
                Column("Keadaan", 1.8),
            ),
            rows, small=True,
        ),
    ]  # fmt: skip
