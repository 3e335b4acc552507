"""The growth charts of one child as plain data for the browser: WHO lines, the child's points.

Length and height are drawn at the corrected value, each under the standard of its age. A point is
`suspected` while no second measurement has confirmed it, `odd` when WHO's limits flag it; an odd
point stands apart from the line. `None` between points is a missed month.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from rembuk.office.posyandu import wording
from rembuk.office.posyandu.child.curves import DAYS_PER_MONTH, TURN_DAYS, Piece, by_age, by_length
from rembuk.office.posyandu.figures import CaseStep, ChildPage, Measured
from rembuk.office.posyandu.measures import months_between

LENGTH_SD = (-3, -2, 0, 3)
WEIGHT_SD = (-3, -2, 0, 1, 3)
SHAPE_SD = (-3, -2, 0, 1, 2, 3)


@dataclass(frozen=True)
class Dot:
    """One measurement on a chart."""

    x: float
    y: float
    z: float | None
    day: str
    suspected: bool
    odd: bool


@dataclass(frozen=True)
class GrowthChart:
    """One chart: axes, WHO pieces, the child's dots (`None` breaks the line), what it shows."""

    code: str
    title: str
    unit: str
    x_name: str
    x_min: float
    x_max: float
    x_step: float
    y_min: float
    y_max: float
    y_step: float
    pieces: tuple[Piece, ...]
    dots: tuple[Dot | None, ...]
    finding: str
    plain: bool = False  # lines without their names, for a kader

    def data(self) -> dict[str, object]:
        """The chart as JSON-ready values."""
        return asdict(self)


def confirmed_spells(steps: Iterable[CaseStep]) -> list[tuple[dt.date, dt.date]]:
    """Spans in which the child was a confirmed case; the suspicion that led to it belongs to it."""
    spells: list[tuple[dt.date, dt.date]] = []
    suspected: dt.date | None = None
    begun: dt.date | None = None
    for step in steps:
        if step.event == "diduga" and begun is None:
            suspected = step.on
        elif step.event in wording.CONFIRMED and begun is None:
            begun = suspected or step.on
        elif step.event in wording.ENDED:
            if begun is not None:
                spells.append((begun, step.on))
            begun, suspected = None, None
    if begun is not None:
        spells.append((begun, dt.date.max))
    return spells


def growth_charts(child: ChildPage) -> tuple[GrowthChart, ...]:
    """PB/U or TB/U, BB/U, BB/PB or BB/TB of a child whose sex and birth date are known."""
    if child.sex not in {"L", "P"} or child.birth_date is None:
        return ()
    rows = sorted(
        (one for one in child.measurements if one.counted and not one.superseded),
        key=lambda one: one.date,
    )
    if not rows:
        return ()
    oldest = max(one.age_days or 0 for one in rows)
    until = TURN_DAYS - 1 if max(oldest, (child.age_months or 0) * 30) < TURN_DAYS else 1856
    spells = confirmed_spells(child.steps)
    found = (
        _by_age(child, rows, until, spells, "lhfa"),
        _by_age(child, rows, until, spells, "wfa"),
        _by_length(child, rows, spells),
    )
    return tuple(chart for chart in found if chart is not None)


def _suspected(row: Measured, spells: Sequence[tuple[dt.date, dt.date]]) -> bool:
    short = row.zlen is not None and row.zlen < -2 and "len" not in row.flags
    return short and not any(begin <= row.date <= end for begin, end in spells)


def _dots(
    rows: Sequence[Measured],
    place: Callable[[Measured], tuple[float | None, float | None]],
    z: Callable[[Measured], float | None],
    flag: str,
    suspected: Callable[[Measured], bool],
    timed: bool,
) -> tuple[Dot | None, ...]:
    dots: list[Dot | None] = []
    before: dt.date | None = None
    for row in rows:
        x, y = place(row)
        if x is None or y is None:
            continue
        if timed and before is not None and len(months_between(before, row.date)) > 2:
            dots.append(None)
        day = formats.date_format(row.date, "j M Y")
        dots.append(Dot(x, y, z(row), day, suspected(row), flag in row.flags))
        before = row.date
    return tuple(dots)


def _months(row: Measured) -> float | None:
    return None if row.age_days is None else round(row.age_days / DAYS_PER_MONTH, 2)


