"""What can be seen on a scan: its check codes, its text, its pages. The file is not trusted."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import segno
from PIL import Image

from rembuk.office.access.public_ids import read

READER: Final = Path(__file__).with_name("reader.py")
SECONDS: Final = 45
"""Longest anybody waits for a look; the reader stops itself long before on an idle machine."""
TRIAL: Final = "00-0000-00"
_ADDRESS: Final = re.compile(r"/surat/cek/([0-9A-Za-z-]{8,12})/([0-9a-fA-F]{10})\b")
_ID: Final = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{2}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}\b")
_BREAKS: Final = str.maketrans("", "", "\u200b\xad\ufffe\u2060")
"""What our papers put where a line may break."""


@dataclass(frozen=True)
class Code:
    """A check address as read from a page: the document's id and the digits beside it."""

    page: int
    public_id: str
    digits: str


@dataclass(frozen=True)
class Look:
    """What a look at a file told. `codes` stand in its QR, `ids` and `text` in its words; `failed`
    says that the file could not be drawn, which is no verdict on it."""

    codes: tuple[Code, ...] = ()
    ids: frozenset[str] = frozenset()
    text: str = ""
    pages: int = 0
    failed: bool = False


def look(content: bytes) -> Look:
    """Look at a PDF or photo. Never raises for what the file is."""
    try:
        run = subprocess.run(  # noqa: S603 - our own program; the file goes in as its input
            [sys.executable, "-I", str(READER)], input=content, capture_output=True,
            timeout=SECONDS, check=False,
        )  # fmt: skip
        told = json.loads(run.stdout) if run.returncode == 0 else None
    except (subprocess.TimeoutExpired, OSError, ValueError):
        told = None
    if told is None:
        return Look(failed=True)
    text = str(told["text"]).translate(_BREAKS)
    codes = {_code(int(page), str(one)) for page, one in told["codes"]} - {None}
    return Look(
        codes=tuple(sorted((one for one in codes if one), key=lambda one: one.page)),
        ids=frozenset(plain for found in _ID.findall(text) if (plain := read(found))),
        text="".join(text.split()), pages=int(told["pages"]),
    )  # fmt: skip


def _code(page: int, text: str) -> Code | None:
    found = _ADDRESS.search(text)
    plain = read(found[1]) if found else None
    return Code(page, plain, found[2].lower()) if found and plain else None


def works() -> bool:
    """Whether a code drawn here is read here, from a picture and from a PDF."""
    drawn, paper = io.BytesIO(), io.BytesIO()
    address = f"https://contoh.id/surat/cek/{TRIAL}/0123456789/"
    segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=4, border=4)
    Image.open(drawn).convert("L").save(paper, "PDF")
    return all(look(one.getvalue()).codes for one in (drawn, paper))
