"""What promises refer to: sources of money, the catalogue of interventions, the ladder of
reminders."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from pydantic import Field, model_validator

from rembuk.reference.dated import Frozen, Rule


class MoneySource(Rule):
    """Where the money of a promise comes from; `short` is the word of the follow-up matrix."""

    name_id: str
    name_en: str
    short: str
    public: bool = True  # money of a government, not of partners or of the people themselves


class Effect(Frozen):
    """What was measured of an intervention, and only for the population it was measured in.
    `value` and `low`-`high` are of the measure: RR, PR and OR against 1, the others against 0."""

    outcome: str
    measure: Literal["RR", "PR", "OR", "SMD", "selisih-rerata", "perubahan-relatif"]
    value: float
    low: float | None = None
    high: float | None = None
    population_id: str
    population_en: str
    source: str

    @model_validator(mode="after")
    def _between(self) -> Effect:
        if (self.low is None) != (self.high is None):
            raise ValueError("selang setengah")
        low, high = self.low, self.high
        if low is not None and high is not None and not low <= self.value <= high:
            raise ValueError(f"{self.value} di luar selangnya")
        return self


class Intervention(Rule):
    """One entry of the catalogue. `owner` are roles, the usual first; `causes` are nodes of the
    cause tree it answers; `programme` the programme that brings it, if one does. An effect stands
    only with the publication it was read in; none is not the same as no effect."""

    name_id: str
    name_en: str
    kind: Literal["spesifik", "sensitif", "tata-kelola"]
    owner: tuple[str, ...] = Field(min_length=1)
    unit_id: str
    unit_en: str
    causes: tuple[str, ...] = ()
    programme: str = ""
    effects: tuple[Effect, ...] = ()


class EscalationStep(Rule):
    """One rung of the ladder: so many days after (before: negative) the anchor, who is told."""

    anchor: Literal["tenggat", "usul", "selesai"]
    """Due date of an open promise; day it was proposed; day it was called done."""
    days: int
    to: Literal["pemilik", "atasan", "tpps", "pemeriksa"]
    """Owner's office; camat or head of the office; heads of TPPS; who must judge the proof."""
    name_id: str
    name_en: str


def problems(
    rule: Rule, causes: Collection[str], owners: Collection[str], programmes: Collection[str],
    sources: Collection[str],
) -> Iterator[str]:  # fmt: skip
    """What of an intervention points nowhere."""
    if not isinstance(rule, Intervention):
        return
    for what, asked, known in (
        ("pemilik", rule.owner, owners),
        ("penyebab", rule.causes, causes),
        ("program", (rule.programme,) if rule.programme else (), programmes),
        ("sumber pengaruh", tuple(one.source for one in rule.effects), sources),
    ):
        for code in asked:
            if code not in known:
                yield f"{what} {code!r} tidak dikenal"


def ladder_problems(steps: Collection[EscalationStep]) -> Iterator[tuple[EscalationStep, str]]:
    """Rungs that tell a higher reader before a lower one heard of it at all."""
    order = ("pemilik", "atasan", "tpps")
    first: dict[tuple[str, str], int] = {}
    for step in steps:
        key = (step.anchor, step.to)
        first[key] = min(step.days, first.get(key, step.days))
    for step in steps:
        for lower in order[: order.index(step.to)] if step.to in order else ():
            if first.get((step.anchor, lower), step.days) > step.days:
                yield step, f"{step.to} diberi tahu sebelum {lower}"
