"""The closed circle of a case: who is in it, what they may see, how they enter and leave.

Outside the circle a case does not exist: every page, list, search and count asks `cases_for`, and
a code that is not there gives the same 404 as a code that never was.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.actions import Action
from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_in, rights_of
from rembuk.office.audits.models import Case, CaseEvent, Circle, Cycle, Part, TeamMember
from rembuk.office.places.scope import contains, within_any

ENTERS: Final[tuple[Action, ...]] = ("audit-isi", "audit-telaah", "audit-kelola", "damping")
"""Rights one of which an account must still hold in the case's place: the circle alone is not
enough, so that somebody whose role ended is out at once."""

WHY: Final = ("teknis", "pakar", "ketua", "bidan", "tpk", "lain")


def cases_for(
    account: Account, today: dt.date | None = None, rights: Rights | None = None
) -> QuerySet[Case]:
    """The cases in whose circle the account is on a day, and no other."""
    day = today or timezone.localdate()
    mine = rights if rights is not None else rights_of(account, day)
    # a case stands in a village; whoever works at a post of it works in the village
    places = {code.partition(".P")[0] for action in ENTERS for code in mine.places_for(action)}
    if not places:
        return Case.objects.none()
    inside = Circle.objects.on(day).filter(account=account).values("case")
    return Case.objects.filter(within_any("place_code", places), pk__in=inside)


def cases_seen(request: HttpRequest) -> QuerySet[Case]:
    """`cases_for` who asks; nobody's for somebody not signed in."""
    if not isinstance(request.user, Account):
        return Case.objects.none()
    return cases_for(request.user, rights=rights_in(request))


def case_or_404(request: HttpRequest, cycle_id: str, code: str) -> Case:
    """The case of a cycle's public id and its code, for somebody in its circle; else 404."""
    found = cases_seen(request).filter(cycle__public_id=cycle_id, code=code)
    case = found.select_related("cycle", "person", "family").first()
    if case is None:
        raise Http404
    return case


def team_of(cycle: Cycle, account: Account, today: dt.date | None = None) -> list[TeamMember]:
    """The parts the account has in the cycle's team on a day."""
    day = today or timezone.localdate()
    return list(TeamMember.objects.on(day).filter(cycle=cycle, account=account))


def works_in(member: TeamMember, place_code: str) -> bool:
    """Whether a member's part covers a place (no kecamatan named: all of the cycle)."""
    return not member.kecamatan or any(contains(code, place_code) for code in member.kecamatan)


@transaction.atomic
def enter(
    case: Case,
    account: Account,
    why: str,
    by: Account | None,
    *,
    reason: str = "",
    since: dt.date | None = None,
) -> Circle:
    """Let an account into the circle. Already inside: nothing changes. Raises ValidationError for
    an unknown reason, or when an entry made by hand (`lain`) says no reason."""
    if why not in WHY:
        raise ValidationError(_("Alasan masuk lingkaran tidak dikenal."))
    if why == "lain" and not reason.strip():
        raise ValidationError(_("Tulis mengapa orang ini perlu masuk lingkaran kasus."))
    day = since or timezone.localdate()
    held = Circle.objects.select_for_update().on(day).filter(case=case, account=account).first()
    if held is not None:
        return held
    place = Circle.objects.create(
        case=case, account=account, why=why, reason=reason, since=day, given_by=by
    )
    CaseEvent.objects.create(
        case=case, by=by, act="lingkaran-masuk", reason=reason,
        after={"account": account.pk, "why": why, "since": day.isoformat()},
    )  # fmt: skip
    return place


@transaction.atomic
def leave(
    case: Case, account: Account, by: Account | None, *, reason: str, on: dt.date | None = None
) -> None:
    """End an account's place in the circle from a day on. Raises ValidationError when the reason
    is empty or the account is not inside."""
    if not reason.strip():
        raise ValidationError(_("Tulis mengapa orang ini keluar dari lingkaran kasus."))
    day = on or timezone.localdate()
    held = list(Circle.objects.select_for_update().on(day).filter(case=case, account=account))
    if not held:
        raise ValidationError(_("Orang ini tidak berada di lingkaran kasus."))
    Circle.objects.filter(pk__in=[one.pk for one in held]).update(until=day)
    CaseEvent.objects.create(
        case=case, by=by, act="lingkaran-keluar", reason=reason,
        before={"account": account.pk, "why": held[0].why}, after={"until": day.isoformat()},
    )  # fmt: skip


@transaction.atomic
def follow_team(cycle: Cycle, by: Account | None, today: dt.date | None = None) -> None:
    """Put the circles of a cycle's cases right after a change of its team: technical members are
    in the cases of their kecamatan; somebody whose term or part ended is out. Experts enter only
    with an assignment, others only by hand, and neither stays after leaving the team."""
    day = today or timezone.localdate()
    members = list(TeamMember.objects.on(day).filter(cycle=cycle, account__isnull=False))
    technical = [one for one in members if one.part == Part.TECHNICAL]
    still = {one.account_id for one in members if one.part == Part.EXPERT}
    for case in Case.objects.filter(cycle=cycle):
        mine = {one.account_id: one for one in technical if works_in(one, case.place_code)}
        inside = {place.account_id: place for place in Circle.objects.on(day).filter(case=case)}
        for account_id, member in mine.items():
            if account_id not in inside and member.account is not None:
                enter(case, member.account, "teknis", by, since=day)
        for account_id, place in inside.items():
            gone = (place.why == "teknis" and account_id not in mine) or (
                place.why == "pakar" and account_id not in still
            )
            if gone:
                leave(case, place.account, by, reason=_("Tidak lagi di tim audit."), on=day)


def of(case: Case, today: dt.date | None = None) -> QuerySet[Circle]:
    """Who is in the circle of a case on a day."""
    day = today or timezone.localdate()
    return Circle.objects.on(day).filter(case=case).select_related("account")


def touched(case: Case, version: int) -> None:
    """Raise the version of a case a form was made for. Raises ValidationError (code `versi`) when
    somebody wrote in between; the caller shows both."""
    if not Case.objects.filter(pk=case.pk, version=version).update(version=F("version") + 1):
        raise ValidationError(
            _("Kasus ini sudah diubah orang lain sejak Anda membukanya."), code="versi"
        )
    case.version = version + 1
