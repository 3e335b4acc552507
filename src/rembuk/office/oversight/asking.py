"""What a request asks of the room: whose place, who reads, on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from rembuk.office.access.asked import account_of
from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_in
from rembuk.office.ledger import queries as promises
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.queries import Promises
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import contains, within

KABUPATEN: Final = 5
KECAMATAN: Final = 8


@dataclass(frozen=True)
class Here:
    """A district, kecamatan or village as a reader looks at it. `seen`: places he may look at."""

    code: str
    name: str
    on: dt.date
    account: Account
    rights: Rights
    seen: tuple[tuple[str, str], ...]

    @property
    def district(self) -> str:
        """The district it is or lies in."""
        return self.code[:KABUPATEN]

    @property
    def of_district(self) -> bool:
        """The district itself."""
        return len(self.code) == KABUPATEN

    @property
    def of_village(self) -> bool:
        """A desa or kelurahan: it has no report of its own."""
        return len(self.code) > KECAMATAN

    @property
    def below(self) -> int:
        """The level of the areas beneath it."""
        return Level.KECAMATAN if self.of_district else Level.DESA

    @property
    def writes(self) -> bool:
        """Whether the reader asks owners, writes visits and the report here."""
        return self.rights.may("pengawasan-isi", self.code)

    @cached_property
    def promises(self) -> Promises:
        """Every promise of the place the reader may know of, one by one."""
        return self._placed(promises.visible_to(self.rights, self.account, self.on))

    @cached_property
    def counted(self) -> Promises:
        """Every promise of the place, to be counted and never listed."""
        return self.promises if self.reads_each else self._placed(Promise.objects.all())

    def _placed(self, found: Promises) -> Promises:
        """The whole district asks nothing: a range would lead SQLite through every row by place."""
        whole = contains(self.code, settings.REMBUK_AREA)
        return found if whole else promises.in_place(found, self.code)

    @property
    def reads_each(self) -> bool:
        """Whether promises are named to the reader; the province reads sums alone."""
        return self.rights.may("janji", self.code)

    @property
    def inside(self) -> Q:
        """Rows whose `place_code` lies here."""
        return within("place_code", self.code)


def here(request: HttpRequest, given: str = "") -> Here:
    """The place asked for (`wilayah`), else the reader's own: the district of this installation for
    who sees more. A place outside the reader's, or unknown: 404."""
    rights = rights_in(request)
    mine = rights.places_for("pengawasan")
    asked = given or request.POST.get("wilayah", "") or request.GET.get("wilayah", "").strip()
    code = asked or next(iter(mine), "")
    if len(code) < KABUPATEN:
        code = settings.REMBUK_AREA[:KABUPATEN]
    rights.within("pengawasan", code)
    area = Area.objects.filter(code=code).first()
    if area is None or area.level < Level.KABKOTA:
        raise Http404
    return Here(code, area.name, timezone.localdate(), account_of(request), rights, _seen(mine))


def _seen(mine: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """District and kecamatan the reader may choose."""
    rows = Area.objects.filter(
        within("code", settings.REMBUK_AREA[:KABUPATEN]), valid_to=None,
        level__in=(Level.KABKOTA, Level.KECAMATAN),
    )  # fmt: skip
    return tuple(
        (one.code, one.name)
        for one in rows.order_by("code")
        if any(contains(code, one.code) for code in mine)
    )
