"""Counting a year anew: every query for every period, written where something changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rembuk.office.convergence import counted, figures, following
from rembuk.office.convergence.computing.ground import Ground
from rembuk.office.convergence.computing.register import Origin, Query, all_queries, named
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.periods import Period, of_year, period
from rembuk.office.convergence.registry import registry
from rembuk.office.jobs.progress import silent
from rembuk.office.jobs.registry import Handle
from rembuk.reference.indicators import Quantity

SOURCES: dict[Origin, str] = {
    "posyandu": gettext_noop("catatan posyandu"),
    "daftar": gettext_noop("daftar keluarga"),
    "elsimil": gettext_noop("daftar Elsimil"),
    "pmt": gettext_noop("riwayat PMT"),
    "janji": gettext_noop("janji terverifikasi"),
    "kantor": gettext_noop("catatan program ini"),
}


@dataclass(frozen=True)
class Counted:
    """What a run did: figures counted, those that changed, cells drawn again, and figures cleared
    because no record tells them any more (they are among the changed)."""

    figures: int = 0
    changed: int = 0
    cells: int = 0
    cleared: int = 0


@dataclass(frozen=True)
class Asked:
    """A quantity of a year with its query."""

    quantity: Quantity
    query: Query


def asked(year: Year, on: dt.date | None = None) -> tuple[Asked, ...]:
    """The quantities a year uses that records can tell, each once."""
    known = registry(year, on or period(str(year.year)).ends)
    used = {code for one in known.indicators.values() for code in one.quantities}
    found = []
    for code in sorted(used):
        quantity = known.quantities.get(code)
        query = named(quantity.computed) if quantity is not None and quantity.computed else None
        if quantity is not None and query is not None:
            found.append(Asked(quantity, query))
    return tuple(found)


def values_of(
    ground: Ground, wanted: Collection[Asked], one: Period
) -> Iterator[tuple[Origin, dict[figures.Key, int]]]:
    """Values of a period by origin, of the places where something is known."""
    found: dict[Origin, dict[figures.Key, int]] = defaultdict(dict)
    for item in wanted:
        for place, value in item.query.count(ground, one).counts().items():
            if place in ground.villages or place == ground.district:
                found[item.query.origin][place, item.quantity.code, one.code] = value
    yield from found.items()


def recompute(
    year: Year,
    code: str | None = None,
    progress: Handle | None = None,
    today: dt.date | None = None,
) -> Counted:
    """Count every quantity of a year (of one period) from records and draw its cells. What was
    counted before and has lost its records is cleared. One transaction; safe to repeat: what did
    not change is not written. Periods to come are left."""
    told = progress or silent
    ground = Ground(year.district_code, today or timezone.localdate(), since=year.year)
    wanted = asked(year)
    spans = [
        one
        for kind in ("bulan", "semester", "tahun")
        for one in of_year(year.year, kind)
        if one.starts <= ground.today and code in (None, one.code)
    ]
    number = changed = cleared = 0
    places = ground.villages | {ground.district}
    keys: set[figures.Key] = set()
    with transaction.atomic():
        for done, one in enumerate(spans):
            told(gettext_noop("menghitung"), done, len(spans) + 1)
            mine = [item for item in wanted if item.quantity.frequency == one.kind]
            there: set[tuple[str, str]] = set()
            for origin, values in values_of(ground, mine, one):
                there |= {(place, quantity) for place, quantity, _code in values}
                fresh = counted.computed(
                    values, district=year.district_code, query_version=version(ground, origin),
                    as_of=as_of(ground, origin, one), source=SOURCES[origin], recount=False,
                )  # fmt: skip
                number, changed = number + len(values), changed + fresh
                keys |= set(values) if fresh else set()
            gone = counted.taken_back(
                one.code, {item.quantity.code for item in mine}, places, there
            )
            cleared, changed, keys = cleared + len(gone), changed + len(gone), keys | gone
        told(gettext_noop("menggambar sel"), len(spans), len(spans) + 1)
        cells = following.follow(year.district_code, keys)
    return Counted(number, changed, cells, cleared)


def version(_ground: Ground, origin: Origin) -> str:
    """The newest version among the queries of an origin, kept with each figure they counted."""
    mine = (one.version for one in all_queries().values() if one.origin == origin)
    return f"{origin}-{max(mine, key=int)}"


def as_of(ground: Ground, origin: Origin, one: Period) -> dt.date:
    """The day the records of an origin speak of, at the end of a period."""
    day = ground.day(one)
    if origin == "daftar":
        return ground.lists.newest(day) or day
    if origin == "elsimil":
        return ground.elsimil.newest(day) or day
    return day
