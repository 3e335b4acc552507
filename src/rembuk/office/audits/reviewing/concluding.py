"""The panel's conclusion: what it holds, who signed which content, and whether that still stands.

A signature is under content, not under a page: `content(case)` is everything the panel answers for
(conclusion, findings, recommendations, red flags, hospital asked for). Its digest is kept with each
signature; whatever changes afterwards, by whatever act, gives another digest, and the signature no
longer holds. Nothing has to remember to void it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.audits import cause_tree, steps
from rembuk.office.audits.cases.words import called
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.models import (
    Answer,
    Assignment,
    Case,
    CaseEvent,
    CaseState,
    Certainty,
    Conclusion,
    Finding,
    Recommendation,
    Signing,
    TeamMember,
)


@dataclass(frozen=True)
class Held:
    """A cause as the panel holds it."""

    cause: str
    certainty: str
    main: bool = False


@dataclass(frozen=True)
class SignatureLine:
    """One expert's signature as the page shows it: `state` is berlaku, gugur or menunggu."""

    member: TeamMember
    state: str
    at: dt.datetime | None
    asked_at: dt.datetime | None

    @property
    def name(self) -> str:
        """Who signs, with the field of expertise."""
        return called(self.member)


@transaction.atomic
def write(
    case: Case, by: Account | None, *, text: str, causes: Sequence[Held], differing: str = "",
    version: int = 0,
) -> Conclusion:  # fmt: skip
    """Write the panel's conclusion. `version` 0 for the first. Raises ValidationError; StaleError
    when another leader wrote meanwhile."""
    steps.guard(case.cycle)
    _check(case, text, causes)
    held = Conclusion.objects.select_for_update().filter(case=case).first()
    if (held.version if held else 0) != version:
        raise StaleError(held or Conclusion(case=case))
    listed = [{"cause": one.cause, "certainty": one.certainty, "main": one.main} for one in causes]
    before: dict[str, Any] = {}
    if held is None:
        held = Conclusion.objects.create(
            case=case, text=text.strip(), causes=listed, differing=differing.strip(), by=by
        )
    else:
        before = {"text": held.text, "causes": held.causes, "differing": held.differing}
        held.text, held.causes, held.differing = text.strip(), listed, differing.strip()
        held.by = by
        held.version += 1
        held.save()
    after = {"text": held.text, "causes": held.causes, "differing": held.differing}
    CaseEvent.objects.create(case=case, by=by, act="simpulkan", before=before, after=after)
    return held


@transaction.atomic
def sign(
    case: Case, member: TeamMember, by: Account, digest: str, at: dt.datetime | None = None
) -> Signing:
    """Sign what was read: `digest` is that of the page the signer saw. Raises ValidationError when
    it is no longer the same, when the case is not the signer's, or nothing is concluded."""
    steps.guard(case.cycle)
    if not hasattr(case, "conclusion"):
        raise ValidationError(_("Belum ada kesimpulan panel untuk ditandatangani."))
    given = Assignment.objects.filter(case=case, member=member, ended_at__isnull=True).first()
    if given is None or member.account_id != by.pk:
        raise ValidationError(_("Kasus ini tidak ditugaskan kepada Anda."))
    if given.handed_in_at is None:
        raise ValidationError(_("Serahkan pendapat Anda sebelum menandatangani kesimpulan panel."))
    conclusion = Conclusion.objects.select_for_update().get(case=case)
    now = digest_of(case)
    if digest != now:
        raise ValidationError(
            _("Isi kesimpulan berubah sejak Anda membacanya. Baca lagi, lalu tandatangani."),
            code="versi",
        )
    signed, made = Signing.objects.get_or_create(
        conclusion=conclusion, member=member, digest=now, defaults={"version": conclusion.version}
    )
    if made:
        if at is not None:
            Signing.objects.filter(pk=signed.pk).update(at=at)
        CaseEvent.objects.create(
            case=case, by=by, act="tandatangan",
            after={"member": member.public_id, "digest": now},
        )  # fmt: skip
    if all(line.state == "berlaku" for line in signatures(case)):
        Case.objects.filter(
            pk=case.pk, state__in=[CaseState.CHOSEN, CaseState.FILLED, CaseState.REVIEWED]
        ).update(state=CaseState.CONCLUDED)
    return signed


