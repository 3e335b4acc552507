"""The map of programmes as a workbook in the columns of the form, out and in; pasted rows are read
the same way. A last column carries the row's name and version, so that nothing newer is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.convergence import years
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.programmes import writing as programmes
from rembuk.office.convergence.programmes.map import Line
from rembuk.office.convergence.programmes.writing import Desk, Entry, Left, Outcome
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.intake.reading.grid import read
from rembuk.office.intake.returned import cell, opened
from rembuk.reference.indicators import last_day
from rembuk.reference.schemes import Column as FormColumn

FIELDS: Final = {
    "masalah": "problem", "kegiatan": "activity", "pelaksana": "office", "lokasi": "place",
    "sasaran": "target", "volume": "volume", "satuan": "unit", "pagu": "budget",
    "sumber-dana": "money", "keterangan": "note",
}  # fmt: skip
"""What a column of the form holds -> field of a row."""
STAMP: Final = "Cap lembar: program "
MARK: Final = "Kode baris Rembuk"
_MARKED: Final = re.compile(r"([0-9A-Za-z-]{4,12})\.(\d{1,6})")
_WIDTHS: Final = {"activity": 44, "problem": 32, "office": 26, "place": 22, "target": 24}


def columns(year: Year) -> tuple[FormColumn, ...]:
    """The columns of the form of the year's scheme."""
    code = years.scheme_on(year, last_day(year.year))
    return reference.load().scheme(code).program_columns


def stamp(year: Year) -> str:
    """What a sheet of a year carries in its title."""
    return f"{STAMP}{year.public_id}"


def made(year: Year, found: Sequence[Line], desk: Desk) -> bytes:
    """The workbook: rows of the office(s) that may be written, and below them what the ledger
    already tells, to be read."""
    form = columns(year)
    money = sorted(one.short for one in desk.money.values())
    heads = [
        Column(one.head, _WIDTHS.get(FIELDS.get(one.holds, ""), 14),
               "integer" if one.holds in {"nomor", "pagu"} else "text",
               choices=money if one.holds == "sumber-dana" else ())
        for one in form
    ]  # fmt: skip
    own = [one for one in found if one.key]
    title = f"Pemetaan program {year.year} · {stamp(year)}"
    rows = [[*_row(form, one, n), f"{one.key}.{one.version}"] for n, one in enumerate(own, 1)]
    ledger = [_row(form, one, n) for n, one in enumerate((o for o in found if o.promise), 1)]
    sheets = [Sheet("Program", title, [*heads, Column(MARK, 20)], rows, paper=True)]
    if ledger:
        plain = [replace(one, choices=()) for one in heads]
        words = "Sudah ada di buku janji: diubah di sana, tidak dibaca dari lembar ini"
        sheets.append(Sheet("Dari buku janji", words, plain, ledger, paper=True))
    return workbook(sheets, _notes())


def take(upload: Any, year: Year, account: Account) -> Outcome:
    """Take what a returned workbook says. Raises ValidationError when it is none of this year."""
    with opened(upload) as (path, _digest):
        table = [list(row) for row in read(path).cells.rows()]
    stamps = [text for row in table[:6] for text in row[1:] if STAMP in str(text or "")]
    if not stamps:
        raise ValidationError(
            _("Berkas ini tidak bercap Rembuk. Unduh lembarnya dari halaman Pemetaan program, lalu "
              "isi berkas itu; judul di baris pertama jangan dihapus.")
        )  # fmt: skip
    if not any(stamp(year) in str(text) for text in stamps):
        other = _year_of(stamps)
        raise ValidationError(
            _("Lembar ini untuk tahun %(theirs)s, bukan %(ours)s. Masukkan di tahun itu.")
            % {"theirs": other.year, "ours": year.year}
            if other
            else _("Cap lembar ini tidak dikenal. Unduh lembarnya lagi.")
        )
    return programmes.write(year, list(_entries(table, year)), account)


