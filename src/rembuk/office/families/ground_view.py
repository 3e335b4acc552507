"""What pages of ground checks show: one check as its reader may see it, row by row."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest
from django.utils import timezone

from rembuk.office.access.actions import Action
from rembuk.office.access.policies import rights_in
from rembuk.office.families import ground, ground_words
from rembuk.office.families.models import FieldCheck
from rembuk.office.people.masking import masked_name
from rembuk.office.places.queries import place_names


def found(request: HttpRequest, public_id: str, action: Action) -> FieldCheck:
    """A check in the reader's places; else 404."""
    one = FieldCheck.objects.select_related("edition", "minutes").filter(public_id=public_id)
    check = one.first()
    if check is None:
        raise Http404
    rights_in(request).within(action, check.place_code)
    return check


def village_of(check: FieldCheck) -> str:
    """Name of the village."""
    return place_names([check.place_code]).get(check.place_code, check.place_code)


def frame(request: HttpRequest, one: FieldCheck) -> dict[str, object]:
    """What every page of a check shows."""
    summary = ground.summary(one)
    counts = [
        (code, word, ground_words.kind(code), summary.counts.get(code, 0))
        for code, word in ground_words.WORDS.items()
    ]
    today = timezone.localdate()
    return {
        "check": one,
        "edition": one.edition,
        "village": village_of(one),
        "summary": summary,
        "counts": counts,
        "today": today,
        "late": not one.closed_at and summary.left and one.due < today,
        "names": rights_in(request).names_in(one.place_code),
        "why_masked": ground_words.WHY_MASKED,
    }


def lines(request: HttpRequest, one: FieldCheck) -> list[dict[str, object]]:
    """Rows of a check as the reader may see them, with the finding that stands."""
    rows = ground.rows_of(one)
    people = ground.people_of(rows)
    latest = ground.latest(one)
    names = rights_in(request).names_in(one.place_code)
    told = []
    for number, (code, row) in enumerate(ground.codes(one, rows).items(), 1):
        person = people.get(row.pk)
        finding = latest.get(row.key)
        name = person.name if person else ""
        told.append(
            {
                "number": number,
                "code": code,
                "short": code.rpartition("-")[2],
                "row": row,
                "name": name if names else masked_name(name),
                "decile": row.facts.get("decile"),
                "finding": finding,
                "word": ground_words.word(finding.found) if finding else "",
                "kind": ground_words.kind(finding.found) if finding else "wait",
            }
        )
    return told


def history(one: FieldCheck) -> list[dict[str, object]]:
    """Rows with more than one finding: all of them, the last standing."""
    by_key: dict[str, list[tuple[str, dt.date, str]]] = {}
    for finding in one.findings.order_by("entered_at", "pk"):
        by_key.setdefault(finding.row_key, []).append(
            (ground_words.word(finding.found), finding.found_on, finding.by)
        )
    numbers = {row.key: n for n, row in enumerate(ground.rows_of(one), 1)}
    return [
        {"number": numbers.get(key, "–"), "steps": steps}
        for key, steps in by_key.items()
        if len(steps) > 1
    ]
