"""Families are asked before a giver reaches them; what is given is kept with proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.documents import files
from rembuk.office.people.models import Family
from rembuk.office.places.scope import contains
from rembuk.office.programmes import writing
from rembuk.office.programmes.deliveries import acts as delivering
from rembuk.office.programmes.deliveries.acts import Handed
from rembuk.office.programmes.errors import ProgrammeError
from rembuk.office.programmes.models import Answer, Consent, Match, OfferState
from rembuk.office.programmes.support.acts import follow, held_match, put, tell


@transaction.atomic
def ask(account: Account, match_: Match, families: Sequence[Family]) -> int:
    """Write down that families were asked; how many were new."""
    held = held_match(match_, account)
    asked = 0
    for one in families:
        if not contains(held.place_code, one.place_code):
            raise ProgrammeError(_("Ada keluarga di luar tempat ini."))
        _row, made = Consent.objects.get_or_create(
            match=held, family=one, defaults={"asked_at": timezone.now(), "by": account}
        )
        asked += made
    tell(held.offer, account, "tanya", {"keluarga": asked, "pasangan": held.public_id})
    return asked


@transaction.atomic
def answer(account: Account, consent: Consent, yes: bool) -> Consent:
    """Write down what a family said; it may change its mind until something is handed over."""
    row = Consent.objects.select_for_update().select_related("match__offer").get(pk=consent.pk)
    held = held_match(row.match, account)
    if row.delivery_id is not None or held.delivered_on is not None:
        raise ProgrammeError(_("Dukungan sudah diserahkan; jawabannya tidak diubah lagi."))
    row.answer = Answer.YES if yes else Answer.NO
    row.answered_at, row.by = timezone.now(), account
    row.save(update_fields=["answer", "answered_at", "by"])
    tell(held.offer, account, "jawab", {"jawaban": row.answer, "pasangan": held.public_id})
    return row


@transaction.atomic
def hand_over(
    account: Account, match_: Match, on: dt.date, volume: Decimal, upload: Any, *,
    families: Collection[str] = (), confirmed: bool = False,
) -> Match:  # fmt: skip
    """Write down that it was given, with proof. Families that are named must have said yes; a
    match of an activity becomes the activity's own deliveries."""
    held = held_match(match_, account)
    if held.delivered_on is not None:
        raise ProgrammeError(_("Dukungan ini sudah tercatat diserahkan."))
    if on > writing.today():
        raise ProgrammeError({"tanggal": [_("Tanggal penyerahan belum terjadi.")]})
    if volume <= 0:
        raise ProgrammeError({"volume": [_("Volume harus lebih dari nol.")]})
    if upload is None:
        raise ProgrammeError({"bukti": [_("Unggah bukti serah terimanya.")]})
    rows = list(held.consents.select_related("family").filter(family__public_id__in=families))
    if len(rows) != len(set(families)) or any(one.answer != Answer.YES for one in rows):
        raise ProgrammeError({"keluarga": [
            _("Hanya keluarga yang sudah menyatakan setuju yang dapat dicatat menerima.")
        ]})  # fmt: skip
    proof = files.kept(upload, kinds=("pdf", "image"), max_mb=delivering.MAX_MB)
    if held.activity is not None:
        upload.seek(0)
        each = (volume / len(rows)).quantize(Decimal("0.01")) if rows else volume
        handed = [Handed(one.family.place_code, each, family=one.family) for one in rows]
        made = delivering.deliver(
            account, held.activity, on, handed or [Handed(held.place_code, volume)],
            upload=upload, confirmed=confirmed,
        )  # fmt: skip
        for one, row in zip(rows, made, strict=False):
            one.delivery = row
            one.save(update_fields=["delivery"])
    held.delivered_on, held.delivered_volume = on, volume
    held.proof_path, held.proof_kind, held.proof_sha256 = proof.path, proof.kind, proof.sha256
    held.version += 1
    held.save()
    offer = held.offer
    if not offer.matches.filter(ended_at__isnull=True, delivered_on__isnull=True).exists():
        offer.state = OfferState.DELIVERED
    put(offer, account, "serah", {"pasangan": held.public_id, "volume": str(volume),
                                   "keluarga": len(rows)})  # fmt: skip
    follow(held)
    return held
