"""What the posyandu room tells other rooms: counts with their denominators, lists, one child.

Nothing here is a percentage alone: a `Ratio` carries numerator and denominator, and its `pct` is
`None` when there is nothing to divide by (empty and zero are different things).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal, get_args

from rembuk.office.posyandu.child.figures import (
    ORDERS,
    STATUSES,
    CaseStep,
    Chart,
    ChildFilters,
    ChildPage,
    ChildRow,
    Measured,
    MonthMark,
    Provenance,
    Recorded,
    Sibling,
    Status,
    Supplement,
)

__all__ = [
    "COUNTS",
    "ORDERS",
    "POST_STATES",
    "STATUSES",
    "AreaFigures",
    "CaseStep",
    "Chart",
    "ChildFilters",
    "ChildPage",
    "ChildRow",
    "Completeness",
    "Counts",
    "Freshness",
    "Level",
    "Measured",
    "MonthMark",
    "Place",
    "PostMonth",
    "PostState",
    "Provenance",
    "Ratio",
    "Recorded",
    "Sibling",
    "Status",
    "StockFlow",
    "Supplement",
]

Level = Literal["kabkota", "kecamatan", "desa", "posyandu", "puskesmas"]
PostState = Literal["tepat", "lambat", "belum"]
POST_STATES: Final[tuple[PostState, ...]] = get_args(PostState)


@dataclass(frozen=True)
class Ratio:
    """`n` out of `of`."""

    n: int
    of: int

    @property
    def pct(self) -> float | None:
        """Percent, unrounded; `None` without a denominator."""
        return 100 * self.n / self.of if self.of else None


@dataclass(frozen=True)
class Counts:
    """Counts of one month; every one is the length of a list of children (see `queries.children`).

    `d = n + t + o + b`; `s = d + not_measured`; `enrolled` are the children of that age registered
    here, wherever they were weighed. `len_n`, `wfl_n`, `wei_n` are the weighed children
    whose TB/U, BB/TB, BB/U could be judged (measured and not flagged).
    """

    s: int = 0
    enrolled: int = 0
    d: int = 0
    n: int = 0
    t: int = 0
    o: int = 0
    b: int = 0
    two_t: int = 0
    bgm: int = 0
    len_n: int = 0
    stunted: int = 0
    severely_stunted: int = 0
    wfl_n: int = 0
    wasted: int = 0
    severely_wasted: int = 0
    wei_n: int = 0
    underweight: int = 0
    new_cases: int = 0

    @property
    def not_measured(self) -> int:
        """Registered under-fives without a valid weighing this month."""
        return self.s - self.d

    @property
    def ds(self) -> Ratio:
        """D/S, coverage."""
        return Ratio(self.d, self.s)

    @property
    def nd(self) -> Ratio:
        """N/D, gained weight enough out of weighed."""
        return Ratio(self.n, self.d)

    @property
    def td(self) -> Ratio:
        """T/D, did not gain enough out of weighed."""
        return Ratio(self.t, self.d)

    @property
    def two_t_d(self) -> Ratio:
        """2T/D, twice in a row not enough."""
        return Ratio(self.two_t, self.d)

    @property
    def bgm_d(self) -> Ratio:
        """BGM/D, below the red line."""
        return Ratio(self.bgm, self.d)

    @property
    def stunting(self) -> Ratio:
        """Pendek and sangat pendek (TB/U)."""
        return Ratio(self.stunted, self.len_n)

    @property
    def severe_stunting(self) -> Ratio:
        """Sangat pendek (TB/U)."""
        return Ratio(self.severely_stunted, self.len_n)

    @property
    def wasting(self) -> Ratio:
        """Gizi kurang and gizi buruk (BB/TB)."""
        return Ratio(self.wasted, self.wfl_n)

    @property
    def severe_wasting(self) -> Ratio:
        """Gizi buruk (BB/TB)."""
        return Ratio(self.severely_wasted, self.wfl_n)

    @property
    def underweight_ratio(self) -> Ratio:
        """BB kurang and sangat kurang (BB/U)."""
        return Ratio(self.underweight, self.wei_n)

    def readable(self, minimum_pct: float) -> bool:
        """Whether coverage is high enough to read the other figures at all."""
        return self.ds.pct is not None and self.ds.pct >= minimum_pct


COUNTS: tuple[str, ...] = tuple(Counts.__dataclass_fields__)
"""Names of the counts; the same as the columns of `MonthlyRecap`."""


@dataclass(frozen=True)
class AreaFigures:
    """Counts of one area (or post, or puskesmas) in one month.

    `posts` is how many posts have a row for this month; 0 means: no data yet, not zero children.
    For the level puskesmas `code` is the number of the health centre.
    """

    code: str
    name: str
    level: str
    month: dt.date
    counts: Counts
    posts: int = 0

    @property
    def known(self) -> bool:
        """Whether any post of this area is in the records."""
        return self.posts > 0


@dataclass(frozen=True)
class Place:
    """An area, or a post, with its name."""

    code: str
    name: str
    kind: str  # provinsi, kabupaten, kota, kecamatan, desa, kelurahan, posyandu

    @property
    def titled(self) -> str:
        """`Kabupaten Musi Banyuasin`: the kind before the name, unless the name begins with it."""
        kind = self.kind.capitalize()
        return self.name if self.name.startswith(kind) else f"{kind} {self.name}"


@dataclass(frozen=True)
class PostMonth:
    """Whether and when the data of one post arrived for one month."""

    code: str
    name: str
    village: str
    health_centre: str
    month: dt.date
    deadline: dt.date
    held_on: dt.date | None
    received_on: dt.date | None
    counts: Counts
    state: PostState

    @property
    def days_late(self) -> int | None:
        """Days after the deadline the data came; `None` if they have not."""
        return None if self.received_on is None else max((self.received_on - self.deadline).days, 0)


@dataclass(frozen=True)
class Completeness:
    """All posts of an area in one month."""

    month: dt.date
    deadline: dt.date
    posts: tuple[PostMonth, ...]

    def count(self, state: PostState) -> int:
        """How many posts are in `state`."""
        return sum(post.state == state for post in self.posts)

    @property
    def complete(self) -> Ratio:
        """Posts whose data are in."""
        return Ratio(len(self.posts) - self.count("belum"), len(self.posts))

    @property
    def timely(self) -> Ratio:
        """Posts whose data came by the deadline."""
        return Ratio(self.count("tepat"), len(self.posts))


@dataclass(frozen=True)
class StockFlow:
    """Stunting cases of one area in one month: stock at the start, flows, stock at the end."""

    code: str
    month: dt.date
    start: int
    end: int
    new: int = 0
    found: int = 0
    moved_in: int = 0
    relapsed: int = 0
    recovered: int = 0
    aged_out: int = 0
    moved_out: int = 0
    died: int = 0
    lost: int = 0
    corrected: int = 0
    suspected: int = 0  # awaiting a second measurement; not in the stock
    graduated: int = 0  # recovered and still so after three months; not in the stock

    @property
    def inflow(self) -> int:
        """All who came in."""
        return self.new + self.found + self.moved_in + self.relapsed

    @property
    def outflow(self) -> int:
        """All who went out; only `recovered` is a success."""
        exits = self.aged_out + self.moved_out + self.died + self.lost + self.corrected
        return self.recovered + exits

    @property
    def holds(self) -> bool:
        """The identity: end = start + in - out."""
        return self.end == self.start + self.inflow - self.outflow


@dataclass(frozen=True)
class Freshness:
    """How new the data of an area are."""

    last_visit: dt.date | None  # last date a child was measured
    received_on: dt.date | None  # last day data came in

    def days(self, today: dt.date) -> int | None:
        """Days since the last measurement."""
        return None if self.last_visit is None else (today - self.last_visit).days
