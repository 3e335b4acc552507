"""The worksheets of an audit, field by field, and the reasons by which its candidates are ranked.

The inner tables of the official worksheet (13 May 2022) could not be opened; its head and columns
were: item, answer, source of the data, operational definition, source of the definition. Fields
here are the union of what published tools collect, each with its own sources.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from pydantic import Field, model_validator

from rembuk.reference.conditions import Condition
from rembuk.reference.dated import Frozen, Rule
from rembuk.reference.fields import FactField
from rembuk.reference.first_look import Reason, SortKey, Tier

AuditGroup = Literal["catin", "bumil", "bufas", "baduta", "balita"]
GROUPS: Final[tuple[AuditGroup, ...]] = ("catin", "bumil", "bufas", "baduta", "balita")

AnswerKind = Literal["number", "flag", "choice", "date", "text", "note"]

DRAWN_FROM: Final = ("person", "listed", "family", "child", "month", "baby", "post", "pmt")
"""Where a value may be drawn from: the word before the dot of `draw`."""


class Choice(Frozen):
    """One answer of a question with fixed answers."""

    code: str
    id: str
    en: str


class Repeat(Frozen):
    """One of the times a section is asked: a contact of a pregnancy, a month of weighing."""

    code: str = Field(pattern=r"^[a-z0-9]+$")
    id: str
    en: str
    ga_week: int | None = None


class WorksheetSection(Rule):
    """A part of the sheet. With `repeat` its fields are a table, one column a time."""

    groups: tuple[AuditGroup, ...] = Field(min_length=1)
    order: int
    title_id: str
    title_en: str
    repeat: tuple[Repeat, ...] = ()


class WorksheetField(Rule):
    """One item: its answer, where the answer should come from (`system`), what it means, and by
    whose definition (`source`). `draw` names records it may be pre-filled from, the first that
    knows wins; `fact` is the word by which risk criteria ask for it."""

    section: str
    groups: tuple[AuditGroup, ...] = Field(min_length=1)
    label_id: str
    label_en: str
    kind: AnswerKind
    unit: str = ""
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    choices: tuple[Choice, ...] = ()
    system: str
    meaning_id: str
    meaning_en: str = ""
    draw: tuple[str, ...] = ()
    fact: str = ""

    @model_validator(mode="after")
    def _whole(self) -> WorksheetField:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("pilihan jawaban hanya untuk, dan wajib bagi, jenis choice")
        if self.kind != "number" and (self.low is not None or self.high is not None or self.unit):
            raise ValueError("satuan dan batas hanya untuk angka")
        if self.low is not None and self.high is not None and self.high <= self.low:
            raise ValueError("batas atas tidak di atas batas bawah")
        return self

    def problems(
        self, sections: Mapping[str, WorksheetSection], words: Mapping[str, FactField]
    ) -> Iterator[str]:
        """What does not fit the sections and the words of the criteria."""
        home = sections.get(self.section)
        if home is None:
            yield f"bagian {self.section!r} tidak ada"
        elif not set(self.groups) <= set(home.groups):
            yield f"kelompok di luar kelompok bagian {self.section!r}"
        for path in self.draw:
            if path.partition(".")[0] not in DRAWN_FROM or not path.partition(".")[2]:
                yield f"asal data {path!r} tidak dikenal"
            elif path.startswith("month.") and (home is None or not home.repeat):
                yield f"asal data {path!r} hanya untuk bagian berulang"
        if self.fact and self.fact not in words:
            yield f"fakta {self.fact!r} tidak dikenal"
        kinds = {"number": "number", "flag": "flag", "date": "date"}
        known = words.get(self.fact)
        if known is not None and kinds.get(self.kind, "word") != known.kind:
            yield f"fakta {self.fact!r} berjenis lain"


class CandidateTier(Rule):
    """One step of urgency of an audit's candidates."""

    tier: int = Field(ge=1)
    name_id: str
    name_en: str
    sort: tuple[SortKey, ...] = Field(min_length=1)

    def as_tier(self) -> Tier:
        """The tier as `science.choice.first_look` reads it."""
        return Tier(
            code=self.code, tier=self.tier, name_id=self.name_id, name_en=self.name_en,
            act_id=self.name_id, act_en=self.name_en, sort=self.sort,
            valid_from=self.valid_from, valid_to=self.valid_to, source=self.source,
            confidence=self.confidence,
        )  # fmt: skip


class CandidateReason(Rule):
    """Why somebody is a candidate for audit; the chip names facts in braces."""

    groups: tuple[AuditGroup, ...] = Field(min_length=1)
    tier: int = Field(ge=1)
    when: Condition
    chip_id: str
    chip_en: str
    red: bool = False

    def as_reason(self) -> Reason:
        """The reason as `science.choice.first_look` reads it."""
        return Reason(
            code=self.code, tier=self.tier, when=self.when, reason_id=self.chip_id,
            reason_en=self.chip_en, valid_from=self.valid_from, valid_to=self.valid_to,
            source=self.source, confidence=self.confidence,
        )  # fmt: skip


class Layout(Frozen):
    """The sheet of one group on a day: sections in order, each with its fields."""

    group: AuditGroup
    sections: tuple[WorksheetSection, ...]
    fields: tuple[WorksheetField, ...]

    @property
    def code(self) -> str:
        """Name under which sheets of this group are kept."""
        return f"kka-{self.group}"

    @property
    def version(self) -> str:
        """Short name of exactly these fields: the same fields give the same name."""
        about = {"note", "confidence", "origin", "valid_to"}
        plain = [one.model_dump(mode="json", exclude=about) for one in self.fields]
        parts = [one.model_dump(mode="json", exclude=about) for one in self.sections]
        text = json.dumps([parts, plain], sort_keys=True, ensure_ascii=False)
        newest = max(one.valid_from for one in (*self.fields, *self.sections))
        return f"{newest:%Y.%m}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"

    def shape(self) -> list[dict[str, Any]]:
        """The layout as plain data, kept with every sheet so that it stays readable."""
        keep = {
            "code", "label_id", "label_en", "kind", "unit", "decimals", "low", "high", "choices",
            "system", "meaning_id", "meaning_en", "draw", "fact", "source",
        }  # fmt: skip
        return [
            {
                "code": section.code,
                "title_id": section.title_id,
                "title_en": section.title_en,
                "repeat": [one.model_dump(mode="json") for one in section.repeat],
                "fields": [
                    one.model_dump(mode="json", include=keep)
                    for one in self.fields
                    if one.section == section.code
                ],
            }
            for section in self.sections
        ]


def layout(
    group: AuditGroup, sections: Iterable[WorksheetSection], fields: Iterable[WorksheetField]
) -> Layout:
    """The sheet of a group out of the sections and fields in force."""
    mine = sorted((one for one in sections if group in one.groups), key=lambda one: one.order)
    return Layout(
        group=group,
        sections=tuple(mine),
        fields=tuple(one for one in fields if group in one.groups),
    )
