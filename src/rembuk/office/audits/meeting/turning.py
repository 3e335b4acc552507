"""Recommendations become promises: a named office answers, and the ledger keeps its word.

An answer is accepted, changed or refused. Accepted and changed make a restricted promise: it names
the case code and what to do, never the person. Refused needs a reason and makes none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.audits import cause_tree, gates, steps
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.history import note
from rembuk.office.audits.models import (
    Answer,
    Case,
    CaseState,
    Cycle,
    Meeting,
    Recommendation,
    Towards,
    Urgency,
    Verdict,
)
from rembuk.office.ledger import services as ledger
from rembuk.office.ledger.drafts import Draft, Origin
from rembuk.office.ledger.models import Audience, Beneficiary, Priority, Promise, SourceKind
from rembuk.office.places.scope import contains
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role

SOURCE: Final = SourceKind.AUDIT.value
BENEFICIARY: Final = {
    Towards.PERSON: Beneficiary.PERSON,
    Towards.FAMILY: Beneficiary.FAMILY,
    Towards.SERVICE: Beneficiary.SERVICE,
    Towards.OFFICE: Beneficiary.OFFICE,
}
DATED: Final = (Urgency.NOW, Urgency.SOON)
"""Urgencies with a setting `audit.due.<urgency>`: days until the promise is due."""


@dataclass(frozen=True)
class Suggested:
    """Who might answer for a recommendation; the chair decides. `office` None: the district has
    named no office for the role."""

    role: str
    role_name: str
    office: Office | None


@dataclass(frozen=True)
class AnswerDraft:
    """An office's answer as it is given at the table."""

    office: Office | None
    verdict: str
    changed_text: str = ""
    reason: str = ""
    due: dt.date | None = None
    executor: str = ""
    volume: Decimal | None = None
    unit: str = ""
    budget: int | None = None
    money: str = ""
    sub_activity: str = ""


def suggested(one: Recommendation, on: dt.date | None = None) -> tuple[Suggested, ...]:
    """Offices that might answer, nearest first: the office named before the meeting, the role the
    expert named, then the roles of the cause tree for the cause."""
    day = on or timezone.localdate()
    names = cause_tree.owner_roles(day)
    node = cause_tree.nodes(day).get(one.cause)
    roles = dict.fromkeys(
        role for role in (one.role, *(node.owners if node else ())) if role in names
    )
    found = [
        Suggested(role, names[role], by_role(role, one.case.place_code, day)) for role in roles
    ]
    if one.office is not None:
        rest = [each for each in found if each.office != one.office]
        return (Suggested(one.office.role, one.office.name, one.office), *rest)
    return tuple(found)


def due_for(one: Recommendation, on: dt.date) -> dt.date:
    """The day an answer proposes: so many days for urgent ones (settings of the district), else
    the end of the semester after the next month."""
    if one.urgency in DATED:
        days = int(reference.load().number(f"audit.due.{one.urgency}", on))
        return on + dt.timedelta(days=days)
    later = on + dt.timedelta(days=30)
    return dt.date(later.year, 6, 30) if later.month <= 6 else dt.date(later.year, 12, 31)


def kind_of(one: Recommendation, on: dt.date | None = None) -> str:
    """spesifik, sensitif or tata-kelola: of the intervention of the catalogue, else of the cause
    the recommendation speaks to; sensitive when it names neither."""
    day = on or timezone.localdate()
    for entry in reference.load().interventions(day):
        if entry.code == one.intervention:
            return entry.kind
    node = cause_tree.nodes(on).get(one.cause)
    return node.kind if node else "sensitif"


@transaction.atomic
def name_office(one: Recommendation, office: Office | None, by: Account | None) -> Recommendation:
    """The chair names the office that will be asked, before the meeting. It does not answer yet."""
    steps.guard(one.case.cycle)
    now = Recommendation.objects.select_for_update().get(pk=one.pk)
    if Answer.objects.filter(recommendation=now).exists():
        raise ValidationError(_("Rekomendasi ini sudah dijawab."))
    before = now.office.code if now.office else ""
    Recommendation.objects.filter(pk=now.pk).update(office=office)
    note(
        now.case, by, "opd-usul",
        {"recommendation": now.public_id, "office": office.code if office else ""},
        before={"office": before},
    )  # fmt: skip
    now.office = office
    return now


@transaction.atomic
def answer(
    one: Recommendation, draft: AnswerDraft, by: Account, *, meeting: Meeting | None = None,
    at: dt.datetime | None = None,
) -> Answer:  # fmt: skip
    """Keep an office's answer; accepted and changed become a promise at once, with the words of
    the meeting in its history. Somebody answered meanwhile: StaleError with that answer.

    Raises ValidationError, {field: words}, also for an answer before its step.
    """
    now = Recommendation.objects.select_for_update().get(pk=one.pk)
    steps.in_order(now.case.cycle, 3)
    if given := Answer.objects.filter(recommendation=now).first():
        raise StaleError(given)
    if now.withdrawn_at is not None:
        raise ValidationError(_("Rekomendasi ini sudah ditarik penulisnya."))
    office = _checked(draft)
    promise = None
    if draft.verdict != Verdict.REFUSED:
        promise = _promised(now, draft, office, by, meeting, at)
    kept = Answer.objects.create(
        recommendation=now, meeting=meeting, office=office, verdict=draft.verdict,
        changed_text=draft.changed_text.strip(), reason=draft.reason.strip(),
        promise=promise.public_id if promise else "", by=by,
    )  # fmt: skip
    if at is not None:
        Answer.objects.filter(pk=kept.pk).update(at=at)
    if now.office_id != office.pk:
        Recommendation.objects.filter(pk=now.pk).update(office=office)
    note(now.case, by, "jawaban", _json(kept), draft.reason.strip())
    _disseminated(now.case)
    return kept


