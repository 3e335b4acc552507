"""What every fact of the reference room carries: validity, source, confidence."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Confidence = Literal["resmi", "dikuatkan", "kode", "sekunder", "bertentangan", "belum-pasti"]
"""How sure a fact is: official text read; two or more independent public sources; read in
published source code; one press or slide source; public sources disagree; background knowledge."""


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
            raise ValueError(f"valid_to {self.valid_to} is not after valid_from {self.valid_from}")
        return self

    def holds_on(self, day: dt.date) -> bool:
        """Whether the fact is valid on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
