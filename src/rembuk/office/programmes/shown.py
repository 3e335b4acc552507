"""Activities as lines of a list, and where each stands on its way into a budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rembuk.office.documents.numbers import rupiah
from rembuk.office.places.numbers import on_paper
from rembuk.office.places.queries import place_names
from rembuk.office.programmes import moving, words
from rembuk.office.programmes.models import Activity, Status

SHAPES: Final = {
    Status.PROPOSED: "wait", Status.FORUM: "run", Status.PLAN: "run", Status.BUDGET: "done",
    Status.DROPPED: "no",
}  # fmt: skip
"""Shape of each status, as the design names shapes."""


@dataclass(frozen=True)
class Line:
    """One activity in a list, in words."""

    activity: Activity
    place: str
    intervention: str
    money: str
    amount: str
    volume: str
    shape: str
    status: str


def volume_words(activity: Activity) -> str:
    """`40 anak`, `2,5 km`; "" when unknown."""
    if activity.volume is None:
        return ""
    whole = activity.volume == activity.volume.to_integral_value()
    return f"{on_paper(float(activity.volume), 0 if whole else 2)} {activity.unit}".strip()


def lines(found: Iterable[Activity], on: dt.date) -> list[Line]:
    """Lines of a page, with one query for the names of places."""
    rows = list(found)
    places = place_names(one.place_code for one in rows)
    money, catalogue = words.money(on), words.intervention_names(on)
    return [
        Line(
            one, places.get(one.place_code, one.place_code),
            catalogue.get(one.intervention, one.intervention), money.get(one.money, one.money),
            rupiah(one.ceiling_amount) if one.ceiling_amount is not None else "",
            volume_words(one), SHAPES[Status(one.status)], str(Status(one.status).label),
        )
        for one in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Station:
    """A step of the way: `past`, `now` or `later`; what was written when it was reached."""

    status: str
    label: str
    standing: str
    document: str = ""
    line: str = ""
    at: dt.datetime | None = None


def way(activity: Activity) -> list[Station]:
    """The steps of an activity with the documents of its history."""
    reached: dict[str, tuple[str, str, dt.datetime]] = {}
    document = line = ""
    for event in activity.events.order_by("at", "pk"):
        document = event.after.get("status_document", document)
        line = event.after.get("status_line", line)
        if "status" in event.after or "status_document" in event.after:
            status = event.after.get("status", "") or next(reversed(reached), "")
            if status:
                reached.pop(status, None)
                reached[status] = (document, line, event.at)
    now = moving.order(activity.status)
    found = []
    for n, status in enumerate(moving.WAY):
        told = reached.get(status.value) if n <= now else None
        standing = "now" if n == now else "past" if told and n < now else "later"
        if n < now and told is None:
            standing = "skipped"
        found.append(Station(status.value, str(status.label), standing, *(told or ("", "", None))))
    return found
