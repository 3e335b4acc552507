"""What the map script draws, as data; the table beside the map has the same numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rembuk.office.insight.rows import Row, Table
from rembuk.office.places.numbers import count

CLASSES: Final[tuple[tuple[float, str | Promise, str | Promise], ...]] = (
    (2.5, gettext_lazy("< 2,5%"), gettext_lazy("sangat rendah")),
    (10, gettext_lazy("2,5–<10"), gettext_lazy("rendah")),
    (20, "10–<20", gettext_lazy("sedang")),
    (30, "20–<30", pgettext_lazy("prevalensi", "tinggi")),
    (float("inf"), "≥ 30%", gettext_lazy("sangat tinggi")),
)
"""WHO/UNICEF classes of stunting in a population: upper edge, range, word."""
MAPPED: Final = {"kecamatan", "desa"}


def class_of(percent: float) -> int:
    """0 (very low) to 4 (very high)."""
    return next(number for number, (edge, _r, _w) in enumerate(CLASSES) if percent < edge)


@dataclass(frozen=True)
class LegendLine:
    """A class with how many areas are in it."""

    tone: str
    range: str
    word: str
    n: int


def legend(table: Table) -> tuple[LegendLine, ...]:
    """The classes with their counts of readable areas."""
    return counted(row.stunting.ratio.pct for row in table.rows if row.readable)


def counted(prevalences: Iterable[float | None]) -> tuple[LegendLine, ...]:
    """The classes with how many of the prevalences (percent; None counts nowhere) are in each."""
    found = [0] * len(CLASSES)
    for pct in prevalences:
        if pct is not None:
            found[class_of(pct)] += 1
    return tuple(
        LegendLine(f"p{number + 1}", str(words), str(name), found[number])
        for number, (_edge, words, name) in enumerate(CLASSES)
    )


def drawn(code: str, table: Table) -> dict[str, Any]:
    """Data of `js/map.js`. No exact number of a hidden cell is in it."""
    pointed = {row.figures.code for row in table.rows if row.readable}
    return {
        "batas": reverse("places:boundaries", args=[code]),
        "rows": [_area(row, row.figures.code in pointed) for row in table.rows],
    }


def _area(row: Row, pointed: bool) -> dict[str, Any]:
    cell = row.stunting
    pct = cell.ratio.pct if row.figures.known else None
    return {
        "kode": row.figures.code,
        "nama": row.figures.name,
        "nilai": None if pct is None else class_of(pct),
        "kelas": None if pct is None else class_of(pct),
        "rendah": row.figures.known and not row.readable,
        "kata": _words(row),
        "tunjuk": pointed and pct is not None and class_of(pct) >= 3,
        "alamat": row.link,
    }


def _words(row: Row) -> str:
    cell = row.stunting
    if not row.figures.known:
        return _("belum ada data bulan ini")
    if cell.hidden:
        return _("angka kecil, disembunyikan")
    told = {"n": count(cell.ratio.n), "of": count(cell.ratio.of)}
    text = _("%(n)s dari %(of)s balita pendek atau sangat pendek") % told
    return text if row.readable else text + "\n" + _("D/S rendah: angka belum bisa dibaca")
