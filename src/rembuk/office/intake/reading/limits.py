"""Hard limits of a file, and the one error that says why a file cannot be read."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rembuk.office.intake.sentences import Param, Sentence

MAX_BYTES: Final = 120 * 1024 * 1024
MAX_UNZIPPED: Final = 1024 * 1024 * 1024
MAX_RATIO: Final = 250
"""An honest sheet of repeated cells packs about 1:60; a bomb 1:1000."""
RATIO_FROM: Final = 8 * 1024 * 1024
MAX_PARTS: Final = 4_000
MAX_ROWS: Final = 300_000
MAX_COLUMNS: Final = 400
MAX_CELLS: Final = 24_000_000
"""Rows times columns of one sheet: the reader holds the whole rectangle."""
BLOCK: Final = 1024 * 1024
_ROW: Final = re.compile(rb'<row [^>]{0,200}?\br="(\d{1,12})"')
_WIDE: Final = re.compile(rb'<c r="([A-Z]{2,3})\d')


class Unreadable(Exception):  # noqa: N818 - read aloud: the file is unreadable
    """The file cannot be read. `code` is stable; the sentence tells the user what to do and holds
    no value of the file. As text it is Indonesian."""

    def __init__(self, code: str, message: str, params: Mapping[str, Param] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.sentence = Sentence(message, params or {})

    def __str__(self) -> str:
        return str(self.sentence)


def check_size(size: int) -> None:
    """Refuse an empty or too large file before it is opened."""
    if size == 0:
        raise Unreadable(
            "kosong",
            "Berkas ini kosong (0 bita). Unduh atau simpan ulang berkasnya, lalu coba lagi.",
        )
    if size > MAX_BYTES:
        raise Unreadable(
            "terlalu-besar",
            "Berkas ini {size} MB; batasnya {limit} MB. "
            "Bagi menjadi beberapa berkas, misalnya satu berkas per bulan atau per kecamatan.",
            {"size": round(size / 1e6), "limit": MAX_BYTES // 1024 // 1024},
        )


def check_zip(path: Path) -> None:
    """Unpack the parts of a workbook once, counting: refuse bombs, broken archives and sheets that
    claim a rectangle too large to hold. Nothing is written and at most a block is in memory."""
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise _bomb()
            for part in parts:
                if part.flag_bits & 1:
                    raise Unreadable(
                        "bersandi",
                        "Berkas ini dikunci sandi. Buka di Excel, hapus sandinya "
                        "(Info, Lindungi Buku Kerja), simpan, lalu unggah lagi.",
                    )
                if part.file_size > MAX_UNZIPPED:
                    raise _bomb()
                total = _count(archive, part, total)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as problem:
        raise Unreadable(
            "terpotong",
            "Berkas ini rusak atau terpotong (unduhannya mungkin belum selesai). "
            "Unduh ulang dari aplikasinya, atau buka dan simpan ulang di Excel.",
        ) from problem


def _count(archive: zipfile.ZipFile, part: zipfile.ZipInfo, total: int) -> int:
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    last_row, last_column, size, tail = 0, 0, 0, b""
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            size += len(block)
            if total + size > MAX_UNZIPPED or (
                size > RATIO_FROM and size > MAX_RATIO * max(part.compress_size, 1)
            ):
                raise _bomb()
            if is_sheet:
                text = tail + block
                rows = _ROW.findall(text)
                last_row = max(last_row, int(rows[-1]) if rows else 0)
                for letters in set(_WIDE.findall(text)):
                    last_column = max(last_column, _column(letters))
                tail = text[-256:]
    if last_row and (last_row > 1_048_576 or last_row * max(last_column, 26) > MAX_CELLS * 4):
        raise too_long(last_row, last_column)
    return total + size


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def check_shape(rows: int, columns: int) -> None:
    """Refuse a sheet with more rows or columns than any agency table has."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise too_long(rows, columns)


def too_long(rows: int, columns: int) -> Unreadable:
    """The error of a sheet beyond the limits of rows and columns."""
    return Unreadable(
        "terlalu-panjang",
        "Lembar ini memakai {rows} baris dan {columns} kolom; batasnya {most_rows} baris dan "
        "{most_columns} kolom. Hapus baris dan kolom kosong di luar tabel, atau bagi.",
        {
            "rows": rows,
            "columns": max(columns, 1),
            "most_rows": MAX_ROWS,
            "most_columns": MAX_COLUMNS,
        },
    )


def _bomb() -> Unreadable:
    return Unreadable(
        "bom-zip",
        "Isi berkas ini mengembang jauh melebihi ukuran wajar (lebih dari 1 GB atau 250 kali) "
        "sehingga tidak dibuka. Salin tabelnya ke buku kerja .xlsx baru, lalu unggah.",
    )
