"""Acts on support from outside the budget: an offer comes in, is approved, is set beside a need,
families are asked, it is handed over with proof, and the giver is thanked.

A family is named to a giver never by this program: givers read counts. Even to be reached by one a
family must have said yes before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.places.models import Area
from rembuk.office.places.scope import contains
from rembuk.office.programmes import doubting, words, writing
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.errors import AskedError, NotYoursError, ProgrammeError, StaleError
from rembuk.office.programmes.models import (
    Activity,
    Balance,
    Match,
    Offer,
    OfferEvent,
    OfferKind,
    OfferState,
    Status,
)
from rembuk.office.programmes.rights import desk

OPEN: Final = (OfferState.APPROVED, OfferState.MATCHED, OfferState.DELIVERED)
VILLAGE: Final = 13


@dataclass(frozen=True)
class Given:
    """An offer before it is one."""

    giver: str
    kind: str
    what: str
    intervention: str = ""
    volume: Decimal | None = None
    unit: str = ""
    amount: int | None = None
    valid_until: dt.date | None = None
    contact: str = ""


@transaction.atomic
def receive(account: Account, district: str, given: Given, *, confirmed: bool = False) -> Offer:
    """Write an offer down. Raises ProgrammeError, {field: words}."""
    _keeper(account, district)
    wrong: dict[str, list[str]] = {}
    if len(given.giver.strip()) < 3:
        wrong["giver"] = [_("Tulis siapa pemberinya.")]
    if given.kind not in OfferKind.values:
        wrong["kind"] = [_("Pilih jenis dukungannya.")]
    if len(given.what.strip()) < 5:
        wrong["what"] = [_("Tulis apa yang ditawarkan.")]
    if given.intervention and given.intervention not in words.interventions(writing.today()):
        wrong["intervention"] = [_("Intervensi ini tidak ada di katalog.")]
    if given.volume is None and given.amount is None:
        wrong["volume"] = [_("Isi banyaknya atau nilainya, boleh keduanya.")]
    if given.volume is not None and (given.volume <= 0 or not given.unit.strip()):
        wrong["volume"] = [_("Isi banyaknya lebih dari nol, dengan satuannya.")]
    if given.valid_until is not None and given.valid_until < writing.today():
        wrong["valid_until"] = [_("Tawaran ini sudah lewat masanya.")]
    if wrong:
        raise ProgrammeError(wrong)
    if not confirmed and doubting.thousands(given.amount):
        raise AskedError({"amount": [doubting.question(given.amount or 0)]})
    plain: Mapping[str, Any] = {
        name: " ".join(value.split()) if isinstance(value, str) else value
        for name, value in vars(given).items()
    }
    offer = Offer.objects.create(public_id=new(), district_code=district, by=account, **plain)
    tell(offer, account, "terima", {"jenis": offer.kind})
    return offer


@transaction.atomic
def decide(
    account: Account, offer: Offer, approve: bool, reason: str = "", version: int | None = None
) -> Offer:  # fmt: skip
    """Approve an offer that came in, or decline it with a reason."""
    held = _held(offer, account, version)
    if held.state != OfferState.RECEIVED:
        raise ProgrammeError(_("Tawaran ini sudah diputuskan."))
    if not approve and len(reason.strip()) < 5:
        raise ProgrammeError({"alasan": [_("Tulis alasannya, paling sedikit lima huruf.")]})
    held.state = OfferState.APPROVED if approve else OfferState.DECLINED
    return put(held, account, "setujui" if approve else "tolak", {}, reason)


@transaction.atomic
def match(
    account: Account, offer: Offer, place: str, *, activity: Activity | None = None,
    intervention: str = "", families: int = 0, volume: Decimal | None = None,
    version: int | None = None,
) -> Match:  # fmt: skip
    """Set an approved offer beside an approved need: an activity that stands in a plan, or an
    intervention of which a village's need is counted and not covered."""
    held = _held(offer, account, version)
    if held.state not in OPEN:
        raise ProgrammeError(_("Hanya tawaran yang disetujui yang dicocokkan."))
    if held.valid_until is not None and held.valid_until < writing.today():
        raise ProgrammeError(_("Tawaran ini sudah lewat masanya."))
    wrong: dict[str, list[str]] = {}
    code = activity.intervention if activity else intervention or held.intervention
    if not Area.objects.filter(code=place).exists() or not contains(held.district_code, place):
        wrong["tempat"] = [_("Tempat ini tidak dikenal.")]
    elif activity is not None:
        _of_activity(activity, place, wrong)
    else:
        _of_need(code, place, wrong)
    if families <= 0 and (volume is None or volume <= 0):
        wrong["keluarga"] = [_("Isi berapa keluarga atau berapa banyak.")]
    left = remaining(held)
    if volume is not None and left is not None and volume > left:
        wrong["volume"] = [_("Yang belum dicocokkan tinggal %s.") % f"{left.normalize():f}"]
    if wrong:
        raise ProgrammeError(wrong)
    made = Match.objects.create(
        public_id=new(), offer=held, activity=activity, place_code=place, intervention=code,
        families=families, volume=volume, by=account,
    )  # fmt: skip
    held.state = OfferState.MATCHED
    put(held, account, "cocokkan", {"tempat": place, "keluarga": families, "intervensi": code})
    follow(made)
    return made


