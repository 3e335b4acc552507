"""The table of a month: counts of the register by village, protected, as lines for the public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import Counts
from rembuk.office.publication.frozen import LEVELS, Line, Published, read
from rembuk.office.publication.models import Publication
from rembuk.office.publication.models.publication import OUT
from rembuk.science.welfare.publishing import (
    SEVERE,
    SHORT,
    STUNTED,
    Hiding,
    Key,
    Measured,
    Release,
    hide,
    table,
)

Row = tuple[str, int, int, int, int, int, int]
"""Village, S, D, judged by TB/U, very short, short, posts with data."""


@dataclass(frozen=True)
class Gathered:
    """True counts, what is hidden of them, and the lines that may be read by anybody."""

    rows: tuple[Row, ...]
    hiding: Hiding | None  # None: nobody was judged
    lines: tuple[Line, ...]

    @property
    def hidden(self) -> list[Key]:
        """Numbers held back."""
        return sorted(self.hiding.hidden) if self.hiding else []


def counted(district: str, month: dt.date) -> tuple[Row, ...]:
    """The register's counts of every village in a month."""
    return tuple(
        (one.code, one.counts.s, one.counts.d, one.counts.len_n, one.counts.severely_stunted,
         one.counts.stunted - one.counts.severely_stunted, one.posts)
        for one in queries.recap_by(district, month, "desa")
    )  # fmt: skip


def gather(
    district: str, rows: Sequence[Row], earlier: Collection[Publication],
    before: Publication | None, limit: int, minimum: float,
    elsewhere: Collection[tuple[str, str, int]] = (),
) -> Gathered:  # fmt: skip
    """Protect the counts of a month. `earlier`: editions of the same month that are out;
    `before`: the publication changes are told against; `elsewhere`: public by another paper."""
    leaves = {row[0]: Measured(row[3], row[4], row[5]) for row in rows}
    made = table(leaves, district)
    hiding = None
    if made.judged:
        hiding = hide(made, limit, [release(one) for one in earlier], elsewhere)
        if not hiding.holds():
            raise AssertionError("the proof of the protection does not hold")
    shown = hiding.shown if hiding else frozenset()
    past = read(before.lines).by_code if before else {}
    return Gathered(tuple(rows), hiding, tuple(_lines(district, rows, shown, past, minimum)))


def release(one: Publication) -> Release:
    """An edition as the protection of a later one sees it."""
    leaves = {row[0]: Measured(*row[3:6]) for row in one.counts}
    made = table(leaves, one.district_code)
    hidden = {(code, kind) for code, kind in one.hidden}
    return Release(made, frozenset(made.values) - hidden)


def out(district: str, month: dt.date) -> list[Publication]:
    """Editions of a month anybody has read, withdrawn ones too, oldest first."""
    rows = Publication.objects.filter(district_code=district, month=month, state__in=OUT)
    return list(rows.order_by("edition"))


def _lines(
    district: str, rows: Sequence[Row], shown: frozenset[Key], past: Mapping[str, Line],
    minimum: float,
) -> list[Line]:  # fmt: skip
    sums: dict[str, list[int]] = {}
    for code, *numbers in rows:
        for area in (code, code[:8], code[:5]):
            held = sums.setdefault(area, [0] * 6)
            for place, number in enumerate(numbers):
                held[place] += number
    names = dict(Area.objects.filter(within("code", district)).values_list("code", "name"))
    found = []
    for code in sorted(sums):
        s, d, judged, severe, short, posts = sums[code]

        def told(kind: str, value: int, code: str = code) -> int | None:
            return value if (code, kind) in shown else None

        before = past.get(code)
        found.append(
            Line(
                code, names.get(code, code), LEVELS[len(code)], s, d, judged,
                told(SEVERE, severe), told(SHORT, short), told(STUNTED, severe + short),
                posts > 0, Counts(s=s, d=d).readable(minimum),
                round(before.percent, 4) if before and before.percent is not None else None,
            )
        )  # fmt: skip
    return found


def published(one: Publication) -> Published:
    """The lines of an edition."""
    return read(one.lines)


def as_stored(rows: Sequence[Row]) -> list[list[Any]]:
    """Rows as JSON holds them, to compare with what was stored."""
    return [list(row) for row in rows]
