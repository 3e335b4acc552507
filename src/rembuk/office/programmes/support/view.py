"""Offers as their pages show them: lines, matches with counts, what the giver may be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.office.documents.numbers import long_date
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within
from rembuk.office.programmes import asking, words
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.board import view as board_view
from rembuk.office.programmes.deliveries import recipients
from rembuk.office.programmes.deliveries.recipients import Candidate
from rembuk.office.programmes.models import (
    Activity,
    Answer,
    Balance,
    Match,
    Offer,
    OfferEvent,
    OfferState,
    Recipient,
    Status,
)
from rembuk.office.programmes.support import acts as offering
from rembuk.office.programmes.support import thanks_letter

SHAPES: Final = {
    OfferState.RECEIVED: "wait", OfferState.APPROVED: "run", OfferState.MATCHED: "run",
    OfferState.DELIVERED: "soon", OfferState.DONE: "done", OfferState.DECLINED: "off",
}  # fmt: skip
ACTS: Final[dict[str, Words]] = {
    "terima": gettext_lazy("tawaran dicatat"), "setujui": gettext_lazy("disetujui"),
    "tolak": gettext_lazy("ditolak"), "cocokkan": gettext_lazy("dicocokkan dengan kebutuhan"),
    "tanya": gettext_lazy("keluarga ditanya"), "jawab": gettext_lazy("keluarga menjawab"),
    "serah": gettext_lazy("diserahkan"), "lepas": gettext_lazy("pasangan dilepas"),
    "terima-kasih": gettext_lazy("surat terima kasih dibuat"),
}  # fmt: skip
MOST: Final = 60
VILLAGE: Final = 13


@dataclass(frozen=True)
class Line:
    """An offer in a list."""

    offer: Offer
    shape: str
    volume: str
    families: int
    agreed: int


@dataclass(frozen=True)
class Pair:
    """A match with its counts; `families` are (consent, name as the reader may see it)."""

    match: Match
    place: str
    need: str
    volume: str
    asked: int
    agreed: int
    declined: int
    may_ask: bool
    families: tuple[tuple[Any, str], ...]
    candidates: tuple[Candidate, ...] = ()  # families records say need it, not asked yet


def visible(who: Reader) -> QuerySet[Offer]:
    """Offers of the reader's district, newest first."""
    place = asking.district(who.rights)
    return Offer.objects.filter(district_code=".".join(place.split(".")[:2])).order_by("-at", "-pk")


def lines(rows: Iterable[Offer]) -> list[Line]:
    """Offers with their counts, one query for all."""
    held = list(rows)
    live = Q(ended_at__isnull=True)
    counts: dict[int, Any] = {
        row["offer"]: row
        for row in Match.objects.filter(live, offer__in=held).order_by().values("offer").annotate(
            asked=Count("consents"), agreed=Count("consents", filter=Q(consents__answer=Answer.YES))
        )
    }  # fmt: skip
    return [
        Line(one, SHAPES[OfferState(one.state)], volume(one),
             counts.get(one.pk, {}).get("asked", 0), counts.get(one.pk, {}).get("agreed", 0))
        for one in held
    ]  # fmt: skip


def volume(offer: Offer) -> str:
    """`40 keluarga`; "" when the offer names no volume."""
    if offer.volume is None:
        return ""
    return f"{board_view.volume(offer.volume)} {offer.unit}".strip()


def pairs(offer: Offer, who: Reader) -> list[Pair]:
    """The matches of an offer. Families are shown only to who may ask them and sees the place."""
    rows = list(offer.matches.select_related("activity", "offer").order_by("at", "pk"))
    places = place_names(one.place_code for one in rows)
    names = words.intervention_names(who.on)
    found = []
    for one in rows:
        may = offering.may_ask(who.account, one) and one.ended_at is None
        consents = list(one.consents.select_related("family").order_by("pk"))
        answers = [row.answer for row in consents]
        shown: tuple[tuple[Any, str], ...] = ()
        wanted: tuple[Candidate, ...] = ()
        if may and who.rights.may("lihat-anak", one.place_code):
            heads = recipients.heads_of([row.family_id for row in consents])
            show = who.rights.names_in(one.place_code)
            shown = tuple(
                (row, recipients.said(heads.get(row.family_id, ""), show)) for row in consents
            )
            wanted = _candidates(one, who, {row.family.public_id for row in consents})
        found.append(
            Pair(
                one, places.get(one.place_code, one.place_code),
                one.activity.title if one.activity else names.get(one.intervention, "–"),
                "" if one.volume is None else board_view.volume(one.volume), len(answers),
                answers.count(Answer.YES), answers.count(Answer.NO), may, shown, wanted,
            )
        )  # fmt: skip
    return found


def _candidates(one: Match, who: Reader, asked: Collection[str]) -> tuple[Candidate, ...]:
    """Families of the match's village that records say need it and nobody has asked."""
    if one.delivered_on is not None or len(one.place_code) < VILLAGE:
        return ()
    found = recipients.needing_it(
        one.intervention, one.place_code[:VILLAGE], Recipient.FAMILY, who.rights, who.on
    )
    return tuple(row for row in found.candidates if row.code not in asked)


def needs(offer: Offer, who: Reader) -> list[tuple[str, str]]:
    """Approved needs an offer may be set beside: activities that stand in a plan, then counted
    needs nothing is planned for; code and words."""
    same = Q(intervention=offer.intervention) if offer.intervention else Q()
    acts = Activity.objects.filter(
        same, within("place_code", offer.district_code), year__in=(who.on.year, who.on.year + 1),
        status__in=(Status.FORUM, Status.PLAN, Status.BUDGET),
    ).order_by("number")[:MOST]  # fmt: skip
    gaps = Balance.objects.filter(
        same, within("place_code", offer.district_code), year=who.on.year, unplanned__gt=0
    ).order_by("-unplanned", "place_code")[:MOST]
    codes = {one.place_code for one in acts} | {one.place_code for one in gaps}
    places = place_names(codes)
    names = words.intervention_names(who.on)
    found = [
        (f"k:{one.public_id}", f"{one.number} {one.title}, {places.get(one.place_code, '')}")
        for one in acts
    ]
    return found + [
        (
            f"b:{one.place_code}:{one.intervention}",
            _("%(need)s, %(place)s: %(n)s %(unit)s belum direncanakan") % {
                "need": names.get(one.intervention, one.intervention),
                "place": places.get(one.place_code, one.place_code),
                "n": board_view.volume(one.unplanned), "unit": one.unit,
            },
        )
        for one in gaps
    ]  # fmt: skip


def for_giver(offer: Offer, who: Reader) -> str:
    """What may be sent to the giver: counts, never a family; small counts are not told."""
    rows = offer.matches.filter(ended_at__isnull=True).order_by("at", "pk")
    places = place_names(one.place_code for one in rows)
    told = [_("Dukungan %(giver)s: %(what)s") % {"giver": offer.giver, "what": offer.what}]
    for one in rows:
        said = _("%(place)s: %(n)s keluarga") % {
            "place": places.get(one.place_code, one.place_code),
            "n": thanks_letter.hidden(thanks_letter.reached(one), who.on),
        }  # fmt: skip
        if one.delivered_on is not None:
            said += _(", diserahkan %s") % long_date(one.delivered_on)
        told.append(said)
    return "\n".join(told)


def history(offer: Offer) -> list[tuple[OfferEvent, str]]:
    """What was done, the newest first."""
    rows = offer.events.select_related("by").order_by("-at", "-pk")
    return [(one, str(ACTS.get(one.act, one.act))) for one in rows]
