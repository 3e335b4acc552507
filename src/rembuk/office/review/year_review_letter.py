"""The review of a year as a document: lines and improvements the office decided, then the figures
they stand on. Always Indonesian; nobody is named but who signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.utils import timezone

from rembuk.office.convergence import chase_letter
from rembuk.office.documents.blocks import Block, Value
from rembuk.office.documents.letters import (
    Bullets,
    Column,
    Facts,
    Heading,
    Letter,
    Paragraph,
    Signature,
    Table,
)
from rembuk.office.documents.numbers import long_date, rupiah
from rembuk.office.documents.queries import sent_by
from rembuk.office.insight.numbers import count, plain
from rembuk.office.review.improvements import Carried
from rembuk.office.review.models import Finding, Side
from rembuk.office.review.year_review import Review, worst_first
from rembuk.office.review.year_review_children import Month
from rembuk.office.review.year_review_coverage import Covered
from rembuk.office.review.year_review_promises import Group
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role

MOST: Final = 120
"""Activities the document lists; all of them are in the workbook."""
NONE: Final = "–"


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
    return Letter(
        "laporan", sent_by(office, found.year.district_code), number=number,
        title="Reviu kinerja tahunan percepatan penurunan stunting "
        f"tahun {found.year.year}",
        subtitle=found.place_name + (f", edisi {edition}" if edition > 1 else ""), on=on,
        as_of=found.on, made_at=timezone.now(), without_names=True,
        signatures=_signatures(office, found),
        body=[
            *([Paragraph(f"Edisi ini menggantikan edisi sebelumnya. Alasan: {reason}")]
              if reason else []),
            Heading("A. Ringkasan"), Facts(_summary(found)),
            Heading("B. Yang berjalan baik"), _bullets(lines, Side.STRENGTH),
            Heading("C. Yang masih kurang"), _bullets(lines, Side.SHORTFALL),
            Heading("D. Perbaikan yang diputuskan"), _improvements(decided),
            *_before(found),
            Heading("E. Rencana dan realisasi kegiatan"), *_activities(found),
            Heading("F. Cakupan layanan"), _coverage(found.coverage),
            Heading("G. Stunting"), *_children(found),
            Heading("H. Isian, langkah, dan tindak lanjut audit"), *_filing(found),
            Heading("Cara membaca"), *_notes(),
        ],
    )  # fmt: skip


def _signatures(office: Office | None, found: Review) -> tuple[Signature, ...]:
    return chase_letter.signatures(office, found.on)


def _summary(found: Review) -> list[tuple[str, Value]]:
    kept, money, cells = found.promised.total, found.promised.money, found.filing.total
    in_time, steps = found.filing.pairs
    last = found.children.last
    spent = f"{rupiah(money.spent)} dari {rupiah(money.budget)}{_share(money.percent)}"
    return [
        ("Wilayah", found.place_name), ("Keadaan data per", long_date(found.on)),
        ("Janji jatuh tempo ditepati", _of(kept.kept, kept.due, kept.percent)),
        ("Belanja tercatat", spent if money.budget else "pagu tidak disebut"),
        ("Target cakupan tercapai",
         f"{found.reached} dari {len(found.judged)} indikator bertarget"
         if found.judged else "belum ada target yang diisi"),
        ("Sel indikator terisi tepat waktu",
         _of(cells.in_time, cells.expected, cells.in_time_pct)),
        ("Langkah dalam jendelanya", _of(in_time, steps, 100 * in_time / steps if steps else None)),
        ("D/S bulan terakhir", _of(last.ds.n, last.ds.of, last.ds.pct) if last else "belum ada"),
    ]  # fmt: skip


def _of(n: int, of: int, percent: float | None) -> str:
    return f"{count(n)} dari {count(of)}{_share(percent)}" if of else "belum ada"


def _share(percent: float | None) -> str:
    return "" if percent is None else f" ({plain(percent)}%)"


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


_KEPT: Final = (
    Column("Kegiatan", 1, "integer"), Column("Pagu", 1.6), Column("Belanja", 1.6),
    Column("Jatuh tempo", 1, "integer"), Column("Tepat", 0.9, "integer"),
    Column("Terlambat", 1, "integer"), Column("Diperiksa", 1, "integer"),
    Column("Belum", 0.9, "integer"),
)  # fmt: skip


def _group(one: Group) -> tuple[Value, ...]:
    kept, money = one.kept, one.money
    return (
        one.name, money.activities, rupiah(money.budget) if money.budget else NONE,
        rupiah(money.spent) if money.spent or money.budget else NONE, kept.due, kept.kept,
        kept.late, kept.waiting, kept.broken + kept.refused + kept.carried,
    )  # fmt: skip


def _activities(found: Review) -> list[Block]:
    told = found.promised
    shown = told.activities[:MOST]
    rest = len(told.activities) - len(shown)
    blocks: list[Block] = [
        Table((Column("Kantor", 3), *_KEPT), [_group(one) for one in told.offices], small=True,
              empty="Tidak ada janji yang jatuh tempo pada tahun ini."),
        Table((Column("Jenis", 3), *_KEPT), [_group(one) for one in told.kinds], small=True,
              empty="Tidak ada janji yang jatuh tempo pada tahun ini."),
    ]  # fmt: skip
    if told.volumes:
        rows = [(one.unit, float(one.planned), float(one.done)) for one in told.volumes]
        blocks.append(
            Table(
                (Column("Satuan", 3), Column("Volume rencana", 2, "decimal"),
                 Column("Volume selesai diperiksa", 2, "decimal")), rows, small=True,
            )
        )  # fmt: skip
    blocks.append(
        Table(
            (
                Column("Nomor", 1.1), Column("Kegiatan", 3.4), Column("Kantor", 1.8),
                Column("Lokasi", 1.4), Column("Volume", 1.2), Column("Pagu", 1.3),
                Column("Belanja", 1.3), Column("Tenggat", 1.1, "date"), Column("Keadaan", 1.5),
                Column("Kendala", 1.6),
            ),
            [
                (one.number, one.title, one.office, one.place,
                 f"{plain(float(one.volume), 0)} {one.unit}" if one.volume else NONE,
                 rupiah(one.budget) if one.budget is not None else NONE, rupiah(one.spent),
                 one.due, one.state_words, one.obstacle or NONE)
                for one in shown
            ],
            small=True, empty="Tidak ada kegiatan yang dirinci.",
        )
    )  # fmt: skip
    if rest or told.unnamed:
        blocks.append(
            Paragraph(
                f"{count(rest)} kegiatan lain ada di lembar Excel edisi ini. "
                f"{count(told.unnamed)} kegiatan untuk perorangan atau keluarga dihitung, tidak "
                "dirinci."
            )
        )  # fmt: skip
    return blocks


def _coverage(rows: Sequence[Covered]) -> Table:
    return Table(
        (
            Column("Indikator", 4), Column("Awal", 1.1), Column("Akhir", 1.1),
            Column("Perubahan", 1.2), Column("Terakhir (n dari N)", 1.8), Column("Target", 1),
            Column("Tercapai", 1), Column("Sel kosong", 1, "integer"),
        ),
        [
            (
                one.name, _pct(one.same.first.percent if one.same else None),
                _pct(one.same.last.percent if one.same else None),
                plain(one.same.points) if one.same and one.same.points is not None else NONE,
                _of(one.now.n, one.now.of, one.now.percent) if one.now else "belum ada",
                _pct(one.aim.value if one.aim else None),
                NONE if one.reached is None else "ya" if one.reached else "belum", one.empty,
            )
            for one in worst_first(rows)
        ],
        small=True, empty="Belum ada sel yang lewat tenggat.",
    )  # fmt: skip


def _pct(value: float | None) -> str:
    return NONE if value is None else f"{plain(value)}%"


def _children(found: Review) -> list[Block]:
    told = found.children
    months = list(told.months)
    blocks: list[Block] = [
        Table(
            (
                Column("Register posyandu", 2), Column("S", 1, "integer"),
                Column("D", 1, "integer"), Column("D/S", 1), Column("Pendek", 1, "integer"),
                Column("Dinilai TB/U", 1.2, "integer"), Column("Persen", 1.2),
            ),
            [_month(one) for one in months], small=True,
            empty="Belum ada data register pada tahun ini.",
        )
    ]  # fmt: skip
    if told.pair:
        a, b = told.pair.before, told.pair.after
        blocks.append(
            Paragraph(
                f"Desa yang sama ({told.pair.places} dari {told.pair.villages} desa dengan D/S "
                f"paling sedikit {plain(told.limit, 0)}% pada kedua bulan): "
                f"{_pct(a.stunting.pct)} ({count(a.stunting.n)} dari {count(a.stunting.of)}, "
                f"{a.month:%m-%Y}) menjadi {_pct(b.stunting.pct)} ({count(b.stunting.n)} dari "
                f"{count(b.stunting.of)}, {b.month:%m-%Y})."
            )
        )  # fmt: skip
    if told.tested is not None:
        why = " ".join(told.tested.why)
        blocks.append(Paragraph(f"Survei: {told.survey_words}; {told.tested.word}. {why}".strip()))
    elif found.of_district:
        blocks.append(Paragraph("Survei: belum ada dua survei yang dapat dibandingkan."))
    return blocks


def _month(one: Month) -> tuple[Value, ...]:
    share = _pct(one.stunting.pct) if one.readable else "belum dapat dibaca"
    return (
        f"{one.month:%m-%Y}", one.ds.of, one.ds.n, _pct(one.ds.pct), one.stunting.n,
        one.stunting.of, share,
    )  # fmt: skip


def _filing(found: Review) -> list[Block]:
    told, audits = found.filing, found.audits
    return [
        Table(
            (
                Column("Kantor", 4), Column("Sel lewat tenggat", 1.4, "integer"),
                Column("Tepat waktu", 1.2, "integer"), Column("Terlambat", 1.2, "integer"),
                Column("Kosong", 1, "integer"), Column("Tepat (%)", 1.1),
            ),
            [
                (one.name, one.expected, one.in_time, one.late, one.empty, _pct(one.in_time_pct))
                for one in told.offices
            ],
            small=True, empty="Belum ada sel yang lewat tenggat.",
        ),
        Paragraph(
            f"Tab yang sudah dilaporkan ke web: {told.tabs_filed} dari {told.tabs}. Audit kasus: "
            f"{audits.cycles} siklus, {count(audits.cases)} kasus; tindak lanjut jatuh tempo "
            f"ditepati {_of(audits.kept.kept, audits.kept.due, audits.kept.percent)}."
        ),
    ]  # fmt: skip


def _notes() -> list[Block]:
    return [
        Bullets(
            [
                "Janji ditepati: dinyatakan selesai paling lambat pada tenggatnya dan dibenarkan "
                "kantor lain. Yang dibatalkan tidak dihitung; yang dibawa, ditolak, atau masih "
                "terbuka dihitung tidak ditepati.",
                "Perubahan cakupan dihitung hanya di tempat yang terisi pada kedua periode. Angka "
                "daerah adalah jumlah per jumlah, bukan rata-rata persen.",
                "Register dan survei adalah dua seri dan tidak dibandingkan satu sama lain.",
                "Perubahan dalam setahun belum menunjukkan sebab.",
            ]
        )
    ]  # fmt: skip
