"""Cases like this one: what was recommended before, what changed; causes that come back.

Of a case outside the reader's circle nothing is shown but its share in counts, and a count under
the small-number limit is not shown at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from rembuk.office.audits.models import (
    Case,
    CaseState,
    Certainty,
    Conclusion,
    Outcome,
    Recommendation,
)

MOST: Final = 6


@dataclass(frozen=True)
class Like:
    """One case of the reader's own circle that is like this one."""

    case: Case
    causes: tuple[str, ...]  # shared with this one
    same_village: bool
    outcome: str
    lesson: str


@dataclass(frozen=True)
class Asked:
    """An intervention recommended in like cases. `n` cases, `better` of `ended` resolved or
    improved; numbers under the limit are None."""

    code: str
    n: int
    ended: int | None
    better: int | None


@dataclass(frozen=True)
class Similar:
    """What is known of like cases. `number`: None when under the limit."""

    own: tuple[Like, ...]
    number: int | None
    asked: tuple[Asked, ...]
    limit: int


@dataclass(frozen=True)
class Again:
    """A cause, or a village, that came up in several cycles."""

    code: str
    cycles: int
    cases: int


BETTER: Final = ("teratasi", "membaik")


def causes_of(cases: Iterable[int]) -> dict[int, set[str]]:
    """Case -> causes the panel concluded, those ruled out left away."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Conclusion.objects.filter(case__in=list(cases)).values_list("case", "causes")
    for case, causes in rows:
        found[case] |= {
            str(one["cause"]) for one in causes if one.get("certainty") != Certainty.EXCLUDED
        }
    return found


def like(case: Case, seen: QuerySet[Case], limit: int) -> Similar:
    """Cases of other cycles, or of this one, that share a cause and the group.

    Args:
        case: the case at hand.
        seen: the cases in whose circle the reader is.
        limit: counts under it are not shown.
    """
    others = (
        Case.objects.filter(group=case.group, reserve=False)
        .exclude(pk=case.pk)
        .exclude(person=case.person_id)
        .exclude(state=CaseState.CANCELLED)
    )
    mine = causes_of([case.pk]).get(case.pk, set())
    known = causes_of(others.values_list("pk", flat=True))
    shared = {pk: causes & mine for pk, causes in known.items() if causes & mine}
    own = _own(case, seen.filter(pk__in=shared).select_related("cycle"), shared)
    number = len(shared)
    if number < limit:
        return Similar(own, None, (), limit)
    return Similar(own, number, _asked(shared, limit), limit)


def _own(case: Case, rows: QuerySet[Case], shared: dict[int, set[str]]) -> tuple[Like, ...]:
    ended = {one.case_id: one for one in Outcome.objects.filter(case__in=rows)}
    found = [
        Like(
            one,
            tuple(sorted(shared[one.pk])),
            one.place_code == case.place_code,
            str(ended[one.pk].get_outcome_display()) if one.pk in ended else "",
            ended[one.pk].lesson if one.pk in ended else "",
        )
        for one in rows
    ]
    found.sort(key=lambda one: (-len(one.causes), not one.same_village, one.case.code))
    return tuple(found[:MOST])


def _asked(shared: Collection[int], limit: int) -> tuple[Asked, ...]:
    """Interventions recommended in these cases, by number of cases; only those at the limit."""
    rows = Recommendation.objects.filter(case__in=list(shared), withdrawn_at__isnull=True)
    cases: dict[str, set[int]] = defaultdict(set)
    for code, case in rows.exclude(intervention="").values_list("intervention", "case"):
        cases[code].add(case)
    ended = dict(Outcome.objects.filter(case__in=list(shared)).values_list("case", "outcome"))
    told = []
    for code, those in cases.items():
        if len(those) < limit:
            continue
        over = [ended[pk] for pk in those if pk in ended]
        readable = len(over) >= limit
        better = sum(word in BETTER for word in over)
        shown = readable and (better == 0 or better >= limit) and not 0 < len(over) - better < limit
        told.append(
            Asked(code, len(those), len(over) if readable else None, better if shown else None)
        )
    return tuple(sorted(told, key=lambda one: (-one.n, one.code))[:MOST])


def again(district_code: str, limit: int) -> tuple[tuple[Again, ...], tuple[Again, ...]]:
    """Causes and villages that came up in two cycles or more, each in at least `limit` cases."""
    rows: list[Any] = list(
        Case.objects.filter(cycle__district_code=district_code, reserve=False)
        .exclude(state=CaseState.CANCELLED)
        .values_list("pk", "cycle", "place_code")
    )
    causes = causes_of(pk for pk, _cycle, _place in rows)
    by_cause: dict[str, list[int]] = defaultdict(list)
    by_place: dict[str, list[int]] = defaultdict(list)
    for pk, cycle, place in rows:
        by_place[place].append(cycle)
        for cause in causes.get(pk, ()):
            by_cause[cause].append(cycle)
    return _often(by_cause, limit), _often(by_place, limit)


def _often(found: dict[str, list[int]], limit: int) -> tuple[Again, ...]:
    told = [
        Again(code, len(Counter(cycles)), len(cycles))
        for code, cycles in found.items()
        if len(Counter(cycles)) > 1 and len(cycles) >= limit
    ]
    return tuple(sorted(told, key=lambda one: (-one.cycles, -one.cases, one.code)))
