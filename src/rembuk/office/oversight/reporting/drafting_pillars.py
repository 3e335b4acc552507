"""The chapter of one pillar: promises, activities, indicators."""

from __future__ import annotations

from collections.abc import Sequence

from rembuk import reference
from rembuk.office.documents.blocks import Block
from rembuk.office.documents.letters import Column, Heading, Paragraph, Table
from rembuk.office.documents.numbers import rupiah
from rembuk.office.oversight.reporting.chapter import NONE, Drafted, fell_due, money, pct
from rembuk.office.oversight.reporting.money import MOST as ACTIVITIES
from rembuk.office.oversight.reporting.money import Planned
from rembuk.office.oversight.reporting.promised import MOST, Line
from rembuk.office.oversight.reporting.reading import Read
from rembuk.office.places.numbers import count
from rembuk.office.review.year_review_promises import Kept
from rembuk.office.review.year_review_tables import coverage
from rembuk.reference.pillars import Pillar


def pillar(read: Read, one: Pillar) -> Drafted:
    """What was promised, planned and reached."""
    number = one.number
    kept = read.promised.pillars.get(number, Kept())
    planned = read.money.pillars.get(number)
    rows = read.coverage.get(number, ())
    said = [fell_due(kept) if kept.due else "Tidak ada janji yang jatuh tempo pada pilar ini."]
    if planned:
        said.append(
            f"{count(planned.activities)} kegiatan tahun {read.half.year} dengan pagu "
            f"{rupiah(planned.amount)}; {count(planned.budgeted)} masuk anggaran"
            + (f", {count(planned.without)} belum ada pagunya." if planned.without else ".")
        )
    told = [row for row in rows if row.reached is not None]
    if told:
        reached = sum(1 for row in told if row.reached)
        said.append(f"{reached} dari {len(told)} indikator bertarget tercapai.")
    elif rows:
        said.append(f"{len(rows)} indikator, belum ada yang bertarget.")
    blocks: list[Block] = [
        Heading("Janji yang jatuh tempo", 2), _offices(read.promised.offices.get(number, ())),
        *_lines(read.promised.lines.get(number, ()), read.promised.unnamed.get(number, 0)),
        Heading(f"Kegiatan tahun {read.half.year}", 2),
        *_activities(read.money.planned.get(number, ())),
        Heading("Indikator", 2),
        coverage(rows, int(reference.load().number("small_count", read.on))),
    ]  # fmt: skip
    return Drafted(f"pilar-{number}", f"Pilar {number}: {one.name_id}", tuple(said), blocks)


def _offices(rows: Sequence[tuple[str, Kept]]) -> Table:
    return Table(
        (
            Column("Kantor", 4), Column("Jatuh tempo", 1, "integer"),
            Column("Ditepati", 1, "integer"), Column("Terlambat", 1, "integer"),
            Column("Belum diperiksa", 1.2, "integer"), Column("Belum selesai", 1.1, "integer"),
            Column("Ditepati (%)", 1.1, "percent"),
        ),
        [
            (name, one.due, one.kept, one.late, one.waiting, one.broken, pct(one.percent))
            for name, one in rows if one.due
        ],
        caption="Menurut kantor", small=True, empty="Tidak ada janji yang jatuh tempo.",
    )  # fmt: skip


def _lines(rows: Sequence[Line], unnamed: int) -> list[Block]:
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(
                (
                    Column("Nomor", 1.2), Column("Janji", 3.4), Column("Pemilik", 1.9),
                    Column("Tempat", 1.5), Column("Tenggat", 1.2, "date"),
                    Column("Keadaan", 1.5), Column("Kendala", 1.8),
                ),
                [
                    (one.number, one.title, one.office, one.place, one.due, one.state,
                     one.obstacle or NONE)
                    for one in rows[:MOST]
                ],
                caption="Satu per satu", small=True,
            )
        )  # fmt: skip
    more = [
        f"{count(len(rows) - MOST)} janji lain ada di lembar Excel." if len(rows) > MOST else "",
        f"{count(unnamed)} janji untuk perorangan atau keluarga dihitung, tidak dirinci."
        if unnamed else "",
    ]  # fmt: skip
    return [*blocks, Paragraph(" ".join(filter(None, more)))] if any(more) else blocks


def _activities(rows: Sequence[Planned]) -> list[Block]:
    table = Table(
        (
            Column("Nomor", 1.2), Column("Kegiatan", 2.9), Column("Kantor", 1.7),
            Column("Tempat", 1.7), Column("Volume", 1.1), Column("Pagu", 1.5, "rupiah"),
            Column("Belanja", 1.4, "rupiah"), Column("Tahap", 1.5),
        ),
        [
            (one.number, one.title, one.office, one.place, one.volume or NONE, money(one.amount),
             money(one.spent), one.status)
            for one in rows[:ACTIVITIES]
        ],
        small=True, empty="Belum ada kegiatan pada pilar ini.",
    )  # fmt: skip
    rest = len(rows) - ACTIVITIES
    if rest <= 0:
        return [table]
    return [table, Paragraph(f"{count(rest)} kegiatan lain ada di lembar Excel.")]
