"""The program that looks at one scan: a file in, QR codes and text out, as JSON.

It runs in a process of its own (`looking.py`), for PDF and picture decoders are large programs that
take files of strangers: one that crashes, eats memory or never ends takes nothing with it. It
imports nothing of Rembuk and writes nothing to disk.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator
from typing import Any, Final

from PIL import Image, ImageFilter, ImageOps

MAX_PIXELS: Final = 60_000_000
"""Pixels of a picture that is opened at all."""
LOOKED_AT: Final = 12_000_000
"""Pixels looked at at once; larger ones are made smaller."""
SECONDS: Final = 12.0
"""Time of the processor for one file; what was found until then is said."""
MEMORY: Final = 2 * 1024**3
PAGES: Final = 60
"""Pages of a PDF looked at, the last ones first: signatures and codes stand at the end."""
AGAIN: Final = 4
"""Pages looked at closer when a first look found no code of ours."""
CONTRAST: Final = 12
"""Shades of grey between paper and ink, of 255, that any print has left."""
OURS: Final = "/surat/cek/"
LETTERS: Final = 200_000


def main() -> None:
    """One file from standard input."""
    _bounded()
    content = sys.stdin.buffer.read()
    found = _pdf(content) if content.startswith(b"%PDF-") else _photo(content)
    sys.stdout.write(json.dumps(found))


def _bounded() -> None:
    """Take no more memory than a scan needs, where the machine can hold a program to it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS * 2), int(SECONDS * 2)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _late() -> bool:
    return time.process_time() > SECONDS


def _photo(content: bytes) -> dict[str, Any]:
    picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
    width, height = picture.size
    if width * height > MAX_PIXELS:
        return {"codes": [], "text": "", "pages": 0, "looked": 0}
    picture.draft("L", _within(width, height))  # a JPEG unfolds smaller at once
    grey = _grey(picture)
    found = _codes(grey)
    if not _ours(found):
        found |= _closer(grey)
    return {"codes": [[1, one] for one in sorted(found)], "text": "", "pages": 0, "looked": 1}


def _pdf(content: bytes) -> dict[str, Any]:
    import pypdfium2

    paper = pypdfium2.PdfDocument(content)
    count = len(paper)
    order = [*range(count - 1, -1, -1)][:PAGES]
    text = "".join(_text(paper, at) for at in order[:20])[:LETTERS]
    codes: list[list[Any]] = []
    looked = 0
    for at in order:
        if _late():
            break
        codes += [[at + 1, one] for one in sorted(_codes(_drawn(paper, at, 200)))]
        looked += 1
    if not _ours({one for _page, one in codes}):
        for at in order[:AGAIN]:
            if _late():
                break
            codes += [[at + 1, one] for one in sorted(_closer(_drawn(paper, at, 250)))]
    return {"codes": codes, "text": text, "pages": count, "looked": looked}


def _drawn(paper: Any, at: int, ppi: int) -> Image.Image:
    """A page as a grey picture, whatever it is made of: one photo, strips, masks or lines."""
    page = paper[at]
    width, height = page.get_size()
    most = (LOOKED_AT / max(width * height, 1.0)) ** 0.5
    drawn: Image.Image = page.render(scale=min(ppi / 72, most), grayscale=True).to_pil()
    page.close()
    return drawn


def _text(paper: Any, at: int) -> str:
    page = paper[at]
    try:
        return str(page.get_textpage().get_text_bounded())
    finally:
        page.close()


def _within(width: int, height: int) -> tuple[int, int]:
    shrink = min(1.0, (LOOKED_AT / (width * height)) ** 0.5)
    return max(1, int(width * shrink)), max(1, int(height * shrink))


def _grey(picture: Image.Image) -> Image.Image:
    """Grey and of a size to look at; what is see-through is paper."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    if picture.mode == "I;16":  # a scanner's deep grey
        picture = picture.point(lambda value: value / 256)
    grey = picture.convert("L")
    size = _within(*grey.size)
    return grey if size == grey.size else grey.resize(size, Image.Resampling.BOX)


def _closer(grey: Image.Image) -> set[str]:
    """Codes of a dim, blurred or small picture, seen in other lights; one of ours is enough."""
    found: set[str] = set()
    shades = [shade for shade, many in enumerate(grey.histogram()) if many]
    if shades[-1] - shades[0] < CONTRAST:
        return found  # an empty page
    for light in _lights(grey):
        if _late():
            break
        found |= _codes(light)
        if _ours(found):
            break
    return found


def _lights(grey: Image.Image) -> Iterator[Image.Image]:
    """The looks that helped most on dim, turned and blurred pages, the quickest first."""
    even = ImageOps.autocontrast(grey, cutoff=1)
    yield even
    yield _sharp(even, 2, 180)
    for times in (2, 3):
        if grey.width * grey.height * times**2 > LOOKED_AT:
            return
        larger = even.resize((grey.width * times, grey.height * times), Image.Resampling.BICUBIC)
        yield larger
        yield _sharp(larger, times, 200)
        yield _sharp(larger, times * 2, 300)


def _sharp(picture: Image.Image, radius: int, percent: int) -> Image.Image:
    return picture.filter(ImageFilter.UnsharpMask(radius=radius, percent=percent, threshold=0))


def _codes(picture: Image.Image) -> set[str]:
    import zxingcpp

    read = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return {one.text[:300] for one in read if one.text}


def _ours(codes: set[str]) -> bool:
    return any(OURS in one for one in codes)


if __name__ == "__main__":
    main()
