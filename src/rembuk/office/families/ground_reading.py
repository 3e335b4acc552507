"""A filled field list read back. Every row of the file ends as new, known, blank or in error, and
the four add up; a row in error says where, why and what to do, the others are saved without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.families import ground, ground_sheet, ground_words
from rembuk.office.families.ground import Entry, GroundError
from rembuk.office.families.models import FieldCheck
from rembuk.office.intake import raw
from rembuk.office.intake.reading import values
from rembuk.office.intake.reading.grid import Grid, read, sheets
from rembuk.office.intake.reading.limits import Unreadable
from rembuk.office.lists.models import ListRow

HEADS: Final = (
    ground_sheet.CODE, ground_sheet.FOUND, ground_sheet.DATE, ground_sheet.BY, ground_sheet.NOTE,
)  # fmt: skip
SHORTEST: Final = 8


@dataclass(frozen=True)
class Problem:
    """Why one row of the file was not taken."""

    row: int
    column: str
    why: str
    remedy: str


@dataclass(frozen=True)
class Result:
    """What became of a file."""

    rows: int
    new: int
    known: int
    blank: int
    problems: tuple[Problem, ...]
    absent: int  # rows of the check the file does not name


@dataclass(frozen=True)
class Usual:
    """What a blank date and officer are read as."""

    on: dt.date | None
    by: str


def take(check: FieldCheck, upload: Any, usual: Usual, user: Account | None) -> Result:
    """Read an uploaded field list and enter what it says. Raises GroundError when the file is not
    one, or is that of another check; nothing is then entered."""
    if check.closed_at:
        raise GroundError(_("Cek lapangan ini sudah ditutup; temuan baru tidak diterima."))
    try:
        path, _digest, _size = raw.take(upload)
    except Unreadable as problem:
        raise GroundError(str(problem)) from problem
    try:
        cells, heads = _table(path)
    except Unreadable as problem:
        raise GroundError(str(problem)) from problem
    finally:
        path.unlink(missing_ok=True)
    return _enter(check, cells, heads, usual, user)


Line = tuple[int, dict[str, str]]


def _table(path: Path) -> tuple[list[Line], tuple[str, ...]]:
    """Rows under the heading, by row of the sheet."""
    for name in sheets(path):
        try:
            grid = read(path, name)
        except Unreadable as problem:
            if problem.code != "lembar-kosong":
                raise
            continue
        if (found := _under_heads(grid)) is not None:
            return found
    raise GroundError(
        _(
            "Berkas ini bukan daftar lapangan: kolom “Kode baris” dan “Hasil” tidak ada. Unduh "
            "daftar lapangan dari halaman ini, isi, lalu unggah berkas itu."
        )
    )


def _under_heads(grid: Grid) -> tuple[list[Line], tuple[str, ...]] | None:
    at: dict[str, int] = {}
    lines: list[Line] = []
    known = ground_words.in_every_language({head: head for head in HEADS})
    for number, *cells in grid.cells.iter_rows():
        texts = [" ".join((cell or "").split()).removeprefix("'") for cell in cells]
        if not at:
            here = [known.get(text.casefold()) for text in texts]
            found = {head: place for place, head in enumerate(here) if head is not None}
            at = found if {*HEADS[:2]} <= set(found) else {}
            continue
        line = {head: texts[place] for head, place in at.items()}
        if any(line.values()):
            lines.append((number, line))
    return (lines, tuple(at)) if at else None


def _enter(
    check: FieldCheck,
    lines: list[Line],
    heads: tuple[str, ...],
    usual: Usual,
    user: Account | None,
) -> Result:
    rows = ground.rows_of(check)
    known = {code.casefold(): row for code, row in ground.codes(check, rows).items()}
    _refuse_other(check, lines)
    entries: list[Entry] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    blank = 0
    for number, line in lines:
        made = _read(check, line, known, usual, seen, number)
        if isinstance(made, Entry):
            entries.append(made)
        elif made is None:
            blank += 1
        else:
            problems.append(made)
    new, same = ground.enter(check, entries, user, from_file=True)
    return Result(len(lines), new, same, blank, tuple(problems), len(rows) - len(seen))


def _refuse_other(check: FieldCheck, lines: list[Line]) -> None:
    """Refuse the whole file when not one row is of this check."""
    given = [line[ground_sheet.CODE].casefold() for _number, line in lines]
    mine = f"{check.public_id}-".casefold()
    if not given or any(code.startswith(mine) for code in given):
        return
    others = {code.rpartition("-")[0].upper() for code in given if "-" in code}
    other = FieldCheck.objects.filter(public_id__in=others).select_related("edition").first()
    if other is None:
        raise GroundError(
            _("Tidak satu pun baris berkas ini milik cek lapangan %(code)s. Unduh ulang daftarnya.")
            % {"code": check.public_id}
        )
    raise GroundError(
        _(
            "Berkas ini milik cek lapangan %(other)s (%(edition)s), bukan %(code)s. Buka cek itu "
            "lalu unggah di sana."
        )
        % {
            "other": other.public_id,
            "edition": f"{other.edition.get_source_display()} {other.edition.label}",
            "code": check.public_id,
        }
    )


def _read(
    check: FieldCheck,
    line: Mapping[str, str],
    known: Mapping[str, ListRow],
    usual: Usual,
    seen: dict[str, int],
    number: int,
) -> Entry | Problem | None:
    """One row: an entry, a problem, or nothing when it is blank."""
    code = line[ground_sheet.CODE].casefold()
    if (row := _row(check, code, known)) is None:
        return _stranger(check, code, number)
    if row.key in seen:
        return Problem(
            number, _(ground_sheet.CODE),
            _("baris ini sudah ada di baris %(row)s berkas") % {"row": seen[row.key]},
            _("sisakan satu saja"),
        )  # fmt: skip
    seen[row.key] = number
    said = line[ground_sheet.FOUND]
    date, by = line.get(ground_sheet.DATE, ""), line.get(ground_sheet.BY, "")
    note = line.get(ground_sheet.NOTE, "")
    if not said:
        if note:
            return Problem(
                number, _(ground_sheet.FOUND), _("catatan terisi tetapi hasilnya kosong"),
                _("pilih hasil, atau kosongkan catatan"),
            )  # fmt: skip
        return None
    choices = map(str, ground_words.WORDS.values())
    found = ground_words.meanings().get(said.casefold())
    if found is None:
        return Problem(
            number, _(ground_sheet.FOUND), _("hasil ini tidak ada di pilihan"),
            _("pilih satu: %(choices)s") % {"choices": ", ".join(choices)},
        )  # fmt: skip
    day = values.date(date).value if date else usual.on
    if day is None:
        return Problem(
            number, _(ground_sheet.DATE),
            _("bukan tanggal") if date else _("tanggal kosong"),
            _("tulis hari/bulan/tahun, misalnya 14/10/2026"),
        )  # fmt: skip
    assumed = not (date and by)
    entry = Entry(row, found, day, (by or usual.by).strip()[:80], note[:200], assumed)
    if problem := ground.fault(entry, timezone.localdate()):
        head = ground_sheet.BY if not entry.by else ground_sheet.DATE
        return Problem(number, _(head), problem, _("betulkan lalu unggah lagi"))
    return entry


def _row(check: FieldCheck, code: str, known: Mapping[str, ListRow]) -> ListRow | None:
    """The row a code names; a list that grew since has longer codes than the paper."""
    if code in known:
        return known[code]
    other, _mark, key = code.rpartition("-")
    if other != check.public_id.casefold() or len(key) < SHORTEST:
        return None
    found = [row for row in known.values() if row.key.startswith(key)]
    return found[0] if len(found) == 1 else None


def _stranger(check: FieldCheck, code: str, number: int) -> Problem:
    other = code.rpartition("-")[0]
    if not code:
        why = _("kode baris kosong")
    elif other != check.public_id.casefold():
        why = _("baris ini milik cek lapangan lain")
    else:
        why = _("baris ini tidak ada di edisi dan desa yang dicek")
    return Problem(
        number, _(ground_sheet.CODE), why,
        _("salin kodenya dari daftar lapangan cek ini, atau hapus barisnya"),
    )  # fmt: skip
