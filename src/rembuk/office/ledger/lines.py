"""Promises as lines of a list: words, shape of the state, what hides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk import reference
from rembuk.office.documents.numbers import rupiah
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import State
from rembuk.office.places.queries import place_names

SHAPES: Final = {
    State.PROPOSED: "wait", State.ACCEPTED: "off", State.REFUSED: "no", State.RUNNING: "run",
    State.DONE: "wait", State.VERIFIED: "done", State.RETURNED: "soon", State.CANCELLED: "no",
    State.CARRIED: "up",
}  # fmt: skip
SOON: Final = 14


@dataclass(frozen=True)
class Line:
    """One promise in a list. `due_shape` and `due_words` are "" once nobody must act."""

    promise: Promise
    place: str
    money: str
    shape: str
    words: str
    due_shape: str
    due_words: str


def line(promise: Promise, on: dt.date, names: dict[str, str], money: dict[str, str]) -> Line:
    """A promise in words."""
    shape, words = deadline(promise, on)
    return Line(
        promise,
        names.get(promise.place_code[:13], promise.place_code),
        money_words(promise, money),
        SHAPES[State(promise.state)],
        str(State(promise.state).label),
        shape,
        words,
    )


def lines(promises: Iterable[Promise], on: dt.date) -> list[Line]:
    """Lines of a page, with one query for the names of places."""
    found = list(promises)
    codes = {one.place_code[:13] for one in found}
    names = place_names(codes)
    return [line(one, on, names, money_names(on)) for one in found]


def money_names(on: dt.date) -> dict[str, str]:
    """Code -> the short word of a source of money."""
    return {one.code: one.short for one in reference.load().money_sources(on)}


def money_words(promise: Promise, names: dict[str, str]) -> str:
    """`Rp924.000, BOK`; "" when neither is known."""
    amount = rupiah(promise.budget) if promise.budget is not None else ""
    return ", ".join(filter(None, (amount, names.get(promise.money, promise.money))))


def deadline(promise: Promise, on: dt.date) -> tuple[str, str]:
    """Shape and words of the due date while the owner must act."""
    if not promise.open:
        return "", ""
    left = (promise.due - on).days
    if left < 0:
        return "act", ngettext("lewat %(n)d hari", "lewat %(n)d hari", -left) % {"n": -left}
    if left == 0:
        return "act", _("hari ini")
    words = ngettext("%(n)d hari lagi", "%(n)d hari lagi", left) % {"n": left}
    return ("soon" if left <= SOON else "run"), words
