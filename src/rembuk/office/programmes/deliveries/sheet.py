"""Deliveries and spending out as workbooks, and the reading of what comes back.

Every row is judged by itself: what cannot be taken is named by row and column of the workbook. A
NIK or card number is looked up while reading and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from rembuk.office.access.asked import day
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.intake.reading.grid import read
from rembuk.office.intake.returned import cell, opened
from rembuk.office.ledger import amounts
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.deliveries import spending
from rembuk.office.programmes.deliveries.recipients import family_of, person_of
from rembuk.office.programmes.models import Activity, Recipient, SheetOf, Status
from rembuk.office.programmes.queries import activities

NUMBER, DATE, VILLAGE, KIND = "Nomor kegiatan", "Tanggal", "Kode desa", "Penerima"
CODE, VOLUME, RUPIAH, NOTE = "Kode, NIK, atau nomor KK", "Volume", "Rupiah", "Catatan"
DELIVERY_HEADS: Final = (NUMBER, DATE, VILLAGE, KIND, CODE, VOLUME, RUPIAH, NOTE)
MONTH_HEADS: Final = tuple(str(n) for n in range(1, 13))
MOST: Final = 5_000


@dataclass
class Read:
    """What a workbook says: rows to write, rows that cannot be."""

    sha256: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)


class FaultError(ValidationError):
    """One cell that cannot be read; `column` is its head."""

    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column = column


def own(who: Reader) -> list[Activity]:
    """Activities of the year the reader may write, those of the plan first dropped."""
    found = activities(who.rights, who.year).exclude(status=Status.DROPPED).order_by("number")
    return [one for one in found if who.desk.types(one.office, one.place_code)]


def template(who: Reader, kind: str) -> bytes:
    """The workbook to fill: activities of the reader, and empty rows or the months so far."""
    mine = own(who)
    guide = Sheet(
        _("Kegiatan"), _("Kegiatan yang dapat diisi"),
        [Column(NUMBER, 16), Column(_("Kegiatan"), 44), Column(_("Lokasi"), 16),
         Column(_("Satuan"), 12), Column(_("Pagu (Rp)"), 16, "integer")],
        [(a.number, a.title, a.place_code, a.unit, a.ceiling_amount) for a in mine],
    )  # fmt: skip
    if kind == SheetOf.SPENDING:
        return workbook([_months(who, mine)], _spending_notes())
    heads = [
        Column(NUMBER, 16), Column(DATE, 12, "date"), Column(VILLAGE, 15),
        Column(KIND, 12, choices=list(Recipient.values)), Column(CODE, 24),
        Column(VOLUME, 10, "decimal"), Column(RUPIAH, 14, "integer"), Column(NOTE, 36),
    ]  # fmt: skip
    blank = [("",) * len(heads) for _row in range(200)]
    return workbook([Sheet(_("Penyaluran"), "", heads, blank), guide], _delivery_notes())


def _months(who: Reader, mine: list[Activity]) -> Sheet:
    held: dict[int, dict[str, int]] = {}
    for one in mine:
        held[one.pk] = dict(one.realisations.values_list("period", "spent"))
    heads = [Column(NUMBER, 16), Column(_("Kegiatan"), 44), Column(_("Pagu (Rp)"), 16, "integer")]
    heads += [Column(f"{n} {MONTHS[int(n)]}", 14, "integer") for n in MONTH_HEADS]
    rows = [
        (a.number, a.title, a.ceiling_amount,
         *(held[a.pk].get(period) for period in spending.months(who.year)))
        for a in mine
    ]  # fmt: skip
    return Sheet(_("Belanja"), "", heads, rows)


def read_in(upload: Any, who: Reader, kind: str) -> Read:
    """Read a workbook of a kind. Raises ValidationError when it is none of it."""
    with opened(upload) as (path, digest):
        table = [list(row) for row in read(path).cells.rows()]
    first = next((n for n, row in enumerate(table) if NUMBER in map(cell, row)), None)
    if first is None:
        raise ValidationError(
            _("Kolom \"%s\" tidak ditemukan. Unduh lembar kosongnya dulu, lalu isi berkas itu.")
            % NUMBER
        )  # fmt: skip
    heads = [cell(one) for one in table[first]]
    wanted = DELIVERY_HEADS if kind == SheetOf.DELIVERIES else (NUMBER,)
    missing = [head for head in wanted if head not in heads]
    if missing:
        raise ValidationError(_("Kolom ini tidak ada: %s.") % ", ".join(missing))
    filled = list(_filled(table[first + 1 :], heads))
    if len(filled) > MOST:
        raise ValidationError(_("Paling banyak %s baris sekali masuk.") % MOST)
    known = {one.number: one for one in own(who)}
    found = Read(digest)
    one_row = _delivery if kind == SheetOf.DELIVERIES else _spending
    for number, cells in filled:
        try:
            found.rows += one_row(number, cells, known, who)
        except FaultError as wrong:
            safe = {head: text for head, text in cells.items() if head != CODE}
            found.faults.append({
                "no": number, "column": wrong.column, "words": " ".join(wrong.messages),
                "cells": safe,
            })  # fmt: skip
    return found


def _filled(rows: Iterable[list[Any]], heads: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for row in rows:
        cells = {head: cell(one) for head, one in zip(heads[1:], row[1:], strict=False) if head}
        if any(cells.values()):
            yield int(row[0]), cells


def _delivery(
    number: int, cells: dict[str, str], known: dict[str, Activity], who: Reader
) -> list[dict[str, Any]]:
    activity = _activity(cells, known)
    on = day(cells[DATE][:10])
    if on is None:
        raise FaultError(DATE, _("Tanggal tidak terbaca. Tulis seperti 31/12/2026."))
    place = cells[VILLAGE] or activity.place_code
    kind = cells[KIND].lower() or Recipient.FAMILY.value
    if kind not in Recipient.values:
        raise FaultError(KIND, _("Tulis orang, keluarga, atau wilayah."))
    person = family = None
    if kind != Recipient.AREA:
        code = "".join(cells[CODE].split()).removesuffix(".0")
        if not code:
            raise FaultError(CODE, _("Isi kode, NIK, atau nomor KK penerimanya."))
        scope = activity.place_code
        person = person_of(code, scope) if kind == Recipient.PERSON else None
        family = family_of(code, scope) if kind == Recipient.FAMILY else None
        found = person or family
        if found is None or not who.rights.may("lihat-anak", found.place_code):
            raise FaultError(CODE, _("Tidak ditemukan di lokasi kegiatan."))
        place = found.place_code
    volume = _cell(VOLUME, amounts.volume, cells[VOLUME].removesuffix(".0"))
    if volume is None or volume <= 0:
        raise FaultError(VOLUME, _("Isi banyaknya, lebih dari nol."))
    amount = _cell(RUPIAH, amounts.rupiah, cells[RUPIAH].removesuffix(".0"))
    return [{
        "no": number, "activity": activity.pk, "on": on.isoformat(), "place": place[:13],
        "person": person.pk if person else None, "family": family.pk if family else None,
        "volume": str(volume), "amount": amount, "note": cells[NOTE][:300],
    }]  # fmt: skip


def _spending(
    number: int, cells: dict[str, str], known: dict[str, Activity], who: Reader
) -> list[dict[str, Any]]:
    """The months of a row that say something; an empty month says nothing and stays as it is."""
    activity, found = _activity(cells, known), []
    for head, text in cells.items():
        month = head.split(" ", 1)[0]
        if month not in MONTH_HEADS or not text:
            continue
        spent = _cell(head, amounts.rupiah, text.removesuffix(".0"))
        period = f"{activity.year}-{int(month):02d}"
        found.append({"no": number, "activity": activity.pk, "period": period, "spent": spent})
    return found


def _activity(cells: dict[str, str], known: dict[str, Activity]) -> Activity:
    one = known.get(cells[NUMBER].upper())
    if one is None:
        raise FaultError(
            NUMBER,
            _("Nomor kegiatan tidak dikenal, dari tahun lain, atau bukan milik kantor Anda."),
        )
    return one


def _cell(column: str, read_: Any, text: str) -> Any:
    try:
        return read_(text)
    except ValidationError as problem:
        raise FaultError(column, " ".join(problem.messages)) from problem


def _delivery_notes() -> list[str]:
    return [
        _("Satu baris satu penerima. Penerima: orang, keluarga, atau wilayah."),
        _("Kode penerima sama dengan di halaman anak dan keluarga; NIK dan nomor KK dicari lalu "
          "tidak disimpan."),
        _("Penerima, tanggal, dan kegiatan yang sama hanya dicatat sekali, jadi berkas boleh "
          "dikirim ulang."),
        _("Jangan menulis nama orang di kolom catatan."),
    ]  # fmt: skip


def _spending_notes() -> list[str]:
    return [
        _("Belanja tiap bulan dalam rupiah penuh, bukan kumulatif. Sel kosong tidak mengubah apa "
          "pun; 0 berarti tidak ada belanja."),
    ]  # fmt: skip
