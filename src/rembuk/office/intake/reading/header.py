"""Find the heading of a table in the first 20 rows, and the layout it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from .grid import Grid
from .layouts import Layout, key, words
from .limits import Unreadable

FIRST_ROWS: Final = 20
SURE: Final = 0.6
"""Score from which a layout is taken without asking."""


@dataclass(frozen=True)
class Heading:
    """Where a table's heading is: its row, how many rows deep, and the text of each column."""

    row: int
    depth: int
    texts: Mapping[str, str]
    keys: Mapping[str, tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True)
class Match:
    """A layout tried on a heading: which column each field is read from, and how well it fits.
    `months` holds month number -> field -> column of a wide sheet."""

    layout: Layout | None
    heading: Heading
    columns: Mapping[str, str]
    score: float
    months: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether the layout may be taken without asking the user."""
        return self.layout is not None and self.score >= SURE


def recognise(grid: Grid, layouts: Iterable[Layout]) -> Match:
    """The best layout of a sheet. Without a good one the match has `layout=None` and the likeliest
    heading row. Raises `Unreadable` when no row can be a heading."""
    options = list(_headings(grid))
    if not options:
        raise Unreadable(
            "tanpa-judul",
            "Tidak ada baris judul kolom dalam {rows} baris pertama lembar ini. Judul kolom "
            "(misalnya Nama, JK, Tgl Lahir) harus ada di atas tabel; pilih lembar lain.",
            {"rows": FIRST_ROWS},
        )
    present = [(h, frozenset(k for keys in h.keys.values() for k in keys)) for h in options]
    matches = [
        try_layout(heading, layout)
        for layout in layouts
        for needed in [_needed(layout)]
        for heading, keys in present
        if all(keys & one for one in needed)  # most layouts fit no row: say so cheaply
    ]
    best = max(matches, key=lambda m: (m.score, -m.heading.depth), default=None)
    if best is not None and best.sure:
        return best
    likely = max(options, key=lambda h: (len(set(h.texts.values())), -h.row, -h.depth))
    return Match(None, likely, {}, 0.0)


def find_heading(grid: Grid, row: int, depth: int) -> Heading:
    """The heading that was found before, read again."""
    for heading in _headings(grid):
        if (heading.row, heading.depth) == (row, depth):
            return heading
    raise Unreadable(
        "tanpa-judul", "Baris judul {row} tidak ditemukan lagi di lembar ini.", {"row": row}
    )


def _headings(grid: Grid) -> Iterable[Heading]:
    """Rows that could be a heading: at least three different texts with a letter."""
    rows = grid.cells.head(FIRST_ROWS).filter(
        grid.cells.head(FIRST_ROWS)["sheet_row"] <= FIRST_ROWS
    )
    lines = rows.drop("sheet_row").rows()
    numbers = rows["sheet_row"].to_list()
    for index, (number, line) in enumerate(zip(numbers, lines, strict=True)):
        one = {c: _clean(t) for c, t in zip(grid.columns, line, strict=True)}
        if _wordy(one.values()) >= 3:
            filled = {c: t for c, t in one.items() if t}
            yield Heading(number, 1, filled, {c: (key(t),) for c, t in filled.items()})
        if index + 1 < len(lines) and numbers[index + 1] == number + 1 and _wordy(one.values()):
            under = {c: _clean(t) for c, t in zip(grid.columns, lines[index + 1], strict=True)}
            if _wordy(under.values()) >= 2:
                yield _two_rows(number, one, under)


def _two_rows(number: int, upper: dict[str, str], lower: dict[str, str]) -> Heading:
    """A merged cell above covers the columns to its right that have a text below."""
    texts: dict[str, str] = {}
    keys: dict[str, tuple[str, ...]] = {}
    over = ""
    for column, below in lower.items():
        above = upper[column]
        over = above or (over if below else "")
        if below and over:
            texts[column] = f"{over} {below}"
            joined = key(texts[column])
            turned = key(f"{below} {over}")
            keys[column] = (joined, turned, key(below))
        elif below or above:
            texts[column] = below or above
            keys[column] = (key(texts[column]),)
    return Heading(number, 2, texts, keys)


def _clean(text: str | None) -> str:
    return " ".join((text or "").replace("\u00a0", " ").split())


def _wordy(texts: Iterable[str]) -> int:
    return len({t for t in texts if any(mark.isalpha() for mark in t) and len(t) <= 80})


def try_layout(heading: Heading, layout: Layout) -> Match:
    """Fit one layout on one heading. The score is three quarters the share of the sheet's headings
    that the layout knows and one quarter the share of the layout's fields that the sheet has (an
    office may leave columns out); 0 without the needed headings."""
    found: dict[str, str] = {}
    known: set[str] = set()
    doubled: list[str] = []
    for name, aliases in layout.columns.items():
        columns = [c for c, keys in heading.keys.items() if _first(keys, aliases)]
        free = [c for c in columns if c not in known]
        if free:
            free.sort(key=lambda c: min(_rank(heading.keys[c], aliases)))
            found[name] = free[0]
            doubled += [heading.texts[c] for c in free[1:] if len(heading.keys[c]) == 1]
        known.update(free)
    months = _months(heading, layout)
    idle = {
        c
        for c, keys in heading.keys.items()
        if months and any(_month_of(k) and k.split(" ", 1)[1] in layout.ignored for k in keys)
    }
    known.update(c for parts in months.values() for c in parts.values())
    extra = {c for c, keys in heading.keys.items() if set(keys) & set(layout.ignored)}
    extra |= (idle | _ours(heading)) - known
    every = {k for keys in heading.keys.values() for k in keys}
    unread = tuple(t for c, t in heading.texts.items() if c not in known | extra)
    lacking = [n for n in layout.needs if n not in every and not _alias_found(layout, n, found)]
    if lacking or (layout.months and not months):
        return Match(layout, heading, found, 0.0, months, unread, tuple(doubled))
    precision = len(known | extra) / len(heading.texts)
    if months:  # a column of a month that is not read (umur, z) is still known by its group
        grouped = {c for c, keys in heading.keys.items() if any(_month_of(k) for k in keys)}
        precision = len(known | extra | grouped) / len(heading.texts)
    recall = (len(found) + bool(months)) / (len(layout.columns) + bool(layout.months))
    score = 0.75 * precision + 0.25 * recall if found else 0.0
    return Match(layout, heading, found, score, months, unread, tuple(doubled))


def _ours(heading: Heading) -> set[str]:
    """The three columns that stand first in the sheet of held rows, when it comes back mended."""
    first = list(heading.keys)[:3]
    said = tuple(heading.keys[column][0] for column in first)
    return set(first) if said in words().held else set()


def _needed(layout: Layout) -> list[frozenset[str]]:
    """For each needed heading the texts of which at least one must be there."""
    return [
        frozenset({need}).union(*(a for a in layout.columns.values() if need in a))
        for need in layout.needs
    ]


def _alias_found(layout: Layout, need: str, found: Mapping[str, str]) -> bool:
    return any(need in aliases and name in found for name, aliases in layout.columns.items())


def _first(keys: tuple[str, ...], aliases: tuple[str, ...]) -> bool:
    return any(k in aliases for k in keys)


def _rank(keys: tuple[str, ...], aliases: tuple[str, ...]) -> list[int]:
    return [n for n, k in enumerate(keys) if k in aliases] or [99]


def _month_of(text: str) -> int | None:
    return words().months.get(text.split(" ", 1)[0]) if " " in text else None


def _months(heading: Heading, layout: Layout) -> dict[int, dict[str, str]]:
    """Columns headed "<month> <part>" of a wide sheet."""
    groups: dict[int, dict[str, str]] = {}
    if not layout.months:
        return groups
    for column, keys in heading.keys.items():
        for text in keys:
            month, part = _month_of(text), text.split(" ", 1)[-1]
            for name, parts in layout.months.items():
                if month and part in parts:
                    groups.setdefault(month, {}).setdefault(name, column)
    return {month: parts for month, parts in groups.items() if "date" in parts or len(parts) > 1}
