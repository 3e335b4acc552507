"""Writing the balance of need, plan, budget and delivery: needs once a day by a job, the rest with
every act, in its transaction. Both are safe to repeat."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Case, Count, DecimalField, F, Q, Sum, Value, When
from django.utils import timezone

from rembuk import reference
from rembuk.office.places.scope import within
from rembuk.office.programmes.board import needing
from rembuk.office.programmes.board.needing import Counted
from rembuk.office.programmes.models import Activity, Balance, Delivery, Match, Realisation, Status
from rembuk.reference.promises import Intervention

Spot = tuple[int, str]
"""Year and place."""
Line = tuple[str, str]
"""Intervention and group."""
ZERO: Final = Decimal(0)
VILLAGE: Final = 13
BATCH: Final = 500


@dataclass
class Done:
    """What is planned, budgeted, handed over and promised by givers, of one line."""

    planned: Decimal = ZERO
    budgeted: Decimal = ZERO
    delivered: Decimal = ZERO
    verified: Decimal = ZERO
    supported: Decimal = ZERO
    planned_amount: int = 0
    budgeted_amount: int = 0
    spent_amount: int = 0
    activities: int = 0
    otherwise: int = 0

    @property
    def nothing(self) -> bool:
        """Whether no act stands behind it."""
        return not (self.activities or self.supported or self.delivered)


@dataclass(frozen=True)
class Catalogue:
    """What a day's reference says of lines: unit of an intervention, groups its need is of."""

    units: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]

    def line(self, intervention: str, group: str) -> Line:
        """The line an activity counts to: the group of the need where it says none, or where the
        need knows no other."""
        known = self.groups.get(intervention, frozenset())
        if len(known) == 1:
            return intervention, next(iter(known))
        return intervention, group


def catalogue(on: dt.date) -> Catalogue:
    """The catalogue of a day."""
    rules = reference.load()
    groups: dict[str, set[str]] = defaultdict(set)
    for need in rules.needs(on):
        groups[need.intervention].add(need.group)
    units = {one.code: one.unit_id for one in rules.of(Intervention, on)}
    return Catalogue(units, {code: frozenset(found) for code, found in groups.items()})


