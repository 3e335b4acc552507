"""What a meeting takes up from elsewhere: decisions of the places beneath, and its own unkept."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.forums.errors import ForumError
from rembuk.office.forums.live import deciding, fields
from rembuk.office.forums.live.fitness import text_of
from rembuk.office.forums.models import Decision, DecisionState, Meeting, Origin
from rembuk.office.places.scope import contains

CARRIED = (
    "what", "target", "target_value", "target_unit", "place", "volume", "unit", "cost", "money",
    "owner", "intervention",
)  # fmt: skip
"""Fields that travel; the figure of now and the day are asked anew."""


@transaction.atomic
def carry(meeting: Meeting, decision: Decision, account: Account) -> Decision:
    """Write a decision into this meeting as a proposal that says where it comes from. Carried
    twice, it is one row."""
    last = meeting.previous_id == decision.meeting_id
    below = (
        contains(meeting.place_code, decision.meeting.place_code)
        and decision.meeting.place_code != meeting.place_code
    )
    if decision.state != DecisionState.AGREED or not (last or below):
        raise ForumError(
            _("Yang dibawa ialah keputusan rapat lalu, atau yang disepakati di bawahnya."),
            code="bawa",
        )
    texts = {name: text_of(decision, name) for name in CARRIED}
    if decision.place_code:
        known = fields.lists(meeting.place_code, timezone.localdate())
        texts["place"] = fields.written(decision.place_code, known)
    texts = {name: text for name, text in texts.items() if text}
    texts["origin"] = f"{Origin.DECISION.value}:{decision.public_id}"
    row = f"bawa-{decision.public_id}"
    held = Decision.objects.filter(meeting=meeting, client_id=row).first()
    if held is None:
        held = deciding.record(meeting, account, row, texts, at=timezone.now())
        held.carried_from = decision
        held.save(update_fields=["carried_from"])
    return held
