"""Visits as they are read back, in the words of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.accompaniment.models import Accompaniment, Visit
from rembuk.reference.visit_plans import VisitContent, VisitPlan


@dataclass(frozen=True)
class ToldVisit:
    """One visit in sentences."""

    visit: Visit
    lines: tuple[str, ...]
    worries: tuple[str, ...]


def words() -> dict[str, VisitContent]:
    """Every content of every plan, also of plans no longer in force, by code."""
    plans = (rule for rule in reference.load().rules if isinstance(rule, VisitPlan))
    return {one.code: one for plan in plans for one in plan.contents}


def visits(row: Accompaniment, english: bool) -> list[ToldVisit]:
    """The visits of an accompaniment, newest first."""
    known = words()

    def say(code: str) -> str:
        one = known.get(code)
        return code if one is None else one.text_en if english else one.text_id

    told = []
    for visit in row.visits.all():
        lines = []
        for title, answer in ((_("Ya"), "ya"), (_("Tidak"), "tidak")):
            asked = [say(code) for code, said in visit.seen.items() if said == answer]
            if asked:
                lines.append(f"{title}: {'; '.join(asked)}")
        if visit.talked:
            lines.append(_("Dibicarakan: ") + "; ".join(say(code) for code in visit.talked))
        given = [
            f"{say(code)} {n} {known[code].unit if code in known else ''}".strip()
            for code, n in visit.given.items()
        ]
        if given:
            lines.append(_("Diberikan: ") + "; ".join(given))
        if visit.helped:
            lines.append(_("Dibantu: ") + "; ".join(say(code) for code in visit.helped))
        worries = (_("ada tanda bahaya"),) if visit.danger else ()
        told.append(ToldVisit(visit, tuple(lines), worries))
    return told
