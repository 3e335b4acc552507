"""How many need each intervention, village by village: from records where they tell it, else from
the figures offices filled in; otherwise not known. See docs/methods/balance.md."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from rembuk import reference
from rembuk.office.convergence.computing import Found, Ground, named
from rembuk.office.convergence.models import Figure
from rembuk.office.convergence.periods import Period, of_year, period
from rembuk.office.places.scope import within
from rembuk.office.programmes.board.needing_records import COUNTS, TODAY_ONLY, Basis
from rembuk.reference.indicators import Quantity
from rembuk.reference.needs import Need

Key = tuple[str, str, str]
"""Village, intervention, group."""
Way = Literal["catatan", "isian"]
MONTHS: Final = 12


@dataclass(frozen=True)
class Counted:
    """The need of one village. `least`: at least so many."""

    value: int
    least: bool
    way: Way
    as_of: dt.date


def day_of(year: int, today: dt.date) -> dt.date:
    """The day need is counted on: today, for this year and those to come; else the year's last."""
    return min(today, dt.date(year, 12, 31))


def counted(district: str, year: int, today: dt.date, only: str = "") -> dict[Key, Counted]:
    """The need of every village of a district (of `only` one) where anything tells it."""
    day = day_of(year, today)
    basis = Basis(Ground(district, day, only=only, since=day.year - 1))
    rules = reference.load()
    quantities = {one.code: one for one in rules.quantities(day)}
    figures = _figures(basis.ground, rules.needs(day), quantities, day)
    found: dict[Key, Counted] = {}
    for need in rules.needs(day):
        for village, one in figures.get(need.code, {}).items():
            found[village, need.intervention, need.group] = one
        known = of_records(basis, need, quantities, day, now=day == today)
        if known is None:
            continue
        for village, number in known.found.counts().items():
            if village in basis.ground.villages:
                least = village not in known.always
                found[village, need.intervention, need.group] = Counted(
                    number, least, "catatan", day
                )
    return found


@dataclass(frozen=True)
class Known:
    """Who needs something by records, and the villages of which every month of the span tells."""

    found: Found
    always: frozenset[str]


def of_records(
    basis: Basis, need: Need, quantities: Mapping[str, Quantity], day: dt.date, *, now: bool
) -> Known | None:
    """Who needs it by records; None where records cannot tell it. `now`: the day is today."""
    if need.kind == "catatan" and not now and (
        need.of in TODAY_ONLY or need.decile_max is not None or need.without
    ):  # fmt: skip
        return None
    whole = [_one(basis, need.of, quantities, span, need.kind) for span in spans(need, day)]
    there = [one for one in whole if one is not None]
    if not there:
        return None
    found = _together(there)
    always = frozenset.intersection(*(one.told for one in there))
    if need.less:
        having = _one(basis, need.less, quantities, spans(need, day)[-1], need.kind)
        if having is None:
            return None
        gone = having.records.select("kind", "key")
        left = found.records.join(gone, on=["kind", "key"], how="anti", maintain_order="left")
        found = Found(left, found.told & having.told)
    found = _sieved(basis, need, found, spans(need, day)[-1])
    return Known(found, always & found.told)


def spans(need: Need, day: dt.date) -> list[Period]:
    """The month of a day, or the twelve up to it."""
    month, found = day.replace(day=1), []
    for _number in range(MONTHS if need.over == "setahun" else 1):
        found.append(period(f"{month:%Y-%m}"))
        month = (month - dt.timedelta(days=1)).replace(day=1)
    return found[::-1]


def _one(
    basis: Basis, code: str, quantities: Mapping[str, Quantity], span: Period, kind: str
) -> Found | None:
    if kind == "catatan":
        return COUNTS[code](basis, span)
    quantity = quantities[code]
    query = named(quantity.computed) if quantity.computed else None
    if query is None:
        return None
    whole = span if quantity.frequency == "bulan" else period(str(span.year))
    return query.count(basis.ground, whole)


def _together(found: list[Found]) -> Found:
    """Everybody of several months, each once, where last seen; told where any month tells."""
    rows = pl.concat([one.records for one in reversed(found)])
    each = rows.unique(["kind", "key"], keep="first", maintain_order=True)
    return Found(each, frozenset().union(*(one.told for one in found)))


def _sieved(basis: Basis, need: Need, found: Found, span: Period) -> Found:
    """Families of the deciles, and without the programme, that the need names."""
    rows, told = found.records, found.told
    if need.decile_max is not None:
        low = basis.homes.filter((pl.col("decile") <= need.decile_max).fill_null(False))
        rows = rows.filter(pl.col("key").is_in(low["family"].implode()))
        told &= basis.told(span, pl.col("decile").is_not_null())
    if need.without:
        having = pl.Series(sorted(basis.receiving(need.without)), dtype=pl.Int64)
        rows = rows.filter(~pl.col("key").is_in(having.implode()))
        told &= basis.told(span, pl.col("aid_known"))
    return Found(rows, told)


def _figures(
    ground: Ground, needs: tuple[Need, ...], quantities: Mapping[str, Quantity], day: dt.date
) -> dict[str, dict[str, Counted]]:
    """Need code -> village -> what offices filled in."""
    mine = [one for one in needs if one.kind == "besaran"]
    codes = {code for one in mine for code in (one.of, one.less) if code}
    first = dt.date(day.year - 1, day.month, 1)
    wanted = [
        one.code
        for year in (first.year, day.year)
        for kind in ("bulan", "semester", "tahun")
        for one in of_year(year, kind)
        if one.starts <= day and one.ends >= first
    ]
    rows = Figure.objects.filter(
        within("place_code", ground.place), quantity__in=codes, period__in=wanted,
        value__isnull=False,
    ).order_by().values_list("quantity", "place_code", "period", "value")  # fmt: skip
    kept: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for quantity, place, code, value in rows:
        kept[quantity, place][code] = value or 0
    return {one.code: dict(_read(one, kept, quantities, ground)) for one in mine}


def _read(
    need: Need, kept: dict[tuple[str, str], dict[str, int]], quantities: Mapping[str, Quantity],
    ground: Ground,
) -> Iterator[tuple[str, Counted]]:  # fmt: skip
    for village in sorted(ground.villages):
        whole = kept.get((need.of, village), {})
        having = kept.get((need.less, village), {}) if need.less else None
        both = [code for code in sorted(whole) if having is None or code in having]
        if not both:
            continue
        newest = both[-1]
        as_of = min(period(newest).ends, ground.today)
        if need.over == "kini":
            less = having[newest] if having is not None else 0
            yield village, Counted(max(0, whole[newest] - less), False, "isian", as_of)
            continue
        # different people of twelve months: events add up; of a state the highest month is the
        # least there can have been
        last = [whole[code] for code in both[-MONTHS:]]
        events = quantities[need.of].over == "jumlah"
        value = sum(last) if events else max(last)
        full = events and len(last) == MONTHS
        yield village, Counted(value, not full, "isian", as_of)
