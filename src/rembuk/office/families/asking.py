"""What a list of families was asked for: a place inside the reader's rights, filters, a search."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.policies import Rights, rights_in
from rembuk.office.families import krs_factors, reach
from rembuk.office.families.models import Standing
from rembuk.office.lists import asking as lists_asking
from rembuk.office.lists.asking import Where
from rembuk.office.lists.models import Source
from rembuk.office.people import public_ids
from rembuk.office.people.crypto import digest
from rembuk.office.people.models import Family, Identifier, IdentifierKind, Membership, Person
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.search import matching

Words = Mapping[str, str | Promise]

RISK: Final[Words] = {
    "ya": _("berisiko"), "tidak": _("tidak berisiko"), "belum": _("belum diketahui"),
}  # fmt: skip
HOUSE: Final[Words] = {
    "tidak-layak": _("tidak layak huni"), "layak": _("layak huni"), "belum": _("belum diketahui"),
}  # fmt: skip
LISTS: Final[Words] = {"tidak-ada": _("tidak ada di daftar mana pun")}
OTHERWISE: Final[Words] = {"ya": _("berbeda dengan daftar KRS")}
ORDERS: Final[Words] = {
    "tempat": _("desa"), "miskin": _("yang termiskin dahulu"), "stunting": _("kasus anak dahulu"),
}  # fmt: skip
BY: Final[Words] = {
    "daftar": _("menurut daftar KRS"), "bukti": _("menurut bukti, verval KRS"),
    "pk21": _("menurut bukti, PK21"),
}  # fmt: skip
_RISK: Final = {"ya": True, "tidak": False, "belum": None}
_HOUSE: Final = {"tidak-layak": True, "layak": False, "belum": None}
_KEPT: Final = 5
_SESSION: Final = "cari-keluarga"
CLASS_ORDER: Final = ("miskin-ekstrem", "miskin", "di-atas-garis", "tidak-diketahui")


@dataclass(frozen=True)
class Filters:
    """What of a place's families is asked for; "" is everything."""

    poverty: str = ""
    risk: str = ""
    listed: str = ""
    decile: str = ""
    house: str = ""
    child: str = ""
    named: str = ""
    differs: str = ""
    factor: str = ""  # `KRS-F1:daftar`, see krs_factors
    order: str = "tempat"

    @property
    def any(self) -> bool:
        """Whether anything narrows the list."""
        return any(
            (self.poverty, self.risk, self.listed, self.decile, self.house, self.child,
             self.named, self.differs, self.factor)
        )  # fmt: skip


def where(request: HttpRequest) -> Where:
    """The place asked for; a kader's is the posyandu."""
    found = lists_asking.where(request, "lihat-anak")
    if len(found.code) <= reach.VILLAGE:
        return found
    place = queries.places([found.code]).get(found.code)
    return Where(found.code, (place,), ()) if place else found


def filters(request: HttpRequest, rights: Rights) -> Filters:
    """The filters of the address; a value nobody offers is as if not asked. Who reads plain words
    narrows by children alone."""
    get = request.GET
    child = "ya" if get.get("anak") == "ya" else ""
    if rights.plain:
        return Filters(child=child, order="stunting" if get.get("urut") == "stunting" else "tempat")
    decile = get.get("desil", "")
    code = get.get("beda", "")
    return Filters(
        poverty=_one(get.get("kelas", ""), CLASS_ORDER),
        risk=_one(get.get("risiko", ""), RISK),
        listed=_one(get.get("krs", ""), ("ya", "tidak", "kode", "luar")),
        decile=decile if decile == "belum" or decile in map(str, range(1, 11)) else "",
        house=_one(get.get("rumah", ""), HOUSE),
        child=child,
        named=_one(get.get("daftar", ""), (*Source.values, "tidak-ada")),
        factor=krs_factors.read(get.get("faktor", "")),
        differs=code if code.replace("-", "").replace(":", "").isalnum() else "",
        order=_one(get.get("urut", ""), ORDERS) or "tempat",
    )


