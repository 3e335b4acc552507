"""What a letter is made of: its head, body blocks and signatures. Plain data, no layout.

The same data is set by Typst (PDF) and by python-docx (Word).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Value = str | int | float | Decimal | dt.date | bool | None
Kind = Literal["text", "integer", "decimal", "rupiah", "percent", "date", "center", "sign"]
"""How a column's values are written; `sign` is an empty box, numbered, to sign in."""


@dataclass(frozen=True)
class Paragraph:
    """Running text; a newline in it is a new line. `strong` for a sentence that must be seen;
    `centered` for the name of a decision."""

    text: str
    strong: bool = False
    centered: bool = False
    indent: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 opens a chapter of a report (BAB I ...) or a slide."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` counts 1, 2, 3."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True)
class Column:
    """A column: heading, share of the width, kind of its values."""

    head: str
    width: float = 1.0
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """A table whose heading repeats on every page; `landscape` turns its page; `count` writes the
    numbers of the columns under the heading; `row_mm` is the least height of a row."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    caption: str = ""
    landscape: bool = False
    empty: str = "Belum ada isi."
    small: bool = False
    count: bool = False
    row_mm: float = 0.0


@dataclass(frozen=True)
class Facts:
    """Name and value in two columns (Hari/tanggal : Senin, 9 November 2026)."""

    pairs: Sequence[tuple[str, Value]]


@dataclass(frozen=True)
class Figure:
    """A drawing made by the program (SVG text), its width in mm (0: the column's)."""

    svg: str
    caption: str = ""
    width_mm: float = 0.0
    alt: str = ""


@dataclass(frozen=True)
class PageBreak:
    """The rest goes to a new page."""


@dataclass(frozen=True)
class Signature:
    """Who signs: office held, name, rank and NIP; place and day when they differ from the
    letter's. A newline in `title` is a new line (a.n. Bupati ...)."""

    title: str
    name: str = ""
    rank: str = ""
    nip: str = ""
    place: str = ""
    on: dt.date | None = None


@dataclass(frozen=True)
class SignaturePage:
    """A page of approval: heading, words, signatures two and two."""

    heading: str
    text: str
    signatures: Sequence[Signature]


Block = Paragraph | Heading | Bullets | Table | Facts | Figure | PageBreak | SignaturePage

LetterKind = Literal[
    "surat",
    "undangan",
    "daftar-hadir",
    "lampiran-sk",
    "lembar-kerja",
    "matriks-rtl",
    "lembar-pengesahan",
    "berita-acara",
    "laporan",
    "paparan",
]


@dataclass(frozen=True)
class Letterhead:
    """The kop: government, unit, address; the emblem as the bytes of a PNG, JPG or SVG. Without
    one its place stays empty, to be stamped or printed beforehand."""

    government: str
    unit: str = ""
    address: str = ""
    emblem: bytes | None = None


@dataclass(frozen=True)
class Letter:
    """One letter, sheet, report or set of slides. `title` heads a sheet; `subject` (hal) a letter.

    `attachments` (lampiran) in words ("2 (dua) berkas"); `to` and `copies` (tembusan) one line
    each; `decree` are the lines of the corner of a decree's annex; `without_names` says so in the
    foot; `as_of` is the day of the data; `watermark` stands across each page; `expires_on` is the
    last day a copy may be used.
    """

    kind: LetterKind
    letterhead: Letterhead | None = None
    number: str = ""
    nature: str = ""
    attachments: str = ""
    subject: str = ""
    title: str = ""
    subtitle: str = ""
    place: str = ""
    on: dt.date | None = None
    to: Sequence[str] = ()
    body: Sequence[Block] = ()
    signatures: Sequence[Signature] = ()
    copies: Sequence[str] = ()
    decree: Sequence[str] = ()
    without_names: bool = False
    as_of: dt.date | None = None
    made_at: dt.datetime | None = None
    check_url: str = ""
    watermark: str = ""
    expires_on: dt.date | None = None
    notes: Sequence[str] = field(default_factory=tuple)
    """Lines at the very end: sources, what a figure cannot show."""
