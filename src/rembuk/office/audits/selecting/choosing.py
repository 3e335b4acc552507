"""Choosing cases: a quota, reserves, consent, and an answer when somebody moved or died."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.audits import circle, steps
from rembuk.office.audits.models import Case, CaseEvent, CaseState, Consent, Cycle, Group, Part
from rembuk.office.audits.selecting.candidates import Candidate, candidates, places_of, village
from rembuk.office.people import public_ids
from rembuk.office.people.models import Family, Membership, Person
from rembuk.office.places.scope import contains
from rembuk.reference.audits import AuditGroup

CONSENT_FROM: Final = ("diri", "orang-tua", "wali")
ANSWERS: Final = ("lanjut", "diganti", "dihentikan")
"""What may be answered when the person of a case has gone: go on, the reserve steps up, stop."""


@dataclass(frozen=True)
class Gone:
    """The person of a case is not where the case was chosen any more."""

    why: str  # meninggal, pindah, salah-data
    on: dt.date | None


def may_choose(cycle: Cycle, account: Account) -> bool:
    """Whether the account is a technical member of the team today: only they choose and see."""
    return any(one.part == Part.TECHNICAL for one in circle.team_of(cycle, account))


@transaction.atomic
def choose(
    cycle: Cycle,
    group: AuditGroup,
    person: Person,
    by: Account,
    *,
    reserve: bool = False,
    why: str = "",
    overridden: str = "",
    reason: str = "",
    on: dt.date | None = None,
    ranked: Sequence[Candidate] | None = None,
) -> Case:
    """Choose somebody for audit. Skipping a higher ranked candidate needs `overridden`, and so does
    somebody who is no candidate; more than the quota is refused. Raises ValidationError.

    `ranked` is the ranking of the group, when the caller has just drawn it up in the same
    transaction and chooses several from it: it is not drawn up anew for each.
    """
    day = on or timezone.localdate()
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    steps.in_order(held, 2, reason)
    here = village(person.place_code)
    standing = _may_stand(held, group, person, by, day, reserve)
    if ranked is None:
        ranked = candidates(held, group, day)
    else:
        taken = set(standing.values_list("person_id", flat=True))
        ranked = [one for one in ranked if one.person.pk not in taken]
    found = next((one for one in ranked if one.person.pk == person.pk), None)
    jumped = found is None or ranked.index(found) > 0
    if jumped and not overridden.strip():
        raise ValidationError(_("Pilihan ini melewati urutan. Tulis alasannya."), code="urutan")
    case = Case.objects.create(
        public_id=public_ids.new(), code=_next_code(held), cycle=held, group=group, person=person,
        family=_family(person), place_code=here, reserve=reserve, chosen_by=by,
        chosen_why=why.strip(), overridden=overridden.strip() if jumped else "",
        ranked=ranked.index(found) + 1 if found else None,
        reasons=list(found.reasons) if found else [],
        red_flags=list(found.red_flags) if found else [],
        rule_version=reference.load().version(day),
    )  # fmt: skip
    CaseEvent.objects.create(
        case=case, by=by, act="dipilih", reason=overridden or why,
        after={"group": group, "reserve": reserve, "ranked": case.ranked,
               "reasons": [one["code"] for one in case.reasons]},
    )  # fmt: skip
    circle.follow_team(held, by, day)
    return case


def _may_stand(
    cycle: Cycle, group: AuditGroup, person: Person, by: Account, day: dt.date, reserve: bool
) -> QuerySet[Case]:
    """The cases that stand, when the account may add this person to them. Raises
    ValidationError."""
    here = village(person.place_code)
    members = [one for one in circle.team_of(cycle, by, day) if one.part == Part.TECHNICAL]
    if not any(circle.works_in(one, here) for one in members):
        raise ValidationError(_("Hanya anggota tim teknis kecamatan ini yang memilih kasus."))
    if not any(contains(code, here) for code in places_of(cycle)):
        raise ValidationError(_("Orang ini tinggal di luar wilayah siklus."))
    if person.left_on is not None:
        raise ValidationError(_("Orang ini sudah pindah atau meninggal."))
    standing = Case.objects.filter(cycle=cycle).exclude(state=CaseState.CANCELLED)
    if standing.filter(person=person).exists():
        raise ValidationError(_("Orang ini sudah menjadi kasus pada siklus ini."))
    mine = standing.filter(group=group, reserve=reserve).count()
    if mine >= room(cycle, group, reserve, day):
        words = (
            _("Cadangan kelompok ini sudah penuh.")
            if reserve
            else _("Kuota kelompok ini sudah penuh. Ubah kuotanya, atau pilih sebagai cadangan.")
        )
        raise ValidationError(words)
    return standing


def room(cycle: Cycle, group: str, reserve: bool, on: dt.date) -> int:
    """How many cases of a group the cycle takes, or how many in reserve."""
    if reserve:
        return int(reference.load().number("audit.reserve", on))
    return int(cycle.quotas.get(group, 0))


@transaction.atomic
def cancel(case: Case, by: Account, reason: str, version: int) -> Case:
    """Call a case off; it stays in the history. Raises ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError(_("Tulis mengapa kasus ini dibatalkan."))
    held = _held(case, version)
    before = held.state
    held.state = CaseState.CANCELLED
    held.save(update_fields=["state"])
    CaseEvent.objects.create(
        case=held, by=by, act="dibatalkan", reason=reason, before={"state": before}
    )
    return held


