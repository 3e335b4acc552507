"""Acts on deliveries: hand over, add proof, verify by another person, take back.

A delivery is kept once: the same recipient, day and activity again is the same delivery, so that a
sheet may be sent twice. What reached people moves the promise behind the activity; only verified
deliveries may finish it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.access.public_ids import new
from rembuk.office.documents import files
from rembuk.office.ledger import facts
from rembuk.office.people.models import Family, Person
from rembuk.office.places.models import Area
from rembuk.office.places.numbers import on_paper
from rembuk.office.places.scope import contains
from rembuk.office.programmes import doubting, drafts, writing
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.errors import AskedError, NotYoursError, ProgrammeError
from rembuk.office.programmes.models import (
    Activity,
    ActivityEvent,
    Delivery,
    Recipient,
    Status,
)

MAX_MB: Final = 10
JUDGES: Final = ("rencana-kelola", "janji-periksa")
"""Whoever may do one of these judges deliveries of others."""
MOST: Final = 2_000
"""Recipients of one act."""
VILLAGE: Final = 13


@dataclass(frozen=True)
class Handed:
    """One recipient: a person, a family, or (neither) the place itself."""

    place_code: str
    volume: Decimal
    person: Person | None = None
    family: Family | None = None
    amount: int | None = None
    note: str = ""

    @property
    def kind(self) -> Recipient:
        """What the recipient is."""
        if self.person is not None:
            return Recipient.PERSON
        return Recipient.FAMILY if self.family is not None else Recipient.AREA


@transaction.atomic
def deliver(
    account: Account, activity: Activity, on: dt.date, handed: Sequence[Handed], *,
    upload: Any = None, confirmed: bool = False,
) -> list[Delivery]:  # fmt: skip
    """Keep what was handed over on a day, with one proof for all of it (a photo, a signed list).
    Raises ProgrammeError, {field: words}; AskedError where something is odd and nobody said that
    it is meant so (`confirmed`)."""
    held = writing.held(activity, account, None)
    _check(held, on, handed, rights_of(account, writing.today()))
    if not confirmed:
        _ask(held, on, handed)
    proof = files.kept(upload, kinds=("pdf", "image"), max_mb=MAX_MB) if upload else None
    found, fresh = [], 0
    for one in handed:
        row, made = Delivery.objects.get_or_create(
            activity=held, on=on, person=one.person, family=one.family, taken_back_at=None,
            recipient_kind=one.kind, place_code=one.place_code[:VILLAGE], volume=one.volume,
            defaults={
                "public_id": new(), "year": held.year, "unit": held.unit, "amount": one.amount,
                "by": account, "note": " ".join(one.note.split())[:300],
            },
        )  # fmt: skip
        if proof is not None and not row.proof_path:
            _prove(row, proof)
        found.append(row)
        fresh += made
    if fresh:
        total = sum((one.volume for one in found), Decimal(0))
        _tell(held, account, "salur", {"penerima": fresh, "volume": str(total), "tanggal": str(on)})
        _follow(held, {one.place_code for one in found})
    return found


@transaction.atomic
def prove(account: Account, deliveries: Sequence[Delivery], upload: Any) -> int:
    """Add one proof to deliveries without one; how many got it."""
    kept = files.kept(upload, kinds=("pdf", "image"), max_mb=MAX_MB)
    number = 0
    for one in deliveries:
        held = writing.held(one.activity, account, None)
        row = Delivery.objects.select_for_update().get(pk=one.pk)
        if row.proof_path or not row.counts:
            continue
        _prove(row, kept)
        number += 1
        _tell(held, account, "salur-bukti", {"penyaluran": row.public_id})
    return number


@transaction.atomic
def verify(account: Account, delivery: Delivery) -> Delivery:
    """Another person than who wrote it says that it happened, on the proof."""
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if not may_verify(account, row):
        raise NotYoursError(
            _("Penyaluran diperiksa orang lain dari yang mencatat: pengelola rencana, camat, "
              "verifikator, atau pimpinan."),
            code="hak",
        )  # fmt: skip
    if not row.counts:
        raise ProgrammeError(_("Penyaluran ini sudah ditarik."))
    if row.verified_at is not None:
        return row
    if not row.proof_path:
        raise ProgrammeError(_("Belum ada bukti. Unggah foto atau daftar bertanda tangan dulu."))
    row.verified_by, row.verified_at = account, timezone.now()
    row.save(update_fields=["verified_by", "verified_at"])
    held = Activity.objects.select_for_update().get(pk=row.activity_id)
    _tell(held, account, "salur-periksa", {"penyaluran": row.public_id})
    _follow(held, {row.place_code})
    return row


def may_verify(account: Account, delivery: Delivery) -> bool:
    """Whether the account judges deliveries there and did not write this one."""
    rights = rights_of(account, writing.today())
    judges = any(rights.may(action, delivery.place_code) for action in JUDGES)
    return judges and delivery.by_id != account.pk


@transaction.atomic
def take_back(account: Account, delivery: Delivery, reason: str) -> Delivery:
    """Take a mistaken delivery out of account. It stays, with who and why."""
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    activity = Activity.objects.select_related("office").get(pk=row.activity_id)
    if not may_verify(account, row):
        writing.may(account, activity)
    if len(reason.strip()) < 5:
        raise ProgrammeError({"alasan": [_("Tulis alasannya, paling sedikit lima huruf.")]})
    if not row.counts:
        return row
    row.taken_back_at, row.taken_back_by = timezone.now(), account
    row.taken_back_reason = " ".join(reason.split())[:300]
    row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    _tell(activity, account, "salur-tarik", {"penyaluran": row.public_id}, row.taken_back_reason)
    _follow(activity, {row.place_code}, row.taken_back_reason)
    return row


def _check(activity: Activity, on: dt.date, handed: Sequence[Handed], rights: Any) -> None:
    """What cannot be. Recipients must live where the activity is, and be the writer's to see."""
    wrong: dict[str, list[str]] = {}
    today = writing.today()
    if activity.status == Status.DROPPED:
        raise ProgrammeError(_("Kegiatan ini batal; tidak ada yang disalurkan darinya."))
    if on > today:
        wrong["on"] = [_("Tanggal penyaluran belum terjadi.")]
    elif on.year < activity.year:
        wrong["on"] = [_("Kegiatan ini baru mulai tahun %d.") % activity.year]
    if not handed:
        wrong["penerima"] = [_("Pilih penerimanya dulu.")]
    if len(handed) > MOST:
        wrong["penerima"] = [_("Paling banyak %s penerima sekali catat.") % on_paper(MOST)]
    if not activity.unit:
        wrong["unit"] = [_("Kegiatan ini belum punya satuan. Isi satuannya dulu.")]
    places = {one.place_code[:VILLAGE] for one in handed}
    known = set(Area.objects.filter(code__in=places).values_list("code", flat=True))
    for code in sorted(places):
        if code not in known or not contains(activity.place_code, code):
            wrong.setdefault("penerima", []).append(_("Di luar lokasi kegiatan: %s.") % code)
    if any(one.kind != Recipient.AREA and not rights.may("lihat-anak", one.place_code)
           for one in handed):  # fmt: skip
        wrong.setdefault("penerima", []).append(_("Ada penerima di luar wilayah Anda."))
    if any(one.volume <= 0 for one in handed):
        wrong["volume"] = [_("Volume harus lebih dari nol.")]
    if wrong:
        raise ProgrammeError(wrong)


