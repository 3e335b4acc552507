"""Deliveries as lines of a list, their sums, and what a recipient came to by activity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rembuk.office.places.scope import within, within_any
from rembuk.office.programmes import asking
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.board import view as board_view
from rembuk.office.programmes.deliveries import spending
from rembuk.office.programmes.deliveries.spending import Reached
from rembuk.office.programmes.models import Activity, Delivery, Realisation, Recipient, Status
from rembuk.office.seats.models import Office

STATES: Final = {
    "": _("yang berlaku"), "tanpa-bukti": _("belum ada bukti"),
    "menunggu": _("menunggu diperiksa"), "diperiksa": _("sudah diperiksa"),
    "ditarik": _("ditarik"),
}  # fmt: skip
STANDS: Final = Q(taken_back_at__isnull=True)
NARROW: Final = {
    "": STANDS,
    "tanpa-bukti": STANDS & Q(proof_path="", verified_at__isnull=True),
    "menunggu": STANDS & ~Q(proof_path="") & Q(verified_at__isnull=True),
    "diperiksa": STANDS & Q(verified_at__isnull=False),
    "ditarik": Q(taken_back_at__isnull=False),
}
MOST_COSTS: Final = 20


@dataclass(frozen=True)
class Line:
    """One delivery in a list; `recipient` is its kind alone, never a name."""

    row: Delivery
    place: str
    volume: str
    shape: str
    state: str
    recipient: str


@dataclass(frozen=True)
class Sums:
    """Counts of deliveries that stand."""

    count: int
    bare: int
    waiting: int
    verified: int

    @property
    def by_state(self) -> dict[str, int]:
        """Counts by the state a list is narrowed to."""
        return {
            "": self.count, "tanpa-bukti": self.bare, "menunggu": self.waiting,
            "diperiksa": self.verified,
        }  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """One activity and what it has done."""

    activity: Activity
    reached: Reached
    volume: str


def mine(who: Reader, office: str = "") -> QuerySet[Delivery]:
    """Deliveries of the year in the reader's places, narrowed to a place and an office."""
    rows = Delivery.objects.filter(
        within_any("place_code", who.rights.places_for("rencana")), activity__year=who.year
    )
    if who.place:
        rows = rows.filter(within("place_code", who.place))
    if office:
        rows = rows.filter(activity__office__code=office)
    return rows


def found(who: Reader, state: str, office: str) -> QuerySet[Delivery]:
    """The deliveries of a list."""
    rows = mine(who, office).filter(NARROW.get(state, STANDS))
    return rows.select_related("activity__office").order_by("-on", "-pk")


def sums(who: Reader, office: str) -> Sums:
    """How many stand, lack proof, wait, are verified."""
    told: dict[str, Any] = mine(who, office).aggregate(
        count=Count("pk", filter=STANDS), bare=Count("pk", filter=NARROW["tanpa-bukti"]),
        waiting=Count("pk", filter=NARROW["menunggu"]),
        verified=Count("pk", filter=NARROW["diperiksa"]),
    )  # fmt: skip
    return Sums(**told)


def lines(rows: Iterable[Delivery], who: Reader) -> list[Line]:
    """Lines of a page."""
    held = list(rows)
    places = asking.names(one.place_code for one in held)
    return [
        Line(one, places.get(one.place_code, one.place_code),
             f"{board_view.volume(one.volume)} {one.unit}", *_state(one),
             str(Recipient(one.recipient_kind).label))
        for one in held
    ]  # fmt: skip


def _state(row: Delivery) -> tuple[str, str]:
    if row.taken_back_at is not None:
        return "off", str(STATES["ditarik"])
    if row.verified_at is not None:
        return "done", str(STATES["diperiksa"])
    if row.proof_path:
        return "wait", str(STATES["menunggu"])
    return "soon", str(STATES["tanpa-bukti"])


def offices(who: Reader) -> list[tuple[str, str]]:
    """Offices with deliveries this year."""
    given = Delivery.objects.filter(activity=OuterRef("pk"))
    acts = Activity.objects.filter(Exists(given), year=who.year)
    rows = Office.objects.filter(pk__in=acts.values("office"))
    return list(rows.order_by("short").values_list("code", "short"))


def costs(who: Reader, office: str) -> list[Cost]:
    """Activities in a budget with what was spent and handed over, the largest first."""
    rows = Activity.objects.filter(
        within_any("place_code", who.rights.places_for("rencana")),
        year=who.year,
        status=Status.BUDGET,
    ).filter(
        Exists(Realisation.objects.filter(activity=OuterRef("pk")))
        | Exists(Delivery.objects.filter(STANDS, activity=OuterRef("pk")))
    )
    if who.place:
        rows = rows.filter(within("place_code", who.place))
    if office:
        rows = rows.filter(office__code=office)
    held = list(rows.select_related("office").order_by("-ceiling_amount", "number")[:MOST_COSTS])
    done = spending.reached(held)
    return [Cost(one, done[one.pk], _volume(one, done[one.pk].volume)) for one in held]


def _volume(activity: Activity, done: Decimal) -> str:
    text = f"{board_view.volume(done)} {activity.unit}"
    if activity.volume is None:
        return text
    return f"{board_view.volume(done)} / {board_view.volume(activity.volume)} {activity.unit}"
