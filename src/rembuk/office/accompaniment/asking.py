"""What a page of accompaniment was asked for, cut to the places of who asks."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from rembuk.office.access.policies import Rights, rights_in
from rembuk.office.access.scoping import scoped
from rembuk.office.accompaniment.models import Accompaniment, Referral
from rembuk.office.places.scope import contains, within
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import Place

_KEY = re.compile(r"^[0-9A-Za-z-]{8,36}$")


@dataclass(frozen=True)
class Where:
    """The place asked for: `code` is `""` when the reader's several places stand together."""

    code: str
    path: tuple[Place, ...]
    below: tuple[Place, ...]

    @property
    def name(self) -> str:
        """Its name."""
        return self.path[-1].titled if self.path else ""


def where(request: HttpRequest) -> Where:
    """Read `wilayah`; outside the rights it is 404."""
    rights = rights_in(request)
    held = rights.places_for("damping")
    code = (request.GET.get("wilayah") or request.POST.get("wilayah") or "").strip()
    if code and not any(contains(mine, code) for mine in held):
        raise Http404
    if not code:
        code = (held[0] or settings.REMBUK_AREA) if len(held) == 1 else ""
    path = tuple(
        one for one in queries.path(code) if any(contains(mine, one.code) for mine in held)
    )
    if code and (not path or path[-1].code != code):
        raise Http404
    below = _below(code) if code else tuple(queries.places(held).values())
    return Where(code, path, below)


def _below(code: str) -> tuple[Place, ...]:
    if len(code) > 13:
        return ()
    names = queries.recap_by(code, dt.date(2000, 1, 1))
    return tuple(Place(one.code, one.name or one.code, one.level) for one in names)


def families(request: HttpRequest, place: Where) -> QuerySet[Accompaniment]:
    """Accompaniments the reader may see in the place asked for."""
    rows = scoped(Accompaniment.objects.filter(merged=False), rights_in(request), action="damping")
    return rows.filter(within("place_code", place.code)) if place.code else rows


def referrals(request: HttpRequest, place: Where) -> QuerySet[Referral]:
    """Referrals the reader may see in the place asked for."""
    rows = scoped(Referral.objects.all(), rights_in(request), action="damping")
    return rows.filter(within("place_code", place.code)) if place.code else rows


def one_or_404(request: HttpRequest, public_id: str) -> Accompaniment:
    """The accompaniment, when it lies in a place where the reader accompanies; else 404."""
    rows = scoped(Accompaniment.objects.all(), rights_in(request), action="damping")
    found = rows.select_related("person", "team").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def may_manage(rights: Rights, place_code: str) -> bool:
    """Whether the reader leads companions there: closes, gives to teams, records answers. It is
    whoever accompanies and also answers for promises (midwife, village, health centre, team)."""
    return rights.may("damping", place_code) and rights.may("janji", place_code)


def key_or_404(request: HttpRequest) -> str:
    """The key a form was given; without one the form is not ours."""
    text = request.POST.get("kunci", "")
    if not _KEY.match(text):
        raise Http404
    return text


def number(text: str) -> int | None:
    """The version a form was made of."""
    return int(text) if text.isdigit() else None
