"""A chapter of the report: what is drafted of it in sentences, and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rembuk.office.documents.blocks import Block, Value
from rembuk.office.documents.numbers import rupiah
from rembuk.office.places.numbers import count, plain
from rembuk.office.review.year_review_promises import Kept

NONE: Final = "–"


@dataclass(frozen=True)
class Drafted:
    """`code` of `Chapter`; `sentences` are said on the page too, `blocks` on paper alone."""

    code: str
    title: str
    sentences: tuple[str, ...]
    blocks: Sequence[Block] = ()


def pct(value: float | None) -> str:
    """`37,0%`; a dash for none."""
    return NONE if value is None else f"{plain(value)}%"


def money(amount: int | None) -> str:
    """Rupiah; a dash for none."""
    return NONE if amount is None else rupiah(amount)


def numbered(rows: Sequence[Sequence[Value]]) -> list[tuple[Value, ...]]:
    """Rows with their number in front."""
    return [(n, *row) for n, row in enumerate(rows, start=1)]


def fell_due(kept: Kept) -> str:
    """What became of promises that fell due; the parts add up to them."""
    said = [
        f"{count(kept.kept)} ditepati",
        f"{count(kept.late)} selesai terlambat",
        f"{count(kept.waiting)} menunggu pemeriksaan",
        f"{count(kept.broken)} lewat tenggat",
    ]
    today = kept.due - sum((
        kept.kept, kept.late, kept.waiting, kept.broken, kept.refused, kept.carried,
    ))  # fmt: skip
    rarer = (
        (kept.refused, "ditolak kantornya"), (kept.carried, "dibawa ke siklus berikut"),
        (today, "jatuh tempo hari ini"),
    )  # fmt: skip
    said += [f"{count(n)} {words}" for n, words in rarer if n]
    return f"{count(kept.due)} janji jatuh tempo: {', '.join(said)}."
