"""Oversight of the half: visits, what they saw, what was agreed; questions and answers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Final

from rembuk.office.ledger.states import State
from rembuk.office.oversight.halves import Half
from rembuk.office.oversight.models import Checked, Question, QuestionState, Seen, Visit
from rembuk.office.oversight.models import VisitFinding as Finding
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within

WORDS: Final = {value: str(label) for value, label in Seen.choices}


@dataclass(frozen=True)
class Visited:
    """One visit with its minutes."""

    on: dt.date
    what: str
    place: str
    number: str
    findings: int


@dataclass(frozen=True)
class Found:
    """One finding and what came of it."""

    pillar: int
    text: str
    agreed: str
    owner: str
    due: dt.date | None
    state: str


@dataclass(frozen=True)
class Overseen:
    """`answers`: pillar -> (yes, partly, no, not seen); `days`: the median days to an answer."""

    visits: tuple[Visited, ...]
    answers: dict[int, tuple[int, int, int, int]]
    findings: tuple[Found, ...]
    asked: int
    answered: int
    days: float | None

    @property
    def mended(self) -> int:
        """Findings whose promise is done and judged."""
        return sum(1 for one in self.findings if one.state == str(State.VERIFIED.label))


def overseen(half: Half, place: str, on: dt.date) -> Overseen:
    """Of a place and everything beneath it; only visits whose minutes are made."""
    rows = Visit.objects.filter(
        within("place_code", place), on__gte=half.begins, on__lte=half.ends,
        closed_at__isnull=False,
    ).select_related("document", "office").prefetch_related("findings")  # fmt: skip
    visits = list(rows.order_by("on", "pk"))
    names = place_names({one.place_code for one in visits})
    checks: Counter[tuple[int, str]] = Counter(
        Checked.objects.filter(visit__in=visits).values_list("pillar", "seen")
    )
    pillars = sorted({number for number, _seen in checks})
    findings = Finding.objects.filter(visit__in=visits, withdrawn_why="").select_related(
        "promise", "promise__owner"
    )
    questions = Question.objects.filter(
        within("place_code", place), asked_at__date__gte=half.begins,
        asked_at__date__lte=half.ends,
    )  # fmt: skip
    times = [
        (one.answered_at - one.asked_at).total_seconds() / 86_400
        for one in questions if one.answered_at is not None
    ]  # fmt: skip
    return Overseen(
        tuple(
            Visited(
                one.on, one.office.name if one.office else one.spot or one.where,
                names.get(one.place_code, one.place_code),
                one.document.number if one.document else "",
                sum(1 for each in one.findings.all() if not each.withdrawn_why),
            )
            for one in visits
        ),
        {
            number: (
                checks[number, Seen.YES], checks[number, Seen.PARTLY], checks[number, Seen.NO],
                checks[number, Seen.UNSEEN],
            )
            for number in pillars
        },
        tuple(
            Found(
                one.pillar, one.text, one.promise.title if one.promise else "",
                one.promise.owner.name if one.promise else "",
                one.promise.due if one.promise else None,
                str(State(one.promise.state).label) if one.promise else "belum disepakati",
            )
            for one in findings.order_by("pillar", "pk")
        ),
        questions.count(), questions.exclude(state=QuestionState.WAITING).count(),
        median(times) if times else None,
    )  # fmt: skip
