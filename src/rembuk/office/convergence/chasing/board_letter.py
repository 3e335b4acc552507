"""The board as a report on paper: offices, kecamatan, the indicators with holes. Lying A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from rembuk.office.convergence.chasing.board_view import Board
from rembuk.office.convergence.chasing.letter import head, sender
from rembuk.office.convergence.chasing.text import words_of
from rembuk.office.convergence.queries import Line
from rembuk.office.documents.blocks import Value
from rembuk.office.documents.letters import Column, Facts, Heading, Letter, Paragraph, Table
from rembuk.office.documents.numbers import long_date

COLUMNS = (
    Column("Nama", 4), Column("Seharusnya", 1.2, "integer"), Column("Terisi", 1, "integer"),
    Column("Kosong", 1, "integer"), Column("Lewat tenggat", 1.2, "integer"),
    Column("Terisi terlambat", 1.2, "integer"), Column("Meragukan", 1.2, "integer"),
    Column("Dikunci", 1, "integer"), Column("Lengkap", 1, "percent"),
)  # fmt: skip


def report(board: Board) -> Letter:
    """The whole board."""
    total = board.total
    names = board.indicators
    scope = board.place_names.get(board.kecamatan, "") if board.kecamatan else "seluruh daerah"
    holes = [
        (names.get(row.indicator, row.indicator), row.total.expected, row.total.empty,
         row.total.late, ", ".join(
             f"{board.place_names.get(code, code) or 'Kabupaten'} {spot.empty}"
             for code, spot in zip(board.heat.columns, row.spots, strict=True) if spot.empty))
        for row in board.heat.rows
    ]  # fmt: skip
    return Letter(
        "laporan", head(board.year, sender(board.year, board.on)),
        title=f"Kelengkapan dan ketepatan waktu indikator konvergensi {board.year.year}",
        subtitle=f"Keadaan {long_date(board.on)}", on=board.on, as_of=board.on,
        made_at=timezone.now(), without_names=True,
        body=[
            Facts(
                (
                    ("Periode", words_of(board.period) if board.period else "semua"),
                    ("Wilayah", scope),
                    ("Sel terisi", f"{total.filled} dari {total.expected}"
                     + (f" ({total.percent}%)" if total.percent is not None else "")),
                    ("Lewat tenggat", f"{total.overdue} sel"),
                )
            ),
            Heading("Menurut kantor"),
            Table(COLUMNS, _rows(one.line for one in board.offices), small=True),
            Heading("Menurut kecamatan"),
            Table(COLUMNS, _rows(board.places), small=True),
            Heading("Indikator yang masih berlubang"),
            Table(
                (
                    Column("Indikator", 4), Column("Seharusnya", 1.1, "integer"),
                    Column("Kosong", 1, "integer"), Column("Lewat", 1, "integer"),
                    Column("Sel kosong menurut kecamatan", 4.5),
                ),
                holes, small=True, empty="Semua sel terisi.",
            ),
            Paragraph(
                "Kosong: belum dilaporkan. Nol dan tidak berlaku dihitung terisi. Sel yang hanya "
                "menunggu penyebut kantor lain dihitung kosong, tidak dihitung lewat tenggat bagi "
                "pemilik pembilangnya."
            ),
        ],
    )  # fmt: skip


def _rows(lines: Iterable[Line]) -> list[Sequence[Value]]:
    return [
        (one.name, one.expected, one.filled, one.empty, one.overdue, one.late_filled, one.doubtful,
         one.locked, one.percent)
        for one in lines
    ]  # fmt: skip
