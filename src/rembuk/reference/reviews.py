"""Rules that draft the lines of a yearly review: what went well, what fell short."""

from __future__ import annotations

import re
from typing import Final, Literal

from pydantic import model_validator

from rembuk.reference.conditions import Condition, fields
from rembuk.reference.dated import Rule

About = Literal["indikator", "kantor", "daerah"]
"""What a rule looks at: each indicator, each office, the area as a whole."""
Form = Literal["kata", "cacah", "persen", "poin", "rupiah"]
"""How a fact is written."""
_PLACE: Final = re.compile(r"\{([a-z0-9_]+)\}")

FACTS: Final[dict[About, dict[str, Form]]] = {
    "indikator": {
        "name": "kata", "n": "cacah", "of": "cacah", "percent": "persen", "start": "persen",
        "end": "persen", "base": "cacah", "from_words": "kata", "until_words": "kata",
        "to_words": "kata", "better": "poin", "worse": "poin", "target": "persen", "aim": "kata",
        "short_of": "poin", "reached": "kata", "expected": "cacah", "empty": "cacah",
        "filled_pct": "persen",
    },
    "kantor": {
        "name": "kata", "due": "cacah", "kept": "cacah", "kept_pct": "persen", "broken": "cacah",
        "worst": "cacah", "late": "cacah", "expected": "cacah", "empty": "cacah",
        "in_time": "cacah", "filled_pct": "persen", "in_time_pct": "persen",
    },
    "daerah": {
        "due": "cacah", "kept": "cacah", "kept_pct": "persen", "broken": "cacah",
        "budget": "rupiah", "spent": "rupiah", "spent_pct": "persen", "unbudgeted": "cacah",
        "expected": "cacah", "empty": "cacah", "filled_pct": "persen", "in_time": "cacah",
        "in_time_pct": "persen", "steps": "cacah", "steps_in_time": "cacah",
        "steps_pct": "persen", "steps_late": "cacah", "ds": "persen", "ds_n": "cacah",
        "ds_of": "cacah", "ds_limit": "persen", "readable": "kata", "month": "kata",
        "before": "kata", "stunted": "cacah", "judged": "cacah", "register": "persen",
        "register_before": "persen", "register_fell": "poin", "register_rose": "poin",
        "survey": "kata", "survey_words": "kata", "survey_fell": "poin", "audit_due": "cacah",
        "audit_kept": "cacah", "audit_pct": "persen",
    },
}  # fmt: skip
"""Every fact a rule may ask for or say, with its form."""


class ReviewRule(Rule):
    """One line: when it holds for a subject, its sentence with facts in braces, and for a shortfall
    what might be done about it. Nothing is said of a fact that is not known."""

    about: About
    side: Literal["kekuatan", "kekurangan"]
    order: int
    when: Condition
    words_id: str
    words_en: str
    act_id: str = ""
    act_en: str = ""

    @model_validator(mode="after")
    def _known(self) -> ReviewRule:
        said = {name for text in self.texts for name in _PLACE.findall(text)}
        unknown = (said | fields(self.when)) - FACTS[self.about].keys()
        if unknown:
            raise ValueError(f"fakta tidak dikenal: {', '.join(sorted(unknown))}")
        if self.side == "kekurangan" and not self.act_id:
            raise ValueError("kekurangan tanpa usul perbaikan")
        return self

    @property
    def texts(self) -> tuple[str, ...]:
        """Its sentences."""
        return self.words_id, self.words_en, self.act_id, self.act_en

    def said(self, facts: dict[str, str], language: str = "id") -> tuple[str, str]:
        """The line and what might be done, with facts already written out."""
        english = language == "en"
        pair = (self.words_en, self.act_en) if english else (self.words_id, self.act_id)
        return _filled(pair[0], facts), _filled(pair[1], facts)


def _filled(text: str, facts: dict[str, str]) -> str:
    return _PLACE.sub(lambda match: facts.get(match[1], "–"), text)