@transaction.atomic
def step_up(cycle: Cycle, group: str, by: Account, reason: str) -> Case | None:
    """The first reserve case of a group takes a free place; None when there is none. Raises
    ValidationError when the quota is full."""
    day = timezone.localdate()
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    standing = Case.objects.filter(cycle=held, group=group).exclude(state=CaseState.CANCELLED)
    if standing.filter(reserve=False).count() >= room(held, group, False, day):
        raise ValidationError(_("Kuota kelompok ini sudah penuh."))
    case = standing.filter(reserve=True, person__left_on__isnull=True).order_by("code").first()
    if case is None:
        return None
    case.reserve = False
    case.save(update_fields=["reserve"])
    CaseEvent.objects.create(case=case, by=by, act="cadangan-naik", reason=reason)
    return case


@transaction.atomic
def record_consent(
    case: Case,
    answer: str,
    on: dt.date,
    by: Account,
    version: int,
    *,
    who: str = "",
    note: str = "",
    path: str = "",
    sha256: str = "",
) -> Case:
    """Write down consent or refusal. Consent needs who gave it and the signed file. Raises
    ValidationError, also for a day to come."""
    if answer not in (Consent.GIVEN, Consent.REFUSED):
        raise ValidationError(_("Pilih menyetujui atau menolak."))
    if on > timezone.localdate():
        raise ValidationError(_("Tanggal persetujuan belum tiba."))
    if answer == Consent.GIVEN and (who not in CONSENT_FROM or not (path or case.consent_path)):
        raise ValidationError(_("Sebut siapa yang menyetujui dan unggah lembar persetujuannya."))
    held = _held(case, version)
    before = {"consent": held.consent}
    held.consent, held.consent_on, held.consent_note = answer, on, note.strip()
    held.consent_from = who
    if path:
        held.consent_path, held.consent_sha256 = path, sha256
    held.save(
        update_fields=["consent", "consent_on", "consent_from", "consent_note", "consent_path",
                       "consent_sha256"]
    )  # fmt: skip
    CaseEvent.objects.create(
        case=held, by=by, act="persetujuan", before=before,
        after={"consent": answer, "on": on.isoformat(), "from": who, "sha256": sha256},
    )  # fmt: skip
    return held


def gone(case: Case) -> Gone | None:
    """Whether the person of a case moved away or died, and nobody answered that yet."""
    person = case.person
    if case.state in (CaseState.CANCELLED, CaseState.DONE):
        return None
    found: Gone | None = None
    if person.left_on is not None:
        found = Gone(person.left_why or "pindah", person.left_on)
    elif village(person.place_code) != case.place_code:
        found = Gone("pindah", None)
    if found is None or (
        case.left.get("why") == found.why and case.left.get("place") == person.place_code
    ):
        return None
    return found


@transaction.atomic
def answer_gone(case: Case, answer: str, by: Account, reason: str, version: int) -> Case:
    """Say what happens to a case whose person has gone: go on where the person is now, let the
    reserve step up, or stop. Raises ValidationError when there is nothing to answer."""
    found = gone(case)
    if found is None or answer not in ANSWERS:
        raise ValidationError(_("Tidak ada yang perlu dijawab pada kasus ini."))
    if not reason.strip():
        raise ValidationError(_("Tulis alasan keputusan ini."))
    held = _held(case, version)
    held.left = {
        "why": found.why, "on": found.on.isoformat() if found.on else None, "answer": answer,
        "place": case.person.place_code, "by": by.pk, "at": timezone.now().isoformat(),
    }  # fmt: skip
    if answer != "lanjut":
        held.state = CaseState.CANCELLED
    held.save(update_fields=["left", "state"])
    CaseEvent.objects.create(
        case=held, by=by, act="jawab-keluar", reason=reason,
        after={"why": found.why, "answer": answer},
    )  # fmt: skip
    if answer == "diganti":
        step_up(held.cycle, held.group, by, reason)
    return held


def counts(cycle: Cycle) -> dict[str, tuple[int, int]]:
    """Group -> cases chosen, cases in reserve."""
    rows = Case.objects.filter(cycle=cycle).exclude(state=CaseState.CANCELLED)
    found = {group: [0, 0] for group in Group.values}
    for group, reserve in rows.values_list("group", "reserve"):
        found[group][bool(reserve)] += 1
    return {group: (here[0], here[1]) for group, here in found.items()}


def _held(case: Case, version: int) -> Case:
    held = Case.objects.select_for_update().select_related("cycle", "person").get(pk=case.pk)
    steps.guard(held.cycle)
    if held.version != version:
        raise ValidationError(
            _("Kasus ini sudah diubah orang lain sejak Anda membukanya."), code="versi"
        )
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    held.version += 1
    return held


def _next_code(cycle: Cycle) -> str:
    """AKS-001 and so on; a code once given is not given again."""
    last = Case.objects.filter(cycle=cycle).order_by("-code").values_list("code", flat=True).first()
    return f"AKS-{int(last.rpartition('-')[2]) + 1 if last else 1:03d}"


def _family(person: Person) -> Family | None:
    row = (
        Membership.objects.filter(person=person, until__isnull=True)
        .select_related("family")
        .order_by("-since", "-pk")
        .first()
    )
    return row.family if row else None
