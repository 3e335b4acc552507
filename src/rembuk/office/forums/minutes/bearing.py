"""What a signed meeting brings forth: promises in the ledger, activities of the plan, evidence."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.forums.models import Decision, DecisionState, Meeting, Minutes
from rembuk.office.forums.way import taking_up
from rembuk.office.ledger import facts, parties, writing
from rembuk.office.ledger import services as ledger
from rembuk.office.ledger.drafts import Draft
from rembuk.office.ledger.models import InterventionKind, Promise, SourceKind
from rembuk.office.programmes import services as programmes
from rembuk.office.programmes.errors import ProgrammeError

EDITED: Final = (
    "title", "detail", "place_code", "volume", "unit", "budget", "money", "due", "intervention",
)  # fmt: skip
"""Columns of a promise that a later edition of the minutes may change."""


@transaction.atomic
def promises(meeting: Meeting, account: Account, minutes: Minutes) -> list[Promise]:
    """A promise for every agreed decision; of a later edition, the promise changed with it, and
    called off where the decision no longer stands. Twice is once."""
    made = []
    for one in meeting.decisions.select_related("owner", "promise").order_by("number"):
        if one.state == DecisionState.AGREED:
            made.append(_kept(one, account, minutes))
        elif one.promise is not None:
            facts.call_off(one.promise, _reason(minutes))
    return made


def _kept(one: Decision, account: Account, minutes: Minutes) -> Promise:
    if one.promise is None:
        one.promise = _made(one, account, minutes)
        one.save(update_fields=["promise"])
    elif minutes.edition > 1:
        _changed(one, one.promise, minutes)
    if one.activity is None and one.cost is not None and one.place_code:
        one.activity = _activity(one, one.promise, account)
        one.save(update_fields=["activity"])
    return one.promise


def _draft(one: Decision) -> Draft:
    kinds = {entry.code: entry.kind for entry in reference.load().interventions(_day(one))}
    assert one.owner is not None  # an agreed one has both
    assert one.due is not None
    return Draft(
        title=one.what[:200], owner=one.owner, due=one.due, place_code=one.place_code,
        kind=kinds.get(one.intervention, InterventionKind.SENSITIVE.value),
        source_kind=SourceKind.FORUM.value, source_id=one.public_id, detail=target(one),
        intervention=one.intervention, volume=one.volume, unit=one.unit, budget=one.cost,
        money=one.money,
    )  # fmt: skip


def _made(one: Decision, account: Account, minutes: Minutes) -> Promise:
    """Whoever may promise for the office does; else the record of the meeting asks the office,
    which answers as it would any other proposal."""
    draft = _draft(one)
    day = timezone.localdate()
    where = _("%(title)s, keputusan %(n)s, berita acara %(number)s") % {
        "title": one.meeting.title, "n": one.number, "number": minutes.document.number or "-",
    }  # fmt: skip
    # who manages promises of the place, or sits in the owner's office, writes down that it agreed
    agreed = rights_of(account, day).may("janji-kelola", draft.place_code) or (
        parties.holds_seat(account, draft.owner.pk, day)
    )
    older = taking_up.older(one)
    if older is not None:
        promise = facts.propose(draft, where, asked_by=account, after=older)
        return facts.agree(promise, account, where) if agreed else promise
    if not writing.may_propose(account, draft.place_code, draft.owner.pk, day):
        return facts.propose(draft, where, asked_by=account)
    return ledger.propose(draft, account, agreed=where if agreed else "", note=where)


def _changed(one: Decision, promise: Promise, minutes: Minutes) -> None:
    draft = _draft(one)
    fields: dict[str, Any] = {name: getattr(draft, name) for name in EDITED}
    facts.revise(promise, fields, _reason(minutes), owner=draft.owner)


def _reason(minutes: Minutes) -> str:
    return _("Berita acara edisi %(n)s: %(why)s") % {"n": minutes.edition, "why": minutes.reason}


def _activity(one: Decision, promise: Promise, account: Account) -> Any:
    """The activity of the plan; where something of it is not whole for a plan, its office makes it
    from the promise."""
    try:
        taken = taking_up.activity(one, promise, account)
        if taken is not None:
            return taken
        return programmes.from_promise(
            account, promise, year=one.meeting.plan_year, pillar=one.pillar
        )
    except ProgrammeError:
        return None


def _day(one: Decision) -> dt.date:
    return timezone.localdate(one.meeting.starts_at)


def target(one: Decision) -> str:
    """The target in words, as the promise carries it."""
    name = one.target_text
    if one.target_indicator and not name:
        found = {entry.code: entry.name_id for entry in reference.load().indicators(on=_day(one))}
        name = found.get(one.target_indicator, one.target_indicator)
    now = _("dari %s ") % _number(one.target_now) if one.target_now is not None else ""
    return _("Sasaran: %(name)s, %(now)smenjadi %(value)s %(unit)s") % {
        "name": name, "now": now, "value": _number(one.target_value), "unit": one.target_unit,
    }  # fmt: skip


def _number(value: Any) -> str:
    text = f"{value.normalize():f}" if value is not None else "-"
    return text.replace(".", ",")
