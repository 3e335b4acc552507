"""Acts on areas: load the national table for a district, import a Kemendagri-BPS crosswalk."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.office.places.models import Area, Crosswalk, Level
from rembuk.office.places.scope import within
from rembuk.reference import areas

BPS_DIGITS: Final = {
    Level.PROVINSI: 2,
    Level.KABKOTA: 4,
    Level.KECAMATAN: 7,
    Level.DESA: 10,
}
COLUMNS: Final = ("kode_kemendagri", "kode_bps", "valid_from", "source")


class UnknownAreaError(ValueError):
    """A code that is no area of the reference."""


@dataclass(frozen=True)
class Loaded:
    """What loading changed."""

    added: int
    changed: int
    closed: int
    same: int


@transaction.atomic
def load_areas(code: str) -> Loaded:
    """Bring every province and kabupaten/kota, and all areas of the district `code`, up to the
    reference. Loading again changes nothing; an area the reference dropped is closed, not deleted.
    """
    national = areas.areas().filter(pl.col("level") <= 2)
    own = areas.areas(code)
    if own.is_empty() or not code:
        raise UnknownAreaError(_("Kode wilayah %(code)s tidak dikenal.") % {"code": code})
    wanted = pl.concat([national, own]).unique("code").sort("code")
    known = Area.objects.in_bulk()
    # The first load knows no history; an area that appears later began with the newer table.
    loaded_before = any(one != code and one in known for one in own["code"])
    began = dt.date.fromisoformat(areas.AS_OF) if loaded_before else None
    new: list[Area] = []
    changed: list[Area] = []
    for row_code, level, kind, name, parent in wanted.iter_rows():
        facts = {
            "name": name,
            "name_key": areas.name_key(name),
            "level": level,
            "kind": kind,
            "parent_id": parent,
            "valid_to": None,
        }
        area = known.get(row_code)
        if area is None:
            inside = row_code == code or row_code.startswith(f"{code}.")
            start = began if inside else None
            new.append(Area(code=row_code, valid_from=start, source=areas.SOURCE, **facts))
        elif any(getattr(area, field) != value for field, value in facts.items()):
            for field, value in facts.items():
                setattr(area, field, value)
            area.source = areas.SOURCE
            changed.append(area)
    Area.objects.bulk_create(new, batch_size=500)
    Area.objects.bulk_update(
        changed,
        ["name", "name_key", "level", "kind", "parent", "valid_to", "source"],
        batch_size=200,
    )
    # Compared here, not in SQL: a list of a thousand codes is more than SQLite takes at once.
    open_codes = Area.objects.filter(within("code", code), valid_to=None).values_list(
        "pk", flat=True
    )
    gone = sorted(set(open_codes) - set(wanted["code"]))
    closed = Area.objects.filter(pk__in=gone).update(valid_to=areas.AS_OF) if gone else 0
    return Loaded(len(new), len(changed), closed, wanted.height - len(new) - len(changed))


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in one row of a crosswalk file (row 1 is the head)."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = _("baris %(row)d, kolom %(column)s") % {"row": self.row, "column": self.column}
        return f"{where}: {self.message}"


class CrosswalkError(ValueError):
    """A crosswalk file that was not imported; nothing of it was written."""

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class CrosswalkLoaded:
    """What a crosswalk import wrote."""

    added: int
    changed: int
    same: int


def import_crosswalk(path: Path) -> CrosswalkLoaded:
    """Import a CSV of `kode_kemendagri, kode_bps, valid_from, source` (and `valid_to` if known).

    All rows or none. BPS codes are taken as written: they are never made from Kemendagri digits.
    Raises `CrosswalkError` with row and column of every problem.
    """
    rows, problems = _read(path)
    if problems:
        raise CrosswalkError(problems)
    added = changed = 0
    with transaction.atomic():
        for row in rows:
            pair, is_new = Crosswalk.objects.get_or_create(
                area_id=row.area_id,
                bps_code=row.bps_code,
                valid_from=row.valid_from,
                defaults={"valid_to": row.valid_to, "source": row.source},
            )
            added += is_new
            if not is_new and (pair.valid_to, pair.source) != (row.valid_to, row.source):
                pair.valid_to, pair.source = row.valid_to, row.source
                pair.save(update_fields=["valid_to", "source"])
                changed += 1
    return CrosswalkLoaded(added, changed, len(rows) - added - changed)


def _read(path: Path) -> tuple[list[Crosswalk], list[RowProblem]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [RowProblem(1, "-", _("Berkas bukan UTF-8. Simpan ulang sebagai CSV UTF-8."))]
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        return [], [RowProblem(1, name, _("Kolom ini tidak ada.")) for name in missing]
    by_digits = {area.code.replace(".", ""): area for area in Area.objects.all()}
    rows: list[Crosswalk] = []
    problems: list[RowProblem] = []
    for number, raw in enumerate(reader, start=2):
        cells = {name: (text or "").strip() for name, text in raw.items() if name is not None}
        found = list(_row_problems(number, cells, by_digits))
        problems += found
        if not found:
            area = by_digits[cells["kode_kemendagri"].replace(".", "")]
            end = cells.get("valid_to")
            rows.append(
                Crosswalk(
                    area=area,
                    bps_code=cells["kode_bps"],
                    valid_from=dt.date.fromisoformat(cells["valid_from"]),
                    valid_to=dt.date.fromisoformat(end) if end else None,
                    source=cells["source"],
                )
            )
    if not rows and not problems:
        problems.append(RowProblem(2, COLUMNS[0], _("Berkas tidak berisi baris.")))
    return rows, problems


def _row_problems(
    number: int, cells: dict[str, str], by_digits: dict[str, Area]
) -> Iterator[RowProblem]:
    area = by_digits.get(cells["kode_kemendagri"].replace(".", ""))
    if area is None:
        yield RowProblem(
            number,
            "kode_kemendagri",
            _("Wilayah %(code)s tidak dikenal di pemasangan ini.")
            % {"code": cells["kode_kemendagri"] or "(kosong)"},
        )
    if not re.fullmatch(r"[0-9]+", cells["kode_bps"]):
        yield RowProblem(
            number,
            "kode_bps",
            _("Kode BPS hanya angka; simpan kolom ini sebagai teks, bukan bilangan."),
        )
    elif area is not None and len(cells["kode_bps"]) != BPS_DIGITS[Level(area.level)]:
        yield RowProblem(
            number,
            "kode_bps",
            _("Kode BPS untuk %(level)s berisi %(digits)d angka, di sini %(here)d.")
            % {
                "level": Level(area.level).label,
                "digits": BPS_DIGITS[Level(area.level)],
                "here": len(cells["kode_bps"]),
            },
        )
    for column in ("valid_from", "valid_to"):
        text = cells.get(column, "")
        if not text and column == "valid_to":
            continue
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            yield RowProblem(number, column, _("Bukan tanggal: tulis seperti 2025-01-31."))
    if not cells["source"]:
        yield RowProblem(number, "source", _("Sumber wajib diisi."))
    elif len(cells["source"]) > 120:
        yield RowProblem(number, "source", _("Sumber paling panjang 120 huruf."))
