"""On which children a published effect may be claimed when money is split (`science.choice`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import Field, model_validator

from rembuk.reference.dated import Rule
from rembuk.reference.promises import Intervention


class ChoiceEffect(Rule):
    """The effects of an intervention in a plan of money: children of `from_months` to under
    `to_months`, as the publications say. `paid_here`: the district or a village can pay for it;
    `years`: years of receipt before the effect was seen (0: within the year). An effect that needs
    longer than the year of the plan, or money the district does not hold, is told and not
    counted."""

    intervention: str
    from_months: int = Field(ge=0, le=60)
    to_months: int = Field(ge=1, le=60)
    paid_here: bool = True
    years: int = Field(default=0, ge=0, le=20)
    why_id: str
    why_en: str

    @model_validator(mode="after")
    def _aged(self) -> ChoiceEffect:
        if self.to_months <= self.from_months:
            raise ValueError("umur akhir tidak sesudah umur awal")
        return self

    @property
    def counted(self) -> bool:
        """Whether a plan of one year may claim it."""
        return self.paid_here and not self.years

    @property
    def group(self) -> str:
        """The children it acts on, as a code ("6-23")."""
        return f"{self.from_months}-{self.to_months - 1}"


def problems(rule: Rule, interventions: Collection[Intervention]) -> Iterator[str]:
    """What of it points nowhere, or at an intervention without an effect."""
    if not isinstance(rule, ChoiceEffect):
        return
    known = {one.code: one for one in interventions}
    if rule.intervention not in known:
        yield f"intervensi {rule.intervention!r} tidak dikenal"
    elif not known[rule.intervention].effects:
        yield f"intervensi {rule.intervention!r} tanpa pengaruh yang terbaca"
