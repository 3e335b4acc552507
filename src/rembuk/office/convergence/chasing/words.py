"""The board in words for a page: the matrix as marks, gaps with their period and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from rembuk.office.convergence.chasing.board_view import Board
from rembuk.office.convergence.chasing.gaps import Gap
from rembuk.office.convergence.chasing.heat import Row, Spot
from rembuk.office.convergence.told import period_words

MARKS: Final = {"": "", "penuh": "o", "nanti": "o", "segera": "t", "lewat": "a"}
"""Tone -> class of the mark (strip of months, design 5)."""


@dataclass(frozen=True)
class MatrixRow:
    """One row of the matrix; `cells` are (class, text, words for who hears the page)."""

    code: str
    name: str
    cells: tuple[tuple[str, str, str], ...]
    late: int
    empty: int
    expected: int


def columns(board: Board) -> list[str]:
    """Heads of the matrix."""
    return [board.place_names.get(code, code) or _("Kabupaten") for code in board.heat.columns]


def rows(board: Board, found: Iterable[Row]) -> list[MatrixRow]:
    """Rows of the matrix with their names."""
    said = {
        "": _("tidak ditanyakan"), "penuh": _("lengkap"), "nanti": _("belum tenggat"),
        "segera": _("tenggat dekat"), "lewat": _("lewat tenggat"),
    }  # fmt: skip
    return [
        MatrixRow(
            row.indicator, board.indicators.get(row.indicator, row.indicator),
            tuple((MARKS[spot.tone], _text(spot), said[spot.tone]) for spot in row.spots),
            row.total.late, row.total.empty, row.total.expected,
        )
        for row in found
    ]  # fmt: skip


def _text(spot: Spot) -> str:
    """What must be done now comes first: cells past due, else empty ones."""
    if not spot.expected:
        return "·"
    return str(spot.late or spot.empty) if spot.empty else "✓"


def told_gaps(found: Iterable[Gap], on: dt.date) -> list[tuple[Gap, str, int]]:
    """Gaps with their period in words and the days they are past due."""
    return [(gap, period_words(gap.period), gap.late(on)) for gap in found]
