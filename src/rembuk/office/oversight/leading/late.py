"""What is late and whose it is: promises past their day, cells of indicators left empty."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Count, F, Q, QuerySet, Sum

from rembuk.office.convergence.models import Cell, Status, Tally, Year, YearState
from rembuk.office.ledger import queries as promises
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import LIVE, OPEN, State
from rembuk.office.oversight.asking import KECAMATAN, Here
from rembuk.office.oversight.models import About, Question, QuestionState
from rembuk.office.places.models import Area
from rembuk.office.seats.models import Office


@dataclass(frozen=True)
class Owner:
    """An office with something late. `worst`: days of its oldest promise (`oldest`, only where the
    reader sees promises one by one); `cells` empty past their day; `question`: the newest one about
    this that is not closed."""

    office: Office
    open: int
    late: int
    worst: int
    cells: int
    oldest: Promise | None = None
    question: Question | None = None


@dataclass(frozen=True)
class Place:
    """An area beneath: promises by what they ask for now (`verified`: done ones that fell due this
    year), cells empty past their day."""

    code: str
    name: str
    open: int
    late: int
    waiting: int
    verified: int
    cells: int


def year_of(district: str, on: dt.date) -> Year | None:
    """The district's year of today, else its newest running one."""
    rows = Year.objects.filter(district_code=district)
    found = rows.filter(year=on.year).first()
    return found or rows.filter(state=YearState.RUNNING).order_by("-year").first()


def owners(here: Here, named: int = 6) -> list[Owner]:
    """Offices with something late, those with the oldest promise first; of the first `named` the
    promise that is late the longest is told."""
    open_ = here.counted.filter(state__in=OPEN)
    rows = {one.office.pk: one for one in promises.counts(open_, here.on)}
    empty = cells_by_office(here)
    codes = {one.office.code for one in rows.values()} | empty.keys()
    asked = _asked(here)
    found = []
    for office in Office.objects.filter(code__in=codes):
        line, cells = rows.get(office.pk), empty.get(office.code, 0)
        late = line.late if line else 0
        if late or cells:
            question = asked.get((office.pk, About.LATE if late else About.CELLS))
            sums = (line.open, late, line.worst) if line else (0, 0, 0)
            found.append(Owner(office, *sums, cells, None, question))
    found.sort(key=lambda one: (-one.worst, -one.late, -one.cells, one.office.name))
    return [
        replace(one, oldest=_oldest(here, one.office)) if n < named and one.late else one
        for n, one in enumerate(found)
    ]


def _oldest(here: Here, office: Office) -> Promise | None:
    """The promise of an office that is late the longest; none where they are not named."""
    if not here.reads_each:
        return None
    rows = promises.late(here.promises, here.on).filter(owner=office)
    return rows.order_by("due", "priority", "number").first()


def _asked(here: Here) -> dict[tuple[int, str], Question]:
    rows = Question.objects.filter(place_code=here.code, promise=None)
    rows = rows.exclude(state=QuestionState.CLOSED).order_by("asked_at")
    return {(one.office_id, one.about): one for one in rows}


def cells_by_office(here: Here) -> dict[str, int]:
    """Office code -> cells empty past their day for want of its own figure."""
    year = year_of(here.district, here.on)
    if year is None or len(here.code) > KECAMATAN:
        return {}
    rows = Tally.objects.filter(year=year, due__lt=here.on)
    if not here.of_district:
        rows = rows.filter(kecamatan=here.code)
    sums = rows.order_by().values_list("office_code").annotate(n=Sum(F("empty") - F("waiting")))
    return {code: n for code, n in sums if code and n}


def places(here: Here) -> list[Place]:
    """The areas beneath, those with most late promises first; nothing beneath a village."""
    if len(here.code) > KECAMATAN:
        return []
    length = KECAMATAN if here.of_district else 13
    areas = dict(
        Area.objects.filter(parent=here.code, valid_to=None).order_by("code")
        .values_list("code", "name")
    )  # fmt: skip
    sums: dict[str, list[int]] = {code: [0, 0, 0, 0] for code in areas}
    for code, state, n, past in _by_place(here.counted.filter(running(here.on)), here.on):
        mine = sums.get(code[:length])
        if mine is None:
            continue
        if state in OPEN:
            mine[0] += n
            mine[1] += past
        elif state == State.DONE:
            mine[2] += n
        elif state == State.VERIFIED:
            mine[3] += n
    empty = _empty_by_place(here)
    found = [
        Place(code, areas[code], row[0], row[1], row[2], row[3], empty.get(code, 0))
        for code, row in sums.items()
    ]
    return sorted(found, key=lambda one: (-one.late, -one.cells, one.name))


def running(on: dt.date) -> Q:
    """Promises somebody must still act on, and those done that fell due this year."""
    return Q(state__in=LIVE) | Q(state=State.VERIFIED, due__gte=dt.date(on.year, 1, 1))


def _by_place(found: QuerySet[Promise], on: dt.date) -> list[tuple[str, str, int, int]]:
    rows = found.order_by().values_list("place_code", "state").annotate(
        n=Count("pk"), past=Count("pk", filter=Q(due__lt=on))
    )  # fmt: skip
    return [(code, state, n, past) for code, state, n, past in rows]


def _empty_by_place(here: Here) -> dict[str, int]:
    year = year_of(here.district, here.on)
    if year is None:
        return {}
    if here.of_district:
        rows = Tally.objects.filter(year=year, due__lt=here.on).order_by()
        sums = rows.values_list("kecamatan").annotate(n=Sum(F("empty") - F("waiting")))
        return {code: n for code, n in sums if code and n}
    cells = Cell.objects.filter(
        year=year, kecamatan=here.code, due__lt=here.on, status=Status.EMPTY, retired=False,
        numerator=None,
    )  # fmt: skip
    return dict(cells.order_by().values_list("place_code").annotate(n=Count("pk")))
