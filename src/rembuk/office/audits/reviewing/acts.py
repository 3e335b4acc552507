"""Acts of the expert review: findings, recommendations, red flags, handing an opinion in.

An expert writes only in the own opinion, and only until it is handed in. A stale form raises
`StaleError`, which carries what stands now: the page shows both and nothing is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.audits import steps
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.history import note
from rembuk.office.audits.models import (
    Answer,
    Assignment,
    Case,
    CaseState,
    Certainty,
    Finding,
    Recommendation,
    TeamMember,
)
from rembuk.office.audits.reviewing.drafts import (
    FindingDraft,
    RecommendationDraft,
    check_finding,
    check_recommendation,
)
from rembuk.office.people import public_ids

Row = TypeVar("Row", Assignment, Case, Finding, Recommendation)


@transaction.atomic
def save_finding(
    case: Case, member: TeamMember, draft: FindingDraft, by: Account | None, *,
    version: int | None = None,
) -> Finding:  # fmt: skip
    """Write what an expert says of a cause: new, or over the own earlier word when `version` is
    that of it. Another cause marked as main gives way to this one.

    Raises ValidationError (words by field), StaleError when the own word changed meanwhile.
    """
    _open_opinion(case, member)
    check_finding(draft)
    mine = Finding.objects.select_for_update().filter(
        case=case, member=member, withdrawn_at__isnull=True
    )
    held = mine.filter(cause=draft.cause).first()
    if held is not None and held.version != version:
        raise StaleError(held)
    if draft.main:
        mine.exclude(cause=draft.cause).filter(main=True).update(
            main=False, version=models.F("version") + 1
        )
    values = {
        "main": draft.main, "certainty": draft.certainty,
        "evidence": [one.as_json() for one in draft.evidence],
    }  # fmt: skip
    before = _finding_json(held) if held is not None else {}
    if held is None:
        held = Finding.objects.create(
            public_id=public_ids.new(), case=case, member=member, cause=draft.cause, **values
        )
    else:
        _written(held, values)
    note(case, by, "sebab", _finding_json(held) | {"member": member.public_id}, before=before)
    return held


@transaction.atomic
def withdraw_finding(finding: Finding, by: Account | None, version: int) -> None:
    """Take a cause out of an opinion; it stays in the history."""
    _open_opinion(finding.case, finding.member)
    _withdrawn(finding, version)
    note(finding.case, by, "sebab-tarik", {"finding": finding.public_id, "cause": finding.cause})


@transaction.atomic
def save_recommendation(
    case: Case, member: TeamMember, draft: RecommendationDraft, by: Account | None, *,
    held: Recommendation | None = None, version: int | None = None,
) -> Recommendation:  # fmt: skip
    """Write a recommendation, or change the own one `held`. Raises as `save_finding` does."""
    _open_opinion(case, member)
    check_recommendation(draft)
    values = asdict(draft)
    if held is None:
        made = Recommendation.objects.create(
            public_id=public_ids.new(), case=case, member=member, **values
        )
        note(case, by, "rekomendasi", values | {"recommendation": made.public_id})
        return made
    now = Recommendation.objects.select_for_update().get(pk=held.pk)
    if now.member_id != member.pk or now.case_id != case.pk:
        raise ValidationError(_("Rekomendasi ini ditulis orang lain."))
    if now.version != version or now.withdrawn_at is not None:
        raise StaleError(now)
    before = {name: getattr(now, name) for name in values}
    _written(now, values)
    note(case, by, "rekomendasi", values | {"recommendation": now.public_id}, before=before)
    return now


@transaction.atomic
def withdraw_recommendation(one: Recommendation, by: Account | None, version: int) -> None:
    """Take a recommendation back; one an office answered stays."""
    _open_opinion(one.case, one.member)
    if Answer.objects.filter(recommendation=one).exists():
        raise ValidationError(_("Rekomendasi ini sudah dijawab kantor dan tidak dapat ditarik."))
    _withdrawn(one, version)
    note(one.case, by, "rekomendasi-tarik", {"recommendation": one.public_id})


@transaction.atomic
def note_opinion(given: Assignment, text: str, by: Account | None, version: int) -> Assignment:
    """Write the opinion in the expert's own words."""
    _open_opinion(given.case, given.member)
    now = Assignment.objects.select_for_update().get(pk=given.pk)
    if now.version != version:
        raise StaleError(now)
    _written(now, {"note": text.strip()})
    note(given.case, by, "pendapat", {"member": given.member.public_id})
    return now


