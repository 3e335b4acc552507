"""What a budget workbook says beside its values: merged cells, formulas without a result.

A reader of values sees an empty cell in both. In the rows of a merged cell the first value stands
for all; a formula that was never worked out (a file made by a program, or saved while it showed an
error) has no value at all, which must be told, not passed over as an empty cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_AT: Final = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_BROKEN: Final = (
    CalamineError, OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile,
    etree.XMLSyntaxError,
)  # fmt: skip
MOST: Final = 200_000
"""Merged cells that are followed."""


@dataclass(frozen=True)
class Marks:
    """Of one sheet; rows from 1, columns from 0. `wide`: heads over several columns; `tops`: the
    row that holds the value of a cell merged with those above it; `hollow`: cells with a formula
    and no result, or an error in its place."""

    wide: frozenset[tuple[int, int]] = frozenset()
    tops: Mapping[tuple[int, int], int] = field(default_factory=dict)
    hollow: frozenset[tuple[int, int]] = frozenset()

    def above(self, row: int, column: int) -> int:
        """The row that holds the value of a cell."""
        return self.tops.get((row, column), row)

    def spans(self, row: int, column: int) -> bool:
        """Whether a head stands over several columns."""
        return (row, column) in self.wide


def marks(path: Path, sheet: str) -> Marks:
    """The marks of a sheet; none where the file keeps none (CSV, HTML, an unusual writer)."""
    try:
        with path.open("rb") as stream:
            found = CalamineWorkbook.from_filelike(stream).get_sheet_by_name(sheet)
            ranges = found.merged_cell_ranges or []
    except _BROKEN:
        return Marks()
    wide: set[tuple[int, int]] = set()
    tops: dict[tuple[int, int], int] = {}
    for (top, left), (bottom, right) in ranges:
        if right > left:
            wide.add((top + 1, left))
        elif len(tops) + bottom - top <= MOST:
            tops |= {(row + 1, left): top + 1 for row in range(top + 1, bottom + 1)}
    try:
        return Marks(frozenset(wide), tops, _hollow(path, sheet))
    except _BROKEN:
        return Marks(frozenset(wide), tops)


def _hollow(path: Path, sheet: str) -> frozenset[tuple[int, int]]:
    if not zipfile.is_zipfile(path):
        return frozenset()
    found: set[tuple[int, int]] = set()
    with zipfile.ZipFile(path) as archive:
        part = _part(archive, sheet)
        if not part:
            return frozenset()
        content = archive.read(part)  # its size was bounded when the file was taken
    if b"<f" not in content and b't="e"' not in content:
        return frozenset()
    cells = etree.iterparse(
        io.BytesIO(content), tag=f"{_MAIN}c", resolve_entities=False, no_network=True
    )
    for _event, cell in cells:
        text = cell.findtext(f"{_MAIN}v") or cell.findtext(f"{_MAIN}is/{_MAIN}t")
        empty = cell.find(f"{_MAIN}f") is not None and not text
        at = _AT.match(str(cell.get("r", "")))
        if at and (empty or cell.get("t") == "e"):
            found.add((int(at[2]), _column(at[1])))
        cell.clear()
    return frozenset(found)


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The file of a sheet inside the workbook."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    key = next(
        (one.get(_RELATED) for one in book.iter(f"{_MAIN}sheet") if one.get("name") == sheet), None
    )
    links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    target = next((str(one.get("Target")) for one in links if one.get("Id") == key), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}" if target else ""


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at - 1
