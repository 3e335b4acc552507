"""Obstacles: signs of them in the data, drafted anew each time, and those people wrote down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.convergence.models import Cell, Figure, Freshness, Tally, Year
from rembuk.office.places.numbers import count
from rembuk.office.places.scope import within
from rembuk.office.review import analysis_gaps
from rembuk.office.review.analysis_coverage import Cakupan
from rembuk.office.review.analysis_reach import Reach
from rembuk.office.review.analysis_scope import Scope
from rembuk.office.review.models import Obstacle
from rembuk.office.seats.models import Office

DATA, COORDINATION = "hambatan.data", "hambatan.koordinasi"


@dataclass(frozen=True)
class Sign:
    """What the data say that looks like an obstacle: of an indicator, or ("") of an office. `key`
    names it while it lasts; `url` leads to the rows behind it; `taken`: already written down."""

    key: str
    indicator: str
    about: str
    kind: str
    words: str
    office: Office | None
    url: str
    taken: bool = False


def written(year: Year, place: str) -> list[Obstacle]:
    """Obstacles people wrote of a place, also of the kecamatan below a district; standing first."""
    rows = Obstacle.objects.filter(within("place_code", place), year=year)
    return sorted(
        rows.select_related("office", "by"), key=lambda x: (bool(x.closed), x.indicator, x.pk)
    )


def signs(given: Scope, found: Cakupan) -> tuple[Sign, ...]:
    """Signs of obstacles, by kind and indicator."""
    rows = (*found.services, *found.supply, *found.results)
    taken = set(
        Obstacle.objects.filter(year=given.year, place_code=given.place, closed="")
        .exclude(drafted="")
        .values_list("drafted", flat=True)
    )
    made = [*_data(given, rows), *_owners(given, rows), *_promises(given)]
    return tuple(
        replace(one, taken=one.key in taken) for one in sorted(made, key=lambda x: (x.kind, x.key))
    )


def _data(given: Scope, rows: Iterable[Reach]) -> Iterable[Sign]:
    """Empty, stale, disputed."""
    stale, disputed = _stale(given, rows), _disputed(given, rows)
    doubtful = _doubtful(given, rows)
    for one in rows:
        code, parts = one.indicator.code, []
        if one.period is not None and not one.known:
            parts.append(_("belum ada satu pun angka"))
        elif one.period is not None and one.empty:
            parts.append(
                _("%(n)s dari %(of)s sel kosong pada %(period)s")
                % {
                    "n": count(one.empty),
                    "of": count(one.total.expected),
                    "period": one.period.words,
                }
            )
        if one.known and one.behind:
            parts.append(
                ngettext(
                    "%(n)s periode sesudahnya belum cukup terisi",
                    "%(n)s periode sesudahnya belum cukup terisi",
                    one.behind,
                )
                % {"n": one.behind}
            )
        if n := stale.get(code):
            parts.append(_("%(n)s sel berisi angka usang") % {"n": count(n)})
        if n := disputed.get(code):
            parts.append(
                _("%(n)s angka yang diketik berbeda dari hitungan catatan") % {"n": count(n)}
            )
        if n := doubtful.get(code):
            parts.append(_("%(n)s sel meragukan dan belum dijelaskan") % {"n": count(n)})
        if parts and one.period is not None:
            year = one.period.year
            link = reverse("convergence:indicator", args=[year, code])
            yield Sign(
                f"data:{code}", code, one.name, DATA, "; ".join(parts), one.owner,
                f"{link}?periode={one.period.code}",
            )  # fmt: skip


def _owners(given: Scope, rows: Iterable[Reach]) -> Iterable[Sign]:
    for one in rows:
        if one.owner is None:
            yield Sign(
                f"pemilik:{one.indicator.code}", one.indicator.code, one.name, COORDINATION,
                _("belum ada kantor yang memegang peran %(role)s") % {"role": one.indicator.owner},
                None, reverse("convergence:indicator", args=[given.year.year, one.indicator.code]),
            )  # fmt: skip


def _promises(given: Scope) -> Iterable[Sign]:
    for role, (late, refused) in sorted(analysis_gaps.broken(given).items()):
        office = given.owners.of(role, given.place)
        parts = []
        if late:
            parts.append(_("%(n)s janji tahun ini lewat tenggat") % {"n": count(late)})
        if refused:
            parts.append(_("%(n)s janji tahun ini ditolak") % {"n": count(refused)})
        asked = {"daftar": "semua"} | ({"kantor": office.code} if office else {})
        asked |= {"tenggat": "lewat"} if late else {}
        yield Sign(
            f"janji:{role}", "", str(office or role), COORDINATION, "; ".join(parts), office,
            f"{reverse('ledger:home')}?{urlencode(asked)}",
        )  # fmt: skip


def _cells(given: Scope, rows: Iterable[Reach]) -> Q:
    """The cells that are read, as a condition."""
    by_period: dict[str, list[str]] = defaultdict(list)
    for one in rows:
        if one.period is not None:
            by_period[one.period.code].append(one.indicator.code)
    found = Q(pk__in=[])
    for when, codes in by_period.items():
        found |= Q(period=when, indicator__in=codes)
    return found


def _stale(given: Scope, rows: Iterable[Reach]) -> dict[str, int]:
    cells = Cell.objects.filter(
        _cells(given, rows), year__district_code=given.year.district_code, retired=False,
        freshness=Freshness.STALE,
    )  # fmt: skip
    if not given.whole:
        cells = cells.filter(kecamatan=given.place)
    found = cells.order_by().values_list("indicator").annotate(n=Count("pk"))
    return {str(code): int(n) for code, n in found}


def _doubtful(given: Scope, rows: Iterable[Reach]) -> dict[str, int]:
    tallies = Tally.objects.filter(
        _cells(given, rows), year__district_code=given.year.district_code
    )
    if not given.whole:
        tallies = tallies.filter(kecamatan=given.place)
    found = tallies.order_by().values_list("indicator").annotate(n=Sum("doubtful"))
    return {str(code): int(n) for code, n in found if n}


def _disputed(given: Scope, rows: Iterable[Reach]) -> dict[str, int]:
    """Figures typed otherwise than the records count them, by indicator (above or below)."""
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in rows:
        if one.period is not None:
            for quantity in one.indicator.quantities:
                wanted[quantity, one.period.code].append(one.indicator.code)
    figures = (
        Figure.objects.filter(
            within("place_code", given.place), quantity__in={key[0] for key in wanted},
            period__in={key[1] for key in wanted}, typed__isnull=False, computed__isnull=False,
        )
        .exclude(typed=F("computed"))
        .order_by()
        .values_list("quantity", "period")
        .annotate(n=Count("pk"))
    )  # fmt: skip
    found: dict[str, int] = defaultdict(int)
    for quantity, when, n in figures:
        for code in wanted.get((quantity, when), ()):
            found[code] += n
    return found
