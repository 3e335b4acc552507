"""Risk criteria per target group and the factors of a family at risk (KRS)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rembuk.reference.conditions import Condition
from rembuk.reference.dated import Rule

Group = Literal["catin", "bumil", "bufas", "anak", "rematri", "krs", "krs-sasaran"]
"""Brides and grooms to be, pregnant women, mothers after birth, children 0-59 months, adolescent
girls; risk factors and target types of a family."""


class Criterion(Rule):
    """One sign of risk. Without `when` it is recorded and never judged."""

    group: Group
    name_id: str
    name_en: str
    unit: str = ""
    when: Condition | None = None
    cause: tuple[str, ...] = ()
    kind: Literal["risiko", "proses"] = "risiko"
    severity: Literal["rendah", "biasa"] = "biasa"
    urgent: bool = False
    scheme: str = ""  # the form this version belongs to, e.g. "PK21"
    alternatives: tuple[float, ...] = ()  # other limits in public use
    needs: tuple[str, ...] = ()  # target types one of which must hold, else it does not apply
    listed: Condition | None = None  # what a list says when it names the family for this
    disputed: Condition | None = Field(default=None, description="seen in use, not adopted")
