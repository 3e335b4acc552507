"""The grid of entry: villages down, numerator, denominator and percent of indicators across. What
another office owns is read there; what the reader owns is a field with the version it showed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.office.convergence import cells as drawing
from rembuk.office.convergence import checks, reading, told
from rembuk.office.convergence.entry import written
from rembuk.office.convergence.entry.boxes import Box, Column, Grid, Group, Place, Row, Total
from rembuk.office.convergence.models import Cell, CellEvent, CellState, Figure, Year
from rembuk.office.convergence.periods import Period, before
from rembuk.office.convergence.registry import Registry
from rembuk.reference import fields
from rembuk.reference.indicators import Indicator, Quantity

May = Callable[[Quantity, str], bool]
"""Whether the reader may write a quantity of a place."""


@dataclass
class Drawer:
    """Figures and cells of some indicators, places and one period, read once."""

    year: Year
    asked: Registry
    one: Period
    places: Sequence[Place]
    quantities: Collection[str]
    indicators: Sequence[Indicator]
    may: May
    roles: dict[str, str] = field(default_factory=told.role_names)

    def __post_init__(self) -> None:
        codes = [place.code for place in self.places]
        periods = [self.one.code, before(self.one).code]
        rows = Figure.objects.filter(
            place_code__in=codes, quantity__in=list(self.quantities), period__in=periods
        )
        self.rows = {(row.place_code, row.quantity, row.period): row for row in rows}
        self.known = reading.read(self.year.district_code, self.quantities, [self.one.code], codes)
        found = Cell.objects.filter(
            year=self.year, period=self.one.code, place_code__in=codes,
            indicator__in=[one.code for one in self.indicators], retired=False,
        )  # fmt: skip
        self.cells = {(cell.indicator, cell.place_code): cell for cell in found}
        back = [cell.pk for cell in found if cell.state == CellState.RETURNED]
        events = CellEvent.objects.filter(cell__in=back, act="kembalikan").order_by("pk")
        self.reasons = {event.cell_id: event.reason for event in events}

    def pair(self, indicator: Indicator, place: Place, first: int) -> list[Box]:
        """Boxes of an indicator in a place: numerator, then denominator and percent. `first`: the
        number of the column it starts in."""
        top = self.asked.quantities[indicator.numerator]
        cell = self.cells.get((indicator.code, place.code))
        if cell is None:
            return [Box()] * (3 if indicator.denominator else 1)
        numerator = self._box(top, place, indicator, f"k{first}", carry=False)
        if cell.state not in drawing.FLUID:
            state = str(CellState(cell.state).label)
            numerator = replace(numerator, writable=False, state=state)
        elif cell.state == CellState.RETURNED:
            reason = self.reasons.get(cell.pk, "")
            numerator = replace(numerator, returned=_("dikembalikan: %s") % reason)
        if cell.doubt and not cell.explained and numerator.writable and numerator.text:
            words = str(checks.DOUBTS.get(cell.doubt, cell.doubt))
            numerator = replace(numerator, note=words, ask=True)
        if not indicator.denominator:
            return [numerator]
        bottom = self.asked.quantities[indicator.denominator]
        denominator = self._box(bottom, place, indicator, f"k{first + 1}", carry=True)
        numerator = replace(numerator, most=denominator.key, most_name=told.named(bottom))
        ratio = Box(ratio=f"{numerator.key} {denominator.key}", text=_percent(cell))
        return [numerator, denominator, ratio]

    def single(self, quantity: Quantity, place: Place, number: int) -> Box:
        """The box of a quantity on its own."""
        box = self._box(quantity, place, None, f"k{number}", carry=False)
        if quantity.max_of:
            most = self.asked.quantities.get(quantity.max_of)
            name = told.named(most) if most else ""
            box = replace(box, most=f"{place.code}|{quantity.max_of}", most_name=name)
        return box

    def own(self, quantity: Quantity, indicator: Indicator | None) -> bool:
        """Whether a quantity is kept for the areas and periods of this grid."""
        level = indicator.level if indicator else quantity.level
        return quantity.level == level and quantity.frequency == self.one.kind

    def _box(
        self, quantity: Quantity, place: Place, indicator: Indicator | None, column: str,
        carry: bool,
    ) -> Box:  # fmt: skip
        level = indicator.level if indicator else quantity.level
        row = self.rows.get((place.code, quantity.code, self.one.code))
        last = self.rows.get((place.code, quantity.code, before(self.one).code))
        writable = self.own(quantity, indicator) and self.may(quantity, place.code)
        box = Box(
            f"{place.code}|{quantity.code}", column, f"{told.named(quantity)}, {place.name}",
            "ya-tidak" if quantity.kind == "yes-no" else quantity.kind, writable=writable,
            before="" if last is None or last.value is None else str(last.value),
        )  # fmt: skip
        if row is not None and (row.value is not None or row.status == "tidak-berlaku" or writable):
            text = written.text(row.value, row.status)
            differs = row.computed is not None and row.typed is not None
            return replace(
                box, text=text, shown=_shown(text, box.kind), version=row.version,
                computed=row.computed if differs else None, why=row.why,
                note=_("dihitung dari catatan") if row.typed is None and row.computed is not None
                else "",
            )  # fmt: skip
        found = self.known.value(quantity, place.code, level, self.one, carry)
        if found is None or writable:
            return box
        text = written.text(found.value, found.status)
        state = _("per %s") % fields.day(found.as_of, _language()) if found.as_of else ""
        return replace(box, text=text, shown=_shown(text, box.kind), state=state)


def villages(drawer: Drawer) -> Grid:
    """Places down, indicators across."""
    groups: list[Group] = []
    columns: list[Column] = []
    totals: list[Total] = []
    rows = [list[Box]() for _place in drawer.places]
    for indicator in drawer.indicators:
        first = len(columns)
        heads = _heads(drawer, indicator)
        groups.append(Group(told.named(indicator), len(heads)))
        columns.extend(heads)
        for place, boxes in zip(drawer.places, rows, strict=True):
            boxes.extend(_filled(drawer.pair(indicator, place, first), len(heads)))
        totals += _totals(first, len(heads), indicator)
    return Grid(
        _("Desa/kelurahan") if _of_villages(drawer.places) else _("Wilayah"), tuple(groups),
        tuple(columns), _rows(drawer.places, _once(rows)),
        tuple(totals) if len(drawer.places) > 1 else (),
    )  # fmt: skip


def cards(drawer: Drawer) -> Grid:
    """Indicators of the district down: one place, a row for each."""
    place = drawer.places[0]
    rows = tuple(
        Row(
            indicator.code, told.named(indicator),
            tuple(_filled(drawer.pair(indicator, place, number * 3), 3)),
            note=drawer.roles.get(indicator.owner, indicator.owner),
        )
        for number, indicator in enumerate(drawer.indicators)
    )  # fmt: skip
    heads = (Column(_("Jumlah atau ya/tidak")), Column(_("Penyebut")), Column("%"))
    return Grid(_("Indikator"), (), heads, rows)


def quantities(drawer: Drawer, wanted: Sequence[Quantity]) -> Grid:
    """Places down, an office's own quantities across."""
    columns = tuple(Column(told.named(one)) for one in wanted)
    rows = [
        [drawer.single(one, place, number) for number, one in enumerate(wanted)]
        for place in drawer.places
    ]
    totals = tuple(Total(sum=f"k{number}") for number in range(len(wanted)))
    return Grid(_("Desa/kelurahan"), (), columns, _rows(drawer.places, rows), totals)