def _by_age(
    child: ChildPage,
    rows: Sequence[Measured],
    until: int,
    spells: Sequence[tuple[dt.date, dt.date]],
    table: str,
) -> GrowthChart | None:
    tall = table == "lhfa"
    spanning = until > TURN_DAYS
    dots = _dots(
        rows,
        (lambda row: (_months(row), row.clenhei))
        if tall
        else lambda row: (_months(row), row.weight),
        lambda row: row.zlen if tall else row.zwei,
        "len" if tall else "wei",
        lambda row: tall and _suspected(row, spells),
        True,
    )
    if not any(dots):
        return None
    if tall:
        title = (
            _("Panjang atau tinggi menurut umur (PB/U, TB/U)")
            if spanning
            else _("Panjang badan menurut umur (PB/U)")
        )
        low, high, step = (40.0, 130.0, 10.0) if spanning else (40.0, 100.0, 10.0)
    else:
        title = _("Berat badan menurut umur (BB/U)")
        low, high, step = (0.0, 28.0, 4.0) if spanning else (0.0, 18.0, 2.0)
    values = [dot.y for dot in dots if dot is not None]
    name = ("TB/U" if spanning else "PB/U") if tall else "BB/U"
    return GrowthChart(
        code="tbu" if tall else "bbu",
        title=title,
        unit="cm" if tall else "kg",
        x_name=_("umur (bulan)"),
        x_min=0,
        x_max=60 if spanning else 24,
        x_step=12 if spanning else 3,
        y_min=min(low, math.floor(min(values) / step) * step),
        y_max=max(high, math.ceil(max(values) / step) * step),
        y_step=step,
        pieces=by_age(table, child.sex, until, LENGTH_SD if tall else WEIGHT_SD, tall),
        dots=dots,
        finding=_finding(name, dots),
    )


def _by_length(
    child: ChildPage, rows: Sequence[Measured], spells: Sequence[tuple[dt.date, dt.date]]
) -> GrowthChart | None:
    dots = _dots(
        rows, lambda row: (row.clenhei, row.weight), lambda row: row.zwfl, "wfl",
        lambda row: False, False,
    )  # fmt: skip
    if not any(dots):
        return None
    lying = [row.clenhei for row in rows if row.clenhei and (row.age_days or 0) < TURN_DAYS]
    standing = [row.clenhei for row in rows if row.clenhei and (row.age_days or 0) >= TURN_DAYS]
    lengths = lying + standing
    low = max(45.0, math.floor(min(lengths) / 5) * 5 - 5.0)
    high = min(120.0 if standing else 110.0, math.ceil(max(lengths) / 5) * 5 + 5.0)
    if not standing:
        split: float | None = None
    elif not lying:
        split = max(low, 65.0)
        low = split
    else:
        split = round((max(lying) + min(standing)) / 2, 1)
    pieces = by_length(child.sex, low, split, high, SHAPE_SD)
    tops = [point[1] for piece in pieces for point in piece.lines["3"]]
    bottoms = [point[1] for piece in pieces for point in piece.lines["-3"]]
    values = [dot.y for dot in dots if dot is not None]
    name = "BB/TB" if standing else "BB/PB"
    return GrowthChart(
        code="bbtb",
        title=_("Berat menurut panjang atau tinggi (BB/PB, BB/TB)")
        if lying and standing
        else _("Berat menurut tinggi badan (BB/TB)")
        if standing
        else _("Berat menurut panjang badan (BB/PB)"),
        unit="kg",
        x_name=_("tinggi badan (cm)") if standing else _("panjang badan (cm)"),
        x_min=low,
        x_max=high,
        x_step=10,
        y_min=max(0, math.floor(min(*bottoms, *values) / 2) * 2),
        y_max=math.ceil(max(*tops, *values) / 2) * 2,
        y_step=2 if max(tops) < 20 else 4,
        pieces=pieces,
        dots=dots,
        finding=_finding(name, dots),
    )


def _finding(name: str, dots: Iterable[Dot | None]) -> str:
    scored = [dot for dot in dots if dot is not None and dot.z is not None and not dot.odd]
    if not scored:
        return _("%(name)s belum dapat dinilai.") % {"name": name}
    first, last = scored[0], scored[-1]
    words = {
        "name": name,
        "first": _sd(first.z),
        "first_day": first.day,
        "last": _sd(last.z),
        "last_day": last.day,
    }
    if len(scored) == 1:
        return (
            _("%(name)s %(last)s SD pada %(last_day)s. Angka lengkap ada di tabel pengukuran.")
            % words
        )
    return (
        _(
            "%(name)s dari %(first)s SD (%(first_day)s) menjadi %(last)s SD (%(last_day)s)."
            " Angka lengkap ada di tabel pengukuran."
        )
        % words
    )


def _sd(z: float | None) -> str:
    return formats.number_format(z or 0.0, 2).replace("-", "\u2212")
