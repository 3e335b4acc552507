"""Deliveries as lines of a list, their sums, and what a recipient came to by activity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import contains, within_any
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.board import view as board_view
from rembuk.office.programmes.deliveries import spending
from rembuk.office.programmes.deliveries.spending import Reached
from rembuk.office.programmes.models import (
    Activity,
    Delivery,
    DeliveryState,
    Realisation,
    Recipient,
    Status,
)
from rembuk.office.programmes.models.activity import LARGEST
from rembuk.office.seats.models import Office

STATES: Final[dict[str, object]] = {"": _("yang berlaku"), **dict(DeliveryState.choices)}
STANDING: Final = (
    DeliveryState.BARE.value, DeliveryState.PROVEN.value, DeliveryState.VERIFIED.value,
)  # fmt: skip
"""States of deliveries that count."""
COUNTED: Final = (*STANDING, DeliveryState.TAKEN_BACK.value)
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
    """Counts of deliveries by state; `ditarik` no longer stand."""

    by_state: Mapping[str, int]

    def of(self, state: str) -> int:
        """How many a list narrowed to a state has; "" is every one that stands."""
        return sum(self.by_state.get(one, 0) for one in (STANDING if not state else (state,)))

    @property
    def count(self) -> int:
        """Those that stand."""
        return self.of("")

    @property
    def bare(self) -> int:
        """Those that stand without proof."""
        return self.of(DeliveryState.BARE)

    @property
    def waiting(self) -> int:
        """Those with proof that nobody verified."""
        return self.of(DeliveryState.PROVEN)

    @property
    def verified(self) -> int:
        """Those another person verified."""
        return self.of(DeliveryState.VERIFIED)


@dataclass(frozen=True)
class Cost:
    """One activity and what it has done."""

    activity: Activity
    reached: Reached
    volume: str


def mine(who: Reader, office: str = "", activity: str = "") -> QuerySet[Delivery]:
    """Deliveries of the year in the reader's places, narrowed to an office or one activity."""
    rows = Delivery.objects.filter(_placed(who), year=who.year)
    if activity:
        one = Activity.objects.filter(year=who.year, public_id=activity)
        rows = rows.filter(activity__in=one.values("pk"))
    if office:
        acts = Activity.objects.filter(year=who.year, office__code=office)
        rows = rows.filter(activity__in=acts.values("pk"))
    return rows


def _placed(who: Reader) -> Q:
    """In the place asked for, else in the reader's. The whole district asks nothing: as a range of
    codes it would lead SQLite through every row by place instead of the newest of the year."""
    codes = (who.place,) if who.place else who.rights.places_for("rencana")
    whole = any(contains(code, settings.REMBUK_AREA) for code in codes)
    return Q() if whole else within_any("place_code", codes)


def found(who: Reader, state: str, office: str, activity: str = "") -> QuerySet[Delivery, int]:
    """Keys of the deliveries of a list, the newest first."""
    wanted = STANDING if state not in STATES or not state else (state,)
    rows = mine(who, office, activity).filter(state__in=wanted)
    return rows.order_by("-on", "-pk").values_list("pk", flat=True)


def sums(who: Reader, office: str, activity: str = "") -> Sums:
    """How many stand, lack proof, wait, are verified."""
    told: dict[str, int] = mine(who, office, activity).aggregate(
        **{f"n{at}": Count("pk", filter=Q(state=state)) for at, state in enumerate(COUNTED)}
    )  # one pass and no sorting, as grouping would
    return Sums({state: told[f"n{at}"] for at, state in enumerate(COUNTED)})


def lines(keys: Iterable[int]) -> list[Line]:
    """Lines of a page, by the keys of its deliveries."""
    rows = Delivery.objects.select_related("activity__office").in_bulk(list(keys))
    held = sorted(rows.values(), key=lambda one: (one.on, one.pk), reverse=True)
    places = place_names(one.place_code for one in held)
    return [
        Line(one, places.get(one.place_code, one.place_code),
             f"{board_view.volume(one.volume)} {one.unit}", SHAPES[one.state],
             str(STATES[one.state]), str(Recipient(one.recipient_kind).label))
        for one in held
    ]  # fmt: skip


SHAPES: Final = {
    DeliveryState.BARE.value: "soon", DeliveryState.PROVEN.value: "wait",
    DeliveryState.VERIFIED.value: "done", DeliveryState.TAKEN_BACK.value: "off",
}  # fmt: skip


def offices(who: Reader) -> list[tuple[str, str]]:
    """Offices with deliveries this year."""
    given = Delivery.objects.filter(activity__office=OuterRef("pk"), activity__year=who.year)
    rows = Office.objects.filter(Exists(given))
    return list(rows.order_by("short").values_list("code", "short"))


def costs(who: Reader, office: str) -> list[Cost]:
    """Activities in a budget with what was spent and handed over, the largest first."""
    rows = Activity.objects.filter(_placed(who), year=who.year, status=Status.BUDGET).filter(
        Exists(Realisation.objects.filter(activity=OuterRef("pk")))
        | Exists(Delivery.objects.filter(activity=OuterRef("pk"), taken_back_at__isnull=True))
    )
    if office:
        rows = rows.filter(office__code=office)
    held = list(rows.select_related("office").order_by(LARGEST, "number")[:MOST_COSTS])
    done = spending.reached(held)
    return [Cost(one, done[one.pk], _volume(one, done[one.pk].volume)) for one in held]


def _volume(activity: Activity, done: Decimal) -> str:
    text = f"{board_view.volume(done)} {activity.unit}"
    if activity.volume is None:
        return text
    return f"{board_view.volume(done)} / {board_view.volume(activity.volume)} {activity.unit}"
