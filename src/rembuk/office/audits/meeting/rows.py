"""What a meeting goes through: each recommendation of the cases the reader is in the circle of.

The circle holds here too. Whoever manages the meeting without being in a case's circle does not
learn that the case exists; heads of the team enter the circle when a case is given to experts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from rembuk.office.audits import cause_tree, circle, gates
from rembuk.office.audits.cases import turns as case_turns
from rembuk.office.audits.meeting import turning
from rembuk.office.audits.models import Answer, Case, Cycle, Recommendation
from rembuk.office.ledger.models import Promise
from rembuk.office.seats.models import Office


@dataclass(frozen=True)
class Row:
    """One recommendation before the meeting."""

    number: int
    row: Recommendation
    cause: str
    author: str
    answer: Answer | None
    promise: Promise | None
    suggested: tuple[turning.Suggested, ...]
    due: dt.date

    @property
    def first(self) -> Office | None:
        """The office the answer form begins with."""
        return next((one.office for one in self.suggested if one.office is not None), None)


def cases(request: HttpRequest, cycle: Cycle) -> list[Case]:
    """The audited cases of the cycle in the reader's circle, by code."""
    inside = circle.cases_seen(request).filter(cycle=cycle)
    return list(gates.audited(cycle).filter(pk__in=inside).order_by("code"))


def rows(request: HttpRequest, cycle: Cycle) -> list[Row]:
    """Their standing recommendations, those not answered first within a case."""
    return of_cases(cases(request, cycle))


def of_cases(chosen: list[Case]) -> list[Row]:
    """Recommendations of cases in the order of their codes."""
    today = timezone.localdate()
    tree = cause_tree.nodes(today)
    found = Recommendation.objects.filter(case__in=chosen, withdrawn_at__isnull=True)
    found = found.select_related("case__cycle", "member", "office", "answer__office")
    made = []
    promises = {
        key: promise for case in chosen for key, promise in turning.promises_of(case).items()
    }
    for number, row in enumerate(found.order_by("case__code", "at", "pk"), start=1):
        answer = getattr(row, "answer", None)
        node = tree.get(row.cause)
        made.append(
            Row(
                number, row, node.name if node else "", case_turns.author(row), answer,
                promises.get(answer.promise) if answer else None,
                () if answer else turning.suggested(row, today), turning.due_for(row, today),
            )
        )  # fmt: skip
    return made
