"""What a request asks of the plan, read once for every page of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from rembuk.office.access.asked import account_of, tell, whole
from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_in
from rembuk.office.places.models import Area
from rembuk.office.places.queries import children, path_to
from rembuk.office.places.scope import contains
from rembuk.office.programmes import queries
from rembuk.office.programmes.drafts import AHEAD, FIRST_YEAR
from rembuk.office.programmes.models import Activity
from rembuk.office.programmes.rights import Desk

__all__ = ("account_of", "tell", "whole")  # asked the same way in every room


@dataclass(frozen=True)
class Reader:
    """Who reads, with which rights, on which day, of which year. `place` is "" where the whole of
    what the reader sees is meant."""

    account: Account
    rights: Rights
    on: dt.date
    year: int
    place: str

    @property
    def desk(self) -> Desk:
        """What of it is the reader's to write."""
        return Desk(self.account, self.rights, self.on)

    @property
    def years(self) -> range:
        """Years to switch between: the one before, this one, the one that is planned."""
        first = min(self.year, self.on.year - 1)
        return range(first, max(self.year, self.on.year + 1) + 1)

    @property
    def keeps(self) -> bool:
        """Whether the plan of the district is the reader's to keep."""
        return self.rights.may("rencana-kelola", district(self.rights))


def reader(request: HttpRequest) -> Reader:
    """Who asks, today; `?tahun=` else this year; `?wilayah=` inside the reader's places, else
    404."""
    rights, on = rights_in(request), timezone.localdate()
    place = request.GET.get("wilayah", "").strip()
    if place:
        rights.within("rencana", place)
    return Reader(account_of(request), rights, on, year_in(request.GET.get("tahun", ""), on), place)


def year_in(text: str, on: dt.date) -> int:
    """The year asked for; this year where none, or none that a plan can have, is."""
    if text.isdigit() and FIRST_YEAR <= int(text) <= on.year + AHEAD:
        return int(text)
    return on.year


def district(rights: Rights) -> str:
    """The district of this installation as far as the reader works in it; else the first place."""
    area = str(settings.REMBUK_AREA)
    mine = rights.places_for("rencana")
    if any(contains(code, area) or contains(area, code) for code in mine):
        return area
    return mine[0] if mine else ""


def one(request: HttpRequest, public_id: str) -> Activity:
    """An activity the reader may see, else 404: nobody learns that one exists."""
    found = queries.activities(reader(request).rights).filter(public_id=public_id)
    activity = found.select_related("office", "promise", "carried_from").first()
    if activity is None:
        raise Http404
    return activity


def places(rights: Rights, code: str) -> list[Area]:
    """Places to choose from: the way to the one asked for, and what lies in it."""
    mine = rights.places_for("rencana")
    here = code or (mine[0] if mine else "") or str(settings.REMBUK_AREA)
    if len(here.split(".")) < 2:
        here = str(settings.REMBUK_AREA)
    way = [area for area in path_to(here) if rights.may("rencana", area.code)]
    return [*way, *children(here).order_by("name")]


def options(pairs: Iterable[tuple[str, object]] | Mapping[str, object], chosen: str) -> SafeString:
    """`<option>` of each code and its words."""
    rows = pairs.items() if isinstance(pairs, Mapping) else pairs
    marked = ((code, " selected" if code == chosen else "", text) for code, text in rows)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)
