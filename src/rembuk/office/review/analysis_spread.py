"""Where stunting is: the register by area with D/S and intervals; the surveys apart from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rembuk.office.insight import series
from rembuk.office.insight.quiet import Hidden
from rembuk.office.insight.series import Survey, Tested
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import AreaFigures, Ratio
from rembuk.office.posyandu.measures import add_months
from rembuk.office.review.analysis_scope import KABUPATEN, Scope
from rembuk.science.choice.funnel import Standing, standing, wilson
from rembuk.science.survey.trends import Interval


@dataclass(frozen=True)
class Spread:
    """One area of the register in one month. `readable`: D/S is high enough. `before`: percent a
    year earlier, where both months can be read. `funnel`: among areas of its size."""

    figures: AreaFigures
    readable: bool
    hidden: Hidden
    severe_hidden: Hidden
    before: float | None
    funnel: Standing

    @property
    def stunting(self) -> Ratio:
        """Short and very short out of measured."""
        return self.figures.counts.stunting

    @property
    def severe(self) -> Ratio:
        """Very short out of measured."""
        return self.figures.counts.severe_stunting

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval, in percent; None without children or where counts are hidden."""
        if self.hidden:
            return None
        found = wilson(self.stunting.n, self.stunting.of)
        return None if found is None else Interval(100 * found.low, 100 * found.high)

    @property
    def change(self) -> float | None:
        """Points since a year earlier, like for like; None where either cannot be read."""
        now = self.stunting.pct
        if self.before is None or now is None or not self.readable or self.hidden:
            return None
        return now - self.before


@dataclass(frozen=True)
class Sebaran:
    """The register of a month, its areas in the order of need, and the surveys of the district.
    `month` None: nothing was measured yet."""

    month: dt.date | None
    rows: tuple[Spread, ...]
    total: Spread | None
    surveys: tuple[Survey, ...]
    tested: tuple[Tested, ...]

    @property
    def unread(self) -> tuple[Spread, ...]:
        """Areas whose D/S is too low to read them, or that sent nothing."""
        return tuple(one for one in self.rows if not one.readable)

    @property
    def silent(self) -> tuple[Spread, ...]:
        """Areas without any data of the month."""
        return tuple(one for one in self.rows if not one.figures.known)

    @property
    def high(self) -> tuple[Spread, ...]:
        """Readable areas above what chance allows at their size."""
        above = (Standing.ABOVE, Standing.FAR_ABOVE)
        return tuple(
            one for one in self.rows if one.readable and one.funnel in above and not one.hidden
        )


def spread(given: Scope) -> Sebaran:
    """The spread of a place as of a day."""
    found = tuple(
        one for one in series.surveys(given.place[:KABUPATEN]) if one.point.year <= given.as_of.year
    )
    tested = series.tested(found, series.assumptions(given.as_of))
    if given.month is None:
        return Sebaran(None, (), None, found, tested)
    areas = queries.recap_by(given.place, given.month, given.below)
    total = queries.recap_total(given.place, given.month)
    earlier = add_months(given.month, -12)
    before = {one.code: one for one in queries.recap_by(given.place, earlier, given.below)}
    rows = _rows(given, areas, before, total)
    whole = _row(
        given, total, queries.recap_total(given.place, earlier), total,
        (given.masks([total.counts.stunted])[0], given.masks([total.counts.severely_stunted])[0]),
    )  # fmt: skip
    return Sebaran(given.month, rows, whole, found, tested)


def _rows(
    given: Scope, areas: Sequence[AreaFigures], before: dict[str, AreaFigures], total: AreaFigures
) -> tuple[Spread, ...]:
    cases = given.masks([one.counts.stunted for one in areas])
    severe = given.masks([one.counts.severely_stunted for one in areas])
    rows = [
        _row(given, one, before.get(one.code), total, (cases[n], severe[n]))
        for n, one in enumerate(areas)
    ]
    return tuple(sorted(rows, key=_need))


def _need(row: Spread) -> tuple[int, float, str]:
    """Highest readable prevalence first; small counts and unreadable areas by name after it."""
    pct = row.stunting.pct
    if row.readable and pct is not None and not row.hidden:
        return 0, -pct, row.figures.name
    return (1 if row.figures.known else 2), 0.0, row.figures.name


def _row(
    given: Scope, one: AreaFigures, before: AreaFigures | None, total: AreaFigures,
    hidden: tuple[Hidden, Hidden],
) -> Spread:  # fmt: skip
    least = given.limits.readable
    mean = total.counts.stunting
    share = mean.n / mean.of if mean.of else 0.0
    ratio = one.counts.stunting
    then = before.counts if before is not None and before.known else None
    return Spread(
        one,
        one.known and one.counts.readable(least),
        hidden[0],
        hidden[1],
        then.stunting.pct if then is not None and then.readable(least) else None,
        standing(ratio.n, ratio.of, share) if mean.of else Standing.EMPTY,
    )
