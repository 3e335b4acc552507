"""A decision taken up again, above or in the next year: one office promises one matter once.

Where the later meeting leaves it with the same office, the older promise is closed as carried over
and the new one follows it; its activity moves with it, so that no rupiah is planned twice.
"""

from __future__ import annotations

from rembuk.office.access.models import Account
from rembuk.office.forums.models import Decision
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import OPEN, State
from rembuk.office.programmes import services
from rembuk.office.programmes.models import Activity, Status


def older(decision: Decision) -> Promise | None:
    """The promise this one takes the place of: of the decision it was carried from, still open or
    refused, of the same office. None when there is none."""
    before = decision.carried_from
    if before is None or before.promise is None or before.owner_id != decision.owner_id:
        return None
    promise = Promise.objects.get(pk=before.promise.pk)
    return promise if promise.state in {*OPEN, State.REFUSED} else None


def activity(decision: Decision, promise: Promise, account: Account) -> Activity | None:
    """The activity of the promise that was closed, under the new one: the same where the plan year
    is the same, its successor in a later year. None when there was none."""
    if promise.carried_from_id is None:
        return None
    found = Activity.objects.filter(promise=promise.carried_from_id).exclude(status=Status.DROPPED)
    held = found.order_by("-year", "-pk").first()
    if held is None:
        return None
    if held.year < decision.meeting.plan_year:
        held = services.carry(account, held, decision.meeting.plan_year)
    return services.follow(account, held, promise)