_waiting: ContextVar[set[Spot] | None] = ContextVar("spots to count again", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Many acts at once, as the rows of a workbook: the places they touch are counted once, when
    the outermost ends. Around it stands the transaction of the acts."""
    if _waiting.get() is not None:
        yield
        return
    spots: set[Spot] = set()
    before = _waiting.set(spots)
    try:
        yield
    finally:
        _waiting.reset(before)
    follow(spots)


def follow(spots: Iterable[Spot]) -> None:
    """Count what was done in these years and places again. Called by every act that changes an
    activity, a delivery, spending or a match, inside its transaction."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update(spots)
        return
    by_year: dict[int, set[str]] = defaultdict(set)
    for year, place in spots:
        by_year[year].add(place)
    today = timezone.localdate()
    for year, places in by_year.items():
        _write(year, _done(year, Q(place_code__in=places), today), places, today, None)


def recount(district: str, years: Sequence[int], today: dt.date | None = None) -> int:
    """Count needs and everything done of a district's years anew; rows written."""
    on = today or timezone.localdate()
    counted: dict[dt.date, Mapping[needing.Key, Counted]] = {}
    written = 0
    for year in years:
        day = needing.day_of(year, on)
        if day not in counted:  # of this year and those to come it is the same day
            counted[day] = needing.counted(district, year, on)
        written += _recount(district, year, counted[day], on)
    return written


@transaction.atomic
def _recount(district: str, year: int, needs: Mapping[needing.Key, Counted], on: dt.date) -> int:
    done = _done(year, within("place_code", district), on)
    places = {place for place, _line in done} | {village for village, _i, _g in needs}
    rows = Balance.objects.filter(within("place_code", district), year=year)
    places |= set(rows.order_by().values_list("place_code", flat=True).distinct())
    return _write(year, done, places, on, needs)


def _done(year: int, where: Q, on: dt.date) -> dict[tuple[str, Line], Done]:
    """Everything done of a year in some places, by place and line."""
    known = catalogue(on)
    found: dict[tuple[str, Line], Done] = defaultdict(Done)
    mine = Activity.objects.filter(where, year=year).exclude(intervention="").order_by()
    mine = mine.exclude(status=Status.DROPPED)
    _plans(mine, known, found)
    _deliveries(year, where, known, found)
    _spending(mine, known, found)
    _support(year, where, known, found)
    return found


def _plans(mine: Any, known: Catalogue, found: dict[tuple[str, Line], Done]) -> None:
    """Volumes count only in the unit of the intervention: 20 packages are not 20 children."""
    rows = mine.values_list(
        "place_code", "intervention", "group", "unit", "volume", "ceiling_amount", "status"
    )
    for place, intervention, group, unit, volume, amount, status in rows.iterator():
        one = found[place, known.line(intervention, group)]
        one.activities += 1
        one.planned_amount += amount or 0
        same = volume is not None and same_unit(unit, known.units.get(intervention, ""))
        if same:
            one.planned += volume
        else:
            one.otherwise += 1
        if status == Status.BUDGET:
            one.budgeted_amount += amount or 0
            one.budgeted += volume if same else ZERO


def same_unit(given: str, wanted: str) -> bool:
    """Whether two words name one unit.

    >>> same_unit(" Anak", "anak"), same_unit("paket", "anak")
    (True, False)
    """
    return bool(wanted) and " ".join(given.lower().split()) == wanted.lower()


def _deliveries(year: int, where: Q, known: Catalogue, found: dict[tuple[str, Line], Done]) -> None:
    """What was handed over counts where it was handed over: an activity of the district reaches
    villages."""
    nothing = Value(ZERO, output_field=DecimalField(max_digits=14, decimal_places=2))
    seen = Case(When(verified_at__isnull=False, then=F("volume")), default=nothing)
    rows = (
        Delivery.objects.filter(where, activity__year=year, taken_back_at__isnull=True)
        .exclude(activity__intervention="")
        .order_by()
        .values_list("place_code", "activity__intervention", "activity__group", "unit")
        .annotate(all=Sum("volume"), sure=Sum(seen))
    )
    for place, intervention, group, unit, volume, sure in rows:
        if same_unit(unit, known.units.get(intervention, "")):
            one = found[place, known.line(intervention, group)]
            one.delivered += volume
            one.verified += sure


def _spending(mine: Any, known: Catalogue, found: dict[tuple[str, Line], Done]) -> None:
    rows = (
        Realisation.objects.filter(activity__in=mine)
        .order_by()
        .values_list("activity__place_code", "activity__intervention", "activity__group")
        .annotate(total=Sum("spent"))
    )
    for place, intervention, group, total in rows:
        found[place, known.line(intervention, group)].spent_amount += total


def _support(year: int, where: Q, known: Catalogue, found: dict[tuple[str, Line], Done]) -> None:
    """Gifts matched to a need that is no activity's; those of an activity are its own deliveries.
    A match counts in the year it was made."""
    rows = (
        Match.objects.filter(where, activity__isnull=True, ended_at__isnull=True, at__year=year)
        .exclude(intervention="")
        .order_by()
        .values_list("place_code", "intervention")
        .annotate(volume=Sum("volume"), given=Sum("delivered_volume"), n=Count("pk"))
    )
    for place, intervention, volume, given, _number in rows:
        one = found[place, known.line(intervention, "")]
        one.supported += volume or ZERO
        one.delivered += given or ZERO


def _write(
    year: int, done: Mapping[tuple[str, Line], Done], places: Collection[str], on: dt.date,
    needs: Mapping[needing.Key, Counted] | None,
) -> int:  # fmt: skip
    """Bring the rows of some places to what was counted; `needs` None: needs stay as they are.
    What has neither need nor act behind it goes."""
    known = catalogue(on)
    held: dict[tuple[str, Line], Balance] = {}
    for codes in _parts(sorted(places)):
        for old in Balance.objects.filter(year=year, place_code__in=codes):
            held[old.place_code, (old.intervention, old.group)] = old
    keys = set(held) | {key for key in done if key[0] in places}
    if needs is not None:
        keys |= {(place, (intervention, group)) for place, intervention, group in needs}
    fresh: list[Balance] = []
    changed: list[Balance] = []
    gone: list[int] = []
    now = timezone.now()
    for key in sorted(keys):
        place, (intervention, group) = key
        row = held.get(key)
        one = done.get(key) or Done()
        made = row or Balance(
            district_code=".".join(place.split(".")[:2]), year=year, place_code=place,
            intervention=intervention, group=group,
        )  # fmt: skip
        before = _said(made)
        if needs is not None:
            _need(made, needs.get((place, intervention, group)))
        if made.need is None and one.nothing:
            if row is not None:
                gone.append(row.pk)
            continue
        made.unit = known.units.get(intervention, "")
        _fill(made, one)
        if row is None or before != _said(made):
            made.counted_at = now
            (fresh if row is None else changed).append(made)
    Balance.objects.bulk_create(fresh, batch_size=BATCH)
    Balance.objects.bulk_update(changed, FIELDS, batch_size=BATCH)
    for part in _parts(gone):
        Balance.objects.filter(pk__in=part).delete()
    return len(fresh) + len(changed) + len(gone)


FIELDS: Final = [
    "unit", "need", "least", "way", "as_of", "planned", "budgeted", "delivered", "verified",
    "supported", "planned_amount", "budgeted_amount", "spent_amount", "activities", "otherwise",
    "unplanned", "unbudgeted", "undelivered", "over", "counted_at",
]  # fmt: skip


def _said(row: Balance) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in FIELDS if name != "counted_at")


def _need(row: Balance, counted: Counted | None) -> None:
    row.need = counted.value if counted else None
    row.least = bool(counted and counted.least)
    row.way = counted.way if counted else ""
    row.as_of = counted.as_of if counted else None


def _fill(row: Balance, one: Done) -> None:
    for name in vars(one):
        setattr(row, name, getattr(one, name))
    covered = one.planned + one.supported
    if row.need is None:
        row.unplanned = row.over = ZERO
    else:
        row.unplanned = max(ZERO, row.need - covered)
        # What was handed over may have left the count of the need already; and where the need is
        # at least so many, more may be right: only what is surely too much is called that.
        row.over = ZERO if row.least else max(ZERO, covered - row.need - one.delivered)
    row.unbudgeted = max(ZERO, one.planned - one.budgeted)
    row.undelivered = max(ZERO, one.budgeted + one.supported - one.delivered)


def _parts(items: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
