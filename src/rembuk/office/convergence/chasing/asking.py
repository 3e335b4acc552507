"""What a request asks of the chase: which year, which part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from rembuk.office.access.policies import rights_in
from rembuk.office.convergence import asking
from rembuk.office.convergence.chasing import owed as chasing
from rembuk.office.convergence.errors import ConvergenceError
from rembuk.office.convergence.models import Year, YearState
from rembuk.office.convergence.periods import period
from rembuk.office.places.scope import contains


def chased_year(request: HttpRequest) -> Year | None:
    """The year named in the address, else the newest that is worked on; None when there is none."""
    rights = rights_in(request)
    if place := request.GET.get("wilayah", ""):
        rights.within("konvergensi", place)
    if text := request.GET.get("tahun", ""):
        if not text.isdigit() or len(text) > 4:
            raise Http404
        return asking.year_or_404(request, int(text))
    found = asking.years_of(rights)
    today = timezone.localdate()
    running = [one for one in found if one.state == YearState.RUNNING and one.year <= today.year]
    return next(iter(running or found), None)


def kecamatan_seen(request: HttpRequest, year: Year) -> tuple[str, ...] | None:
    """Kecamatan the reader sees whole; None for the whole district, () for none."""
    rights = rights_in(request)
    if rights.may("konvergensi", year.district_code):
        return None
    areas = asking.kecamatan_of(rights, year)
    return tuple(one.code for one in areas if rights.may("konvergensi", one.code))


def scope_of(request: HttpRequest, year: Year) -> str:
    """The one kecamatan the board is cut to; "" for all. Who sees only some looks at one."""
    seen = kecamatan_seen(request, year)
    asked = request.GET.get("kecamatan", "") or request.GET.get("wilayah", "")
    if asked == year.district_code:
        asked = ""
    if seen is None:
        if asked and not contains(year.district_code, asked):
            raise Http404
        return asked
    if asked and asked not in seen:
        raise Http404
    return asked or seen[0]


def board_period(request: HttpRequest, year: Year) -> str:
    """The period the board is cut to; "" for all."""
    code = request.GET.get("periode", "")
    if not code:
        return ""
    try:
        return period(code).code
    except ConvergenceError:
        raise Http404 from None


def asked_of(
    request: HttpRequest, year: Year, given: Mapping[str, Any] | None = None
) -> chasing.Asked:
    """The part of a year whose empty cells are asked for."""
    data = request.GET if given is None else given
    seen = kecamatan_seen(request, year)
    if seen == ():
        raise Http404
    one = str(data.get("kecamatan", ""))
    if one and seen is not None and one not in seen:
        raise Http404
    code = str(data.get("periode", ""))
    reach = str(data.get("tenggat", ""))
    return chasing.Asked(
        year, timezone.localdate(), str(data.get("kantor", ""))[:40],
        (one,) if one else seen, (code[:8],) if code else None,
        str(data.get("indikator", ""))[:32], reach if reach in chasing.REACH else "dekat",
    )  # fmt: skip
