"""Uploads for tests: PDFs and photos as people send them, good and bad."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageFilter
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def upload(content: bytes, name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(pages: int = 1, password: str = "", script: str = "", attachment: bool = False) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if script:
        action = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(script),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if attachment:
        writer.add_attachment("lampiran.exe", b"MZ")
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def photo(form: str = "JPEG", size: tuple[int, int] = (900, 600), marks: bool = False) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size, "#88aa88")
    if marks:
        exif = Image.Exif()
        exif[0x0132] = "2026:11:09 08:30:00"
        exif.get_ifd(0x8825).update({1: "S", 2: (2.0, 53.0, 6.0), 3: "E", 4: (103.0, 50.0, 24.0)})
        picture.save(out, form, exif=exif)
    else:
        picture.save(out, form)
    return out.getvalue()


def page_of(content: bytes, ppi: int = 120, at: int = -1) -> Image.Image:
    """A page of a PDF as a scanner sees it, grey."""
    paper = pypdfium2.PdfDocument(content)
    page = paper[at % len(paper)]
    drawn = page.render(scale=ppi / 72, grayscale=True).to_pil()
    page.close()
    paper.close()
    return drawn


def worn(
    page: Image.Image, turn: float = 0, blur: float = 0, light: float = 1, noise: int = 0
) -> Image.Image:
    """A page as a phone takes it: crooked, out of focus, dim to one side, grainy."""
    page = page.rotate(turn, expand=True, fillcolor=190, resample=Image.Resampling.BICUBIC)
    page = page.filter(ImageFilter.GaussianBlur(blur)).point(lambda value: value * light + 12)
    shade = Image.linear_gradient("L").resize(page.size).point(lambda value: 255 - value // 3)
    page = ImageChops.multiply(page, shade)
    if noise:
        grain = np.random.default_rng(7).normal(0, noise, (page.height, page.width))
        page = Image.fromarray(np.clip(np.asarray(page) + grain, 0, 255).astype("uint8"))
    return page


def jpg(page: Image.Image, quality: int = 55) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality)
    return out.getvalue()


def bound(pages: list[Image.Image]) -> bytes:
    """Pictures as a scanner puts them into one PDF: no word of text in it."""
    out = io.BytesIO()
    first, *rest = pages
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=120)
    return out.getvalue()
