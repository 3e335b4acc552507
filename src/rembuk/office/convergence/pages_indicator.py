"""Indicators: which are complete, what each means and how far it is, one cell with its figures."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rembuk import reference
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking, checks, indicator_view, queries, told
from rembuk.office.convergence.entry import filling, tabs
from rembuk.office.convergence.models import CellState, Year
from rembuk.office.convergence.periods import Period, of_year, period
from rembuk.office.convergence.registry import Registry, registry
from rembuk.office.convergence.turns import view as chain_view
from rembuk.office.places import said
from rembuk.office.places.queries import place_names
from rembuk.reference.indicators import Indicator, last_day


@policy("konvergensi")
@never_cache
@require_GET
def listed(request: HttpRequest, year: int) -> HttpResponse:
    """The indicators of the year by tab, with how many of their cells are filled."""
    found = asking.year_or_404(request, year)
    asked = registry(found, last_day(year))
    here = request.GET.get("periode", "")
    codes = {one.code for kind in ("bulan", "semester", "tahun") for one in of_year(year, kind)}
    if here and here not in codes:
        raise Http404
    lines = {line.code: line for line in queries.board(found, here or None, by="indikator")}
    roles = told.role_names()
    groups = [
        (
            tab,
            [
                (told.named(one), one, roles.get(one.owner, one.owner), lines.get(one.code))
                for one in tab.indicators
            ],
        )
        for tab in tabs.all_of(found, asked)
    ]
    known = reference.load()
    slots = [
        one
        for one in known.scheme_indicators(asked.scheme, year)
        if not one.complete and one.code not in asked.indicators
    ]
    done = sum(1 for line in lines.values() if line.expected and not line.empty)
    periods = [(one.code, one.words) for one in _periods(lines, found)]
    context = {
        "year": found, "groups": groups, "slots": len(slots), "done": done, "all": len(lines),
        "periods": periods, "here": here,
    }  # fmt: skip
    return render(request, "convergence/indicators.html", context)


def _periods(lines: object, year: Year) -> list[Period]:
    opened = {line.code for line in queries.board(year, by="periode")}
    return sorted((period(code) for code in opened), key=lambda one: (one.ends, one.code))


@policy("konvergensi")
@never_cache
@require_GET
def one(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Meaning, sums, periods, age, card of one indicator."""
    found, rights = asking.year_or_404(request, year), rights_in(request)
    asked = registry(found, last_day(year))
    indicator = _indicator(asked, code)
    here = _period(found, indicator, request.GET.get("periode", ""))
    kecamatan = request.GET.get("kecamatan", "")
    if kecamatan and kecamatan not in {a.code for a in asking.kecamatan_of(rights, found)}:
        raise Http404
    periods = indicator_view.series(found, indicator)
    now = next((line for line in periods if line.code == here.code), None)
    lines = indicator_view.areas(found, indicator, here, rights, kecamatan)
    target = indicator.target(year)
    roles = told.role_names()
    known = reference.load()
    conflict = next((c for c in known.conflicts(here.ends) if c.indicator == indicator.code), None)
    return render(
        request,
        "convergence/indicator.html",
        {
            "year": found, "indicator": indicator, "name": told.named(indicator),
            "numerator": _name(asked, indicator.numerator),
            "denominator": _name(asked, indicator.denominator),
            "owner": roles.get(indicator.owner, indicator.owner),
            "period": here, "periods": periods, "now": now, "lines": lines,
            "sum": indicator_view.total(lines) if kecamatan else None,
            "kecamatan": kecamatan,
            "kecamatan_name": place_names([kecamatan]).get(kecamatan, ""),
            "age": indicator_view.age(found, indicator, here),
            "card": indicator_view.card(found, asked, indicator), "target": target,
            "conflict": conflict, "tab": tabs.by_indicator(found, asked).get(indicator.code, ""),
            "source": "; ".join(said.source(one) for one in indicator.source),
            "by_area": indicator.level != "kabupaten",
        },
    )  # fmt: skip


@policy("konvergensi")
@never_cache
@require_GET
def cell(request: HttpRequest, year: int, code: str, place: str, when: str) -> HttpResponse:
    """One cell: both figures with where they come from, what was done on it, what may be done."""
    found, rights = asking.year_or_404(request, year), rights_in(request)
    row = indicator_view.cell_or_404(found, rights, code, place, when)
    asked = registry(found, period(when).ends)
    indicator = _indicator(asked, code)
    return render(
        request,
        "convergence/cell.html",
        {
            "year": found, "cell": row, "name": told.named(indicator), "code": code,
            "place": place_names([place]).get(place, place), "period": period(when),
            "ratio": indicator_view.ratio(row),
            "sides": indicator_view.sides(row, asked, indicator),
            "doubt": str(checks.DOUBTS.get(row.doubt, row.doubt)),
            "state": str(CellState(row.state).label), "kind": chain_view.KINDS[row.state],
            "history": chain_view.history(row), "rows_url": _rows_url(found, code, place, when),
        },
    )  # fmt: skip


def _indicator(asked: Registry, code: str) -> Indicator:
    found = asked.indicators.get(code)
    if found is None:
        raise Http404
    return found


def _period(year: Year, indicator: Indicator, text: str) -> Period:
    if not text:
        return filling.standard(year, indicator.frequency)
    try:
        found = period(text)
    except ValidationError:
        raise Http404 from None
    if found.year != year.year or found.kind != indicator.frequency:
        raise Http404
    return found


def _name(asked: Registry, code: str) -> str:
    return told.named(asked.quantities[code]) if code in asked.quantities else ""


def _rows_url(year: Year, code: str, place: str, when: str) -> str:
    """The rows behind a computed figure, where the room counts it from records."""
    try:
        return reverse("convergence:rows", args=[year.year, code, place, when])
    except NoReverseMatch:
        return ""
