"""Excel workbooks out of plain rows, with a guard against formula injection.

A cell that came from a person's hand may start with `=`, `+`, `-`, `@`, tab or carriage return
and would run as a formula in the reader's Excel (OWASP, CSV injection). Text is therefore always
written as a string cell, and a text that could start a formula is led by an apostrophe, so that
it stays harmless when the sheet is saved again as CSV.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

Kind = Literal["text", "integer", "decimal", "percent", "date", "month"]
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Starts of a formula, full-width forms too (some Excel languages read them alike)."""
_FORMATS: Final[dict[Kind, str]] = {
    "text": "@",
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0.0%",
    "date": "dd/mm/yyyy",
    "month": "mmm yyyy",
}
MAX_NAME: Final = 31
MAX_TEXT: Final = 32_000


@dataclass(frozen=True)
class Column:
    """One column: heading, width in characters, kind of its values; with `choices`, its cells offer
    these texts and take no other."""

    head: str
    width: float = 14
    kind: Kind = "text"
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet: tab name, title above the table ("" for none), columns and rows; `paper`: to be
    printed on A4 lying, one page wide, the heading on each page."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]] = field(default_factory=tuple)
    paper: bool = False


def guarded(text: str) -> str:
    """`text` that no spreadsheet reads as a formula.

    >>> guarded("=1+1"), guarded("Sekayu"), guarded("-2,1")
    ("'=1+1", 'Sekayu', "'-2,1")
    """
    text = text[:MAX_TEXT]
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def write(
    target: str | Path | IO[bytes], sheets: Iterable[Sheet], notes: Sequence[str] = ()
) -> None:
    """Write `sheets` to a path or an open binary file; `notes` go to a last sheet "Catatan"."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    try:
        taken: set[str] = set()
        for sheet in sheets:
            _write_sheet(book, book.add_worksheet(_tab_name(sheet.name, taken)), sheet)
        if notes:
            page = book.add_worksheet(_tab_name("Catatan", taken))
            page.set_column(0, 0, 100)
            for row, note in enumerate(notes):
                page.write_string(row, 0, guarded(note))
    finally:
        book.close()


def workbook(sheets: Iterable[Sheet], notes: Sequence[str] = ()) -> bytes:
    """`sheets` as the bytes of one workbook, for a download."""
    buffer = io.BytesIO()
    write(buffer, sheets, notes)
    return buffer.getvalue()


def _tab_name(name: str, taken: set[str]) -> str:
    """A name Excel accepts: at most 31 characters, no []:*?/\\, unique without case."""
    clean = "".join("-" if mark in "[]:*?/\\" else mark for mark in name).strip("' ")
    clean = clean[:MAX_NAME] or "Lembar"
    number, unique = 2, clean
    while unique.lower() in taken:
        suffix = f" ({number})"
        unique = clean[: MAX_NAME - len(suffix)] + suffix
        number += 1
    taken.add(unique.lower())
    return unique


def _write_sheet(book: Workbook, page: Worksheet, sheet: Sheet) -> None:
    head = book.add_format(
        {"bold": True, "bg_color": "#EEF2F1", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    formats = [book.add_format({"num_format": _FORMATS[c.kind]}) for c in sheet.columns]
    first = 0
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
    if sheet.title:
        page.write_string(0, 0, guarded(sheet.title), book.add_format({"bold": True}))
        first = 2
    for number, column in enumerate(sheet.columns):
        page.write_string(first, number, guarded(column.head), head)
    page.freeze_panes(first + 1, 0)
    last = first
    for last, row in enumerate(sheet.rows, start=first + 1):
        for number, value in enumerate(row):
            _write_cell(page, last, number, value, formats[number])
    if last > first:
        page.autofilter(first, 0, last, len(sheet.columns) - 1)
        for number, column in enumerate(sheet.columns):
            if column.choices:
                page.data_validation(first + 1, number, last, number, _choices(column))
    if sheet.paper:
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(first)
        page.hide_gridlines(0)


def _choices(column: Column) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(column.choices),
        "error_title": guarded(column.head)[:32],
        "error_message": "Pilih dari daftar.",
    }


def _write_cell(page: Worksheet, row: int, column: int, value: Any, form: Format) -> None:
    match value:
        case None:
            return
        case bool():
            page.write_string(row, column, "ya" if value else "tidak")
        case int() | float():
            if math.isfinite(value):
                page.write_number(row, column, value, form)
        case dt.datetime():
            page.write_datetime(row, column, value.replace(tzinfo=None), form)
        case dt.date():
            page.write_datetime(row, column, value, form)
        case _:
            if text := guarded(str(value)):
                page.write_string(row, column, text, form)
