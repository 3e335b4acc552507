"""Setting a letter with Typst: the letter as JSON, our fonts only, no clock but the letter's."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import typst
from django.conf import settings

from rembuk.office.documents import drawings
from rembuk.office.documents.blocks import Letter, Table
from rembuk.office.documents.wording import letter_data

HERE: Final = Path(__file__).parent
ROOT: Final = HERE / "typst"
FONTS: Final = HERE / "fonts"
MAX_BYTES: Final = 40 * 1024 * 1024
"""Largest letter as JSON; more is a mistake of the caller, not a letter."""


MOST_TAGGED: Final = 6_000
"""Cells of tables up to which a PDF is tagged for screen readers; tags of a matrix of thousands of
rows weigh seven times its text and double the time. Such a list is read in Excel."""


_EMOJI: Final = re.compile(
    "[ ]?(?:[\U0001f000-\U0001faff\u231a\u231b\u2600-\u260f\u2613-\u2712\u2714-\u2716\u2718-\u27bf]"
    "|[\u2b50\u2b55\u200d\u20e3\ufe0e\ufe0f]|[\U000e0020-\U000e007f])+"
)
"""Little pictures people type on a phone: no font of ours draws them, and an empty box in a letter
says nothing. Boxes and ticks that forms use stay."""


class TypesettingError(RuntimeError):
    """The letter could not be set. Says where in our templates, never what the letter holds."""


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Our fonts and Typst's own; none of the machine's, so every machine sets alike."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def pdf(letter: Letter) -> bytes:
    """The PDF of a letter (tagged, so that a screen reader finds headings and tables)."""
    made = _set(letter, "pdf")
    assert isinstance(made, bytes)
    return made


def pictures(letter: Letter, ppi: float = 60) -> list[bytes]:
    """Each page as a PNG."""
    made = _set(letter, "png", ppi)
    return [made] if isinstance(made, bytes) else made


def _set(letter: Letter, form: Literal["pdf", "png"], ppi: float = 60) -> bytes | list[bytes]:
    data = _EMOJI.sub("", json.dumps(_with_drawings(letter), ensure_ascii=False))
    if len(data) > MAX_BYTES:
        raise TypesettingError("letter too large")
    try:
        compiler = typst.Compiler(
            ROOT / "main.typ",
            root=ROOT,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": data},
        )
        made = compiler.compile(
            format=form, ppi=ppi, timestamp=_stamp(letter), pdf_tags=_tagged(letter)
        )
    except typst.TypstError:
        if settings.DEBUG:
            raise
        # Typst's words may quote the text it stumbled on
        raise TypesettingError(f"typst refused a {letter.kind}") from None
    assert made is not None
    return made


def _with_drawings(letter: Letter) -> dict[str, Any]:
    data = letter_data(letter)
    if letter.check_url:
        data["qr"] = drawings.qr(letter.check_url)
    if letter.letterhead and letter.letterhead.emblem:
        emblem = letter.letterhead.emblem
        data["emblem"] = {
            "kind": drawings.picture_kind(emblem),
            "bytes": list(emblem),
        }
    return data


def _tagged(letter: Letter) -> bool:
    tables = [block for block in letter.body if isinstance(block, Table)]
    return sum(len(one.rows) * len(one.columns) for one in tables) <= MOST_TAGGED


def _stamp(letter: Letter) -> int:
    """Seconds of the letter's own clock; a letter without one was made at the start of its day."""
    if letter.made_at is not None:
        return int(letter.made_at.timestamp())
    day = letter.on or letter.as_of or dt.date(2000, 1, 1)
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())
