"""The area table as Excel: numerators and denominators in columns of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.insight.situation import AreaRow, Situation

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS: Final = {
    "ds": gettext_noop("Ditimbang (D)"),
    "nd": gettext_noop("Naik (N)"),
    "td": gettext_noop("Tidak naik (T)"),
    "2t": gettext_noop("2T"),
    "bgm": gettext_noop("BGM"),
    "pendek": gettext_noop("Pendek dan sangat pendek"),
    "sangat-pendek": gettext_noop("Sangat pendek"),
    "kurus": gettext_noop("Gizi kurang dan gizi buruk"),
    "gizi-buruk": gettext_noop("Gizi buruk"),
    "bb-kurang": gettext_noop("Berat badan kurang"),
}
"""Words of the indicators of `situation.INDICATORS`, by code."""


def area_book(found: Situation, name: str) -> bytes:
    """The workbook of one place and month."""
    columns = [Column(_("Kode"), 16), Column(_("Wilayah"), 28), Column("S", 8, "integer")]
    for code in (cell.code for cell in found.total.cells):
        words = _(HEADS[code])
        columns += [Column(words, 12), Column(_("dari"), 9, "integer"), Column("%", 8, "decimal")]
    columns.append(Column(_("Kasus baru"), 10))
    month = formats.date_format(found.month, "F Y")
    sheet = Sheet(
        _("Keadaan"), f"{name} · {month} · {_('register posyandu')}", columns, _rows(found)
    )
    notes = [
        _("Register posyandu, bukan survei: hanya anak yang datang diukur."),
        _("Cacah di bawah %(n)s disembunyikan, dengan satu sel pendamping.") % {"n": found.small},
        _("D/S di bawah %(pct)s%%: angka lain belum bisa dibaca.")
        % {"pct": formats.number_format(found.readable_pct, 0)},
    ]
    return workbook([sheet], notes=notes)


def _rows(found: Situation) -> Iterator[tuple[object, ...]]:
    hide = f"< {found.small}"

    def one(row: AreaRow, name: str) -> tuple[object, ...]:
        out: list[object] = [row.figures.code, name, row.figures.counts.s]
        for cell in row.cells:
            pct = None if cell.ratio.pct is None else round(cell.ratio.pct, 1)
            out += (
                [hide, cell.ratio.of, None] if cell.hidden else [cell.ratio.n, cell.ratio.of, pct]
            )
        out.append(hide if row.new_hidden else row.figures.counts.new_cases)
        return tuple(out)

    for row in found.rows:
        if row.figures.known:
            yield one(row, row.figures.name)
    yield one(found.total, _("Jumlah"))
