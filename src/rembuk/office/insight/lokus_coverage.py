"""What counts as coverage when villages are compared: weighing (D/S) as in the shipped rule, one
service indicator of the year, or the mean place of a village over all essential services.

The values are those of the convergence cells: of the last period that ended by the month compared
and holds anything. Empty is unknown, never zero; not applicable is unknown too.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.convergence import told
from rembuk.office.convergence.models import Cell, Status, Year
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.registry import registry
from rembuk.office.posyandu.measures import month_end
from rembuk.reference.indicators import Indicator

WEIGHING: Final = "ds"
MEAN: Final = "rata"
LEAST_KNOWN: Final = 0.5
"""Share of the services a village must have a value of, for its mean place to be compared."""


@dataclass(frozen=True)
class Basis:
    """A coverage: what it is called, of which period, why it may stand, and its values by village
    (percent, or mean place from 0 worst to 100). `values` None: the weighing of the month."""

    code: str = WEIGHING
    name: str = ""
    period: str = ""
    reason: str = ""
    unit: str = "%"
    threshold: bool = True
    values: Mapping[str, float] | None = field(default=None, compare=False)
    few: frozenset[str] = frozenset()
    """Villages with so few in the denominator that the value ranks but is not shown."""

    @property
    def plain(self) -> bool:
        """The weighing of the month."""
        return self.values is None

    def shown(self, village: str) -> float | None:
        """The value of a village as a page may show it."""
        if self.values is None or village in self.few:
            return None
        return self.values.get(village)


WEIGHED: Final = Basis()
"""The coverage of the shipped rule."""


@dataclass(frozen=True)
class Choice:
    """A coverage that may be chosen, and for how many villages it is known."""

    code: str
    name: str
    known: int


def year_of(district: str, month: dt.date) -> Year | None:
    """The year of convergence a month lies in."""
    return Year.objects.filter(district_code=district, year=month.year).first()


def choices(district: str, month: dt.date) -> list[Choice]:
    """Coverages the year's cells can tell: indicators of villages in percent."""
    year = year_of(district, month)
    if year is None:
        return []
    told_by = _values(year, month)
    found = [
        Choice(one.code, told.named(one), len(told_by[one.code].percents))
        for one in _services(year, month).values()
        if one.code in told_by
    ]
    if len(found) > 1:
        mean = _mean({one.code: told_by[one.code].percents for one in found}, _falling(year, month))
        found.insert(0, Choice(MEAN, str(_("Rata-rata urutan semua layanan")), len(mean)))
    return found


def basis(district: str, month: dt.date, code: str) -> Basis | None:
    """A coverage by its code; None when the year's cells do not tell it."""
    if code in ("", WEIGHING):
        return WEIGHED
    year = year_of(district, month)
    if year is None:
        return None
    told_by = _values(year, month)
    if code == MEAN:
        values = {one: told_by[one].percents for one in told_by}
        mean = _mean(values, _falling(year, month))
        if len(values) < 2 or not mean:
            return None
        return Basis(
            MEAN, _("Rata-rata urutan semua layanan"), "",
            _("tempat rata-rata desa pada %(n)s layanan esensial, 0 terburuk sampai 100 terbaik; "
              "dibandingkan bila separuh layanannya diketahui")
            % {"n": len(values)},
            "", threshold=False, values=mean,
        )  # fmt: skip
    indicator = _services(year, month).get(code)
    if indicator is None or code not in told_by:
        return None
    when, values_of = told_by[code].period, dict(told_by[code].percents)
    if indicator.direction == "turun":
        values_of = {place: 100 - value for place, value in values_of.items()}
    words = period(when).words
    said = _("sel indikator %(period)s, diketahui di %(n)s desa; makin rendah makin perlu") % {
        "period": words, "n": len(values_of),
    }  # fmt: skip
    if indicator.direction == "turun":
        said = _("%(said)s (dibalik: angka tinggi di sini berarti buruk)") % {"said": said}
    return Basis(
        code, told.named(indicator), when, said, values=values_of, few=frozenset(told_by[code].few)
    )


def _services(year: Year, month: dt.date) -> dict[str, Indicator]:
    """Indicators of villages in percent that the year asks for."""
    asked = registry(year, month_end(month))
    return {
        one.code: one
        for one in asked.indicators.values()
        if one.level == "desa" and one.unit == "persen" and one.denominator
    }


def _falling(year: Year, month: dt.date) -> frozenset[str]:
    """Those of which less is better."""
    services = _services(year, month).values()
    return frozenset(one.code for one in services if one.direction == "turun")


@dataclass
class _Told:
    """What the cells of an indicator tell in a period."""

    period: str
    percents: dict[str, float] = field(default_factory=dict)
    few: set[str] = field(default_factory=set)


def _values(year: Year, month: dt.date) -> dict[str, _Told]:
    """Indicator -> its last period by the month's end that holds anything, percent by village."""
    services, end = _services(year, month), month_end(month)
    small = int(reference.load().number("small_count", end))
    rows = Cell.objects.filter(
        year=year, retired=False, indicator__in=list(services), denominator__gt=0,
        numerator__isnull=False,
    ).exclude(status__in=(Status.EMPTY, Status.NONE)).order_by()  # fmt: skip
    codes = set(rows.values_list("period", flat=True).distinct())
    past = {code: period(code).ends for code in codes if period(code).ends <= end}
    newest: dict[str, str] = {}
    for indicator, code in rows.values_list("indicator", "period").distinct():
        if code in past and past[code] >= past.get(newest.get(indicator, ""), dt.date.min):
            newest[indicator] = code
    found: dict[str, _Told] = {}
    for indicator, code, place, top, base in rows.filter(
        period__in=set(newest.values())
    ).values_list("indicator", "period", "place_code", "numerator", "denominator"):
        if newest.get(indicator) != code or top is None or not base:
            continue
        one = found.setdefault(indicator, _Told(code))
        one.percents[place] = 100 * top / base
        if base < small:
            one.few.add(place)
    return found


def _mean(told_by: Mapping[str, Mapping[str, float]], falling: frozenset[str]) -> dict[str, float]:
    """Mean place (0 worst, 100 best) of the villages of which enough services are known. A place is
    the share of the other villages that are worse, ties half."""
    places: dict[str, list[float]] = defaultdict(list)
    for code, values in told_by.items():
        if len(values) < 2:
            continue
        signed = {p: -v if code in falling else v for p, v in values.items()}
        ordered = sorted(signed.values())
        for place, value in signed.items():
            left, right = bisect_left(ordered, value), bisect_right(ordered, value)
            places[place].append(100 * (left + right - 1) / (2 * (len(ordered) - 1)))
    least = LEAST_KNOWN * sum(len(values) > 1 for values in told_by.values())
    return {p: sum(found) / len(found) for p, found in places.items() if len(found) >= least}
