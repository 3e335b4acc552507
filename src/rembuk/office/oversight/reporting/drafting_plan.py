"""The chapter of plan and money."""

from __future__ import annotations

from collections.abc import Sequence

from rembuk.office.documents.blocks import Block
from rembuk.office.documents.letters import Column, Heading, Table
from rembuk.office.documents.numbers import rupiah
from rembuk.office.oversight.models import Chapter
from rembuk.office.oversight.reporting.chapter import Drafted, pct
from rembuk.office.oversight.reporting.money import Sum
from rembuk.office.oversight.reporting.reading import Read
from rembuk.office.places.numbers import count


def money(read: Read) -> Drafted:
    """By stage, office and source; spending, deliveries, holes."""
    told = read.money
    total = told.total
    said = [
        f"Kegiatan tahun {read.half.year}: {count(total.activities)} dengan pagu "
        f"{rupiah(total.amount)}. Yang sudah masuk APBD atau APBDes {count(total.budgeted)} "
        f"kegiatan, {rupiah(total.budgeted_amount)}."
        if total.activities
        else f"Belum ada kegiatan tahun {read.half.year} yang dicatat."
    ]
    said.append(
        f"Belanja tercatat semester ini {rupiah(told.spent_half)}; "
        f"{count(told.delivered)} penyaluran, {count(told.verified)} sudah diperiksa."
    )
    if told.holes:
        parts = (f"{words.lower()} {count(n)} baris" for words, n, _amount in told.holes)
        said.append(f"Lubang antara kebutuhan dan anggaran: {'; '.join(parts)}.")
    blocks: list[Block] = [
        Heading("Menurut tahap", 2), _sums("Tahap", told.stages),
        Heading("Menurut kantor", 2), _sums("Kantor", told.offices),
        Heading("Menurut sumber dana", 2), _sums("Sumber dana", told.sources),
    ]  # fmt: skip
    if told.holes:
        blocks += [
            Heading("Kebutuhan yang belum tertutup", 2),
            Table(
                (Column("Jenis", 4), Column("Baris", 1, "integer"),
                 Column("Rupiah yang diketahui", 2, "rupiah")),
                [(words, n, rupiah(amount)) for words, n, amount in told.holes], small=True,
            ),
        ]  # fmt: skip
    return Drafted(Chapter.MONEY, "Rencana dan anggaran", tuple(said), blocks)


def _sums(head: str, rows: Sequence[Sum]) -> Table:
    return Table(
        (
            Column(head, 3.4), Column("Kegiatan", 1, "integer"), Column("Pagu", 1.8, "rupiah"),
            Column("Masuk anggaran", 1.1, "integer"), Column("Pagu di anggaran", 1.8, "rupiah"),
            Column("Tanpa pagu", 1, "integer"), Column("Belanja", 1.8, "rupiah"),
            Column("Serapan", 1, "percent"),
        ),
        [
            (one.name, one.activities, rupiah(one.amount), one.budgeted,
             rupiah(one.budgeted_amount), one.without, rupiah(one.spent), pct(one.percent))
            for one in rows
        ],
        small=True, empty="Belum ada kegiatan.",
    )  # fmt: skip