@transaction.atomic
def take_back(given: Answer, by: Account, reason: str) -> None:
    """Undo a mistaken answer: its promise is called off with the reason, the recommendation waits
    again, and the history keeps what was said."""
    if len(reason.strip()) < 5:
        raise ValidationError(_("Tulis mengapa jawaban ini ditarik."))
    held = Answer.objects.select_for_update().select_related("recommendation__case__cycle")
    now = held.get(pk=given.pk)
    case = now.recommendation.case
    steps.guard(case.cycle)
    if now.promise:
        promise = Promise.objects.get(public_id=now.promise)
        ledger.cancel(promise, by, reason)
    note(case, by, "jawaban-tarik", {}, reason, before=_json(now))
    now.delete()
    if case.state == CaseState.DISSEMINATED:
        Case.objects.filter(pk=case.pk).update(state=CaseState.CONCLUDED)


def unanswered(cycle: Cycle) -> QuerySet[Recommendation]:
    """Standing recommendations of the cycle's audited cases no office has answered."""
    return Recommendation.objects.filter(
        case__in=gates.audited(cycle), withdrawn_at__isnull=True, answer__isnull=True
    )


def promises_of(case: Case) -> dict[str, Promise]:
    """The promises that came of a case's recommendations as they stand now, by public id; one that
    was carried over is shown by its successor."""
    ids = Answer.objects.filter(recommendation__case=case).exclude(promise="")
    rows = Promise.objects.filter(public_id__in=ids.values("promise")).select_related("owner")
    found: dict[str, Promise] = {}
    for row in rows.select_related("carried_to"):
        now = row
        while hasattr(now, "carried_to"):
            now = now.carried_to
        found[row.public_id] = now
    return found


def _checked(draft: AnswerDraft) -> Office:
    wrong: dict[str, str] = {}
    if draft.office is None:
        wrong["office"] = _("Pilih kantor yang menjawab.")
    if draft.verdict not in Verdict.values:
        wrong["verdict"] = _("Pilih diterima, diubah, atau ditolak.")
    if draft.verdict == Verdict.REFUSED and len(draft.reason.strip()) < 5:
        wrong["reason"] = _("Tulis mengapa rekomendasi ini ditolak.")
    if draft.verdict == Verdict.CHANGED and len(draft.changed_text.strip()) < 8:
        wrong["changed_text"] = _("Tulis rekomendasi sesudah diubah.")
    if draft.verdict in {Verdict.ACCEPTED, Verdict.CHANGED} and draft.due is None:
        wrong["due"] = _("Tidak ada janji tanpa tenggat. Isi tanggalnya.")
    if wrong or draft.office is None:
        raise ValidationError(wrong)
    return draft.office


def _promised(
    one: Recommendation, draft: AnswerDraft, office: Office, by: Account,
    meeting: Meeting | None, at: dt.datetime | None,
) -> Promise:  # fmt: skip
    case = one.case
    text = draft.changed_text.strip() or one.text.strip()
    here = case.person and contains(case.place_code, case.person.place_code)
    person = case.person if one.to == Towards.PERSON and here else None
    family = case.family if one.to == Towards.FAMILY else None
    when = meeting.on if meeting else (at.date() if at else timezone.localdate())
    assert draft.due is not None
    return ledger.propose(
        Draft(
            title=text[:200], detail=text if len(text) > 200 else "", owner=office,
            due=draft.due, place_code=case.place_code, kind=kind_of(one),
            beneficiary_kind=BENEFICIARY[Towards(one.to)].value, source_kind=SOURCE,
            source_id=case.public_id, intervention=one.intervention, person=person,
            family=family, audience=Audience.RESTRICTED.value, case_code=case.code,
            origin=Origin(
                cycle=case.cycle.name, group=case.group, cause=one.cause, recommendation=one.text
            ),
            executor=draft.executor.strip(), volume=draft.volume, unit=draft.unit.strip(),
            budget=draft.budget, money=draft.money, sub_activity=draft.sub_activity.strip(),
            priority=(Priority.URGENT if one.urgency == Urgency.NOW else Priority.USUAL).value,
        ),
        by,
        agreed=_("Diterima pada diseminasi %(day)s.") % {"day": f"{when:%d-%m-%Y}"},
        at=at,
    )  # fmt: skip


def _disseminated(case: Case) -> None:
    waiting = Recommendation.objects.filter(
        ~Exists(Answer.objects.filter(recommendation=OuterRef("pk"))),
        case=case, withdrawn_at__isnull=True,
    )  # fmt: skip
    if not waiting.exists():
        Case.objects.filter(pk=case.pk, state=CaseState.CONCLUDED).update(
            state=CaseState.DISSEMINATED
        )


def _json(given: Answer) -> dict[str, Any]:
    return {
        "recommendation": given.recommendation.public_id, "office": given.office.code,
        "verdict": given.verdict, "changed": given.changed_text, "reason": given.reason,
        "promise": given.promise,
    }  # fmt: skip
