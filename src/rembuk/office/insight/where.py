"""The district the pages of trends, targets and lokus speak of, and what the reader sees of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest

from rembuk.office.access.actions import Action
from rembuk.office.access.policies import Rights, rights_in
from rembuk.office.places.scope import contains
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import Place

KABUPATEN = 5


@dataclass(frozen=True)
class District:
    """A kabupaten or kota, the newest month of its register, and the reader's rights."""

    place: Place
    month: dt.date | None
    rights: Rights
    focus: str
    """The reader's own place in the district, or the one asked for (`wilayah`): whose register is
    shown."""

    @property
    def code(self) -> str:
        """Its code."""
        return self.place.code

    @property
    def may_set(self) -> bool:
        """Whether the reader sets targets, surveys and decisions of the district."""
        return self.rights.may("konvergensi-kelola", self.code)

    def sees(self, action: Action = "lihat-agregat") -> Callable[[str], bool]:
        """Whether the reader may do something in a place of the district."""
        mine = self.rights.places_for(action)
        return lambda code: any(contains(held, code) for held in mine)


def district(request: HttpRequest, action: Action = "lihat-agregat") -> District:
    """The kabupaten the place asked for, or the reader's first own place, lies in; the
    installation's own for who sees more. A place outside the reader's: `Http404`."""
    rights = rights_in(request)
    mine = rights.places_for(action)
    asked = request.GET.get("wilayah", "").strip()
    focus = rights.within(action, asked) if asked else (mine[0] if mine else "")
    if len(focus) < KABUPATEN:
        focus = settings.REMBUK_AREA[:KABUPATEN]
    code = focus[:KABUPATEN]
    found = queries.places([code, focus])
    if code not in found or focus not in found:
        raise Http404
    return District(found[code], queries.last_month(code), rights, focus)
