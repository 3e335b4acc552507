"""The broken links between need, plan, budget and delivery, each with the office it belongs to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rembuk.office.places.scope import within
from rembuk.office.programmes import drafts
from rembuk.office.programmes.board.rows import Row, rows
from rembuk.office.programmes.models import Activity, Status
from rembuk.office.seats.models import Office

ZERO: Final = Decimal(0)
Kind = Literal["belum-direncanakan", "belum-dianggarkan", "belum-tersalur", "berlebih"]
KINDS: Final[Mapping[str, Any]] = {
    "belum-direncanakan": _("Belum direncanakan"),
    "belum-dianggarkan": _("Direncanakan, belum dianggarkan"),
    "belum-tersalur": _("Dianggarkan, belum tersalur"),
    "berlebih": _("Direncanakan lebih dari kebutuhan"),
}


@dataclass(frozen=True)
class Hole:
    """One broken link of the chain in one place, and whose it is to mend. `amount` is what closing
    it comes to: by the unit cost of the district, or the rupiah that wait; None where neither is
    known. `owner` None: the district has named no office for it."""

    kind: Kind
    place: str
    intervention: str
    group: str
    name: str
    volume: Decimal
    unit: str
    amount: int | None
    owner: Office | None
    activity: str = ""

    @property
    def words(self) -> str:
        """The kind in words."""
        return str(KINDS[self.kind])


def holes(place: str, year: int, on: dt.date | None = None) -> list[Hole]:
    """The holes of a place: need without a plan, plan without a budget, budget without a delivery,
    and too much. A plan's and a budget's hole is its activity's office's; a need's the office the
    catalogue names."""
    day = on or timezone.localdate()
    return list(of_rows(rows(place, year, day), place, year, day))


def of_rows(found: list[Row], place: str, year: int, on: dt.date) -> Iterator[Hole]:
    """The holes of rows already read."""
    costs = drafts.unit_costs(".".join(place.split(".")[:2]), on)
    waiting, payers = _waiting(place, year), _payers(place, year)
    for row in found:
        said_ = (place, row.intervention, row.group, row.name)
        if row.unplanned:
            cost = costs.get(row.intervention)
            amount = round(row.unplanned * cost.amount) if cost and cost.unit == row.unit else None
            yield Hole("belum-direncanakan", *said_, row.unplanned, row.unit, amount, row.owner)
        for activity in waiting.pop(row.intervention, ()):
            yield Hole(
                "belum-dianggarkan", *said_, activity.volume or ZERO, activity.unit,
                activity.ceiling_amount, activity.office, activity.public_id,
            )  # fmt: skip
        if row.undelivered:
            owner = payers.get(row.intervention) or row.owner
            yield Hole("belum-tersalur", *said_, row.undelivered, row.unit, None, owner)
        if row.over:
            yield Hole("berlebih", *said_, row.over, row.unit, None, row.owner)


def _waiting(place: str, year: int) -> dict[str, list[Activity]]:
    """Activities of a place that are planned and in no budget, by intervention."""
    found: dict[str, list[Activity]] = defaultdict(list)
    rows_ = Activity.objects.filter(within("place_code", place), year=year)
    rows_ = rows_.exclude(status__in=(Status.DROPPED, Status.BUDGET)).exclude(intervention="")
    for one in rows_.select_related("office").order_by("number"):
        found[one.intervention].append(one)
    return found


def _payers(place: str, year: int) -> dict[str, Office]:
    """Intervention -> the office whose budgeted activity is the largest here."""
    found = Activity.objects.filter(
        within("place_code", place), year=year, status=Status.BUDGET
    ).exclude(intervention="")
    ordered = found.select_related("office").order_by("ceiling_amount", "-number")
    return {one.intervention: one.office for one in ordered}
