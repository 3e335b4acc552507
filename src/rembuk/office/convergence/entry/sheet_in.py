"""A sheet that comes back: whose it is, what it changes, what somebody else changed meanwhile.

Nothing is written while a sheet is read. A cell is compared with what the sheet showed when it
left: what only the sheet changed is taken; what both changed is a conflict and waits for a person;
a row that is gone says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.convergence import duties, told
from rembuk.office.convergence.entry import rows, sheet_out, written
from rembuk.office.convergence.models import SheetFile, Year
from rembuk.office.convergence.periods import Period, period
from rembuk.office.convergence.registry import Registry, registry
from rembuk.office.intake.reading.grid import read, sheets
from rembuk.office.intake.returned import cell, opened
from rembuk.office.seats.models import Office
from rembuk.reference.indicators import Indicator

_STAMP: Final = re.compile(re.escape(sheet_out.STAMP) + r"([0-9A-Za-z-]{4,16})")
_DESA: Final = {"desa-kemendagri", "desa-bps"}
MOST_PROBLEMS: Final = 500


@dataclass(frozen=True)
class Problem:
    """A cell or row that was not taken, and why."""

    sheet: str
    row: int
    place: str
    column: str
    text: str
    words: str


@dataclass
class Read:
    """What a sheet says: changed cells (key -> text), and what stood in its way."""

    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    others: int = 0

    def refuse(self, *parts: Any) -> None:
        """Remember a problem; a wholly wrong file does not fill the table."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(*parts))


def receive(upload: Any, year: Year, account: Account) -> SheetFile:
    """Read a workbook that came back and keep what it says beside the row of its stamp. Raises
    ValidationError in words: no stamp, another year, another office."""
    with opened(upload) as (path, digest):
        names = sheets(path)
        row = _known(path, names, year, account)
        found = _read(path, names, row)
    changed = {
        key: text for key, text in found.texts.items() if _differs(text, row.versions[key][1])
    }
    row.sha256 = digest
    row.outcome = {
        "texts": changed, "same": len(found.texts) - len(changed),
        "missing": len(set(row.versions) - found.seen), "others": found.others,
        "problems": [asdict(one) for one in found.problems],
    }  # fmt: skip
    row.save(update_fields=["sha256", "outcome"])
    return row


def _known(path: Path, names: list[str], year: Year, account: Account) -> SheetFile:
    stamps = {stamp for name in names for stamp in _stamps(path, name)}
    if not stamps:
        raise ValidationError(
            _("Berkas ini tidak bercap Rembuk. Unduh lembarnya dari halaman Isi, lalu isi berkas "
                "itu; judul di baris pertama jangan dihapus.")
        )  # fmt: skip
    row = SheetFile.objects.filter(stamp__in=stamps).select_related("year").first()
    if row is None or len(stamps) > 1:
        raise ValidationError(_("Cap lembar ini tidak dikenal. Unduh lembarnya lagi."))
    if row.year_id != year.pk:
        raise ValidationError(
            _("Lembar ini untuk tahun %(theirs)s, bukan %(ours)s. Masukkan di tahun itu.")
            % {"theirs": row.year.year, "ours": year.year}
        )
    if not mine(row, account):
        office = Office.objects.filter(code=row.office_code).first()
        raise ValidationError(
            _("Lembar ini milik %s. Kantor itu sendiri yang memasukkannya.")
            % (office.name if office else row.office_code)
        )
    return row


def mine(row: SheetFile, account: Account) -> bool:
    """Whether a sheet is the account's own or its office's."""
    if row.made_by_id == account.pk:
        return True
    office = Office.objects.filter(code=row.office_code).first()
    return office is not None and office.pk in duties.standing(account).offices


def _stamps(path: Path, name: str) -> Iterator[str]:
    for row in read(path, name).cells.head(6).rows():
        for text in row[1:]:
            if found := _STAMP.search(str(text or "")):
                yield found[1]


def _read(path: Path, names: list[str], row: SheetFile) -> Read:
    one = period(row.period)
    asked = registry(row.year, one.ends)
    found = Read()
    for name in names:
        if name in asked.indicators:
            _village_sheet(path, name, row, one, asked, found)
        elif name == "Besaran":
            _own_sheet(path, name, row, one, asked, found)
        elif name == "Kartu":
            _card_sheet(path, name, row, asked, found)
    return found


