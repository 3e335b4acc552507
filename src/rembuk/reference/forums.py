"""Meetings of the TPPS as dated templates, and the fields a team is divided in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from pydantic import Field

from rembuk.reference.dated import Confidence, Frozen, Rule
from rembuk.reference.indicators import Level

Material = Literal["analisis", "rencana", "peta-konvergensi", "peta-sosial", "hasil-lalu"]
"""What a meeting must have before it: the analysis of Action 1, the draft of Action 2, the map of
convergence, the social map, the results of the meeting before."""
NEEDS: tuple[Material, ...] = (
    "analisis", "rencana", "peta-konvergensi", "peta-sosial", "hasil-lalu",
)  # fmt: skip
Per = Literal["", "kecamatan", "desa"]


class AgendaPoint(Frozen):
    """One point of an agenda; `owner` is the role that speaks, "" the chair."""

    code: str = Field(min_length=1, max_length=40)
    title_id: str
    title_en: str
    minutes: int = Field(ge=0, le=480)
    owner: str = ""


class Party(Frozen):
    """Who is asked. `role`: every office that plays it for the place; `per`: one for each place
    beneath; without a role it is a group the host names by hand."""

    code: str = Field(min_length=1, max_length=40)
    name_id: str
    name_en: str
    role: str = ""
    per: Per = ""


class Paper(Frozen):
    """A paper the meeting leaves behind."""

    code: str = Field(min_length=1, max_length=40)
    name_id: str
    name_en: str


class Need(Frozen):
    """Something that must be there before the meeting, and the role that owes it."""

    material: Material
    owner: str
    must: bool = True


class MeetingTemplate(Rule):
    """A kind of meeting at a level. `latest` is month and day by which it is held in a year;
    `months` how often it comes back (0: once in a year)."""

    name_id: str
    name_en: str
    level: Level
    purpose_id: str
    purpose_en: str
    host: str
    latest: tuple[int, int] | None = None
    latest_source: tuple[str, ...] = ()
    latest_confidence: Confidence = "belum-pasti"
    months: int = Field(default=0, ge=0, le=12)
    agenda: tuple[AgendaPoint, ...] = Field(min_length=1)
    parties: tuple[Party, ...] = Field(min_length=1)
    papers: tuple[Paper, ...] = Field(min_length=1)
    needs: tuple[Need, ...] = ()
    steps: tuple[str, ...] = ()  # steps of the convergence schemes its papers are evidence of

    def due(self, year: int) -> dt.date | None:
        """The last day it should be held in a year, where one is known."""
        return dt.date(year, *self.latest) if self.latest else None


class TeamField(Rule):
    """A field (bidang) of the TPPS at a level; `owner` is the role that usually coordinates it."""

    name_id: str
    name_en: str
    level: Level
    order: int
    owner: str = ""


def problems(
    rules: Sequence[Rule], roles: Collection[str], sources: Collection[str], steps: Collection[str]
) -> Iterator[tuple[Rule, str]]:
    """What of templates and fields points nowhere or is written twice."""
    for rule in rules:
        if isinstance(rule, TeamField) and rule.owner and rule.owner not in roles:
            yield rule, f"peran {rule.owner!r} tidak dikenal"
        if isinstance(rule, MeetingTemplate):
            for text in _template(rule, roles, sources, steps):
                yield rule, text


def _template(
    one: MeetingTemplate, roles: Collection[str], sources: Collection[str], steps: Collection[str]
) -> Iterator[str]:
    named = [one.host, *(p.owner for p in one.agenda), *(p.role for p in one.parties)]
    named += [need.owner for need in one.needs]
    for role in sorted({role for role in named if role} - set(roles)):
        yield f"peran {role!r} tidak dikenal"
    for words, codes in (
        ("acara", [point.code for point in one.agenda]),
        ("undangan", [party.code for party in one.parties]),
        ("keluaran", [paper.code for paper in one.papers]),
        ("bahan", [need.material for need in one.needs]),
    ):
        if len(set(codes)) != len(codes):
            yield f"{words} tertulis dua kali"
    for key in one.latest_source:
        if key not in sources:
            yield f"sumber {key!r} tidak dikenal"
    for code in one.steps:
        if code not in steps:
            yield f"langkah {code!r} tidak dikenal"
    if one.latest is not None:
        try:
            dt.date(2023, *one.latest)
        except ValueError:
            yield "hari paling lambat bukan tanggal"
    if any(party.per for party in one.parties if not party.role):
        yield "undangan per wilayah harus menyebut peran"
