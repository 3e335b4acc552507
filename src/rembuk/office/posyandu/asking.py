"""What a page of the room was asked for: place, month, filters. Out of scope is `404`, not `403`:
nobody learns from an address that a place or a child exists."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, QueryDict

from rembuk.office.access.actions import Action
from rembuk.office.access.policies import Rights, rights_in
from rembuk.office.places.models import Area
from rembuk.office.places.scope import contains
from rembuk.office.posyandu import queries, wording
from rembuk.office.posyandu.figures import ORDERS, STATUSES, ChildFilters, Place
from rembuk.office.posyandu.models import Posyandu
from rembuk.office.posyandu.queries import Scope

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_KEPT_SEARCHES = 20


def read_month(text: str) -> dt.date | None:
    """`2026-10` as the first day of the month; anything else is no month."""
    match = _MONTH.match(text)
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1990:
        return None
    return dt.date(int(match[1]), int(match[2]), 1)


@dataclass(frozen=True)
class Reach:
    """The places in which a reader may do one thing; a scope for queries."""

    places: tuple[str, ...]


def rights_of(request: HttpRequest) -> Rights:
    """What the reader may do, as the policy middleware found it."""
    return rights_in(request)


def reach(request: HttpRequest, action: Action) -> Reach:
    """Where the reader may do `action`."""
    return Reach(rights_of(request).places_for(action))


@dataclass(frozen=True)
class Asked:
    """Where and when: a place inside the rights of the reader, a month with data."""

    scope: Scope
    code: str  # "" when the reader's several places are asked together
    path: tuple[Place, ...]
    below: tuple[Place, ...]
    months: tuple[dt.date, ...]
    month: dt.date | None

    @property
    def name(self) -> str:
        """Name of the place asked for."""
        return self.path[-1].name if self.path else ""

    @property
    def parent(self) -> str | None:
        """Code of the next wider place the reader may see."""
        return self.path[-2].code if len(self.path) > 1 else None


def asked(request: HttpRequest, action: Action = "lihat-anak") -> Asked:
    """Read `wilayah` and `bulan`. A place outside the rights, or unknown, raises `Http404`."""
    mine = reach(request, action)
    held = mine.places
    code = request.GET.get("wilayah", "").strip()
    if code and not queries.covers(mine, code):
        raise Http404
    if not code:
        code = held[0] if len(held) == 1 else ""
        if any(contains(one, settings.REMBUK_AREA) for one in held):  # who sees a province, or all
            code = settings.REMBUK_AREA
    trail = tuple(place for place in queries.path(code) if queries.covers(mine, place.code))
    if code and (not trail or trail[-1].code != code):
        raise Http404
    scope: Scope = code or mine
    below = _below(code) if code else tuple(queries.places(held).values())
    months = tuple(queries.months_with_data(scope))
    month = read_month(request.GET.get("bulan", "")) or queries.last_month(scope, months)
    return Asked(scope, code, trail, below, months, month)


def _below(code: str) -> tuple[Place, ...]:
    """Places right under an area, to go on to; posts under a village."""
    if len(code) > 13:
        return ()
    if len(code) == 13:
        posts = Posyandu.objects.filter(village_code=code)
        return tuple(Place(post.code, post.name, "posyandu") for post in posts)
    areas = Area.objects.filter(parent=code, valid_to__isnull=True).order_by("name")
    return tuple(Place(area.code, area.name, area.kind) for area in areas)


def trail(request: HttpRequest, code: str) -> tuple[Place, ...]:
    """The places a code lies in, as far up as the reader may see children."""
    mine = reach(request, "lihat-anak")
    return tuple(place for place in queries.path(code) if queries.covers(mine, place.code))


def sees_names(request: HttpRequest, where: Asked) -> bool:
    """Whether names are open to the reader in all of the place asked for."""
    rights = rights_of(request)
    return rights.names_in(where.code) if where.code else rights.sees_names


def may_export(request: HttpRequest, where: Asked) -> bool:
    """Whether the reader may export all of the place asked for."""
    exporting = reach(request, "ekspor")
    codes = [where.code] if where.code else reach(request, "lihat-anak").places
    return bool(codes) and all(queries.covers(exporting, code) for code in codes)


def may_export_names(request: HttpRequest, where: Asked) -> bool:
    """Whether such an export may carry names."""
    rights = rights_of(request)
    codes = [where.code] if where.code else list(reach(request, "lihat-anak").places)
    return bool(codes) and all(rights.exports_names(code) for code in codes)


def child_filters(request: HttpRequest, where: Asked, words: str) -> ChildFilters:
    """The filters of a child list; a value nobody offers is as if not asked."""
    get = request.GET
    status = get.get("status", "")
    age = next((one for one in wording.AGES if one[0] == get.get("umur")), None)
    order = get.get("urut", "tempat")
    filters = ChildFilters(
        status=status if status in STATUSES else "",
        month=where.month,
        q=words,
        age_from=age[1] if age else None,
        age_to=age[2] if age else None,
        sex=get.get("jk", "") if get.get("jk") in wording.SEXES else "",
        tier=int(get["tingkat"]) if get.get("tingkat", "").isdigit() else None,
    )
    if order in ORDERS:
        filters = replace(filters, order=order)
    return filters


def query_without(get: QueryDict, *names: str) -> str:
    """The query string without some parameters, to build links on."""
    kept = [(key, value) for key, value in get.items() if key not in names and value]
    return urlencode(kept)


def keep_search(request: HttpRequest, words: str) -> str:
    """Keep searched words in the session under a random token: a name never stands in a URL."""
    found = dict(request.session.get("cari", {}))
    token = secrets.token_urlsafe(6)
    found[token] = words[:80]
    request.session["cari"] = dict(list(found.items())[-_KEPT_SEARCHES:])
    return token


def kept_search(request: HttpRequest) -> str:
    """The words of the token in `cari`, or nothing when the session no longer knows it."""
    return str(request.session.get("cari", {}).get(request.GET.get("cari", ""), ""))


def spread(numbers: Iterable[int], current: int, last: int) -> list[int | None]:
    """Page numbers to show around the current one; `None` is a gap."""
    shown = sorted({1, last, *(n for n in numbers if abs(n - current) <= 1)})
    out: list[int | None] = []
    for number in shown:
        if out and out[-1] is not None and number - out[-1] > 1:
            out.append(None)
        out.append(number)
    return out
