"""A sheet as text: every cell a string, columns `c0, c1, ...`, and `sheet_row` from 1.

Numbers keep their shortest exact form; a whole number above 11 digits ends in `.0`, the mark that
it was a number and not text (Excel keeps only 15 digits of it). Dates are ISO.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, Final

import polars as pl
from lxml import html
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from .limits import MAX_COLUMNS, Unreadable, check_shape
from .sniff import Sniffed, sniff

CHUNK: Final = 20_000


@dataclass(frozen=True)
class Grid:
    """One sheet: its name and its cells as text. Wholly empty rows are left out."""

    sheet: str
    cells: pl.DataFrame

    @property
    def columns(self) -> list[str]:
        """Cell columns, without `sheet_row`."""
        return self.cells.columns[1:]


def sheets(path: Path, known: Sniffed | None = None) -> list[str]:
    """Names of the visible sheets that hold cells; text formats have one, called ""."""
    sniffed = known or sniff(path)
    if sniffed.format in {"html", "csv"}:
        return [""]
    book = _open(path)
    names = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
    return [name for name in names if name in book.sheet_names]


def read(path: Path, sheet: str = "", known: Sniffed | None = None) -> Grid:
    """Read one sheet. Raises `Unreadable`."""
    sniffed = known or sniff(path)
    match sniffed.format:
        case "csv":
            return Grid("", _frame(_csv_rows(path, sniffed)))
        case "html":
            return Grid("", _frame(_html_rows(path, sniffed)))
        case _:
            return _excel(path, sheet, old=sniffed.format == "xls")


def _open(path: Path) -> CalamineWorkbook:
    try:
        if not path.suffix:  # the reader looks at the content
            return CalamineWorkbook.from_path(str(path))
        with path.open("rb") as stream:  # an extension would be believed
            return CalamineWorkbook.from_filelike(stream)
    except PasswordError as problem:
        raise Unreadable(
            "bersandi", "Berkas ini dikunci sandi. Hapus sandinya di Excel lalu unggah lagi."
        ) from problem
    except (CalamineError, OSError, ValueError) as problem:
        raise _broken() from problem


def _excel(path: Path, sheet: str, *, old: bool) -> Grid:
    book = _open(path)
    try:
        found = book.get_sheet_by_name(sheet or book.sheet_names[0])
        check_shape(found.total_height, found.total_width)
        # iter_rows begins at the first row of the sheet, used or not: row numbers stay true
        rows: Iterable[Sequence[Any]] = found.iter_rows()
        return Grid(found.name, _frame(map(_narrowed, rows) if old else rows))
    except Unreadable:
        raise
    except Exception as problem:  # the reader's errors are many; none is the user's
        raise _broken() from problem


def _narrowed(row: Sequence[Any]) -> list[Any]:
    """A row of an .xls whose writer named a code page of one byte and wrote letters of two (PHP's
    old writers do): the reader takes each byte for a letter."""
    return [_letters(v) if type(v) is str and "\0" in v else v for v in row]


def _letters(text: str) -> str:
    try:
        return text.encode("cp1252").decode("utf-16-le").strip("\0")
    except UnicodeError:
        return text.replace("\0", "")


def _frame(rows: Iterable[Sequence[Any]]) -> pl.DataFrame:
    """Rows of any values as one frame of text, read and turned in chunks to bound memory."""
    parts: list[pl.DataFrame] = []
    iterator: Iterator[Sequence[Any]] = iter(rows)
    at = 0
    while chunk := list(islice(iterator, CHUNK)):
        columns = list(zip_longest(*chunk)) if any(chunk) else []
        if len(columns) > MAX_COLUMNS or at > 1_048_576:
            check_shape(at + len(chunk), len(columns))
        series = [pl.Series("sheet_row", range(at + 1, at + 1 + len(chunk)), dtype=pl.Int32)]
        for number, values in enumerate(columns):
            texts = _texts(values)
            series.append(pl.Series(f"c{number}", texts, dtype=pl.String))
        at += len(chunk)
        part = pl.DataFrame(series)
        if columns:
            cells = pl.all_horizontal(
                (pl.col(part.columns[1:]).is_null())
                | (pl.col(part.columns[1:]).str.strip_chars() == "")
            )
            parts.append(part.filter(~cells))
    frame = pl.concat(parts, how="diagonal") if parts else pl.DataFrame({"sheet_row": []})
    if frame.height == 0:
        raise Unreadable(
            "lembar-kosong", "Lembar ini kosong. Pilih lembar lain atau periksa berkas asalnya."
        )
    check_shape(frame.height, frame.width - 1)
    return frame


def _texts(values: Sequence[Any]) -> Sequence[str | None]:
    """The cells of a column as text; a number that comes again is written once."""
    kinds = set(map(type, values))
    if kinds <= {str}:
        return values
    if float in kinds:
        known: dict[float, str | None] = {
            number: _text(number) for number in {v for v in values if type(v) is float}
        }
        return [v if type(v) is str else known[v] if type(v) is float else _text(v) for v in values]
    return [v if type(v) is str else _text(v) for v in values]


def _text(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "1" if value else "0"
        case int():
            return f"{value}.0" if abs(value) >= 10**11 else str(value)
        case float():
            if value.is_integer():
                return f"{value:.0f}.0" if abs(value) >= 1e11 else f"{value:.0f}"
            return repr(value)
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def _csv_rows(path: Path, sniffed: Sniffed) -> Iterator[list[str]]:
    """Rows of a CSV. The standard reader, because agency files are ragged: titles above the table
    have fewer cells, and a broken row must keep its own row number."""
    csv.field_size_limit(1_000_000)
    try:
        text = path.read_bytes().decode(sniffed.encoding, errors="replace")
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=sniffed.delimiter)
    except csv.Error as problem:
        raise _broken() from problem


def _html_rows(path: Path, sniffed: Sniffed) -> Iterator[list[str | None]]:
    """Rows of the largest table of an HTML page; colspan and rowspan are laid out."""
    parser = html.HTMLParser(
        encoding=sniffed.encoding.replace("utf-8-sig", "utf-8"), no_network=True, huge_tree=False
    )
    try:
        page = html.parse(str(path), parser=parser).getroot()
    except (OSError, ValueError, AssertionError) as problem:
        raise _broken() from problem
    tables = page.findall(".//table") if page is not None else []
    if not tables:
        raise Unreadable(
            "bukan-tabel", "Halaman HTML ini tidak berisi tabel. Unduh ulang berkasnya."
        )
    largest = max(tables, key=lambda table: len(table.findall(".//tr")))
    held: dict[int, tuple[int, str]] = {}  # column -> rows still covered, text
    for row in largest.iterfind(".//tr"):
        line: list[str | None] = []
        for cell in [*row.iterchildren("td", "th"), None]:
            while (at := len(line)) in held and held[at][0] > 0:
                line.append(held[at][1])
                held[at] = (held[at][0] - 1, held[at][1])
            if cell is None:
                break
            text = " ".join(cell.text_content().split())
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            for step in range(across):
                if down > 1:
                    held[len(line)] = (down - 1, text)
                line.append(text if step == 0 else None)
        yield line


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), MAX_COLUMNS) if value.isdigit() else 1


def _broken() -> Unreadable:
    return Unreadable(
        "terpotong",
        "Berkas ini rusak atau terpotong sehingga tidak terbaca. "
        "Unduh ulang dari aplikasinya, atau buka dan simpan ulang di Excel.",
    )
