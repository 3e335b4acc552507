"""The room's side of the ledger: who may see whom an audit promise is for, and hearing of changes.

Registered when the app is ready.
"""

from __future__ import annotations

from django.db.models import QuerySet

from rembuk.office.access.models import Account
from rembuk.office.audits.circle import cases_for
from rembuk.office.audits.history import note
from rembuk.office.audits.models import Case
from rembuk.office.ledger import circles, following
from rembuk.office.ledger.models import Change, Promise, SourceKind


def may_see(account: Account, promise: Promise) -> bool:
    """The circle of the case the promise came from."""
    return cases_for(account).filter(public_id=promise.source_id).exists()


def sources(account: Account) -> QuerySet[Case, str]:
    """Public ids of the cases whose circle the account is in."""
    return cases_for(account).values_list("public_id", flat=True)


def heard(promise: Promise, change: Change) -> None:
    """Write a promise's new state into the history of its case."""
    case = Case.objects.filter(public_id=promise.source_id).first()
    if case is not None and change.before != change.after:
        note(
            case, change.by, "janji", {"promise": promise.public_id, "state": change.after},
            before={"state": change.before},
        )  # fmt: skip


def register() -> None:
    """Tell the ledger. Twice is once."""
    circles.register(SourceKind.AUDIT.value, may_see, sources)
    following.on_change(SourceKind.AUDIT.value, heard)
