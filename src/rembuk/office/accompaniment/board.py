"""Zero new stunting: stock and flows by area and month, with the coverage that lets them be read.

An area's figures are sums over its posts; a share is a sum over a sum. Definitions: reference case
events; method: docs/methods/zero-new-stunting.md.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from rembuk import reference
from rembuk.office.places.scope import within
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import AreaFigures, StockFlow
from rembuk.office.posyandu.measures import INFLOW, OUTFLOW, add_months, counted_in
from rembuk.office.posyandu.models import AreaCases, CaseEvent, Measurement

FLOWS: Final[dict[str, str]] = {
    "baru": "new", "ditemukan": "found", "pindah-masuk": "moved_in", "kambuh": "relapsed",
    "pulih": "recovered", "lewat-umur": "aged_out", "pindah": "moved_out", "meninggal": "died",
    "hilang": "lost", "salah-data": "corrected", "diduga": "suspected", "lulus": "graduated",
}  # fmt: skip
LEVEL_OF: Final = {"kabkota": 2, "kecamatan": 3, "desa": 4}
LENGTH_OF: Final = {"kabkota": 5, "kecamatan": 8, "desa": 13}
YEAR: Final = 12


@dataclass(frozen=True)
class Claim:
    """What may be said of new cases. `code`: `nol` zero and readable; `tunggu` zero, but somebody
    waits for a second measurement; `cakupan` zero at a coverage that cannot say so; `ada` there
    are; `belum` no data."""

    code: str
    new: int
    suspected: int
    coverage: float | None
    needed: float


def claim(new: int, suspected: int, measured: int, children: int, needed: float) -> Claim:
    """The claim of a month: zero is said only of children who were measured."""
    coverage = 100 * measured / children if children else None
    if new:
        code = "ada"
    elif coverage is None or not measured:
        code = "belum"
    elif coverage < needed:
        code = "cakupan"
    else:
        code = "tunggu" if suspected else "nol"
    return Claim(code, new, suspected, coverage, needed)


def per_thousand(new: int, child_months: int) -> float | None:
    """New cases per 1000 child-months at risk; None when nobody was at risk."""
    return 1000 * new / child_months if child_months else None


@dataclass(frozen=True)
class Line:
    """One area in one month."""

    code: str
    name: str
    level: str
    figures: AreaFigures
    flow: StockFlow
    at_risk: int  # judged children of the month who were no case at its start
    claim: Claim

    @property
    def rate(self) -> float | None:
        """New cases per 1000 child-months."""
        return per_thousand(self.flow.new, self.at_risk)

    @property
    def came_else(self) -> int:
        """Who came into the stock without being new."""
        return self.flow.inflow - self.flow.new

    @property
    def went_else(self) -> int:
        """Who left the stock without having recovered."""
        return self.flow.outflow - self.flow.recovered


@dataclass(frozen=True)
class Board:
    """The area asked for, those below it, and the last twelve months of it."""

    total: Line
    lines: tuple[Line, ...]
    year_new: int
    year_at_risk: int
    months: tuple[Line, ...]

    @property
    def year_rate(self) -> float | None:
        """New cases per 1000 child-months of the last twelve months."""
        return per_thousand(self.year_new, self.year_at_risk)

    @property
    def zeros(self) -> int:
        """Areas below with a readable zero."""
        return sum(line.claim.code == "nol" for line in self.lines)


def board(code: str, month: dt.date, today: dt.date) -> Board:
    """The board of one area (kabupaten, kecamatan or village) in one month."""
    needed = reference.load().number("zero_new.coverage_pct", today)
    level = queries.level_below(code)
    below = queries.recap_by(code, month, level)
    length = LENGTH_OF.get(level, 20)
    flows = _flows(code, month, level)
    risk = at_risk(code, month)
    folded: Counter[str] = Counter()
    for post, n in risk.items():
        folded[post[:length]] += n
    lines = tuple(
        _line(one, flows.get(one.code) or _empty(one.code, month), folded[one.code], needed)
        for one in below
    )
    whole = queries.recap_total(code, month)
    total = _line(whole, queries.stock_flow(code, month), sum(risk.values()), needed)
    months = _months(code, month, needed)
    return Board(
        total,
        lines,
        sum(one.flow.new for one in months),
        sum(one.at_risk for one in months),
        months,
    )


def _months(code: str, month: dt.date, needed: float) -> tuple[Line, ...]:
    found = []
    for figures in queries.series(code, YEAR, month):
        if not figures.known:
            continue
        risk = sum(at_risk(code, figures.month).values())
        found.append(_line(figures, queries.stock_flow(code, figures.month), risk, needed))
    return tuple(found)


def _line(figures: AreaFigures, flow: StockFlow, risk: int, needed: float) -> Line:
    said = claim(flow.new, flow.suspected, figures.counts.d, figures.counts.s, needed)
    return Line(figures.code, figures.name, figures.level, figures, flow, risk, said)


def at_risk(code: str, month: dt.date) -> dict[str, int]:
    """By post: children whose length was judged in the month and who were no case at its start."""
    seen = Measurement.objects.filter(within("place_code", code), counted_in(month)).exclude(tbu="")
    well = seen.exclude(child__in=queries.stock(code, add_months(month, -1)))
    rows = well.order_by().values("place_code").annotate(n=Count("pk"))
    return {row["place_code"]: row["n"] for row in rows}


def _flows(code: str, month: dt.date, level: str) -> dict[str, StockFlow]:
    """Stock and flows of every area of a level under a code, in one reading."""
    counted: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    if level in LEVEL_OF:
        stored = AreaCases.objects.filter(
            within("area_code", code), level=LEVEL_OF[level], month__lte=month
        )
        rows: Iterable[tuple[str, str, dt.date, int]] = stored.values_list(
            "area_code", "event", "month", "number"
        )
    else:
        events = CaseEvent.objects.filter(within("place_code", code), month__lte=month)
        grouped = events.order_by().values("place_code", "event", "month").annotate(n=Count("pk"))
        rows = grouped.values_list("place_code", "event", "month", "n")
    for area, event, when, number in rows:
        every, now = counted[area].get(event, (0, 0))
        counted[area][event] = (every + number, now + (number if when == month else 0))
    return {area: _flow(area, month, told) for area, told in counted.items()}


def _flow(area: str, month: dt.date, told: Mapping[str, tuple[int, int]]) -> StockFlow:
    start = end = 0
    flows: dict[str, int] = {}
    for event, (every, now) in told.items():
        sign = (event in INFLOW) - (event in OUTFLOW)
        start += sign * (every - now)
        end += sign * every
        if now and event in FLOWS:
            flows[FLOWS[event]] = now
    return StockFlow(area, month, start=start, end=end, **flows)


def _empty(area: str, month: dt.date) -> StockFlow:
    return StockFlow(area, month, start=0, end=0)
