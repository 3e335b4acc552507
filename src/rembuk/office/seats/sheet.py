"""Offices from an Excel sheet: every row read, every doubt told with its row and column."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from rembuk.office.seats.forms import OfficeForm
from rembuk.office.seats.models import Office, OfficeKind
from rembuk.office.seats.queries import roles

HEADS: Final = (
    ("code", "kode"), ("name", "nama"), ("short", "nama pendek"), ("kind", "jenis"),
    ("role", "peran"), ("place_code", "kode wilayah"), ("serves", "melayani"),
    ("address", "alamat"), ("valid_from", "sejak"), ("valid_to", "sampai"),
)  # fmt: skip
NEEDED: Final = ("code", "name", "kind", "place_code")
MAX_BYTES: Final = 2 * 1024 * 1024
MAX_UNZIPPED: Final = 60 * 1024 * 1024
MAX_ROWS: Final = 2_000


@dataclass(frozen=True)
class Row:
    """One row of the sheet: what it would do (baru, berubah, sama, keliru) and why not."""

    number: int
    code: str
    name: str
    what: str
    fields: dict[str, Any]
    problems: tuple[str, ...] = ()


def template() -> bytes:
    """An empty sheet with its headings, and a second one with the words it takes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F1"})
    text = book.add_format({"num_format": "@"})
    page, words = book.add_worksheet("Kantor"), book.add_worksheet("Isian")
    for at, (_field, head) in enumerate(HEADS):
        page.write_string(0, at, head, bold)
        page.set_column(at, at, 22, text)
    page.freeze_panes(1, 0)
    lists = (("jenis", list(OfficeKind.values)), ("peran", [code for code, _w in roles()]))
    for at, (head, values) in enumerate(lists):
        words.write_string(0, at, head, bold)
        words.set_column(at, at, 24)
        for row, value in enumerate(values, start=1):
            words.write_string(row, at, value)
    book.close()
    return out.getvalue()


def read(upload: Any, within: tuple[str, ...]) -> list[Row]:
    """The rows of a sheet, each checked. Raises ValidationError when the sheet itself is not one,
    in words for the person who chose it; nothing is written here."""
    rows = _cells(upload)
    heads = [str(cell).strip().lower() for cell in rows[0]] if rows else []
    where = {field: heads.index(head) for field, head in HEADS if head in heads}
    lacking = [head for field, head in HEADS if field in NEEDED and field not in where]
    if lacking:
        raise ValidationError(
            _("Baris pertama tidak memuat kolom: %(heads)s.") % {"heads": ", ".join(lacking)}
        )
    found: list[Row] = []
    seen: set[str] = set()
    for number, cells in enumerate(rows[1:], start=2):
        given = {f: _text(cells[at]) if at < len(cells) else "" for f, at in where.items()}
        if any(given.values()):
            found.append(_row(number, given, within, seen))
    if not found:
        raise ValidationError(_("Lembar ini tidak berisi kantor satu pun."))
    return found


def _row(number: int, given: dict[str, str], within: tuple[str, ...], seen: set[str]) -> Row:
    given["code"] = given["code"].lower()
    given["kind"] = given["kind"].lower()
    given.setdefault("role", "")
    given["role"] = given["role"].upper()
    given["short"] = given.get("short") or given["name"][:40]
    standing = Office.objects.filter(code=given["code"]).first()
    if not given.get("valid_from") and standing:
        given["valid_from"] = standing.valid_from.isoformat()
    given["valid_from"] = (
        given.get("valid_from") or timezone.localdate().replace(month=1, day=1).isoformat()
    )
    form = OfficeForm(given, within=within)
    problems = [
        f"{dict(HEADS)[field]}: {told}" for field, list_ in form.errors.items() for told in list_
    ]
    if given["code"] in seen:
        problems.append(_("kode: sudah ada di baris di atasnya"))
    seen.add(given["code"])
    if standing and not any(_inside(outer, standing.place_code) for outer in within):
        problems.append(_("kode: kantor ini di luar wilayah Anda"))
    if problems:
        return Row(number, given["code"], given["name"], "keliru", {}, tuple(problems))
    fields = {k: v for k, v in form.cleaned_data.items() if k != "code"}
    same = standing is not None and all(getattr(standing, k) == v for k, v in fields.items())
    what = "baru" if standing is None else "sama" if same else "berubah"
    return Row(number, given["code"], given["name"], what, fields)


def _inside(outer: str, code: str) -> bool:
    return outer == "" or code == outer or code.startswith(f"{outer}.")


def _cells(upload: Any) -> Sequence[Sequence[Any]]:
    if upload is None:
        raise ValidationError(_("Pilih berkas Excel-nya dulu."))
    if (getattr(upload, "size", 0) or 0) > MAX_BYTES:
        raise ValidationError(_("Berkas lebih dari 2 MB. Daftar kantor tidak sebesar itu."))
    content = upload.read(MAX_BYTES + 1)
    refused = _("Berkas ini bukan lembar Excel (.xlsx) yang utuh. Simpan ulang, lalu unggah lagi.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNZIPPED:
                raise ValidationError(refused)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(nrows=MAX_ROWS + 2)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, IndexError) as error:
        raise ValidationError(refused) from error
    if len(rows) > MAX_ROWS + 1:
        raise ValidationError(_("Lembar ini lebih dari %(n)s baris.") % {"n": MAX_ROWS})
    return rows


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