@transaction.atomic
def flag(
    case: Case, by: Account | None, version: int, *, red_flags: Sequence[str],
    hospital_needed: bool | None, hospital_on: dt.date | None = None, hospital_answer: str = "",
) -> Case:  # fmt: skip
    """Red flags and the hospital work-up of a case: needed, day, answer. One row for all experts:
    a stale form raises StaleError."""
    steps.guard(case.cycle)
    now = Case.objects.select_for_update().get(pk=case.pk)
    if now.version != version:
        raise StaleError(now)
    if hospital_answer.strip() and not hospital_needed:
        raise ValidationError(
            {"hospital_needed": _("Jawaban rumah sakit ada, tetapi rujukan tidak ditandai perlu.")}
        )
    if hospital_answer.strip() and hospital_on is None:
        raise ValidationError({"hospital_on": _("Isi tanggal pemeriksaan rumah sakit.")})
    before = {"red_flags": now.red_flags, "hospital": now.hospital_needed}
    values = {
        "red_flags": [one.strip() for one in red_flags if one.strip()],
        "hospital_needed": hospital_needed, "hospital_on": hospital_on,
        "hospital_answer": hospital_answer.strip(),
    }  # fmt: skip
    _written(now, values)
    after = {"red_flags": now.red_flags, "hospital": now.hospital_needed}
    note(case, by, "tanda-bahaya", after, before=before)
    return now


@transaction.atomic
def hand_in(given: Assignment, by: Account | None) -> Assignment:
    """Close an opinion. It needs a cause with a main one, and a recommendation. When the last
    expert hands in, the case counts as reviewed."""
    now = Assignment.objects.select_for_update().get(pk=given.pk)
    if now.handed_in_at is not None:
        return now
    _open_opinion(now.case, now.member)
    if wants := lacking(now):
        raise ValidationError(list(wants))
    Assignment.objects.filter(pk=now.pk).update(
        handed_in_at=timezone.now(), version=models.F("version") + 1
    )
    waiting = Assignment.objects.filter(
        case=now.case, ended_at__isnull=True, handed_in_at__isnull=True
    )
    if not waiting.exists():
        Case.objects.filter(pk=now.case_id, state__in=[CaseState.CHOSEN, CaseState.FILLED]).update(
            state=CaseState.REVIEWED
        )
    note(now.case, by, "serahkan", {"member": now.member.public_id})
    now.refresh_from_db()
    return now


@transaction.atomic
def take_back(given: Assignment, by: Account | None, reason: str) -> Assignment:
    """Open an opinion again, with a reason that stays; not after dissemination began. Signatures
    under other content no longer hold: the panel page says so."""
    if len(reason.strip()) < 5:
        raise ValidationError(_("Tulis mengapa pendapat dibuka kembali."))
    _not_disseminated(given.case)
    Assignment.objects.filter(pk=given.pk).update(
        handed_in_at=None, version=models.F("version") + 1
    )
    note(given.case, by, "serahan-dibuka", {"member": given.member.public_id}, reason)
    given.refresh_from_db()
    return given


def lacking(given: Assignment) -> tuple[str, ...]:
    """What an opinion still needs before it can be handed in, in words."""
    found = Finding.objects.filter(case=given.case, member=given.member, withdrawn_at__isnull=True)
    named = found.exclude(certainty=Certainty.EXCLUDED)
    asked = Recommendation.objects.filter(
        case=given.case, member=given.member, withdrawn_at__isnull=True
    )
    wants = []
    if not named.exists():
        wants.append(_("Sebutkan paling sedikit satu sebab dengan buktinya."))
    elif not named.filter(main=True).exists():
        wants.append(_("Tandai satu sebab sebagai sebab utama."))
    if not asked.exists():
        wants.append(_("Tulis paling sedikit satu rekomendasi."))
    return tuple(wants)


def _open_opinion(case: Case, member: TeamMember) -> None:
    steps.guard(case.cycle)
    given = Assignment.objects.filter(case=case, member=member, ended_at__isnull=True).first()
    if given is None:
        raise ValidationError(_("Kasus ini tidak ditugaskan kepada Anda."))
    if given.handed_in_at is not None:
        raise ValidationError(
            _("Pendapat Anda sudah diserahkan. Buka kembali dengan alasan untuk mengubahnya.")
        )
    _not_disseminated(case)


def _not_disseminated(case: Case) -> None:
    if Answer.objects.filter(recommendation__case=case).exists():
        raise ValidationError(
            _("Kasus ini sudah dibahas di diseminasi: pendapat pakar tidak berubah lagi.")
        )


def _written(row: Row, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def _withdrawn(row: Finding | Recommendation, version: int) -> None:
    now = type(row).objects.select_for_update().get(pk=row.pk)
    if now.version != version:
        raise StaleError(now)
    type(row).objects.filter(pk=row.pk).update(
        withdrawn_at=timezone.now(), version=models.F("version") + 1
    )


def _finding_json(one: Finding) -> dict[str, Any]:
    return {
        "finding": one.public_id, "cause": one.cause, "main": one.main,
        "certainty": one.certainty, "evidence": one.evidence,
    }  # fmt: skip
