"""Letters of the office as plain data, and their PDF.

`render(letter)` sets a `Letter` with the Typst templates of this room. The templates are fixed
program text; everything a person wrote reaches them as JSON strings and is shown as text, so no
text can become Typst code. The same letter gives the same bytes: the only clock is `made_at`.
"""

from __future__ import annotations

from rembuk.office.documents.blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Figure,
    Heading,
    Letter,
    Letterhead,
    LetterKind,
    PageBreak,
    Paragraph,
    Signature,
    SignaturePage,
    Table,
)
from rembuk.office.documents.typesetting import TypesettingError
from rembuk.office.documents.typesetting import pdf as render

__all__ = [
    "Block",
    "Bullets",
    "Column",
    "Facts",
    "Figure",
    "Heading",
    "Letter",
    "LetterKind",
    "Letterhead",
    "PageBreak",
    "Paragraph",
    "Signature",
    "SignaturePage",
    "Table",
    "TypesettingError",
    "render",
]
