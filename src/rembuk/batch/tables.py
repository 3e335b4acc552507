"""Tables too large to hold: CSV, Parquet and XLSX read and written block by block, in order."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol
from zipfile import BadZipFile

import polars as pl
import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

BLOCK_ROWS: Final = 131_072
BLOCK_CHARACTERS: Final = 8_000_000
HEADER_WITHIN: Final = 20
SUFFIXES: Final = (".csv", ".tsv", ".txt", ".parquet", ".xlsx")


class UnusableFileError(Exception):
    """The file cannot be used; the message says why and what to do, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text file is written, so that the answer can be written alike."""

    separator: str = ","
    encoding: str = "utf-8"
    decimal_comma: bool = False


class HeaderScore(Protocol):
    """How many headings of a row are understood."""

    def __call__(self, cells: list[str]) -> int:
        """Count the understood headings of a row."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table to read: blocks of rows in order; `header_row` counts from 1."""

    path: Path
    header_row: int
    style: Style
    sheet: str = ""

    def blocks(self) -> Iterator[pl.DataFrame]:
        """Blocks of the table; text formats give text columns.

        Raises:
            UnusableFileError: the rows cannot be read.
        """
        readers = {".parquet": self._parquet, ".xlsx": self._xlsx}
        try:
            yield from readers.get(self.path.suffix.lower(), self._text)()
        except (pl.exceptions.PolarsError, UnicodeError, csv.Error, OSError) as error:
            raise UnusableFileError(
                f"Isi berkas tidak dapat dibaca: {_first_line(error)}"
            ) from error

    def _parquet(self) -> Iterator[pl.DataFrame]:
        yield from pl.scan_parquet(self.path).collect_batches(
            chunk_size=BLOCK_ROWS, maintain_order=True, engine="streaming"
        )

    def _xlsx(self) -> Iterator[pl.DataFrame]:
        rows = CalamineWorkbook.from_path(self.path).get_sheet_by_name(self.sheet).iter_rows()
        for _ in range(self.header_row - 1):
            next(rows)
        names = _unique([_cell(value) for value in next(rows)])
        part: list[list[str]] = []
        for row in rows:
            part.append([_cell(value) for value in row])
            if len(part) == BLOCK_ROWS:
                yield _text_frame(names, part)
                part = []
        if part:
            yield _text_frame(names, part)

    def _text(self) -> Iterator[pl.DataFrame]:
        with self.path.open(encoding=self.style.encoding, newline="") as file:
            for _ in range(self.header_row - 1):
                file.readline()
            header = file.readline()
            names = _unique(next(csv.reader([header], delimiter=self.style.separator)))
            rest = ""
            while True:
                more = file.read(BLOCK_CHARACTERS)
                text = rest + more
                cut = len(text) if not more else _last_row_end(text)
                rest = text[cut:]
                if text[:cut].strip():
                    yield self._parse(names, text[:cut])
                if not more:
                    return

    def _parse(self, names: list[str], text: str) -> pl.DataFrame:
        return pl.read_csv(
            io.BytesIO(text.encode("utf-8")),
            has_header=False,
            new_columns=names,
            schema=dict.fromkeys(names, pl.String),
            separator=self.style.separator,
            truncate_ragged_lines=True,
        )


def open_source(path: Path, score: HeaderScore) -> Source:
    """Find sheet, header row, separator and encoding of a table.

    Raises:
        UnusableFileError: no such file, an unknown kind, empty, damaged or locked.
    """
    if not path.is_file():
        raise UnusableFileError(f"Berkas tidak ditemukan: {path.name}")
    if path.suffix.lower() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise UnusableFileError(f"Jenis berkas {path.suffix or '?'} tidak dikenal; pakai {known}")
    if path.stat().st_size == 0:
        raise UnusableFileError(f"Berkas kosong: {path.name}")
    kind = path.suffix.lower()
    if kind == ".parquet":
        try:
            pl.scan_parquet(path).collect_schema()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise UnusableFileError(f"Parquet rusak: {_first_line(error)}") from error
        return Source(path, 1, Style())
    return _open_xlsx(path, score) if kind == ".xlsx" else _open_text(path, score)


def _open_xlsx(path: Path, score: HeaderScore) -> Source:
    try:
        book = CalamineWorkbook.from_path(path)
        best = (0, 1, book.sheet_names[0] if book.sheet_names else "")
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).iter_rows()
            for number, row in zip(range(1, HEADER_WITHIN + 1), rows, strict=False):
                found = score([_cell(value) for value in row])
                if found > best[0]:
                    best = (found, number, name)
    except (CalamineError, BadZipFile, OSError, ValueError) as error:
        raise UnusableFileError(
            "XLSX tidak dapat dibuka: rusak, berkata sandi, atau bukan XLSX. "
            "Simpan ulang dari Excel tanpa kata sandi."
        ) from error
    if not best[2]:
        raise UnusableFileError("Buku kerja tidak berisi lembar")
    return Source(path, best[1], Style(), best[2])


