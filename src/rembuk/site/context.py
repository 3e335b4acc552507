"""What every page's frame needs: menu, place, role, demo note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rembuk.office.access.actions import Action
from rembuk.office.access.policies import NOBODY, Rights
from rembuk.office.ledger import queries as promises
from rembuk.office.posyandu import queries
from rembuk.site import look

Words = str | Promise


@dataclass(frozen=True)
class Room:
    """A room of the menu: where it leads, who may enter, and which URLs belong to it."""

    name: Words
    short: Words
    icon: str
    url_name: str
    action: Action
    here: tuple[str, ...]
    """View names (`room:page`), or `room:` for all pages of the room."""
    plain: bool = True
    """Whether it is also for who reads plain pages (a kader)."""
    unless: Action | None = None
    """A right whose holder has a wider room for the same."""
    counts: str = ""
    """What waits for the reader in the room: a key of `_COUNTED`."""


@dataclass(frozen=True)
class MenuItem:
    """A room as this reader sees it."""

    name: Words
    short: Words
    icon: str
    url: str
    current: bool
    count: str = ""
    """How much there waits for this reader; "" for nothing."""


ROOMS: Final = (
    Room(
        gettext_lazy("Beranda"), gettext_lazy("Beranda"), "home",
        "insight:home", "lihat-agregat", ("insight:",),
    ),
    Room(
        gettext_lazy("Lihat dulu"), gettext_lazy("Lihat dulu"), "eye",
        "posyandu:first", "lihat-anak", ("posyandu:first",),
    ),
    Room(
        gettext_lazy("Anak"), pgettext_lazy("menu", "Anak"), "child",
        "posyandu:children", "lihat-anak", ("posyandu:child", "posyandu:children"),
    ),
    Room(
        gettext_lazy("Keluarga"), gettext_lazy("Keluarga"), "family",
        "families:list", "lihat-anak", ("families:",),
    ),
    Room(
        gettext_lazy("Pendampingan"), pgettext_lazy("menu", "Dampingan"), "talk",
        "accompaniment:list", "damping", ("accompaniment:",),
    ),
    Room(
        gettext_lazy("Posyandu"), gettext_lazy("Posyandu"), "scale",
        "posyandu:completeness", "lihat-agregat", ("posyandu:completeness", "posyandu:post"),
    ),
    Room(
        gettext_lazy("Audit kasus"), pgettext_lazy("menu", "Audit"), "search",
        "audits:cycles", "audit", ("audits:",), plain=False,
    ),
    Room(
        gettext_lazy("Kasus audit saya"), pgettext_lazy("menu", "Audit"), "search",
        "audits:mine", "audit-isi", ("audits:",), plain=False, unless="audit",
    ),
    Room(
        gettext_lazy("Janji"), pgettext_lazy("menu", "Janji"), "check",
        "ledger:home", "janji", ("ledger:",), plain=False, counts="janji",
    ),
    Room(
        gettext_lazy("Aksi konvergensi"), pgettext_lazy("menu", "Konvergensi"), "grid",
        "convergence:home", "konvergensi", ("convergence:", "review:", "publication:"),
        plain=False,
    ),
    Room(
        gettext_lazy("Rembuk"), pgettext_lazy("menu", "Rembuk"), "talk",
        "forums:home", "rembuk", ("forums:",), plain=False,
    ),
    Room(
        gettext_lazy("Rencana dan anggaran"), pgettext_lazy("menu", "Rencana"), "list",
        "programmes:home", "rencana", ("programmes:",), plain=False,
    ),
    Room(
        gettext_lazy("Pengawasan"), pgettext_lazy("menu", "Pengawasan"), "eye",
        "oversight:home", "pengawasan", ("oversight:",), plain=False,
    ),
    Room(
        gettext_lazy("Data masuk"), gettext_lazy("Data"), "in",
        "intake:list", "impor", ("intake:", "jobs:"),
    ),
    Room(
        gettext_lazy("Daftar keluarga"), pgettext_lazy("menu", "Daftar"), "list",
        "lists:list", "lihat-agregat", ("lists:",), plain=False,
    ),
    Room(
        gettext_lazy("Kecocokan data"), pgettext_lazy("menu", "Kecocokan"), "people",
        "linking:doubts", "cocokkan", ("linking:",),
    ),
)  # fmt: skip
EXTRA: Final = (
    Room(
        gettext_lazy("Kantor dan jabatan"), pgettext_lazy("menu", "Kantor"), "book",
        "seats:offices", "kelola-kantor", ("seats:",),
    ),
    Room(
        gettext_lazy("Catatan akses"), pgettext_lazy("menu", "Catatan"), "book",
        "access:log", "baca-log", ("access:log",),
    ),
    Room(
        gettext_lazy("Akun petugas"), pgettext_lazy("menu", "Akun"), "people",
        "access:accounts", "kelola-akun", ("access:account",),
    ),
)  # fmt: skip


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _items(rooms: tuple[Room, ...], rights: Rights, view: str) -> Iterator[MenuItem]:
    for room in rooms:
        url = _address(room.url_name)
        wider = room.unless is not None and rights.may(room.unless)
        if url and rights.may(room.action) and not wider and (room.plain or not rights.plain):
            waits = _COUNTED[room.counts](rights) if room.counts else ""
            yield MenuItem(room.name, room.short, room.icon, url, _is_here(room, view), waits)


def _late_promises(rights: Rights) -> str:
    """Late promises somebody must act on: of the reader's offices, or that he manages."""
    most = 100
    late = promises.late_count(rights, timezone.localdate(), most)
    return "" if not late else str(late) if late < most else f"{most - 1}+"


_COUNTED: Final[dict[str, Callable[[Rights], str]]] = {"janji": _late_promises}


def _is_here(room: Room, view: str) -> bool:
    return any(view.startswith(here) if here.endswith(":") else view == here for here in room.here)


def _place_name(rights: Rights) -> str:
    code = rights.home
    if code is None:
        return "Rembuk"
    code = code or settings.REMBUK_AREA
    place = queries.places([code]).get(code)
    return place.titled if place else code


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the page frame. Nobody signed in: no menu."""
    found: dict[str, Any] = {
        "demo": settings.DEMO,
        "home_url": "/",
        "language_url": _address("set_language"),
        "dark": look.is_dark(request),
    }
    rights: Rights = getattr(request, "rights", NOBODY)
    if not rights.signed_in:
        return found
    match = request.resolver_match
    view = match.view_name if match else ""
    menu = tuple(_items(ROOMS, rights, view))
    extra = tuple(_items(EXTRA, rights, view))
    return found | {
        "menu": menu + extra,
        "tabs": (menu + extra)[:5],
        "extra_menu": (*menu[5:], *extra),
        "rights": rights,
        "place_name": _place_name(rights),
        "role_name": ", ".join(str(role.label) for role in rights.roles) or _("belum ada peran"),
        "initials": _initials(str(request.user)),
        "may_search": rights.may("lihat-anak") and bool(_address("search")),
    }
