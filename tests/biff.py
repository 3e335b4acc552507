"""Old Excel workbooks (.xls) for the tests: the few records a sheet needs, in a compound file.

After Microsoft's open specifications [MS-XLS] (BIFF8), [MS-CFB], and the BIFF5 of Excel 5/95.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Sequence
from typing import Any, Final

SECTOR: Final = 512
END, FREE, IS_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
EPOCH: Final = dt.date(1899, 12, 30)
PLAIN, DAY = 0, 1  # cell formats: general, and Excel's built-in date format 14


def workbook(
    lines: Sequence[Sequence[Any]], version: int = 8, codes: int | None = None, sheet: str = "Data"
) -> bytes:
    """A workbook of one sheet: text, numbers and days as Excel of that version keeps them. `codes`
    is the code page it names: 1200 (two bytes a letter) for BIFF8 unless said otherwise."""
    codes = codes or (1200 if version == 8 else 1252)
    formats = b"".join(
        _record(0xE0, struct.pack("<HH", 0, number).ljust(20 if version == 8 else 16, b"\0"))
        for number in (0, 14)
    )
    before = _begin(0x05, version) + _record(0x42, struct.pack("<H", codes)) + formats
    name = _text(sheet, version, short=True)
    size = len(before) + 4 + 6 + len(name) + 4
    globals_ = before + _record(0x85, struct.pack("<IBB", size, 0, 0) + name) + _record(0x0A)
    cells = b"".join(
        _cell(row, column, value, version)
        for row, line in enumerate(lines)
        for column, value in enumerate(line)
        if value not in ("", None)
    )
    stream = globals_ + _begin(0x10, version) + cells + _record(0x0A)
    return _compound("Workbook" if version == 8 else "Book", stream)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int, version: int) -> bytes:
    body = struct.pack("<HHHH", 0x0600 if version == 8 else 0x0500, kind, 0x0DBB, 1996)
    return _record(0x809, body.ljust(16 if version == 8 else 8, b"\0"))


def _text(text: str, version: int, *, short: bool = False) -> bytes:
    length = struct.pack("<B" if short else "<H", len(text))
    if version == 8:
        return length + b"\1" + text.encode("utf-16-le")
    return length + text.encode("cp1252")


def _cell(row: int, column: int, value: Any, version: int) -> bytes:
    at = struct.pack("<HH", row, column)
    if isinstance(value, dt.date):
        days = float((value - EPOCH).days)
        return _record(0x203, at + struct.pack("<Hd", DAY, days))
    if isinstance(value, int | float):
        return _record(0x203, at + struct.pack("<Hd", PLAIN, value))
    return _record(0x204, at + struct.pack("<H", PLAIN) + _text(str(value), version))


def _compound(name: str, stream: bytes) -> bytes:
    """One stream in a compound file; long enough not to need the small-stream table."""
    whole = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(whole) // SECTOR
    table = [IS_FAT, END, *range(3, count + 2), END]
    if len(table) > SECTOR // 4:
        raise ValueError("too long for one allocation sector")
    fat = struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table)))
    folder = _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, 2, len(whole))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header + fat + folder.ljust(SECTOR, b"\0") + whole


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, FREE, FREE, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
