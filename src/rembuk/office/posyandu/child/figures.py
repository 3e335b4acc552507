"""What the posyandu room tells of children: a line of a list, what it is asked for, one page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final, Literal, get_args


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
    recorded: Recorded | None = None


@dataclass(frozen=True)
class Recorded:
    """How a measurement written on the page came about; `void_why` once it was taken back."""

    id: int
    by: str
    at: dt.datetime
    void_at: dt.datetime | None = None
    void_by: str = ""
    void_why: str = ""


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


Status = Literal[
    "", "s", "d", "n", "t", "o", "b", "2t", "bgm", "dinilai-tbu", "pendek", "sangat-pendek",
    "dinilai-bbtb", "kurus", "gizi-kurang", "gizi-buruk", "dinilai-bbu", "bb-kurang",
    "tidak-diukur", "kasus", "kasus-baru", "diduga", "ragu",
]  # fmt: skip
Order = Literal["nama", "tempat", "umur", "tbu", "urutan"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
ORDERS: Final[tuple[Order, ...]] = get_args(Order)


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
    order: Order = "tempat"