def signatures(case: Case) -> tuple[SignatureLine, ...]:
    """Each expert of the case with the newest signature and whether it still holds."""
    conclusion = Conclusion.objects.filter(case=case).first()
    given = Assignment.objects.filter(case=case, ended_at__isnull=True).select_related("member")
    now = digest_of(case) if conclusion else ""
    newest: dict[int, Signing] = {}
    if conclusion:
        for one in conclusion.signings.order_by("at", "pk"):
            kept = newest.get(one.member_id)
            if kept is None or kept.digest != now:
                newest[one.member_id] = one
    lines = []
    for each in given:
        signed = newest.get(each.member_id)
        state = "menunggu" if signed is None else "berlaku" if signed.digest == now else "gugur"
        lines.append(
            SignatureLine(
                each.member, state, signed.at if signed else None,
                conclusion.changed_at if conclusion else None,
            )
        )  # fmt: skip
    return tuple(lines)


def content(case: Case) -> dict[str, Any]:
    """Everything a signature of the panel stands for, as plain data."""
    now = Case.objects.get(pk=case.pk)
    conclusion = Conclusion.objects.filter(case=case).first()
    found = Finding.objects.filter(case=case, withdrawn_at__isnull=True).order_by("public_id")
    asked = Recommendation.objects.filter(case=case, withdrawn_at__isnull=True)
    return {
        "case": now.public_id,
        "text": conclusion.text if conclusion else "",
        "causes": conclusion.causes if conclusion else [],
        "differing": conclusion.differing if conclusion else "",
        "red_flags": now.red_flags,
        "hospital": now.hospital_needed,
        "findings": [
            [one.public_id, one.member_id, one.cause, one.main, one.certainty, one.evidence]
            for one in found
        ],
        "recommendations": [
            [
                one.public_id, one.member_id, one.text, one.cause, one.intervention, one.to,
                one.role, one.urgency, one.expected, one.measured_by,
            ]
            for one in asked.order_by("public_id")
        ],
    }  # fmt: skip


def digest_of(case: Case) -> str:
    """SHA-256 of the content, 64 hex digits."""
    text = json.dumps(content(case), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def proposed(case: Case) -> tuple[Held, ...]:
    """What the opinions handed in have in common, for the leader to begin from: each cause with
    the least sure certainty said of it; the main one only where the experts agree on it."""
    handed = Assignment.objects.filter(
        case=case, ended_at__isnull=True, handed_in_at__isnull=False
    ).values("member")
    found = Finding.objects.filter(case=case, withdrawn_at__isnull=True, member__in=handed)
    order = {Certainty.SUSPECTED: 0, Certainty.PROVEN: 1, Certainty.EXCLUDED: 2}
    least: dict[str, str] = {}
    mains = set()
    for one in found:
        known = least.get(one.cause)
        if known is None or order[Certainty(one.certainty)] < order[Certainty(known)]:
            least[one.cause] = one.certainty
        if one.main:
            mains.add(one.cause)
    made = [Held(code, sure, mains == {code}) for code, sure in least.items()]
    return tuple(
        sorted(made, key=lambda one: (not one.main, order[Certainty(one.certainty)], one.cause))
    )


def _check(case: Case, text: str, causes: Sequence[Held]) -> None:
    if Answer.objects.filter(recommendation__case=case).exists():
        raise ValidationError(
            _("Kasus ini sudah dibahas di diseminasi: kesimpulan panel tidak berubah lagi.")
        )
    wrong: dict[str, str] = {}
    handed = Assignment.objects.filter(case=case, ended_at__isnull=True, handed_in_at__isnull=False)
    if not handed.exists():
        wrong["text"] = _("Belum ada pakar yang menyerahkan pendapat.")
    elif len(text.strip()) < 20:
        wrong["text"] = _("Tulis kesimpulan panel dalam satu kalimat atau lebih.")
    tree = cause_tree.nodes()
    if any(one.cause not in tree or one.certainty not in Certainty.values for one in causes):
        wrong["causes"] = _("Pilih sebab dan keyakinan dari daftar.")
    mains = [one for one in causes if one.main]
    if len(mains) != 1:
        wrong["causes"] = _("Panel menyimpulkan satu sebab utama.")
    elif mains[0].certainty == Certainty.EXCLUDED:
        wrong["causes"] = _("Sebab yang disingkirkan tidak dapat menjadi sebab utama.")
    if wrong:
        raise ValidationError(wrong)