def _open_text(path: Path, score: HeaderScore) -> Source:
    with path.open("rb") as file:
        head = file.read(65_536)
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnusableFileError("Berkas bukan teks CSV; periksa jenis berkasnya")
    encoding = _encoding(path, head)
    lines = head.decode(encoding, errors="replace").splitlines()[:HEADER_WITHIN]
    best = (-1, 1, ",")
    for number, line in enumerate(lines, start=1):
        for separator in ("\t",) if path.suffix.lower() == ".tsv" else (",", ";", "\t", "|"):
            cells = next(csv.reader([line], delimiter=separator), [])
            found = score(cells)
            if found > best[0]:
                best = (found, number, separator)
    decimal_comma = best[2] == ";" and any(re.search(r"\d,\d", line) for line in lines)
    return Source(path, best[1], Style(best[2], encoding, decimal_comma))


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _last_row_end(text: str) -> int:
    """Where the last whole row ends: a line end outside quotes (0 when there is none)."""
    end = text.rfind("\n") + 1
    while end > 0 and text.count('"', 0, end) % 2:
        end = text.rfind("\n", 0, end - 1) + 1
    return end


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for place, raw in enumerate(names, start=1):
        name = raw.strip() or f"kolom_{place}"
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return out


def _text_frame(names: list[str], rows: list[list[str]]) -> pl.DataFrame:
    width = len(names)
    even = [(row + [""] * width)[:width] for row in rows]
    return pl.DataFrame(even, schema=dict.fromkeys(names, pl.String), orient="row")


class Sink:
    """A table written block by block beside its place and moved there when whole."""

    def __init__(self, path: Path, style: Style, title: str = "Skor") -> None:
        if path.suffix.lower() not in SUFFIXES:
            raise UnusableFileError(f"Jenis berkas keluaran {path.suffix or '?'} tidak dikenal")
        if path.is_dir():
            raise UnusableFileError(f"OUT adalah folder, bukan berkas: {path.name}")
        self.path, self.style, self.title = path, style, title
        try:
            self.room = Path(tempfile.mkdtemp(prefix=".rembuk-", dir=path.parent))
        except OSError as error:
            raise UnusableFileError(
                f"Tidak dapat menulis di folder keluaran: {error.strerror}"
            ) from error
        self.draft = self.room / f"draft{path.suffix.lower()}"
        self.parts: list[Path] = []
        self.row = 0
        self.book: Any = None

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._finish()
                self.draft.replace(self.path)
        finally:
            shutil.rmtree(self.room, ignore_errors=True)

    def write(self, block: pl.DataFrame) -> None:
        """Add a block; all blocks have the same columns."""
        kind = self.path.suffix.lower()
        if kind == ".parquet":
            self.parts.append(self.room / f"{len(self.parts):06}.parquet")
            block.write_parquet(self.parts[-1])
        elif kind == ".xlsx":
            self._write_xlsx(block)
        else:
            with self.draft.open("ab") as file:
                block.write_csv(
                    file,
                    include_header=self.row == 0,
                    separator="\t" if kind == ".tsv" else self.style.separator,
                    decimal_comma=self.style.decimal_comma,
                )
        self.row += block.height

    def _finish(self) -> None:
        if self.parts:
            pl.scan_parquet(self.parts).sink_parquet(self.draft)
        if self.book is not None:
            self.book.close()
        if not self.draft.exists():
            raise UnusableFileError("Tidak ada baris data di bawah judul kolom")

    def _write_xlsx(self, block: pl.DataFrame) -> None:
        if self.row + block.height >= 1_048_576:
            raise UnusableFileError("Terlalu banyak baris untuk XLSX; pakai .csv atau .parquet")
        if self.book is None:
            options = {"constant_memory": True, "strings_to_formulas": False}
            self.book = xlsxwriter.Workbook(str(self.draft), options)
            self.sheet = self.book.add_worksheet(self.title)
            self.date = self.book.add_format({"num_format": "yyyy-mm-dd"})
            self.sheet.write_row(0, 0, block.columns, self.book.add_format({"bold": True}))
            self.sheet.freeze_panes(1, 0)
        for offset, row in enumerate(block.iter_rows(), start=self.row + 1):
            for column, value in enumerate(row):
                self._write_cell(offset, column, value)

    def _write_cell(self, row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            # text that is a plain number becomes one; NIK and telephone numbers stay text
            if len(value) < 16 and re.fullmatch(r"-?(0|[1-9]\d*)([.,]\d+)?", value):
                self.sheet.write_number(row, column, float(value.replace(",", ".")))
            elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                self._write_day(row, column, value)
            else:
                self.sheet.write_string(row, column, value)
        elif isinstance(value, dt.date):
            self._write_day(row, column, value.isoformat()[:10])
        elif (
            isinstance(value, bool | int | float) and value == value and abs(value) != float("inf")
        ):
            self.sheet.write_number(row, column, value)
        else:
            self.sheet.write_string(row, column, str(value))

    def _write_day(self, row: int, column: int, text: str) -> None:
        try:
            self.sheet.write_datetime(row, column, dt.datetime.fromisoformat(text), self.date)
        except ValueError:
            self.sheet.write_string(row, column, text)


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
