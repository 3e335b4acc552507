"""A table of entry as plain data: places down, columns of figures across, fields and sums."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A row's area with the codes the forms carry."""

    code: str
    name: str
    bps: str = ""
    kecamatan: str = ""
    kecamatan_code: str = ""
    kecamatan_bps: str = ""
    puskesmas: str = ""


@dataclass(frozen=True)
class Box:
    """One cell of the table. No `key` and no `ratio`: nothing is filled here."""

    key: str = ""
    column: str = ""
    label: str = ""
    kind: str = "count"
    text: str = ""
    shown: str = "–"
    version: int = 0
    writable: bool = False
    most: str = ""
    most_name: str = ""
    before: str = ""
    computed: int | None = None
    why: str = ""
    state: str = ""
    returned: str = ""
    note: str = ""
    ask: bool = False
    ratio: str = ""


@dataclass(frozen=True)
class Column:
    """Head of a column; `owner` names the office when it is another's."""

    head: str
    owner: str = ""


@dataclass(frozen=True)
class Group:
    """Columns of one indicator."""

    name: str
    width: int


@dataclass(frozen=True)
class Row:
    """A village (or an indicator, in a tab of the district)."""

    code: str
    name: str
    cells: tuple[Box, ...]
    bps: str = ""
    note: str = ""


@dataclass(frozen=True)
class Total:
    """Foot of a column: a sum, or a ratio of two sums."""

    sum: str = ""
    ratio: str = ""
    text: str = ""


@dataclass(frozen=True)
class Grid:
    """The whole table."""

    head: str
    groups: tuple[Group, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    totals: tuple[Total, ...] = ()

    def boxes(self) -> list[Box]:
        """Every cell that can be written."""
        return [box for row in self.rows for box in row.cells if box.writable]
