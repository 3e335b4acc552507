"""What a request asks of a year of the room, read once for every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from rembuk.office.access.actions import Action
from rembuk.office.access.asked import account_of, tell, whole
from rembuk.office.access.policies import Rights, rights_in
from rembuk.office.convergence.models import Year
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import contains, within

__all__ = ("account_of", "tell", "whole")  # asked the same way in every room


def meets(rights: Rights, place: str, action: Action = "konvergensi") -> bool:
    """Whether the reader may do `action` in all of `place` or in a part of it."""
    mine = rights.places_for(action)
    return any(contains(code, place) or contains(place, code) for code in mine)


def years_of(rights: Rights) -> list[Year]:
    """Years of the districts the reader works in or for, the newest first."""
    return [one for one in Year.objects.all() if meets(rights, one.district_code)]


def year_or_404(request: HttpRequest, year: int, action: Action = "konvergensi") -> Year:
    """The year of a district in which the reader may do `action` somewhere; otherwise 404. A
    `?wilayah=` outside the reader's places is 404 too."""
    rights = rights_in(request)
    if place := request.GET.get("wilayah", ""):
        rights.within("konvergensi", place)
    for one in Year.objects.filter(year=year):
        if meets(rights, one.district_code, action):
            return one
    raise Http404


def managed_or_404(request: HttpRequest, year: int) -> Year:
    """A year the reader manages as a whole; otherwise 404."""
    found = year_or_404(request, year, "konvergensi-kelola")
    rights_in(request).within("konvergensi-kelola", found.district_code)
    return found


def manage(request: HttpRequest, year: Year, act: Callable[[HttpRequest, Year], None]) -> None:
    """Do what a form of who manages the year asks, or say why not; otherwise 404."""
    managed_or_404(request, year.year)
    try:
        act(request, year)
    except ValidationError as problem:
        tell(request, problem)


def may_manage(request: HttpRequest, year: Year) -> bool:
    """Whether the reader keeps windows, duties, locks and filing of the year."""
    return rights_in(request).may("konvergensi-kelola", year.district_code)


def district(rights: Rights, action: Action = "konvergensi") -> str:
    """The district of this installation as far as the reader works in it; else the first place."""
    if meets(rights, settings.REMBUK_AREA, action):
        return str(settings.REMBUK_AREA)
    mine = rights.places_for(action)
    return mine[0] if mine else ""


def kecamatan_of(rights: Rights, year: Year) -> list[Area]:
    """Kecamatan of the year's district of which the reader sees at least a village, by code."""
    rows = Area.objects.filter(within("code", year.district_code), level=Level.KECAMATAN)
    return [one for one in rows.order_by("code") if meets(rights, one.code)]


def day(text: str) -> dt.date | None:
    """A day as a form sends it; None when it is empty. Raises ValidationError."""
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise ValidationError(_("Tanggal tidak terbaca: %s.") % text[:20]) from None


def needed_day(text: str) -> dt.date:
    """A day that must be there. Raises ValidationError."""
    found = day(text)
    if found is None:
        raise ValidationError(_("Isi tanggalnya."))
    return found
