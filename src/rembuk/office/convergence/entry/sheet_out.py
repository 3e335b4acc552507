"""A tab taken away as a workbook: one sheet an indicator in the columns of the official forms, with
a stamp by which the return knows what the sheet showed when it left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.public_ids import new
from rembuk.office.convergence import told
from rembuk.office.convergence.entry.boxes import Box, Place
from rembuk.office.convergence.entry.filling import Ask
from rembuk.office.convergence.models import SheetFile
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.reference.indicators import Indicator
from rembuk.reference.schemes import Column as FormColumn

STAMP: Final = "Cap lembar: "
OWN_COLUMNS: Final = ("No", "Kecamatan", "ID Desa Kemendagri", "Nama Desa/Kelurahan")
_WIDTH: Final = {
    "nomor": 5, "id-kecamatan": 12, "desa-bps": 13, "desa-kemendagri": 15, "desa": 24,
    "kecamatan": 20, "puskesmas": 20, "persen": 9, "indikator": 40, "keterangan": 30,
}  # fmt: skip
_FOOT: Final = frozenset({"pembilang", "penyebut"})


def made(ask: Ask) -> tuple[SheetFile, bytes]:
    """The workbook of a tab and the row that remembers what it showed."""
    office = _office_of(ask)
    place = (ask.kecamatan if ask.by_kecamatan else "") or ask.year.district_code
    row = SheetFile(
        stamp=new(), year=ask.year, tab=ask.tab.code, office_code=office, place_code=place,
        period=ask.one.code, made_by=ask.account,
        versions={
            box.key: [box.version, box.text]
            for line in ask.grid.rows
            for box in line.cells
            if box.writable
        },
    )  # fmt: skip
    body = workbook(list(_sheets(ask, row.stamp)), _notes(ask))
    row.save()
    return row, body


def heads(ask: Ask, indicator: Indicator) -> list[tuple[FormColumn, str]]:
    """Columns of an indicator's sheet with their heads; above numbers stands what they count."""
    scheme = reference.load().scheme(ask.asked.scheme)
    found = []
    for column in (*scheme.village_columns, *scheme.indicator_columns):
        head = column.head
        code = {"pembilang": indicator.numerator, "penyebut": indicator.denominator}.get(
            column.holds, ""
        )
        if column.holds in _FOOT:
            if not code:
                continue
            head = f"{head}: {told.named(ask.asked.quantities[code])}"
        if column.holds == "persen" and not indicator.denominator:
            continue
        found.append((column, head))
    return found


def _sheets(ask: Ask, stamp: str) -> Iterator[Sheet]:
    title = f"{ask.tab.name} · {ask.place_words} · {ask.one.words} · {STAMP}{stamp}"
    rows = ask.grid.rows
    if not ask.shown:
        yield Sheet("Besaran", title, _own_columns(ask), _own_rows(ask))
    elif ask.level == "kabupaten":
        columns = [
            Column("Kode", 16), Column("Indikator", 44), Column("Jumlah atau ya/tidak", 16),
            Column("Penyebut", 14), Column("%", 9),
        ]  # fmt: skip
        body = [[row.code, row.name, *(_value(box) for box in row.cells)] for row in rows]
        yield Sheet("Kartu", title, columns, body)
    else:
        start = 0
        for indicator in ask.shown:
            width = 3 if indicator.denominator else 1
            columns = [
                Column(head, _WIDTH.get(column.holds, 18), "text")
                for column, head in heads(ask, indicator)
            ]
            yield Sheet(
                indicator.code, f"{told.named(indicator)} · {title}", columns,
                [list(line) for line in _lines(ask, indicator, start, width)],
            )  # fmt: skip
            start += width


def _lines(ask: Ask, indicator: Indicator, start: int, width: int) -> Iterator[list[object]]:
    by_code = {row.code: row for row in ask.grid.rows}
    for number, place in enumerate(ask.places, start=1):
        row = by_code.get(place.code)
        boxes = row.cells[start : start + width] if row else ()
        yield [_cell(column, place, number, boxes) for column, _head in heads(ask, indicator)]


def _cell(column: FormColumn, place: Place, number: int, boxes: tuple[Box, ...]) -> object:
    values: dict[str, Any] = {
        "nomor": number, "id-kecamatan": place.kecamatan_bps or place.kecamatan_code,
        "kecamatan": place.kecamatan, "puskesmas": place.puskesmas, "desa-bps": place.bps,
        "desa-kemendagri": place.code, "desa": place.name,
    }  # fmt: skip
    if column.holds in values:
        return values[column.holds]
    at = {"pembilang": 0, "nilai": 0, "penyebut": 1, "persen": 2}.get(column.holds)
    return _value(boxes[at]) if at is not None and at < len(boxes) else None


def _value(box: Box) -> object:
    if box.ratio:
        return box.text if box.text != "–" else None
    if box.kind == "ya-tidak":
        return {"1": "ya", "0": "tidak"}.get(box.text, box.text or None)
    if box.text.isdigit():
        return int(box.text)
    if box.text == "-":
        return "tb"  # a lone minus would be led by the apostrophe of the formula guard
    return box.text or None


def _own_columns(ask: Ask) -> list[Column]:
    first = [Column(head, width) for head, width in zip(OWN_COLUMNS, (5, 20, 15, 24), strict=True)]
    return [*first, *(Column(column.head, 18) for column in ask.grid.columns)]


def _own_rows(ask: Ask) -> Iterator[list[object]]:
    places = {place.code: place for place in ask.places}
    for number, row in enumerate(ask.grid.rows, start=1):
        kecamatan = places[row.code].kecamatan
        yield [number, kecamatan, row.code, row.name, *(_value(box) for box in row.cells)]


def _office_of(ask: Ask) -> str:
    """Code of the reader's office that owns what is in the sheet; "" when it owns nothing."""
    for box in ask.grid.boxes():
        place, _mark, quantity = box.key.partition("|")
        return ask.owners.code(ask.asked.quantities[quantity].owner, place)
    return ""


def _notes(ask: Ask) -> list[str]:
    when = timezone.localtime().strftime("%d/%m/%Y %H.%M")
    return [
        _("Diunduh %(when)s oleh %(who)s.") % {"when": when, "who": ask.account.username},
        _("Isi kolom milik kantor Anda di sini, lalu masukkan lagi berkas ini di Rembuk. Boleh "
            "tanpa sambungan; baris boleh diurutkan ulang."),
        _("Isi 0 bila memang nol, tb bila tidak berlaku, ~12 bila perkiraan. Yang tidak diketahui "
            "biarkan kosong."),
        _("Jangan ubah judul lembar (berisi cap), nama kolom, dan kode desa. Baris yang dihapus "
            "tidak menghapus apa pun."),
        _("Kolom kantor lain dan persen hanya dibaca."),
    ]  # fmt: skip
