"""What a page of this room was asked for: a place inside the reader's rights, an edition. What lies
outside is `404`: nobody learns from an address that something exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from rembuk import reference
from rembuk.office.access.actions import Action
from rembuk.office.access.policies import rights_in
from rembuk.office.lists.models import Edition, ListRow
from rembuk.office.places.models import Area
from rembuk.office.places.queries import children, path_to
from rembuk.office.places.scope import contains, within

VILLAGE: Final = 13
"""Length of a village's code. Lists know no place below it."""


class Named(Protocol):
    """A place as pages name it: an area of the register, or a posyandu."""

    @property
    def code(self) -> str:
        """Its code."""
        ...

    @property
    def name(self) -> str:
        """Its name."""
        ...


@dataclass(frozen=True)
class Where:
    """A place, the way to it, and the places inside it."""

    code: str
    path: tuple[Named, ...]
    below: tuple[Area, ...]

    @property
    def name(self) -> str:
        """The place's name."""
        return self.path[-1].name if self.path else self.code


def where(request: HttpRequest, action: Action) -> Where:
    """Read `wilayah`; without one, the outermost place of the reader (the first of several)."""
    rights = rights_in(request)
    code = request.GET.get("wilayah", "").strip() or request.POST.get("wilayah", "").strip()
    if not code:
        mine = rights.places_for(action)
        code = (mine[0] if mine else "") or settings.REMBUK_AREA
    code = rights.within(action, code)
    path = tuple(area for area in path_to(code) if rights.may(action, area.code))
    if len(code) <= VILLAGE and (not path or path[-1].code != code):
        raise Http404
    below = tuple(children(code).order_by("name")) if len(code) < VILLAGE else ()
    return Where(code, path, below)


def others(request: HttpRequest, action: Action) -> tuple[Area, ...]:
    """The reader's own outermost places, when there are several."""
    mine = rights_in(request).places_for(action)
    return tuple(Area.objects.filter(code__in=mine)) if len(mine) > 1 else ()


def edition(pk: int | str, place: str) -> Edition:
    """An edition with rows in a place; else 404."""
    found = Edition.objects.filter(pk=pk).first() if str(pk).isdigit() else None
    if found is None or not _there(found, place):
        raise Http404
    return found


def row(request: HttpRequest, pk: int, action: Action) -> ListRow:
    """A row in the reader's places; else 404."""
    found = ListRow.objects.select_related("edition").filter(pk=pk).first()
    if found is None:
        raise Http404
    rights_in(request).within(action, found.place_code)
    return found


def smallest(request: HttpRequest, place: str) -> int:
    """Counts under this are hidden from who may not see persons there; 0: nothing is hidden."""
    if rights_in(request).may("lihat-anak", place):
        return 0
    return int(reference.load().number("small_count", timezone.localdate()))


def shown(n: int, least: int) -> str | int:
    """A count, or `< 5` when it is too small to show."""
    return f"< {least}" if 0 < n < least else n


def _there(found: Edition, place: str) -> bool:
    inside = within("place_code", place)
    rows: QuerySet[ListRow] = found.rows.filter(inside)
    return (
        contains(place, settings.REMBUK_AREA)
        or rows.exists()
        or found.recaps.filter(inside).exists()
    )
