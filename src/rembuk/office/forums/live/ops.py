"""An op of a running meeting as it comes and as it is kept, and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from rembuk.office.access.models import Account
from rembuk.office.forums.live import merging
from rembuk.office.forums.models import Decision, DecisionEdit


@dataclass(frozen=True)
class Typed:
    """One op as it came. `row` is the client's name of the decision; `base` are the ops its writer
    had before their eyes; `at` the writer's clock."""

    op: str
    row: str
    field: str
    text: str
    base: tuple[str, ...] = ()
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Result:
    """What became of an op: `masuk`, `digabung`, `beda`, or `tolak` with words; then the device
    keeps what was typed."""

    op: str
    row: str
    field: str
    status: str
    words: str = ""


def op_of(edit: DecisionEdit) -> merging.Op:
    """An edit as the merge sees it."""
    at = edit.typed_at.isoformat() if edit.typed_at else ""
    return merging.Op(edit.op_id, edit.text, frozenset(edit.base), at, str(edit.by_id or ""))


def put(decision: Decision, account: Account, one: Typed, *, words: bool) -> merging.Settled:
    """Keep an op, and work out what stands in its field now."""
    edit = DecisionEdit(
        decision=decision, op_id=one.op, field=one.field, text=one.text, base=list(one.base),
        by=account, act="isi", typed_at=one.at or timezone.now(),
    )  # fmt: skip
    before = decision.edits.filter(field=one.field)
    settled = merging.settle([*map(op_of, before), op_of(edit)], words=words)
    edit.outcome = settled.outcome
    edit.save()
    decision.typed = {**decision.typed, one.field: kept(settled)}
    return settled


def kept(settled: merging.Settled) -> dict[str, Any]:
    """What stands in a field, as JSON. Who wrote is a number, not a name."""
    made: dict[str, Any] = {
        "text": settled.text, "ops": settled.base, "outcome": settled.outcome,
        "by": settled.heads[-1].by if settled.heads else "",
    }  # fmt: skip
    if settled.differs:
        made["rivals"] = [{"text": op.text, "by": op.by} for op in settled.heads]
    return made