def remaining(offer: Offer) -> Decimal | None:
    """What of an offer is matched to nothing yet; None where it has no volume."""
    if offer.volume is None:
        return None
    rows = offer.matches.filter(ended_at__isnull=True)
    return offer.volume - (rows.aggregate(total=Sum("volume"))["total"] or Decimal(0))


def _of_activity(activity: Activity, place: str, wrong: dict[str, list[str]]) -> None:
    if activity.status not in {Status.PLAN, Status.BUDGET, Status.FORUM}:
        wrong["kegiatan"] = [_("Kegiatan ini baru usul atau batal; kebutuhannya belum disetujui.")]
    elif not (contains(activity.place_code, place) or contains(place, activity.place_code)):
        wrong["tempat"] = [_("Tempat ini di luar lokasi kegiatan.")]


def _of_need(code: str, place: str, wrong: dict[str, list[str]]) -> None:
    year = writing.today().year
    row = Balance.objects.filter(
        place_code=place, intervention=code, year=year, need__isnull=False
    ).first()
    if not code:
        wrong["intervensi"] = [_("Pilih intervensinya.")]
    elif len(place) != VILLAGE:
        wrong["tempat"] = [_("Pilih desanya.")]
    elif row is None:
        wrong["intervensi"] = [_("Kebutuhan intervensi ini tidak dihitung di sana.")]
    elif not row.unplanned:
        wrong["intervensi"] = [_("Kebutuhan di sana sudah tertutup.")]


@transaction.atomic
def end(account: Account, match_: Match, reason: str) -> Match:
    """Let a match go before anything was given, with a reason."""
    held = held_match(match_, account)
    if held.delivered_on is not None:
        raise ProgrammeError(_("Dukungan sudah diserahkan; pasangannya tidak dilepas."))
    if len(reason.strip()) < 5:
        raise ProgrammeError({"alasan": [_("Tulis alasannya, paling sedikit lima huruf.")]})
    held.ended_at, held.ended_reason = timezone.now(), " ".join(reason.split())[:300]
    held.save(update_fields=["ended_at", "ended_reason"])
    offer = held.offer
    live = offer.matches.filter(ended_at__isnull=True)
    if not live.exists():
        offer.state = OfferState.APPROVED
    put(offer, account, "lepas", {"pasangan": held.public_id}, reason)
    follow(held)
    return held


@transaction.atomic
def thanked(account: Account, offer: Offer, letter_id: str) -> Offer:
    """Write down that the giver was thanked by a letter; the offer is done."""
    held = _held(offer, account, None)
    if held.state not in {OfferState.DELIVERED, OfferState.DONE}:
        raise ProgrammeError(_("Terima kasih ditulis sesudah dukungan diserahkan."))
    held.matches.filter(delivered_on__isnull=False).update(thanks=letter_id)
    held.state = OfferState.DONE
    return put(held, account, "terima-kasih", {"surat": letter_id})


def _keeper(account: Account, place: str) -> None:
    if not desk(account, writing.today()).keeps(place):
        raise NotYoursError(_("Dukungan diurus pengelola rencana daerah."), code="hak")


def _held(offer: Offer, account: Account, version: int | None) -> Offer:
    held = Offer.objects.select_for_update().get(pk=offer.pk)
    _keeper(account, held.district_code)
    if version is not None and version != held.version:
        raise StaleError
    return held


def may_ask(account: Account, match_: Match) -> bool:
    """Whether the account may ask the families of a match: who keeps the plan, and who fills in
    for the place itself (the village knocks on the door, not the giver)."""
    mine = desk(account, writing.today())
    return mine.keeps(match_.offer.district_code) or mine.rights.may(
        "rencana-isi", match_.place_code
    )


def held_match(match_: Match, account: Account) -> Match:
    """The match locked for an act of whoever may ask its families."""
    held = Match.objects.select_for_update(of=("self",)).select_related(
        "offer", "activity__office"
    ).get(pk=match_.pk)  # fmt: skip
    if not may_ask(account, held):
        raise NotYoursError(_("Dukungan ini diurus pengelola rencana atau desanya."), code="hak")
    if held.ended_at is not None:
        raise ProgrammeError(_("Pasangan ini sudah dilepas."))
    return held


def put(offer: Offer, account: Account, act: str, after: dict[str, Any], reason: str = "") -> Offer:
    """Write the offer with a new version and its line of history."""
    offer.version += 1
    offer.save()
    tell(offer, account, act, {**after, "keadaan": str(offer.state)}, reason)
    return offer


def tell(offer: Offer, account: Account, act: str, after: dict[str, Any], reason: str = "") -> None:
    """A line of history; codes, days and numbers, never a name."""
    OfferEvent.objects.create(
        offer=offer, by=account, act=act, after=after, reason=reason.strip()[:300]
    )


def follow(made: Match) -> None:
    """The balance of the place a match is for."""
    balancing.follow({(timezone.localdate(made.at).year, made.place_code)})
