"""`Lihat dulu`: which children should be seen first, and the plain reasons why.

A child stands in the lowest tier any of its reasons gives; every reason that holds is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from rembuk.reference.conditions import Condition, fields
from rembuk.reference.dated import Frozen, Rule
from rembuk.reference.fields import FactField

_PLACE = re.compile(r"\{([a-z0-9_]+)\}")


class SortKey(Frozen):
    """One key of the order inside a tier; a missing value comes last."""

    field: str
    descending: bool = False


class Tier(Rule):
    """One step of urgency."""

    tier: int = Field(ge=1)
    name_id: str
    name_en: str
    act_id: str  # what to do, in one sentence
    act_en: str
    sort: tuple[SortKey, ...] = Field(min_length=1)


class Reason(Rule):
    """One reason. Its sentences name facts in braces: `BB/PB {zwfl} SD`."""

    tier: int = Field(ge=1)
    when: Condition
    reason_id: str
    reason_en: str

    def places(self) -> frozenset[str]:
        """Facts named in the sentences."""
        return frozenset(_PLACE.findall(self.reason_id)) | frozenset(_PLACE.findall(self.reason_en))

    def worded(
        self, facts: Mapping[str, object], words: Mapping[str, FactField], language: str = "id"
    ) -> str:
        """The sentence with this child's values."""
        sentence = self.reason_en if language == "en" else self.reason_id
        return _PLACE.sub(
            lambda match: words[match[1]].written(facts.get(match[1]), language), sentence
        )


@dataclass(frozen=True)
class FirstLook:
    """Tiers and reasons in force on a day, the most urgent first."""

    tiers: tuple[Tier, ...]
    reasons: tuple[Reason, ...]

    def fields(self) -> frozenset[str]:
        """Every fact the rules ask for: conditions, sentences and sort keys."""
        asked = {key.field for tier in self.tiers for key in tier.sort}
        for reason in self.reasons:
            asked |= fields(reason.when) | reason.places()
        return frozenset(asked)

    def reason(self, code: str) -> Reason:
        """A reason by its code; an unknown code is a KeyError."""
        for one in self.reasons:
            if one.code == code:
                return one
        raise KeyError(code)
