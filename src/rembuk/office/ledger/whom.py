"""Whom a promise is for, as far as this reader may know."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights
from rembuk.office.ledger import circles
from rembuk.office.ledger.models import Promise
from rembuk.office.people.masking import masked_name


@dataclass(frozen=True)
class Whom:
    """Words for whom it is, an address to open, and whether something is hidden."""

    words: str
    url: str = ""
    hidden: bool = False


def whom(promise: Promise, rights: Rights, account: Account) -> Whom:
    """A restricted promise says its case code alone, but to the circle. An open one says the name
    where the reader sees names, else its mask."""
    if not (promise.person_id or promise.family_id):
        return Whom(str(promise.get_beneficiary_kind_display()))
    if not circles.sees_person(account, promise):
        return Whom(_("Kasus %(code)s") % {"code": promise.case_code}, hidden=True)
    may_open = rights.may("lihat-anak", promise.place_code)
    if promise.person is not None:
        plain = rights.names_in(promise.person.place_code)
        name = promise.person.name if plain else masked_name(promise.person.name)
        url = _address("posyandu:child", promise.person.public_id) if may_open else ""
        return Whom(name, url, hidden=not plain)
    family = promise.family
    code = family.public_id if family is not None else ""
    return Whom(
        _("Keluarga %(code)s") % {"code": code},
        _address("families:family", code) if may_open else "",
    )


def _address(name: str, public_id: str) -> str:
    """The page of a room above, when it is there."""
    try:
        return reverse(name, kwargs={"public_id": public_id})
    except NoReverseMatch:
        return ""
