"""Schemes of the convergence actions: actions, steps, windows, documents, tabs, chain, rubric."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from rembuk.reference.dated import Confidence, Frozen, Rule
from rembuk.reference.indicators import LEVELS_UP, Level

ContentKind = Literal["pdf", "image", "docx", "xlsx", "csv", "link"]
"""What a file is by its content; `link` is an address that was published."""

Part = Literal["operator", "verifikator", "penyetuju"]
Act = Literal["ajukan", "kembalikan", "terima", "setujui", "kunci", "buka-lagi"]
State = Literal["terbuka", "diajukan", "diterima", "disetujui", "dikunci", "dikembalikan"]


class Span(NamedTuple):
    """The days of a step in one year, both inclusive; `sure` only where a public source says so."""

    opens: dt.date
    closes: dt.date
    sure: bool
    source: tuple[str, ...]
    confidence: Confidence


class Season(Frozen):
    """A window of every year as month and day; `offset` years after the year of the scheme."""

    opens: tuple[int, int]
    closes: tuple[int, int]
    open_offset: int = 0
    close_offset: int = 0

    @model_validator(mode="after")
    def _ordered(self) -> Season:
        if self.span(2023)[0] > self.span(2023)[1]:
            raise ValueError("jendela tutup sebelum buka")
        return self

    def span(self, year: int) -> tuple[dt.date, dt.date]:
        """First and last day."""
        return (
            dt.date(year + self.open_offset, *self.opens),
            dt.date(year + self.close_offset, *self.closes),
        )


class KnownWindow(Frozen):
    """A window of one year that a public source states; `opens` only where it does."""

    year: int
    opens: dt.date | None = None
    closes: dt.date
    source: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence


class Requirement(Frozen):
    """A document a step asks for, ticked by what the content is, never by its name."""

    code: str = Field(min_length=1, max_length=40)
    name_id: str
    name_en: str
    kinds: tuple[ContentKind, ...] = Field(min_length=1)
    optional: bool = False


class Step(Frozen):
    """One step of an action, done at a level by a role."""

    code: str = Field(min_length=1, max_length=40)
    name_id: str
    name_en: str
    level: Level
    owner: str
    season: Season
    known: tuple[KnownWindow, ...] = ()
    requires: tuple[Requirement, ...] = ()
    lists: tuple[str, ...] = ()  # lists of indicators filled in this step
    source: tuple[str, ...] = ()
    confidence: Confidence = "belum-pasti"
    note: str = ""
    note_id: str = ""

    def window(self, year: int) -> Span:
        """The default window of a year, or the stated one where a source has it."""
        opens, closes = self.season.span(year)
        for one in self.known:
            if one.year == year:
                first = one.opens or min(opens, one.closes)
                return Span(first, one.closes, True, one.source, one.confidence)
        return Span(opens, closes, False, self.source, self.confidence)


class Action(Frozen):
    """One action with its steps. `feeds` are the actions its result goes into."""

    code: str = Field(min_length=1, max_length=24)
    number: str
    name_id: str
    name_en: str
    purpose_id: str
    purpose_en: str
    lead: str
    part: Literal["utama", "pendukung"] = "utama"
    output_id: str = ""
    output_en: str = ""
    feeds: tuple[str, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)
    source: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence


class Column(Frozen):
    """A column of a sheet as the forms head it. `holds` is what stands in it."""

    head: str
    holds: Literal[
        "nomor", "id-kecamatan", "kecamatan", "puskesmas", "desa-bps", "desa-kemendagri", "desa",
        "pembilang", "penyebut", "persen", "nilai", "indikator", "tahun", "target", "urusan",
        "status", "keterangan", "kegiatan", "pelaksana", "lokasi", "sasaran", "volume", "satuan",
        "pagu", "sumber-dana", "masalah",
    ]  # fmt: skip


class Tab(Frozen):
    """A tab of the web. `indicators` in the order of the sheet; `kind` is the shape of its rows:
    one a village (`desa`), one an indicator (`kartu`), both (`campuran`: indicators of the district
    on a card sheet beside), one a programme (`program`)."""

    code: str = Field(min_length=1, max_length=40)
    name_id: str
    name_en: str
    kind: Literal["desa", "campuran", "kartu", "program"] = "desa"
    indicators: tuple[str, ...] = ()
    owner: str = ""  # role that answers for the whole tab; "" = the owners of its indicators
    confidence: Confidence = "belum-pasti"
    note: str = ""
    note_id: str = ""

    @property
    def title(self) -> str:
        """Name with the letter the web gives its tabs; a code of words stays behind the screen."""
        return f"{self.code}. {self.name_id}" if len(self.code) == 1 else self.name_id


class InputChain(Frozen):
    """Who types, checks and approves on one side of a kecamatan (2025: kecamatan, puskesmas,
    PLKB). `owners` are the roles whose quantities it types; `seats` the usual seats, "" where the
    source is cut."""

    code: str
    name_id: str
    name_en: str
    level: Level
    role: str
    owners: tuple[str, ...] = ()
    seats: dict[Part, str]
    source: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence


class Stage(Frozen):
    """One act of the chain of a cell: who may, from which states, to which. `cells` are the levels
    of cell it holds for, `levels` the levels of duty that give the right."""

    act: Act
    part: Part
    levels: tuple[Level, ...] = Field(min_length=1)
    cells: tuple[Level, ...] = LEVELS_UP
    from_states: tuple[State, ...] = Field(min_length=1)
    to_state: State
    reason: bool = False  # must say why


class Grade(Frozen):
    """A grade of a criterion; `least` percent where the criterion is measured, None if not said."""

    letter: str
    least: float | None = None
    text_id: str
    text_en: str


class RubricCriterion(Rule):
    """One criterion of the review of a year. `measure` names what is counted for it; "" = judged by
    a person with evidence."""

    scheme: str
    action: str = ""
    number: str
    name_id: str
    name_en: str
    measure: Literal["", "lokus", "kelengkapan", "ketepatan", "bukti", "janji"] = ""
    grades: tuple[Grade, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _falling(self) -> RubricCriterion:
        limits = [one.least for one in self.grades if one.least is not None]
        if limits != sorted(limits, reverse=True):
            raise ValueError("nilai harus tertulis dari yang tertinggi")
        return self

    def grade(self, percent: float) -> Grade | None:
        """The grade of a measured share; None when no limits are set."""
        if all(one.least is None for one in self.grades):
            return None
        for one in self.grades:
            if one.least is not None and percent >= one.least:
                return one
        return self.grades[-1]


class Scheme(Rule):
    """One scheme of convergence actions. A year of a district chooses one. `lists` are the lists of
    indicators a year of it opens cells for. `village_columns` stand before the columns of every
    indicator of a village row."""

    name_id: str
    name_en: str
    regulation: str
    order: tuple[Level, ...] = LEVELS_UP
    lists: tuple[str, ...] = ()
    actions: tuple[Action, ...] = Field(min_length=1)
    tabs: tuple[Tab, ...] = ()
    village_columns: tuple[Column, ...] = ()
    indicator_columns: tuple[Column, ...] = ()
    card_columns: tuple[Column, ...] = ()
    program_columns: tuple[Column, ...] = ()
    inputs: tuple[InputChain, ...] = ()
    chain: tuple[Stage, ...] = Field(min_length=1)
    categories: tuple[str, ...] = ()  # what the national review calls a district, lowest first
    entry_days: int = Field(default=7, ge=0, le=120)  # days after a period in which it is entered

    def steps(self) -> tuple[Step, ...]:
        """All steps in the order of the actions."""
        return tuple(step for action in self.actions for step in action.steps)

    def step(self, code: str) -> Step:
        """A step by its code; KeyError when there is none."""
        for one in self.steps():
            if one.code == code:
                return one
        raise KeyError(code)

    def action_of(self, step: str) -> Action:
        """The action a step belongs to."""
        for one in self.actions:
            if any(part.code == step for part in one.steps):
                return one
        raise KeyError(step)

    def tab(self, code: str) -> Tab:
        """A tab by its letter; KeyError when there is none."""
        for one in self.tabs:
            if one.code == code:
                return one
        raise KeyError(code)

    def tab_of(self, indicator: str, own: str = "") -> Tab | None:
        """The tab an indicator is filed in (`own`: where the indicator itself says); None when it
        is filed in none."""
        for one in self.tabs:
            if one.code == own or (not own and indicator in one.indicators):
                return one
        return None

    def stages(self, act: Act, cell: Level) -> tuple[Stage, ...]:
        """The stages of an act for cells of a level."""
        return tuple(one for one in self.chain if one.act == act and cell in one.cells)

    def rows(self, tab: Tab) -> tuple[Column, ...]:
        """The columns of a tab, those of an indicator once."""
        if tab.kind == "kartu":
            return self.card_columns
        if tab.kind == "program":
            return self.program_columns
        return (*self.village_columns, *self.indicator_columns)