def pasted(text: str, year: Year) -> list[Entry]:
    """Rows pasted from a spreadsheet: columns parted by tabs, in the order of the form; a first row
    of heads is passed over, and so is the number before each row."""
    form = [one for one in columns(year) if one.holds != "nomor"]
    heads = {one.head.lower() for one in columns(year)}
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [one.strip() for one in line.split("\t")]
        if not any(cells) or len({one.lower() for one in cells} & heads) > 2:
            continue
        if cells[0].rstrip(".").isdigit() or (len(cells) > len(form) and not cells[0]):
            cells = cells[1:]
        said = zip((FIELDS.get(one.holds, "") for one in form), cells, strict=False)
        found.append(Entry("", {name: word for name, word in said if name}, row=number))
    return found


def faults(left: Iterable[Left], year: Year) -> bytes:
    """What was not taken and why, as a workbook that may be mended and brought again."""
    form = columns(year)
    heads = [Column(one.head, _WIDTHS.get(FIELDS.get(one.holds, ""), 14)) for one in form]
    rows = []
    for one in left:
        cells: list[object] = [
            one.entry.row if col.holds == "nomor" else
            one.entry.texts.get(FIELDS.get(col.holds, ""), "")
            for col in form
        ]  # fmt: skip
        key = f"{one.entry.key}.{one.entry.version}" if one.entry.key else ""
        rows.append([*cells, key, one.words])
    title = f"Pemetaan program {year.year}, yang perlu diperiksa · {stamp(year)}"
    sheet = Sheet("Program", title, [*heads, Column(MARK, 20), Column("Sebabnya", 60)], rows)
    return workbook([sheet], _notes())


def _row(form: Sequence[FormColumn], one: Line, number: int) -> list[object]:
    said: dict[str, object] = {
        "nomor": number, "masalah": one.problem, "kegiatan": one.activity,
        "pelaksana": one.office, "lokasi": one.place_code if one.key else one.place,
        "sasaran": one.target, "volume": one.volume_text or None, "satuan": one.unit,
        "pagu": one.budget,
        "sumber-dana": one.money_words, "keterangan": one.note,
    }  # fmt: skip
    return [said.get(column.holds, "") for column in form]


def _entries(table: list[list[Any]], year: Year) -> Iterable[Entry]:
    by_head = {one.head: FIELDS[one.holds] for one in columns(year) if one.holds in FIELDS}
    first = next((n for n, row in enumerate(table) if set(by_head) & set(map(cell, row))), None)
    if first is None:
        raise ValidationError(_("Kolom formulirnya tidak ditemukan di lembar ini."))
    heads = [cell(one) for one in table[first]]
    mark = heads.index(MARK) if MARK in heads else None
    at = {n: by_head[head] for n, head in enumerate(heads) if head in by_head}
    for row in table[first + 1 :]:
        texts = {name: cell(row[n]) for n, name in at.items() if n < len(row)}
        if not any(texts.values()):
            continue
        found = _MARKED.fullmatch(cell(row[mark])) if mark is not None else None
        yield Entry(
            found[1] if found else "", texts, int(found[2]) if found else 0, row=int(row[0])
        )


def _year_of(stamps: Iterable[Any]) -> Year | None:
    known = {stamp(one): one for one in Year.objects.all()}
    return next((year for key, year in known.items() for t in stamps if key in str(t)), None)


def _notes() -> list[str]:
    when = timezone.localtime().strftime("%d/%m/%Y %H.%M")
    return [
        _("Diunduh %s.") % when,
        _("Tambahkan baris baru di bawah, kosongkan kode barisnya. Baris yang dihapus tidak "
          "menghapus apa pun: menarik kegiatan dilakukan di halamannya, dengan alasan."),
        _("Lokasi: kode wilayah, atau namanya bila hanya satu; kosong berarti seluruh daerah."),
        _("Pagu dalam rupiah penuh. Sumber dana pilih dari daftar di selnya."),
    ]  # fmt: skip
