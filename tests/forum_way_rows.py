"""Builders for tests of a decision's way: signed minutes, an activity walked into a budget, hands.

room = running()                      # forum_live_rows
signed(room)                          # agreed decisions are promises, those with cost activities
budgeted(room, activity)              # RKPDes, then APBDes
handed(room, activity, 6)             # six units, with a photo, by the village
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils import timezone
from tests.forum_live_rows import WHOLE, Room, judged, row, said
from tests.kept_files import photo, upload

from rembuk.office.documents import files
from rembuk.office.forums.meeting import attending
from rembuk.office.forums.meeting.attending import Came
from rembuk.office.forums.minutes import acts as minutes
from rembuk.office.forums.models import Decision, Minutes
from rembuk.office.programmes import services
from rembuk.office.programmes.deliveries import acts as delivering
from rembuk.office.programmes.deliveries.acts import Handed
from rembuk.office.programmes.models import Activity, Delivery, Status

PLAN: Final = ("RKPDes, Perdes 4", "2.3.05")
BUDGET: Final = ("APBDes, Perdes 7", "2.3.05.92")


def agreed(room: Room, name: str = "r1", who: str = "desa", **more: str) -> Decision:
    """A decision agreed by consensus."""
    said(room, name, who, **{**WHOLE, **more})
    assert judged(room, name, who=who).status == "masuk"
    return row(room, name)


def signed(room: Room, who: str = "desa") -> Minutes:
    """The meeting closed, its minutes made, the signed copy bound."""
    account = room.who(who)
    attending.mark(room.meeting, Came("Ketua BPD", "BPD"), account)
    minutes.close(room.meeting, account)
    made = minutes.make(room.meeting, account, number=f"400.7/{room.meeting.pk}/2026")
    copy = files.opened(made.document.file) + b"\n% tanda tangan\n"
    return minutes.sign(made, upload(copy), account)


def budgeted(room: Room, activity: Activity, who: str = "desa") -> Activity:
    """Into the plan document, then into the budget."""
    found = services.move(room.who(who), activity, Status.PLAN, *PLAN)
    return services.move(room.who(who), found, Status.BUDGET, *BUDGET)


def handed(room: Room, activity: Activity, many: int, who: str = "desa") -> list[Delivery]:
    """So many units handed over in the place, with a photo."""
    return delivering.deliver(
        room.who(who), activity, timezone.localdate(),
        [Handed(activity.place_code, Decimal(many), amount=3_500_000 * many)],
        upload=upload(photo(), "bukti.jpg"), confirmed=True,
    )  # fmt: skip