def _ask(activity: Activity, on: dt.date, handed: Sequence[Handed]) -> None:
    """What is odd and may still be true."""
    asks: dict[str, list[str]] = {}
    if activity.status != Status.BUDGET:
        asks["status"] = [_("Kegiatan ini belum tercantum di anggaran. Memang sudah disalurkan?")]
    if on.year > activity.year:
        asks["on"] = [_("Tanggalnya sesudah tahun anggaran kegiatan. Memang demikian?")]
    if activity.volume is not None:
        before = _volume(activity)
        total = before + sum((one.volume for one in handed), Decimal(0))
        if total > activity.volume:
            asks["volume"] = [
                _("Bersama yang sudah tercatat menjadi %(total)s dari rencana %(volume)s %(unit)s. "
                  "Memang lebih dari rencana?")
                % {"total": on_paper(float(total)), "volume": on_paper(float(activity.volume)),
                   "unit": activity.unit}
            ]  # fmt: skip
    cost = drafts.unit_costs(activity.district_code, on).get(activity.intervention)
    if cost is not None and cost.unit == activity.unit:
        for one in handed:
            if one.amount and doubting.thousands(one.amount, one.volume, cost.amount):
                asks["amount"] = [doubting.question(one.amount)]
                break
    if asks:
        raise AskedError(asks)


def _volume(activity: Activity, *, verified: bool = False) -> Decimal:
    rows = Delivery.objects.filter(activity=activity, taken_back_at__isnull=True)
    if verified:
        rows = rows.filter(verified_at__isnull=False)
    return rows.aggregate(total=Sum("volume"))["total"] or Decimal(0)


def _prove(row: Delivery, kept: files.Kept) -> None:
    row.proof_path, row.proof_kind, row.proof_sha256 = kept.path, kept.kind, kept.sha256
    row.save(update_fields=["proof_path", "proof_kind", "proof_sha256"])


def _tell(
    activity: Activity, account: Account, act: str, after: dict[str, Any], reason: str = ""
) -> None:
    ActivityEvent.objects.create(activity=activity, by=account, act=act, after=after, reason=reason)


def _follow(activity: Activity, places: set[str], reason: str = "") -> None:
    """The balance of the places, and the promise behind the activity."""
    balancing.follow({(activity.year, place) for place in (*places, activity.place_code)})
    promise, planned = activity.promise, activity.volume
    if promise is None or not planned:
        return
    done, sure = _volume(activity), _volume(activity, verified=True)
    percent = min(99, int(done * 100 / planned))
    words = _("%(done)s dari %(planned)s %(unit)s tersalur (%(number)s).") % {
        "done": on_paper(float(done)), "planned": on_paper(float(planned)), "unit": activity.unit,
        "number": activity.number,
    }  # fmt: skip
    try:
        if reason:
            facts.undo(promise, percent, reason)
        if sure >= planned:
            facts.fulfil(promise, words, reference=activity.public_id)
        else:
            facts.advance(promise, percent, words)
    except ValidationError as problem:  # the ledger's own rules say why it stays where it is
        raise ProgrammeError(problem.messages) from problem
