"""What a page of promises was asked for: a tab, a place inside the reader's rights, filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.asked import account_of
from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_in
from rembuk.office.ledger import queries
from rembuk.office.ledger.models import Priority, Promise, SourceKind
from rembuk.office.ledger.queries import Promises
from rembuk.office.ledger.states import State
from rembuk.office.places.models import Area
from rembuk.office.places.queries import children, path_to

TABS: Final[Mapping[str, str | Words]] = {
    "saya": _("Milik saya"),
    "kantor": _("Kantor saya"),
    "lewat": _("Lewat tenggat"),
    "periksa": _("Perlu diperiksa"),
    "semua": _("Semua"),
}
DUE: Final[Mapping[str, str | Words]] = {
    "lewat": _("sudah lewat"),
    "7": _("7 hari lagi"),
    "30": _("30 hari lagi"),
}
FILTERS: Final = ("kantor", "dana", "asal", "keadaan", "utama", "tenggat")


@dataclass(frozen=True)
class Reader:
    """Who reads, with which rights, on which day."""

    account: Account
    rights: Rights
    on: dt.date

    @cached_property
    def visible(self) -> Promises:
        """Every promise this reader may know of."""
        return queries.visible_to(self.rights, self.account, self.on)


@dataclass(frozen=True)
class Asked:
    """Tab, place ("" when none was named) and filters by their name in the address."""

    tab: str
    code: str
    filters: Mapping[str, str]

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows the list besides the tab."""
        return bool(self.code) or any(self.filters.values())


def reader(request: HttpRequest) -> Reader:
    """Who asks, today."""
    return Reader(account_of(request), rights_in(request), timezone.localdate())


def asked(request: HttpRequest, first: str) -> Asked:
    """Read the address; a value nobody offers is as if not asked."""
    get = request.GET
    tab = get.get("daftar", "")
    month = _month(get.get("tenggat", ""))
    offered: Mapping[str, Collection[str]] = {
        "keadaan": State.values, "asal": SourceKind.values, "utama": [str(p) for p in Priority],
        "tenggat": [*DUE, month] if month else list(DUE),
    }  # fmt: skip
    filters = {
        name: get.get(name, "") if name not in offered or get.get(name, "") in offered[name] else ""
        for name in FILTERS
    }
    return Asked(tab if tab in TABS else first, get.get("wilayah", "").strip(), filters)


def tab_of(who: Reader, tab: str, offices: list[int]) -> Promises:
    """The promises of a tab, all of them the reader's to see."""
    if tab == "saya":
        return queries.mine(who.account, who.on)
    if tab == "kantor":
        return queries.of_offices(offices)
    if tab == "periksa":
        return queries.to_verify(who.rights, who.account, who.on)
    if tab == "lewat":
        return queries.late(who.visible, who.on)
    return who.visible


def narrowed(found: Promises, asked: Asked, on: dt.date) -> Promises:
    """Cut by the filters. Without a state asked for, what nobody must act on any more is left
    out."""
    f = asked.filters
    if asked.code:
        found = queries.in_place(found, asked.code)
    for name, field in (("dana", "money"), ("asal", "source_kind"), ("utama", "priority")):
        if f[name]:
            found = found.filter(**{field: f[name]})
    if f["kantor"]:
        found = found.filter(owner__code=f["kantor"])
    found = found.filter(state=f["keadaan"]) if f["keadaan"] else found.filter(queries.LIVE_ROWS)
    due = f["tenggat"]
    if due == "lewat":
        found = queries.late(found, on)
    elif due.isdigit():
        found = found.filter(due__gte=on, due__lte=on + dt.timedelta(days=int(due)))
    elif due:
        found = queries.in_month(found, dt.date.fromisoformat(f"{due}-01"))
    return found.order_by("due", "priority", "number")


def one(request: HttpRequest, public_id: str) -> Promise:
    """A promise the reader may see, else 404: nobody learns that one exists."""
    who = reader(request)
    found = who.visible.filter(public_id=public_id)
    promise = found.select_related("owner", "owner_seat", "verifier", "person", "family").first()
    if promise is None:
        raise Http404
    return promise


def places(rights: Rights, code: str) -> list[Area]:
    """Places to choose from: the way to the one asked for, and what lies in it."""
    mine = rights.places_for("janji")
    here = code or (mine[0] if mine else "") or settings.REMBUK_AREA
    way = [area for area in path_to(here) if rights.may("janji", area.code)]
    return [*way, *children(here).order_by("name")]


def _month(text: str) -> str:
    try:
        return text if dt.date.fromisoformat(f"{text}-01") else ""
    except ValueError:
        return ""
