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
    plain_id: str = ""  # for a kader: what is seen, without scores; empty: the same words
    plain_en: str = ""

    def places(self) -> frozenset[str]:
        """Facts named in the sentences."""
        texts = (self.reason_id, self.reason_en, self.plain_id, self.plain_en)
        return frozenset(name for text in texts for name in _PLACE.findall(text))

    def worded(
        self,
        facts: Mapping[str, object],
        words: Mapping[str, FactField],
        language: str = "id",
        plain: bool = False,
    ) -> str:
        """The sentence with this child's values; `plain` as a kader reads it."""
        sentence = self.sentence(language, plain)
        return _PLACE.sub(
            lambda match: words[match[1]].written(facts.get(match[1]), language), sentence
        )

    def sentence(self, language: str = "id", plain: bool = False) -> str:
        """The sentence with its facts still in braces."""
        if language == "en":
            return (plain and self.plain_en) or self.reason_en
        return (plain and self.plain_id) or self.reason_id


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
