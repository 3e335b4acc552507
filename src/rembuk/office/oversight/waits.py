"""What the room tells the home of a reader: questions his office must answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights
from rembuk.office.documents.numbers import long_date
from rembuk.office.insight import awaited
from rembuk.office.insight.awaited import Wait
from rembuk.office.oversight.questions import acts as questions
from rembuk.office.places.numbers import count

ROOM = "pengawasan"


def waits(account: Account, rights: Rights, today: dt.date) -> Iterator[Wait]:
    """One line for all of them; red once an answer is late."""
    if not rights.may("janji"):
        return
    found = list(questions.waiting_for(account, today))
    if not found:
        return
    first = found[0]
    one = reverse("oversight:question", args=[first.public_id])
    yield Wait(
        "act" if first.days_late(today) else "soon",
        _("Pimpinan bertanya kepada kantor Anda: %(text)s") % {"text": first.text}
        if len(found) == 1
        else _("%(n)s pertanyaan pimpinan menunggu jawaban kantor Anda") % {"n": count(len(found))},
        _("Jawaban diminta paling lambat %(day)s.") % {"day": long_date(first.due)},
        one if len(found) == 1 else reverse("oversight:questions"), _("Jawab"),
    )  # fmt: skip


def register() -> None:
    """Tell the home. Twice is once."""
    awaited.register(ROOM, waits)
