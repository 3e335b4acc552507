"""Uploads for tests: PDFs and photos as people send them, good and bad."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
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
