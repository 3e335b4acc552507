"""Drawings that go into a letter: the QR of its check page, figures, emblems."""

from __future__ import annotations

import io
from typing import Final, Literal

import segno
from lxml import etree

_HREF: Final = ("href", "{http://www.w3.org/1999/xlink}href")
_REFUSED: Final = frozenset({"script", "foreignObject", "iframe", "image", "style"})


class DrawingError(ValueError):
    """A drawing that may not go into a letter."""


def qr(url: str) -> str:
    """An SVG of a QR code (level M, a quarter may be soiled at half that), two modules of rim."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()


def checked_svg(text: str) -> str:
    """The SVG itself when it draws and nothing else: no entity, script, style or outer file.
    Raises DrawingError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DrawingError("not an SVG") from error
    if etree.QName(root).localname != "svg" or root.getroottree().docinfo.internalDTD is not None:
        raise DrawingError("not a plain SVG")
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        outer = [node.get(name, "#") for name in _HREF]
        if etree.QName(node).localname in _REFUSED or any(not h.startswith("#") for h in outer):
            raise DrawingError("SVG with a script, a style or an outer file")
    return text


def picture_kind(picture: bytes) -> Literal["png", "jpg", "svg"]:
    """What a picture is by its first bytes. Raises DrawingError for anything else."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if picture.startswith(b"\xff\xd8\xff"):
        return "jpg"
    checked_svg(picture.decode("utf-8", "replace"))
    return "svg"