def found(
    code: str, asked: Filters, words: str, sees_names: bool, numbers: bool = True
) -> QuerySet[Standing]:
    """The families of a place that were asked for, in their order."""
    rows = reach.standings(code)
    if asked.poverty:
        rows = rows.filter(poverty=asked.poverty)
    if asked.risk:
        rows = rows.filter(_three("at_risk", _RISK[asked.risk]))
    rows = _of_list(rows, asked)
    if asked.factor:
        rows = rows.filter(krs_factors.of(asked.factor))
    if asked.decile:
        rows = (
            rows.filter(decile__isnull=True)
            if asked.decile == "belum"
            else rows.filter(decile=int(asked.decile))
        )
    if asked.house:
        rows = rows.filter(_three("unfit_house", _HOUSE[asked.house]))
    if asked.child:
        rows = rows.filter(stunted__gt=0)
    if words:
        rows = rows.filter(family__in=searched(words, sees_names, numbers))
    orders = {
        "tempat": ("place_code", "family_id"),
        "miskin": (F("decile").asc(nulls_last=True), "place_code", "family_id"),
        "stunting": ("-stunted", "place_code", "family_id"),
    }
    return rows.select_related("family").order_by(*orders[asked.order])


def _of_list(rows: QuerySet[Standing], asked: Filters) -> QuerySet[Standing]:
    """Narrowed by which lists name the family, and whether KRS says otherwise."""
    if asked.named == "tidak-ada":
        rows = rows.filter(sources="")
    elif asked.named:
        rows = rows.filter(sources__contains=asked.named)
    if asked.listed == "luar":
        rows = rows.exclude(sources__contains="krs")
    elif asked.listed:
        rows = rows.filter(
            _three("listed_at_risk", {"ya": True, "tidak": False}.get(asked.listed)),
            sources__contains="krs",
        )
    if asked.differs == "ya":
        rows = rows.exclude(differs=[])
    elif asked.differs:
        rows = rows.filter(beside__contains=f" {asked.differs}")
    return rows


def is_number(words: str) -> bool:
    """Whether kept words are the keyed hash of a card's number or a NIK."""
    return words.startswith("#")


def searched(words: str, sees_names: bool, numbers: bool = True) -> QuerySet[Family]:
    """Families of a code, of a number (kept as its keyed hash), or with a member of that name. Who
    sees no names finds no one by name: a hit would tell whose dots they are. For the same reason
    who may not open an identity finds no one by `numbers`."""
    if is_number(words):
        if not numbers:
            return Family.objects.none()
        people = Identifier.objects.filter(kind=IdentifierKind.NIK, digest=words[1:])
        return Family.objects.filter(
            Q(kk_digest=words[1:]) | Q(pk__in=_of(people.values("person")))
        )
    code = public_ids.read(words)
    if code is not None:
        people_ids = Person.objects.filter(
            Q(public_id=code) | Q(former_ids__public_id=code)
        ).values("pk")
        return Family.objects.filter(Q(public_id=code) | Q(pk__in=_of(people_ids)))
    if not sees_names:
        return Family.objects.none()
    return Family.objects.filter(pk__in=_of(Person.objects.filter(matching(words)).values("pk")))


def _of(people: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Families (as keys) to which persons (as keys) belong today."""
    return Membership.objects.filter(
        person__in=people, until__isnull=True, person__left_on__isnull=True
    ).values("family")


def keep(request: HttpRequest, words: str) -> str:
    """Keep searched words in the session under a random token: no name stands in an address, and of
    a number only its keyed hash is kept."""
    digits = "".join(mark for mark in words if mark.isdigit())
    said = words[:80]
    if len(digits) == 16:
        said = f"#{digest(digits)}"
    kept = dict(request.session.get(_SESSION, {}))
    token = secrets.token_urlsafe(6)
    kept[token] = said
    request.session[_SESSION] = dict(list(kept.items())[-_KEPT:])
    return token


def kept(request: HttpRequest) -> str:
    """The words of the token in `cari`, or nothing when the session no longer knows it."""
    return str(request.session.get(_SESSION, {}).get(request.GET.get("cari", ""), ""))


def finds_numbers(request: HttpRequest, code: str) -> bool:
    """Whether the reader may find a family of a place by a number somebody else wrote down."""
    return rights_in(request).may("buka-identitas", code)


def sees_names(request: HttpRequest, code: str) -> bool:
    """Whether names are open to the reader in all of a place."""
    return rights_in(request).names_in(code)


def _one(value: str, offered: Collection[str]) -> str:
    return value if value in offered else ""


def _three(field: str, value: bool | None) -> Q:
    return Q(**{f"{field}__isnull": True}) if value is None else Q(**{field: value})