def _village_sheet(
    path: Path, name: str, row: SheetFile, one: Period, asked: Registry, found: Read
) -> None:
    indicator = asked.indicators[name]
    scheme = reference.load().scheme(asked.scheme)
    by_head = {column.head: column.holds for column in scheme.village_columns}
    wanted = _number_heads(indicator, asked)
    places = rows.places(row.year.district_code, indicator.level, one.ends)
    codes = {place.code: place.code for place in places}
    codes |= {place.bps: place.code for place in places if place.bps}
    labels = {place.code: place.name for place in places}
    id_heads = [head for head, holds in by_head.items() if holds in _DESA]
    _table(path, name, id_heads, wanted, codes, labels, row, found)


def _own_sheet(
    path: Path, name: str, row: SheetFile, one: Period, asked: Registry, found: Read
) -> None:
    wanted = {told.named(q): code for code, q in asked.quantities.items()}
    places = rows.places(row.year.district_code, "desa", one.ends)
    codes, labels = {p.code: p.code for p in places}, {p.code: p.name for p in places}
    _table(path, name, [sheet_out.OWN_COLUMNS[2]], wanted, codes, labels, row, found)


def _number_heads(indicator: Indicator, asked: Registry) -> dict[str, str]:
    """Head of a column of numbers -> quantity, as `sheet_out` writes them."""
    scheme = reference.load().scheme(asked.scheme)
    heads = {}
    for column in scheme.indicator_columns:
        code = {"pembilang": indicator.numerator, "penyebut": indicator.denominator}.get(
            column.holds, ""
        )
        if code:
            heads[f"{column.head}: {told.named(asked.quantities[code])}"] = code
    return heads


def _table(
    path: Path, name: str, id_heads: list[str], wanted: dict[str, str], codes: dict[str, str],
    labels: dict[str, str], row: SheetFile, found: Read,
) -> None:  # fmt: skip
    table = [(int(line[0]), [cell(value) for value in line[1:]]) for line in _lines(path, name)]
    first = next((n for n, (_no, line) in enumerate(table) if set(id_heads) & set(line)), None)
    if first is None:
        words = _("Kolom kode desa tidak ditemukan di lembar ini.")
        found.refuse(name, 0, "", "", "", words)
        return
    heads = table[first][1]
    ids = [heads.index(head) for head in id_heads if head in heads]
    columns = {at: wanted[head] for at, head in enumerate(heads) if head in wanted}
    for number, line in table[first + 1 :]:
        ids_said = [line[at].removesuffix(".0") for at in ids if at < len(line) and line[at]]
        place = next((codes[text] for text in ids_said if text in codes), "")
        if not ids_said:
            continue
        if not place:
            words = _("Kode desa ini tidak dikenal di daerah dan tahun ini.")
            found.refuse(name, number, "", id_heads[0], ids_said[0], words)
            continue
        for at, quantity in columns.items():
            text = line[at] if at < len(line) else ""
            _cell(name, number, labels[place], heads[at], f"{place}|{quantity}", text, row, found)


def _card_sheet(path: Path, name: str, row: SheetFile, asked: Registry, found: Read) -> None:
    district = row.year.district_code
    for line in _lines(path, name):
        texts = [cell(value) for value in line[1:]]
        indicator = asked.indicators.get(texts[0] if texts else "")
        if indicator is None:
            continue
        for at, quantity in ((2, indicator.numerator), (3, indicator.denominator)):
            if quantity:
                text = texts[at] if at < len(texts) else ""
                _cell(
                    name, int(line[0]), told.named(indicator), "", f"{district}|{quantity}", text,
                    row, found,
                )  # fmt: skip


def _cell(
    sheet: str, number: int, label: str, column: str, key: str, text: str, row: SheetFile,
    found: Read,
) -> None:  # fmt: skip
    if key not in row.versions:
        found.others += bool(text)
        return
    if key in found.seen:
        if key in found.texts and _differs(text, found.texts[key]):
            words = _("Baris ini muncul dua kali, angkanya berbeda; tidak satu pun diambil.")
            found.refuse(sheet, number, label, column, text, words)
            del found.texts[key]
        return
    found.seen.add(key)
    try:
        written.read(text)
    except ValidationError as problem:
        found.refuse(sheet, number, label, column, text, " ".join(problem.messages))
        return
    found.texts[key] = text


def _lines(path: Path, name: str) -> list[tuple[Any, ...]]:
    return read(path, name).cells.rows()


def _differs(one: str, other: str) -> bool:
    try:
        return written.read(one) != written.read(other)
    except ValidationError:
        return True
