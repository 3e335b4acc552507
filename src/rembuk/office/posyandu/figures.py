"""What the posyandu room tells other rooms: counts with their denominators, lists, one child.

Nothing here is a percentage alone: a `Ratio` carries numerator and denominator, and its `pct` is
`None` when there is nothing to divide by (empty and zero are different things).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["kabkota", "kecamatan", "desa", "posyandu", "puskesmas"]
PostState = Literal["tepat", "lambat", "belum"]


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

    `d = n + t + o + b`; `s = d + not_measured`. `len_n`, `wfl_n`, `wei_n` are the weighed children
    whose TB/U, BB/TB, BB/U could be judged (measured and not flagged).
    """

    s: int = 0
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


Status = Literal[
    "", "s", "d", "n", "t", "o", "b", "2t", "bgm", "dinilai-tbu", "pendek", "sangat-pendek",
    "dinilai-bbtb", "kurus", "gizi-kurang", "gizi-buruk", "dinilai-bbu", "bb-kurang",
    "tidak-diukur", "kasus", "kasus-baru", "diduga", "ragu",
]  # fmt: skip


@dataclass(frozen=True)
class ChildFilters:
    """What a list of children is asked for. `month=None` means the last month with data."""

    status: Status = ""
    month: dt.date | None = None
    q: str = ""
    age_from: int | None = None  # completed months at the end of the month, inclusive
    age_to: int | None = None  # inclusive
    sex: str = ""
    post: str = ""  # posyandu code
    tier: int | None = None
    order: Literal["nama", "tempat", "umur", "tbu", "urutan"] = "tempat"


@dataclass(frozen=True)
class ChildRow:
    """One line of a list of children. `name` is plain: the page masks it unless it may show it."""

    public_id: str
    name: str
    sex: str
    birth_date: dt.date | None
    birth_date_sure: bool
    age_months: int | None  # completed, on `date` or at the end of the month
    place_code: str
    post: str
    village: str
    date: dt.date | None  # of the measurement that counted this month
    weight: float | None
    lenhei: float | None
    position: str
    zlen: float | None
    zwei: float | None
    zwfl: float | None
    tbu: str
    bbu: str
    bbtb: str
    nt: str
    two_t: bool
    bgm: bool
    flags: tuple[str, ...]
    doubts: tuple[str, ...]
    case: str
    tier: int | None
    rank: int | None
    reasons: tuple[dict[str, object], ...]


@dataclass(frozen=True)
class Chart:
    """Points of one index against age: `(age in months, value or None for a gap)`."""

    index: str  # "tbu", "bbu", "bbtb"
    points: tuple[tuple[float, float | None], ...]


@dataclass(frozen=True)
class Measured:
    """One measurement as the child page shows it, newest first; superseded ones are marked."""

    id: int
    date: dt.date
    age_days: int | None
    age_months: int | None
    corrected_months: int | None  # preterm, under 24 months
    weight: float | None
    lenhei: float | None
    clenhei: float | None
    position: str
    muac: float | None
    headc: float | None
    oedema: bool
    zlen: float | None
    zwei: float | None
    zwfl: float | None
    zlen_corrected: float | None  # TB/U by corrected age, beside the uncorrected one
    tbu: str
    bbu: str
    bbtb: str
    counted: bool
    flags: tuple[str, ...]
    doubts: tuple[str, ...]
    file_zlen: float | None
    file_zwei: float | None
    file_zwfl: float | None
    place_code: str
    post: str
    source: str
    import_id: int | None
    row_no: int | None
    rule_version: str
    superseded: bool
    device: str
    measured_by: str


@dataclass(frozen=True)
class MonthMark:
    """One month of the N/T strip: N, T, O, B, or "-" when the child was not weighed."""

    month: dt.date
    age_months: int | None
    mark: str
    gain_g: int | None = None
    minimum_g: int | None = None
    two_t: bool = False


@dataclass(frozen=True)
class CaseStep:
    """One change of the child's case."""

    on: dt.date
    event: str
    place_code: str
    rule_version: str


@dataclass(frozen=True)
class Provenance:
    """One source of the child's data."""

    source: str
    as_of: dt.date
    import_id: int | None
    row_no: int | None
    fields: tuple[str, ...]  # names of the facts it told, never their values
    measurements: int = 0


@dataclass(frozen=True)
class Sibling:
    """Another child of the same family card or mother; `twin` when born the same day."""

    public_id: str
    name: str
    birth_date: dt.date | None
    twin: bool


@dataclass(frozen=True)
class Supplement:
    """One episode of supplementary feeding (PMT) as the agency recorded it."""

    start: dt.date
    programme: str
    status: str
    weight_start: float | None
    weight_end: float | None
    source: str


@dataclass(frozen=True)
class ChildPage:
    """All that is known of one child."""

    public_id: str
    name: str
    sex: str
    birth_date: dt.date | None
    birth_date_sure: bool
    age_months: int | None
    gestation_weeks: int | None
    preterm: bool
    birth_weight_g: int | None
    birth_length_mm: int | None
    mother_name: str
    father_name: str
    address: str
    rt: str
    rw: str
    place_code: str
    post: str
    village: str
    left_on: dt.date | None
    left_why: str
    nik_masked: str
    nik_findings: tuple[str, ...]
    last: Measured | None
    measurements: tuple[Measured, ...]
    strip: tuple[MonthMark, ...]
    case: str
    case_since: dt.date | None
    steps: tuple[CaseStep, ...]
    tier: int | None
    rank: int | None
    reasons: tuple[dict[str, object], ...]
    rule_version: str
    provenance: tuple[Provenance, ...]
    siblings: tuple[Sibling, ...]
    supplements: tuple[Supplement, ...]
    charts: tuple[Chart, ...] = field(default=())

    @property
    def missed(self) -> int:
        """Months of the strip without a weighing."""
        return sum(mark.mark == "-" for mark in self.strip)
