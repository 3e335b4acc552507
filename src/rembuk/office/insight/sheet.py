"""The area table as an Excel sheet: numerators, denominators and percents in columns."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from rembuk.office.documents.sheets import Column, Sheet
from rembuk.office.insight.measures import MEASURES
from rembuk.office.insight.rows import Row, Table


def sheet(table: Table, title: str) -> Sheet:
    """The table with its total as the last row."""
    columns = [Column(_("Kode"), 18), Column(_("Wilayah"), 28), Column("S", 9, "integer")]
    for measure in MEASURES:
        head = str(measure.head)
        columns += [
            Column(_("%(head)s: pembilang") % {"head": head}, 12, "integer"),
            Column(_("%(head)s: penyebut") % {"head": head}, 12, "integer"),
            Column(_("%(head)s (%%)") % {"head": head}, 10, "decimal"),
        ]
    columns += [Column(_("Kasus baru"), 10, "integer"), Column(_("Dapat dibaca"), 14)]
    return Sheet(_("Wilayah"), title, columns, _lines(table))


def _lines(table: Table) -> Iterator[list[object]]:
    for row in (*table.rows, table.total):
        yield _line(row, table.limit)


def _line(row: Row, limit: int) -> list[object]:
    known = row.figures.known
    line: list[object] = [
        row.figures.code,
        row.figures.name or _("Jumlah"),
        row.figures.counts.s if known else None,
    ]
    for cell in row.cells:
        if not known:
            line += [None, None, None]
        elif cell.hidden:
            line += [f"< {limit}" if cell.hidden == "small" else "*", cell.ratio.of, None]
        else:
            pct = cell.ratio.pct
            line += [cell.ratio.n, cell.ratio.of, None if pct is None else round(pct, 2)]
    new: object = row.new_cases
    if row.new_hidden:
        new = f"< {limit}" if row.new_hidden == "small" else "*"
    if not known:
        return [*line, None, _("belum ada data")]
    return [*line, new, _("ya") if row.readable else _("belum: D/S rendah")]
