"""What every fact of the reference room carries: validity, source, confidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

Confidence = Literal["resmi", "dikuatkan", "kode", "sekunder", "bertentangan", "belum-pasti"]
"""How sure a fact is: official text read; two or more independent public sources; read in
published source code; one press or slide source; public sources disagree; background knowledge."""

Origin = Literal["nasional", "daerah"]
"""Who set the value: the files of this package, or the district's own override file."""


class Frozen(BaseModel):
    """Base of every reference model: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Frozen):
    """A fact valid from a day (inclusive) to a day (exclusive; `None` = until further notice)."""

    valid_from: dt.date
    valid_to: dt.date | None = None
    source: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence

    @model_validator(mode="after")
    def _ordered(self) -> Dated:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} tidak sesudah valid_from {self.valid_from}")
        return self

    def holds_on(self, day: dt.date) -> bool:
        """Whether the fact is valid on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Rule(Dated):
    """A dated fact with a code. Several rules may share a code if their dates do not overlap."""

    code: str = Field(min_length=1)
    note: str = ""
    note_id: str = ""  # the note in the words of the screen, where a screen shows it
    origin: Origin = "nasional"


class NoRuleError(LookupError):
    """No rule of this code is in force on this day."""

    def __init__(self, code: str, on: dt.date) -> None:
        super().__init__(f"no rule {code!r} in force on {on:%Y-%m-%d}")
        self.code, self.on = code, on


R = TypeVar("R", bound=Rule)


def in_force(rules: Iterable[R], on: dt.date) -> tuple[R, ...]:
    """The rules valid on a day, in the order of the file."""
    return tuple(rule for rule in rules if rule.holds_on(on))


def the_one(rules: Iterable[R], code: str, on: dt.date) -> R:
    """The rule of a code valid on a day; `NoRuleError` when there is none."""
    for rule in rules:
        if rule.code == code and rule.holds_on(on):
            return rule
    raise NoRuleError(code, on)