def _rows(places: Sequence[Place], boxes: Sequence[Sequence[Box]]) -> tuple[Row, ...]:
    several = len({place.kecamatan for place in places}) > 1
    return tuple(
        Row(place.code, place.name, tuple(mine), place.bps, place.kecamatan if several else "")
        for place, mine in zip(places, boxes, strict=True)
        if any(box.key for box in mine)
    )


def _once(rows: list[list[Box]]) -> list[list[Box]]:
    """A quantity that stands in two columns is written in the first of them."""
    for boxes in rows:
        seen: set[str] = set()
        for number, box in enumerate(boxes):
            if box.key and box.key in seen and box.writable:
                boxes[number] = replace(box, writable=False)
            seen.add(box.key)
    return rows


def _heads(drawer: Drawer, indicator: Indicator) -> list[Column]:
    heads = [_head(drawer, indicator.numerator, indicator)]
    if indicator.denominator:
        heads += [_head(drawer, indicator.denominator, indicator), Column("%")]
    return heads


def _head(drawer: Drawer, code: str, indicator: Indicator) -> Column:
    quantity = drawer.asked.quantities[code]
    mine = any(drawer.may(quantity, place.code) for place in drawer.places)
    owner = "" if mine and drawer.own(quantity, indicator) else quantity.owner
    return Column(told.named(quantity), drawer.roles.get(owner, owner))


def _totals(first: int, width: int, indicator: Indicator) -> list[Total]:
    if indicator.unit == "ya-tidak":
        return [Total()] * width
    sums = [Total(sum=f"k{first}")]
    if width == 3:
        sums += [Total(sum=f"k{first + 1}"), Total(ratio=f"jumlah|k{first} jumlah|k{first + 1}")]
    return sums


def _filled(boxes: list[Box], width: int) -> list[Box]:
    return [*boxes, *([Box()] * (width - len(boxes)))][:width]


def _of_villages(places: Sequence[Place]) -> bool:
    return bool(places) and places[0].code.count(".") == 3


def _percent(cell: Cell) -> str:
    if cell.numerator is None or not cell.denominator:
        return "–"
    return percent(cell.numerator, cell.denominator)


def percent(top: int, base: int) -> str:
    """`83,3%`."""
    return f"{fields.number(100 * top / base, 1, _language())}%"


def _language() -> str:
    return "en" if get_language() == "en" else "id"


def _shown(text: str, kind: str) -> str:
    if kind == "ya-tidak":
        return {"1": _("ya"), "0": _("tidak"), "-": _("tidak berlaku")}.get(text, text or "–")
    if text.lstrip("~").isdigit():
        whole = fields.number(int(text.lstrip("~")), 0, _language())
        return f"~{whole}" if text.startswith("~") else whole
    return _("tidak berlaku") if text == "-" else text or "–"
