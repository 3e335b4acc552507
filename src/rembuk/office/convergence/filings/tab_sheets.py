"""The tabs of the national web as filled sheets, in its order and with its columns.

A monthly indicator is shown as of the last month that has ended by the day asked for, a half-yearly
one as of the last half, a yearly one for the year: what a district types there is a state, not a
sum of months. Empty stays empty; a zero is a zero; not applicable is a dash.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rembuk.office.convergence.models import Cell, Status, Year
from rembuk.office.convergence.periods import Period, of_year
from rembuk.office.convergence.programmes import map as programme_map
from rembuk.office.convergence.registry import Registry, registry
from rembuk.office.convergence.steps import scheme_of
from rembuk.office.documents.sheets import Column, Sheet
from rembuk.office.places.models import Area, Crosswalk, Level
from rembuk.office.places.scope import within
from rembuk.office.posyandu.models import Posyandu
from rembuk.reference.indicators import Indicator
from rembuk.reference.schemes import Column as FormColumn
from rembuk.reference.schemes import Scheme, Tab

WIDTHS: Final[dict[str, float]] = {
    "nomor": 6, "id-kecamatan": 14, "kecamatan": 18, "puskesmas": 22, "desa-bps": 14,
    "desa-kemendagri": 16, "desa": 24, "indikator": 60, "keterangan": 30, "kegiatan": 48,
    "pelaksana": 24, "lokasi": 22, "masalah": 30,
}  # fmt: skip
NUMBERS: Final = frozenset({"nomor", "pembilang", "penyebut", "tahun", "volume", "pagu"})
VALUES: Final = frozenset({"pembilang", "penyebut", "persen", "nilai"})


@dataclass
class Filled:
    """Everything the sheets of a year are filled from, read once."""

    year: Year
    as_of: dt.date
    scheme: Scheme = field(init=False)
    asked: Registry = field(init=False)
    areas: dict[str, Area] = field(init=False)
    bps: dict[str, str] = field(init=False)
    centres: dict[str, str] = field(init=False)
    cells: dict[tuple[str, str], Cell] = field(init=False)

    def __post_init__(self) -> None:
        self.scheme = scheme_of(self.year)
        self.asked = registry(self.year, min(self.as_of, dt.date(self.year.year, 12, 31)))
        rows = Area.objects.filter(within("code", self.year.district_code), valid_to=None)
        self.areas = {area.code: area for area in rows.order_by("code")}
        known = Crosswalk.objects.filter(area__in=self.areas, valid_to=None)
        self.bps = dict(known.order_by("valid_from").values_list("area_id", "bps_code"))
        self.centres = _centres(self.year.district_code)
        wanted = {code for tab in self.scheme.tabs for code in tab.indicators}
        found = Cell.objects.filter(
            year=self.year, indicator__in=wanted, retired=False,
            period__in=[period_of(self.year, kind, self.as_of).code for kind in
                        ("bulan", "semester", "tahun")],
        )  # fmt: skip
        self.cells = {(cell.indicator, cell.place_code): cell for cell in found}

    def indicators(self, tab: Tab) -> list[Indicator]:
        """The indicators of a tab that the year asks for, in its order."""
        known = self.asked.indicators
        return [known[code] for code in tab.indicators if code in known]

    def of_tab(self, tab: Tab) -> list[Cell]:
        """The cells that are filed in a tab."""
        codes = {one.code for one in self.indicators(tab)}
        return [cell for (code, _place), cell in self.cells.items() if code in codes]

    def of_level(self, level: Level) -> list[Area]:
        """Areas of a level by code."""
        return [area for area in self.areas.values() if area.level == level]


def period_of(year: Year, frequency: str, as_of: dt.date) -> Period:
    """The last period of a frequency that has ended by a day; the first when none has."""
    every = of_year(year.year, frequency)
    return next((one for one in reversed(every) if one.ends <= as_of), every[0])


def sheets(filled: Filled, tab: Tab) -> list[Sheet]:
    """One tab as sheets: one row a village for what is counted in villages, one row an indicator
    for what is counted for the district or its kecamatan."""
    if tab.kind == "program":
        columns = list(filled.scheme.program_columns)
        return [_table(filled, tab, columns, _programmes(filled, columns))]
    asked = filled.indicators(tab)
    by_village = [one for one in asked if one.level == "desa" and tab.kind != "kartu"]
    cards = [one for one in asked if one not in by_village]
    made = []
    if by_village or (tab.kind == "desa" and not cards):
        made.append(_villages(filled, tab, by_village))
    if cards or not made:
        columns = list(filled.scheme.card_columns)
        made.append(_table(filled, tab, columns, _cards(filled, cards, columns)))
    return made


def _table(
    filled: Filled, tab: Tab, columns: Sequence[FormColumn], rows: Iterable[Sequence[object]]
) -> Sheet:
    return Sheet(
        f"{tab.code} {tab.name_id}", _title(filled, tab),
        [_column(one.head, one.holds) for one in columns], list(rows), paper=True,
    )  # fmt: skip


def _title(filled: Filled, tab: Tab) -> str:
    return f"{tab.title} {filled.year.year}, keadaan {filled.as_of:%d/%m/%Y}"


def _column(head: str, holds: str) -> Column:
    if holds == "persen":
        return Column(head, 12, "percent")
    return Column(head, WIDTHS.get(holds, 16), "integer" if holds in NUMBERS else "text")


def _villages(filled: Filled, tab: Tab, asked: Sequence[Indicator]) -> Sheet:
    """One row a village: who it is, then numerator, denominator and percentage of each
    indicator."""
    before = list(filled.scheme.village_columns)
    columns = [_column(one.head, one.holds) for one in before]
    for one in asked:
        columns += [
            _column(f"{one.name_id}: {part.head}", part.holds)
            for part in filled.scheme.indicator_columns
        ]
    parts = [part.holds for part in filled.scheme.indicator_columns]
    rows = []
    for number, area in enumerate(filled.of_level(Level.DESA), start=1):
        row: list[object] = [_about(filled, area, one.holds, number) for one in before]
        for one in asked:
            cell = filled.cells.get((one.code, area.code))
            row += [_said(cell, part) for part in parts]
        rows.append(row)
    return Sheet(f"{tab.code} {tab.name_id}", _title(filled, tab), columns, rows, paper=True)


def _about(filled: Filled, area: Area, holds: str, number: int) -> object:
    above = filled.areas.get(area.code[:8])
    found: dict[str, object] = {
        "nomor": number, "id-kecamatan": area.code[:8], "kecamatan": above.name if above else "",
        "puskesmas": filled.centres.get(area.code, ""), "desa-bps": filled.bps.get(area.code, ""),
        "desa-kemendagri": area.code, "desa": area.name, "tahun": filled.year.year,
    }  # fmt: skip
    return found.get(holds, "")


def _said(cell: Cell | None, holds: str) -> object:
    """What stands in one column of a cell; nothing where nothing is known."""
    if cell is None:
        return None
    if cell.status == Status.NONE:
        return "-" if holds in VALUES else ""
    if holds in {"pembilang", "nilai"}:
        return cell.numerator
    if holds == "penyebut":
        return cell.denominator
    if holds == "persen" and cell.numerator is not None and cell.denominator:
        return cell.numerator / cell.denominator
    if holds == "keterangan" and cell.status == Status.ESTIMATED:
        return "perkiraan"
    return None


def _cards(
    filled: Filled, asked: Sequence[Indicator], columns: Sequence[FormColumn]
) -> Iterable[Sequence[object]]:
    """One row an indicator of the district: reached or not, with its target."""
    for number, one in enumerate(asked, start=1):
        cells = [cell for (code, _place), cell in filled.cells.items() if code == one.code]
        yield [_card(filled, one, cells, column.holds, number) for column in columns]


def _card(filled: Filled, one: Indicator, cells: Sequence[Cell], holds: str, number: int) -> object:
    target = one.target(filled.year.year)
    top, bottom, empty = sums(cells)
    found: dict[str, Callable[[], object]] = {
        "nomor": lambda: number,
        "indikator": lambda: one.name_id,
        "tahun": lambda: filled.year.year,
        "target": lambda: f"{target.value:g} {target.unit}" if target else "",
        "urusan": lambda: one.owner,
        "pembilang": lambda: top,
        "penyebut": lambda: bottom if one.denominator else None,
        "persen": lambda: top / bottom if bottom and top is not None else None,
        "nilai": lambda: top,
        "status": lambda: _reached(one, top, bottom, filled.year.year),
        "keterangan": lambda: f"{empty} sel belum diisi" if empty else "",
    }
    return found[holds]() if holds in found else ""


def sums(cells: Iterable[Cell]) -> tuple[int | None, int | None, int]:
    """Numerators over denominators of cells that hold what they should, and how many are empty."""
    top = bottom = 0
    held = empty = 0
    for cell in cells:
        if cell.status == Status.EMPTY:
            empty += 1
        elif cell.numerator is not None:
            held += 1
            top += cell.numerator
            bottom += cell.denominator or 0
    return (top, bottom, empty) if held else (None, None, empty)


def _reached(one: Indicator, top: int | None, bottom: int | None, year: int) -> str:
    """Ya or Tidak against the target; nothing where one of the two is not known."""
    if top is None:
        return ""
    if one.unit == "ya-tidak":
        return "Ya" if top > 0 else "Tidak"
    target = one.target(year)
    if target is None or (target.unit == "persen" and not bottom):
        return ""
    value = 100 * top / bottom if target.unit == "persen" and bottom else top
    good = value <= target.value if one.direction == "turun" else value >= target.value
    return "Ya" if good else "Tidak"


def _programmes(filled: Filled, columns: Sequence[FormColumn]) -> Iterable[Sequence[object]]:
    """Activities offices wrote and promises of the ledger: no person, no case."""
    for number, row in enumerate(programme_map.lines(filled.year), start=1):
        said: dict[str, Any] = {
            "nomor": number, "kegiatan": row.activity, "pelaksana": row.office,
            "lokasi": row.place, "volume": None if row.volume is None else float(row.volume),
            "satuan": row.unit, "pagu": row.budget, "sumber-dana": row.money_words,
            "sasaran": row.target, "masalah": row.problem, "tahun": filled.year.year,
            "keterangan": row.note,
        }  # fmt: skip
        yield [said.get(column.holds, "") for column in columns]


def _centres(district: str) -> dict[str, str]:
    """Village -> the health centre most of its posts belong to."""
    rows = Posyandu.objects.filter(within("village_code", district), health_centre__isnull=False)
    counted: dict[str, Counter[str]] = {}
    for village, name in rows.values_list("village_code", "health_centre__name"):
        counted.setdefault(village, Counter())[name] += 1
    return {code: max(sorted(names), key=names.__getitem__) for code, names in counted.items()}
