"""A letter as the words that stand on paper: every value written, every text cleaned.

One reading for both makers, so the PDF and its Word twin never say different things.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from rembuk.office.documents import blocks as b
from rembuk.office.documents import fitting
from rembuk.office.documents.drawings import checked_svg
from rembuk.office.documents.numbers import long_date, roman
from rembuk.office.documents.plain import breakable, clean, written

HEADS: Final[Mapping[str, str]] = {
    "daftar-hadir": "DAFTAR HADIR",
    "lembar-kerja": "KERTAS KERJA",
    "matriks-rtl": "MATRIKS RENCANA TINDAK LANJUT",
    "lembar-pengesahan": "LEMBAR PENGESAHAN",
    "berita-acara": "BERITA ACARA",
}
"""What heads a sheet that was given no title."""
PLACES: Final = r"[\s\u00ad\u200b]"
"""Where a line may end: at a space, a soft hyphen, a place to break."""
STANDING_MM: Final = 167.0
LYING_MM: Final = 254.0
_NIP: Final = re.compile(r"^(\d{8})(\d{6})(\d)(\d{3})$")


def letter_data(letter: b.Letter) -> dict[str, Any]:
    """Strings, numbers and lists only, ready for JSON."""
    head = letter.letterhead
    return {
        "kind": letter.kind,
        "head": None
        if head is None
        else {k: clean(getattr(head, k)) for k in ("government", "unit", "address")},
        "emblem": None,
        "qr": "",
        "number": clean(letter.number),
        "nature": clean(letter.nature),
        "attachments": clean(letter.attachments),
        "subject": clean(letter.subject),
        "title": clean(letter.title) or HEADS.get(letter.kind, ""),
        "subtitle": clean(letter.subtitle),
        "dateline": dateline(letter.place, letter.on),
        "to": [clean(line) for line in letter.to],
        "body": [block_data(block) for block in letter.body],
        "signatures": [signature_data(one) for one in letter.signatures],
        "copies": [clean(line) for line in letter.copies],
        "decree": [clean(line) for line in letter.decree],
        "foot": foot(letter),
        "check_text": breakable(clean(letter.check_url).partition("://")[2]),
        "watermark": clean(letter.watermark),
        "notes": [clean(line) for line in letter.notes],
        "dated": letter.made_at is not None,
    }


def dateline(place: str, on: dt.date | None) -> str:
    """`Sekayu, 9 November 2026`; without a day a place to write it."""
    if not place and on is None:
        return ""
    day = long_date(on) if on else "............................"
    return f"{clean(place)}, {day}" if place else day


def foot(letter: b.Letter) -> str:
    """Printed when, data of which day, without names, usable until when."""
    parts = []
    if letter.made_at is not None:
        at = letter.made_at
        if at.tzinfo is not None:
            at = at.astimezone(ZoneInfo(settings.TIME_ZONE))
        parts.append(f"Dicetak {long_date(at.date())} {at:%H.%M} {at.tzname() or ''}".strip())
    if letter.as_of is not None:
        parts.append(f"data per {long_date(letter.as_of)}")
    if letter.without_names:
        parts.append("tanpa nama anak")
    if letter.expires_on is not None:
        parts.append(f"berlaku sampai {long_date(letter.expires_on)}")
    text = " · ".join(parts)
    return text[:1].upper() + text[1:]


def block_data(block: b.Block) -> dict[str, Any]:
    """One block of the body, its kind under `is`."""
    match block:
        case b.Paragraph():
            return {
                "is": "paragraph",
                "text": clean(block.text),
                "strong": block.strong,
                "centered": block.centered,
                "indent": block.indent,
            }
        case b.Heading():
            level = min(max(block.level, 1), 4)
            return {"is": "heading", "text": clean(block.text), "level": level}
        case b.Bullets():
            items = [clean(item) for item in block.items]
            return {"is": "bullets", "items": items, "numbered": block.numbered}
        case b.Table():
            return table_data(block)
        case b.Facts():
            return {"is": "facts", "pairs": [[clean(k), _fact(v)] for k, v in block.pairs]}
        case b.Figure():
            return {
                "is": "figure",
                "svg": checked_svg(block.svg),
                "caption": clean(block.caption),
                "width": block.width_mm,
                "alt": clean(block.alt or block.caption),
            }
        case b.SignaturePage():
            return {
                "is": "approval",
                "heading": clean(block.heading),
                "text": clean(block.text),
                "signatures": [signature_data(one) for one in block.signatures],
            }
        case b.PageBreak():
            return {"is": "break"}


def table_data(table: b.Table) -> dict[str, Any]:
    """A table with every cell written. Raises ValueError for a row of another width."""
    kinds = [column.kind for column in table.columns]
    rows = []
    for row in table.rows:
        if len(row) != len(kinds):
            raise ValueError(f"a row of {len(row)} cells in a table of {len(kinds)} columns")
        rows.append([_cell(value, kind) for value, kind in zip(row, kinds, strict=True)])
    heads = [breakable(clean(one.head)) for one in table.columns]
    shares = [max(one.width, 0.05) for one in table.columns]
    needs = [
        fitting.needed((head, *(row[at] for row in rows)), PLACES, 8 if table.small else 9.5, 1.2)
        for at, head in enumerate(heads)
    ]
    widths = fitting.fitted(shares, needs, LYING_MM if table.landscape else STANDING_MM)
    return {
        "is": "table",
        "columns": [
            {"head": head, "width": width, "kind": column.kind}
            for head, width, column in zip(heads, widths, table.columns, strict=True)
        ],
        "rows": rows,
        "caption": clean(table.caption),
        "landscape": table.landscape,
        "empty": clean(table.empty),
        "small": table.small,
        "count": table.count,
        "row_mm": table.row_mm,
    }


def _cell(value: b.Value, kind: b.Kind) -> str:
    text = written(value, kind)
    return breakable(text) if isinstance(value, str) else text


def signature_data(one: b.Signature) -> dict[str, str]:
    """A signature's lines; a NIP in the groups the decree writes it in."""
    return {
        "title": clean(one.title),
        "name": clean(one.name),
        "rank": clean(one.rank),
        "nip": nip(one.nip),
        "dateline": dateline(one.place, one.on) if one.place or one.on else "",
    }


def nip(text: str) -> str:
    """`19700101 199503 1 002`; anything that is not 18 digits stays as it was written."""
    digits = re.sub(r"\s", "", clean(text))
    found = _NIP.match(digits)
    return " ".join(found.groups()) if found else clean(text)


def _fact(value: b.Value) -> str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return long_date(value)
    return written(value)


def numbered(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks of a report with chapters (BAB I), sections (A.) and parts (1.) counted in their
    headings, as Typst counts them in the PDF."""
    made, at = [], [0, 0, 0]
    for block in blocks:
        if block["is"] == "heading" and (level := block["level"]) <= len(at):
            at[level - 1 :] = [at[level - 1] + 1, *[0] * (len(at) - level)]
            count = at[level - 1]
            chapter = roman(count)
            mark = (f"BAB {chapter}", f"{chr(64 + count)}.", f"{count}.")[level - 1]
            block = {**block, "text": f"{mark} {block['text']}"}
        made.append(block)
    return made
