"""Lists of children: exactly those a figure counted, and who should be seen first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from rembuk.office.people.models import Person
from rembuk.office.places.scope import within
from rembuk.office.posyandu.deriving.sums import KECAMATAN
from rembuk.office.posyandu.figures import ChildFilters, ChildRow, Place
from rembuk.office.posyandu.measures import (
    MEASURES,
    OF_STATUS,
    add_months,
    counted_in,
    month_end,
    not_weighed_in,
    of_age_in,
)
from rembuk.office.posyandu.models import CaseEvent, ChildStatus, Measurement
from rembuk.office.posyandu.queries.areas import last_month, places
from rembuk.office.posyandu.queries.cases import stock
from rembuk.office.posyandu.queries.scope import Scope, inside
from rembuk.office.posyandu.search import matching

M = TypeVar("M", bound=Model)

ORDERS: dict[str, tuple[str, ...]] = {
    "tempat": ("place_code", "name_key", "pk"),
    "nama": ("name_key", "pk"),
    "umur": ("-birth_date", "pk"),
    "tbu": ("status__zlen", "pk"),
    "urutan": ("status__rank", "pk"),
}


def _weighed(scope: Scope, month: dt.date, condition: Q) -> QuerySet[Measurement, int]:
    rows = Measurement.objects.filter(counted_in(month), inside(scope)).filter(condition)
    return rows.values_list("child", flat=True)


def _of_status(scope: Scope, status: str, month: dt.date) -> Q:
    """The persons a figure of `scope` and `month` counted."""
    if status in OF_STATUS:
        return Q(pk__in=_weighed(scope, month, MEASURES[OF_STATUS[status]]))
    if status == "s":
        here = inside(scope) & of_age_in(month)
        if (other := _elsewhere(scope, month)).exists():
            here &= ~Q(Exists(other.filter(child=OuterRef("pk"))))
        return here | Q(**{f"{_key(scope)}__in": _weighed(scope, month, Q())})
    if status == "tidak-diukur":
        return inside(scope) & not_weighed_in(month)
    if status == "kasus":
        return Q(pk__in=stock(scope, month))
    if status == "kasus-baru":
        new = CaseEvent.objects.filter(inside(scope), month=month, event="baru")
        return Q(pk__in=new.values_list("child", flat=True))
    if status == "diduga":
        return inside(scope) & Q(status__case="diduga")
    if status == "ragu":
        return Q(pk__in=_weighed(scope, month, ~Q(doubts="")))
    if status == "":
        return inside(scope) & of_age_in(month)
    raise ValueError(f"unknown status {status}")


def _elsewhere(scope: Scope, month: dt.date) -> QuerySet[Measurement]:
    """What stands for a child in a month, measured outside the scope. The dates say nothing new:
    by them the few rows of one child are found."""
    days = Q(date__range=(month, month_end(month)))
    return Measurement.objects.filter(counted_in(month) & days).exclude(inside(scope))


def _key(scope: Scope) -> str:
    """The key of a person; of a wide scope hidden behind a sum (`children` adds it), so that
    SQLite walks the persons in the order of the list and stops when the page is full, and does not
    collect and sort them all first."""
    wide = isinstance(scope, str) and 0 < len(scope) <= KECAMATAN
    return "plain_key" if wide else "pk"


def children(scope: Scope, filters: ChildFilters | None = None) -> QuerySet[Person]:
    """Children of the scope; with a `status`, exactly the children of that figure of the month.

    Slice it for a page and give the slice to `rows`. `count()` of it equals the figure.
    """
    filters = filters or ChildFilters()
    month = filters.month or last_month(scope)
    if month is None:
        return Person.objects.none()
    everybody = Person.objects.alias(plain_key=F("pk") + 0)
    query = everybody.filter(_of_status(scope, filters.status, month))
    if filters.post:
        query = query.filter(_at_post(filters, month))
    if filters.q:
        query = query.filter(matching(filters.q))
    if filters.sex:
        query = query.filter(sex=filters.sex)
    end = month_end(month)
    if filters.age_from is not None:
        query = query.filter(birth_date__lte=_back(end, filters.age_from))
    if filters.age_to is not None:
        query = query.filter(birth_date__gt=_back(end, filters.age_to + 1))
    if filters.tier is not None:
        query = query.filter(status__tier=filters.tier)
    return query.order_by(*ORDERS[filters.order])


def _at_post(filters: ChildFilters, month: dt.date) -> Q:
    if filters.status in OF_STATUS:
        here = Measurement.objects.filter(
            counted_in(month), within("place_code", filters.post), child=OuterRef("pk")
        )
        return Q(Exists(here))
    return within("place_code", filters.post)


def _back(day: dt.date, months: int) -> dt.date:
    """The day `months` before `day`, on the last day of a shorter month."""
    first = add_months(day.replace(day=1), -months)
    return first.replace(day=min(day.day, month_end(first).day))


def first_look(scope: Scope, tier: int | None = None) -> QuerySet[ChildStatus]:
    """Children who should be seen first, by rank, with person and last measurement."""
    rows = ChildStatus.objects.filter(inside(scope), tier__isnull=False)
    if tier is not None:
        rows = rows.filter(tier=tier)
    return rows.select_related("child", "last").order_by("tier", "rank", "pk")


def rows(page: Iterable[Person], month: dt.date | None = None) -> list[ChildRow]:
    """The lines of one page of a list, in its order; four queries however long the page."""
    persons = _fetched(page, Person.objects.all())
    ids = [person.pk for person in persons]
    states = ChildStatus.objects.select_related("last").in_bulk(ids)
    if month is None:
        measured = {pk: state.last for pk, state in states.items() if state.last}
    else:
        found = Measurement.objects.filter(counted_in(month), child__in=ids)
        measured = {row.child_id: row for row in found}
    return _lines(persons, states, measured, month_end(month) if month else None)


def _fetched(page: Iterable[M], whole: QuerySet[M]) -> list[M]:
    """The rows of a page. Of a query only the keys are sorted and cut, which an index answers;
    then the rows of the page are read whole."""
    if not isinstance(page, QuerySet):
        return list(page)
    keys = list(page.values_list("pk", flat=True))
    found = whole.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def look_rows(page: Iterable[ChildStatus]) -> list[ChildRow]:
    """The lines of one page of `first_look`."""
    found = _fetched(page, ChildStatus.objects.select_related("child", "last"))
    states = {state.pk: state for state in found}
    measured = {state.pk: state.last for state in found if state.last}
    return _lines([state.child for state in found], states, measured, None)


def _lines(
    persons: Sequence[Person],
    states: dict[int, ChildStatus],
    measured: dict[int, Measurement],
    day: dt.date | None,
) -> list[ChildRow]:
    wanted = {person.place_code for person in persons} | {m.place_code for m in measured.values()}
    names = places(wanted | {code[:13] for code in wanted})
    return [
        _line(person, states.get(person.pk), measured.get(person.pk), names, day)
        for person in persons
    ]


def _line(
    person: Person,
    state: ChildStatus | None,
    last: Measurement | None,
    names: Mapping[str, Place],
    day: dt.date | None,
) -> ChildRow:
    code = last.place_code if last else person.place_code
    reached = last.date if last else day
    return ChildRow(
        public_id=person.public_id,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        birth_date_sure=person.birth_date_sure,
        age_months=completed_months(person.birth_date, reached),
        place_code=code,
        post=names[code].name if code in names else "",
        village=names[code[:13]].name if code[:13] in names else "",
        date=last.date if last else None,
        weight=last.weight if last else None,
        lenhei=last.lenhei if last else None,
        position=last.position if last else "",
        zlen=last.zlen if last else None,
        zwei=last.zwei if last else None,
        zwfl=last.zwfl if last else None,
        tbu=last.tbu if last else "",
        bbu=last.bbu if last else "",
        bbtb=last.bbtb if last else "",
        nt=last.nt if last else "",
        two_t=last.two_t if last else False,
        bgm=last.bgm if last else False,
        flags=tuple(last.flags.split()) if last else (),
        doubts=tuple(last.doubts.split()) if last else (),
        case=state.case if state else "",
        tier=state.tier if state else None,
        rank=state.rank if state else None,
        reasons=tuple(state.reasons) if state else (),
    )


def completed_months(born: dt.date | None, on: dt.date | None) -> int | None:
    """Completed calendar months from birth to a day; `None` when unknown or not born yet."""
    if born is None or on is None or on < born:
        return None
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
