"""Acts on activities. One function is one act, in one transaction, and leaves a line of history.

Every act takes who did it and, where a form was open, the `version` it showed (None: do not
ask). Refusals are ValidationErrors in the words of the office: `ProgrammeError` (rules),
`NotYoursError` (another's act), `StaleError` (somebody wrote meanwhile), `AskedError` (an amount
that looks like thousands: `confirmed=True` says that it is meant so).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.ledger.models import Promise, SourceKind
from rembuk.office.programmes import drafts, words, writing
from rembuk.office.programmes.drafts import Draft
from rembuk.office.programmes.errors import AskedError, NotYoursError, ProgrammeError, StaleError
from rembuk.office.programmes.models import Activity, ProblemSource, Status
from rembuk.office.programmes.moving import move
from rembuk.office.programmes.rights import desk
from rembuk.office.programmes.tagging import tag

__all__ = [
    "AskedError", "Draft", "NotYoursError", "ProgrammeError", "StaleError", "carry", "edit",
    "follow", "from_promise", "move", "propose", "tag",
]  # fmt: skip

_PROBLEM_OF: Final = {
    SourceKind.FORUM.value: ProblemSource.FORUM.value,
    SourceKind.AUDIT.value: ProblemSource.AUDIT.value,
    SourceKind.INDICATOR.value: ProblemSource.INDICATOR.value,
}


@transaction.atomic
def propose(account: Account, draft: Draft, *, confirmed: bool = False) -> Activity:
    """Make an activity; it begins as a proposal (usul)."""
    activity = drafts.activity_of(draft)
    on = writing.today()
    drafts.check(activity, on, confirmed=confirmed)
    writing.may(account, activity)
    activity.public_id = new()
    return writing.made(activity, account)


@transaction.atomic
def edit(
    account: Account, activity: Activity, fields: Mapping[str, Any], *, reason: str = "",
    version: int | None = None, confirmed: bool = False,
) -> Activity:  # fmt: skip
    """Change what an activity says. What stands in a plan or budget document is changed with a
    reason. Nothing is written when nothing differs."""
    unknown = set(fields) - set(drafts.EDITABLE)
    if unknown:
        raise ProgrammeError(_("Bagian ini tidak diubah di sini: %s.") % ", ".join(sorted(unknown)))
    held = writing.held(activity, account, version)
    if held.status == Status.DROPPED:
        raise ProgrammeError(_("Kegiatan yang batal tidak diubah. Hidupkan dulu."))
    before = writing.snapshot(held)
    changed = {name: value for name, value in fields.items() if getattr(held, name) != value}
    if not changed:
        return held
    if held.status in {Status.PLAN, Status.BUDGET} and len(reason.strip()) < 5:
        raise ProgrammeError(
            {"reason": [_("Kegiatan ini sudah tercantum di dokumen. Tulis alasan mengubahnya.")]}
        )
    amount_stays = "ceiling_amount" not in changed and "volume" not in changed
    for name, value in changed.items():
        setattr(held, name, value)
    held.district_code = drafts.district_of(held.place_code)
    drafts.check(held, writing.today(), confirmed=confirmed or amount_stays)
    writing.may(account, held)
    return writing.put(held, account, "ubah", before, reason)


@transaction.atomic
def carry(account: Account, activity: Activity, year: int) -> Activity:
    """Propose the same activity for a later year; the older one stays as it is and keeps the
    link. Once only: an activity has one successor."""
    old = writing.held(activity, account, None)
    if year <= old.year:
        raise ProgrammeError(_("Bawa kegiatan ke tahun sesudah %d.") % old.year)
    successor = Activity.objects.filter(carried_from=old).first()
    if successor is not None:
        raise ProgrammeError(_("Kegiatan ini sudah dibawa menjadi %s.") % successor.number)
    draft = Draft(
        year=year, title=old.title, office=old.office, place_code=old.place_code,
        problem=old.problem, problem_source=old.problem_source, problem_id=old.problem_id,
        intervention=old.intervention, group=old.group, volume=old.volume, unit=old.unit,
        amount=old.ceiling_amount, money=old.money, sub_activity_code=old.sub_activity_code,
        sub_activity_name=old.sub_activity_name, pillar=old.pillar,
    )  # fmt: skip
    made = drafts.activity_of(draft)
    # what was once confirmed is not asked again
    drafts.check(made, writing.today(), confirmed=True)
    made.public_id, made.carried_from = new(), old
    return writing.made(made, account, "bawa", _("Lanjutan %s.") % old.number)


@transaction.atomic
def from_promise(account: Account, promise: Promise, **more: Any) -> Activity:
    """Make the activity of a promise (a decision of a rembuk that has place and cost). The same
    promise again gives the same activity. `more` are fields of `Draft` that a promise does not
    know: `year` (else the year of its due date), `group`, `problem`, `pillar`. Allowed to who
    asked for the promise, and to who writes rows of its owner."""
    held = Promise.objects.select_for_update().select_related("owner").get(pk=promise.pk)
    there = held.activities.exclude(status=Status.DROPPED).order_by("pk").first()
    if there is not None:
        return there
    on = writing.today()
    if held.asked_by_id != account.pk and not desk(account, on).types(held.owner, held.place_code):
        raise NotYoursError(_("Akun ini tidak menulis kegiatan %s.") % held.owner, code="hak")
    known = words.units(on)
    code = held.intervention if held.intervention in known else ""
    unit = held.unit or (known.get(held.intervention, "") if held.volume is not None else "")
    draft = Draft(
        year=held.due.year, title=held.title, office=held.owner, place_code=held.place_code[:13],
        problem=held.detail[:400], intervention=code,
        problem_source=_PROBLEM_OF.get(held.source_kind, ProblemSource.OTHER.value),
        problem_id=held.source_id, volume=held.volume, unit=unit, amount=held.budget,
        money=held.money, sub_activity_name=held.sub_activity, promise=held,
    )  # fmt: skip
    activity = drafts.activity_of(replace(draft, **more))
    # the meeting that agreed the amount was asked already
    drafts.check(activity, on, confirmed=True)
    activity.public_id = new()
    return writing.made(activity, account, "janji", _("Dari janji %s.") % held.number)


@transaction.atomic
def follow(account: Account, activity: Activity, promise: Promise) -> Activity:
    """Let an activity count for the promise that took the place of its own. Nothing of the activity
    changes but that, so whoever carried the promise on writes it."""
    held = Activity.objects.select_for_update(of=("self",)).select_related("office").get(
        pk=activity.pk
    )  # fmt: skip
    if held.promise_id == promise.pk:
        return held
    if promise.carried_from_id != held.promise_id and held.promise_id is not None:
        raise ProgrammeError(_("Kegiatan ini milik janji lain."))
    before = writing.snapshot(held)
    held.promise = promise
    return writing.put(held, account, "janji", before, _("Dari janji %s.") % promise.number)
