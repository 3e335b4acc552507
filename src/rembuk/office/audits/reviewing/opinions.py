"""Whose opinion of a case who may read: opinions are kept apart until the own one is handed in."""

from __future__ import annotations

from django.http import HttpRequest

from rembuk.office.audits import gates
from rembuk.office.audits.cases.asking import assignment_of, leads
from rembuk.office.audits.models import Assignment, Case, Finding
from rembuk.office.audits.reviewing import differing


def apart(one: Case) -> bool:
    """Whether the cycle keeps opinions apart until the own one is handed in (a setting)."""
    return gates.asked_for(one.cycle.gates, "opinions_apart")


def may_compare(request: HttpRequest, one: Case) -> bool:
    """Whether the asker may see the opinions of others: an expert after handing in the own one,
    who leads the panel once all are in, and everybody in the circle when the setting is off."""
    if not apart(one):
        return True
    mine = assignment_of(request, one)
    if mine is not None:
        return mine.handed_in_at is not None
    waiting = one.assignments.filter(ended_at__isnull=True, handed_in_at__isnull=True)
    return leads(request, one) and not waiting.exists()


def opinion_of(given: Assignment) -> differing.Opinion:
    """An expert's opinion for the table of differences."""
    found = Finding.objects.filter(case=given.case, member=given.member, withdrawn_at__isnull=True)
    said = {one.cause: differing.Said(one.certainty, one.main) for one in found}
    return differing.Opinion(given.member.name, said)
