"""Objections and what the meeting answered. Said once, they stay; an answer is a field two people
may write at once."""

from __future__ import annotations

import json
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.forums.errors import ForumError
from rembuk.office.forums.live import ops
from rembuk.office.forums.live.ops import Result, Typed
from rembuk.office.forums.models import Decision, Objection

OBJECTION: Final = "keberatan"
ANSWER: Final = "jawaban:"
LONGEST: Final = 2_000


def names(field: str) -> bool:
    """Whether a field is of an objection."""
    return field == OBJECTION or field.startswith(ANSWER)


def take(decision: Decision, account: Account, one: Typed) -> Result:
    """Keep an objection (`text` is JSON of `party` and `text`), or its answer."""
    if one.field == OBJECTION:
        _objected(decision, account, one)
        ops.put(decision, account, Typed(one.op, one.row, f"{OBJECTION}:{one.op}", one.text,
                                         at=one.at), words=False)  # fmt: skip
        outcome = "masuk"
    else:
        outcome = _answered(decision, account, one)
    decision.version += 1
    decision.save()
    return Result(one.op, one.row, one.field, outcome)


def _objected(decision: Decision, account: Account, one: Typed) -> None:
    try:
        said = json.loads(one.text)
        party, text = str(said["party"]).strip()[:160], str(said["text"]).strip()
    except (ValueError, KeyError, TypeError):
        raise ForumError(_("Keberatan ini tidak terbaca."), code="keberatan") from None
    if not party or len(text) < 5:
        raise ForumError(_("Tulis unsur yang keberatan dan isinya."), code="keberatan")
    Objection.objects.create(
        public_id=new(), decision=decision, client_id=one.op, party=party, text=text[:LONGEST],
        by=account,
    )  # fmt: skip


def _answered(decision: Decision, account: Account, one: Typed) -> str:
    held = Objection.objects.select_for_update().filter(
        decision=decision, client_id=one.field.removeprefix(ANSWER)
    ).first()  # fmt: skip
    if held is None:
        raise ForumError(_("Keberatan ini belum sampai. Jawabannya menunggu."), code="keberatan")
    settled = ops.put(decision, account, one, words=True)
    held.answer = settled.text
    held.answered_at = timezone.now() if settled.text.strip() else None
    held.version += 1
    held.save()
    return settled.outcome
