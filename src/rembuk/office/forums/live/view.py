"""The rows of a running meeting as the page shows them and as its script reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.documents.numbers import rupiah
from rembuk.office.forums.live import deciding, fitness
from rembuk.office.forums.live.fields import CONTENT, VERDICT
from rembuk.office.forums.live.objecting import ANSWER
from rembuk.office.forums.live.verdicts import DECIDED
from rembuk.office.forums.models import (
    Agreed,
    Decision,
    DecisionEdit,
    DecisionState,
    Meeting,
    Objection,
)

SHAPES: Final = {
    DecisionState.PROPOSED: "run", DecisionState.AGREED: "done",
    DecisionState.REJECTED: "off", DecisionState.WITHDRAWN: "off",
}  # fmt: skip
CLOSED: Final = frozenset({*DECIDED, DecisionState.WITHDRAWN.value})
"""States in which a row is read, not typed, until somebody opens it again."""


def rows(meeting: Meeting, on: dt.date | None = None) -> list[dict[str, Any]]:
    """Every row, in its order."""
    return shown(meeting.decisions.order_by("number"), on)


def changed(meeting: Meeting, since: int, on: dt.date | None = None) -> list[dict[str, Any]]:
    """Rows an op came into after edit `since`."""
    mine = DecisionEdit.objects.filter(pk__gt=since, decision__meeting=meeting).values("decision")
    return shown(meeting.decisions.filter(pk__in=mine).order_by("number"), on)


def last(meeting: Meeting) -> int:
    """The last edit of the meeting; 0 before the first."""
    found = DecisionEdit.objects.filter(decision__meeting=meeting).aggregate(n=Max("pk"))["n"]
    return int(found or 0)


def shown(decisions: Iterable[Decision], on: dt.date | None = None) -> list[dict[str, Any]]:
    """Rows as plain data: what stands in each field and the ops it stands on, what is missing."""
    found = list(decisions)
    names = _names(found)
    said: dict[int, list[Objection]] = {one.pk: [] for one in found}
    for objection in Objection.objects.filter(decision__in=said):
        said[objection.decision_id].append(objection)
    return [_row(one, said[one.pk], names, on or timezone.localdate()) for one in found]


def _names(decisions: Iterable[Decision]) -> Mapping[str, str]:
    """Accounts that wrote, by the number kept with what they wrote."""
    keys = {
        who
        for one in decisions
        for held in one.typed.values()
        for who in (held.get("by"), *(rival["by"] for rival in held.get("rivals", ())))
        if who
    }
    return {str(one.pk): str(one) for one in Account.objects.filter(pk__in=keys)}


def _row(
    one: Decision, objections: list[Objection], names: Mapping[str, str], on: dt.date
) -> dict[str, Any]:
    decided = one.state in CLOSED
    amended = deciding.amended(one)
    return {
        "row": one.client_id,
        "public_id": one.public_id,
        "number": one.number,
        "state": one.state,
        "shape": "soon" if amended else SHAPES[DecisionState(one.state)],
        "state_words": str(_("diubah, sepakati lagi") if amended else one.get_state_display()),
        "decided": decided,
        "said": said_words(one),
        "cost": "" if one.cost is None else rupiah(one.cost),
        "lacks": [] if decided else [_lack(lack) for lack in fitness.lacks(one, on)],
        "fields": {
            name: _field(one.typed.get(name) or {}, names)
            for name in (*CONTENT, VERDICT, *(k for k in one.typed if k.startswith(ANSWER)))
        },
        "objections": [
            {"id": said.client_id, "party": said.party, "text": said.text, "answer": said.answer}
            for said in objections
        ],
    }


def _field(held: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    who = str(held.get("by", ""))
    made: dict[str, Any] = {
        "text": held.get("text", ""), "ops": held.get("ops", []),
        "outcome": held.get("outcome", ""), "who": int(who) if who else 0,
        "by": names.get(who, ""),
    }  # fmt: skip
    if "rivals" in held:
        made["rivals"] = [
            {"text": rival["text"], "by": names.get(str(rival["by"]), "")}
            for rival in held["rivals"]
        ]
    return made


def _lack(lack: fitness.Lack) -> dict[str, Any]:
    made: dict[str, Any] = {"field": lack.field, "words": lack.words}
    if lack.sure:
        made["sure"] = lack.sure
    if lack.asks is not None:
        made |= {
            "asks": lack.asks, "less": rupiah(lack.asks), "more": rupiah(lack.asks * 1000),
        }  # fmt: skip
    return made


def said_words(one: Decision) -> str:
    """How it was decided: by consensus, or with how many votes."""
    if one.state not in DECIDED:
        return ""
    if one.how != Agreed.VOTES:
        return _("dengan mufakat")
    return _("suara: %(yes)s setuju, %(no)s tidak, %(abstain)s abstain") % {
        "yes": one.votes_yes, "no": one.votes_no, "abstain": one.votes_abstain or 0,
    }  # fmt: skip
