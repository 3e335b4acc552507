"""The history of a case: who did what, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rembuk.office.access.models import Account
from rembuk.office.audits.models import Case, CaseEvent


def note(
    case: Case, by: Account | None, act: str, after: Mapping[str, Any], reason: str = "", *,
    before: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Add a line to the history of a case."""
    CaseEvent.objects.create(
        case=case, by=by, act=act, reason=reason, before=dict(before or {}), after=dict(after)
    )
