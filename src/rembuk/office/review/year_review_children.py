"""Stunting over a year: the register like for like with D/S, and the surveys apart, tested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rembuk import reference
from rembuk.office.convergence.models import Year
from rembuk.office.insight import series
from rembuk.office.insight.series import Survey, Tested
from rembuk.office.places.numbers import plain
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import AreaFigures, Ratio
from rembuk.office.posyandu.measures import add_months
from rembuk.science.survey.trends import Verdict

ROUNDS: Final = (2, 8)
"""Months of the joint measurement."""
VERDICTS: Final = {
    Verdict.SHOWN: "terlihat", Verdict.NOT_SHOWN: "belum-terlihat",
    Verdict.TOO_LARGE: "terlalu-besar", Verdict.UNTESTED: "tidak-teruji",
}  # fmt: skip


@dataclass(frozen=True)
class Month:
    """One month of the register."""

    month: dt.date
    ds: Ratio
    stunting: Ratio
    readable: bool


@dataclass(frozen=True)
class Pair:
    """Two months over the villages whose coverage could be read in both, of `villages`."""

    before: Month
    after: Month
    places: int
    villages: int

    @property
    def points(self) -> float | None:
        """Later less earlier, in percentage points."""
        a, b = self.before.stunting.pct, self.after.stunting.pct
        return None if a is None or b is None else b - a


@dataclass(frozen=True)
class Children:
    """`months`: measuring rounds and the last month of the year; `limit`: D/S from which a month
    is read; `tested`: the last change between two surveys up to the year, of the district only."""

    months: tuple[Month, ...]
    pair: Pair | None
    limit: float
    surveys: tuple[Survey, ...]
    tested: Tested | None

    @property
    def last(self) -> Month | None:
        """The newest month."""
        return self.months[-1] if self.months else None

    @property
    def survey_words(self) -> str:
        """`SSGI 2022 19,8% menjadi SSGI 2023 18,1%`; "" where nothing is tested."""
        if self.tested is None:
            return ""
        a, b = self.tested.change.before, self.tested.change.after
        return (
            f"{a.survey} {a.year} {plain(a.percent)}% menjadi "
            f"{b.survey} {b.year} {plain(b.percent)}%"
        )

    @property
    def verdict(self) -> str:
        """What the test says, as the rules name it; "" where there is none."""
        return VERDICTS[self.tested.change.verdict] if self.tested else ""


def children(year: Year, place: str, on: dt.date) -> Children:
    """The year of a district or a kecamatan, as far as the register goes on a day."""
    limit = reference.load().number("ds_readable_pct", on)
    known = sorted(m for m in queries.months_with_data(place) if m <= on)
    mine = [m for m in known if m.year == year.year]
    last = queries.last_month(place, list(reversed(mine))) if mine else None
    wanted = sorted({m for m in mine if m.month in ROUNDS} | ({last} if last else set()))
    surveys, tested = _surveys(year, on) if place == year.district_code else ((), None)
    return Children(
        tuple(_month(queries.recap_total(place, m), limit) for m in wanted),
        _pair(place, last, known, limit) if last else None, limit, surveys, tested,
    )  # fmt: skip


def _month(found: AreaFigures, limit: float) -> Month:
    counts = found.counts
    return Month(found.month, counts.ds, counts.stunting, counts.readable(limit))


def _pair(place: str, last: dt.date, known: Sequence[dt.date], limit: float) -> Pair | None:
    """The same month of the year before; where there is none, the first month of the year."""
    earlier = add_months(last, -12)
    if earlier not in known:
        earlier = next((m for m in known if m.year == last.year), last)
    if earlier == last:
        return None
    old = {one.code: one for one in queries.recap_by(place, earlier, "desa")}
    new = queries.recap_by(place, last, "desa")
    both = [
        (old[one.code], one) for one in new
        if one.code in old and one.counts.readable(limit) and old[one.code].counts.readable(limit)
    ]  # fmt: skip
    if not both:
        return None
    return Pair(
        _sum(earlier, [a for a, _b in both]), _sum(last, [b for _a, b in both]), len(both),
        len(new),
    )  # fmt: skip


def _sum(month: dt.date, rows: Sequence[AreaFigures]) -> Month:
    return Month(
        month,
        Ratio(sum(one.counts.d for one in rows), sum(one.counts.s for one in rows)),
        Ratio(sum(one.counts.stunted for one in rows), sum(one.counts.len_n for one in rows)),
        readable=True,
    )


def _surveys(year: Year, on: dt.date) -> tuple[tuple[Survey, ...], Tested | None]:
    found = tuple(one for one in series.surveys(year.district_code) if one.point.year <= year.year)
    tested = series.tested(found, series.assumptions(on))
    # a change that ended long before the year says nothing of it
    recent = [one for one in tested if one.change.after.year >= year.year - 1]
    return found, recent[-1] if recent else None
