"""A referral from its opening to its return; each day after the one before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.accompaniment.locking import locked, still_open
from rembuk.office.accompaniment.models import Accompaniment, AccompanimentEvent, Referral, Visit
from rembuk.office.accompaniment.models.referrals import Haste
from rembuk.office.accompaniment.opening import settle
from rembuk.office.people import public_ids
from rembuk.office.seats.models import Office


@dataclass(frozen=True)
class Opening:
    """What is said when a referral is opened."""

    on: dt.date
    why: str
    urgency: str = Haste.USUAL
    office: Office | None = None
    to_name: str = ""
    visit: Visit | None = None


@atomic
def open_referral(one: Accompaniment, told: Opening, key: str, account: Account) -> Referral:
    """Open a referral; the same `key` again returns the one that is there."""
    row = locked(one)
    there = Referral.objects.filter(key=key).first()
    if there is not None:
        if there.accompaniment_id != row.pk:
            raise ValidationError(_("Rujukan ini sudah dicatat untuk orang lain."))
        return there
    still_open(row)
    name = (told.office.name if told.office else told.to_name).strip()
    if not name:
        raise ValidationError({"to": _("Pilih atau tulis ke mana dirujuk.")})
    if len(told.why.strip()) < 4:
        raise ValidationError({"why": _("Tulis mengapa dirujuk.")})
    if told.urgency not in Haste.values:
        raise ValidationError({"urgency": _("Pilih segera atau biasa.")})
    _not_ahead(told.on)
    if told.on < row.opened_on:
        raise ValidationError({"on": _("Tanggal rujukan sebelum pendampingan dibuka.")})
    made = Referral.objects.create(
        public_id=public_ids.new(),
        key=key,
        accompaniment=row,
        visit=told.visit,
        place_code=row.place_code,
        origin=row.team.name if row.team else str(account)[:80],
        to_office=told.office,
        to_name=name[:120],
        why=told.why.strip()[:300],
        urgency=told.urgency,
        opened_on=told.on,
        due_on=told.on + dt.timedelta(days=_days(told.urgency, told.on)),
        opened_by=account,
    )
    _note(row, "rujuk", account, after={"on": told.on.isoformat(), "urgency": told.urgency})
    return made


@atomic
def arrive(one: Referral, on: dt.date, account: Account) -> Referral:
    """The person came; the answer is waited for from then on."""
    row = _locked(one)
    _open(row)
    _in_order(row.opened_on, on, _("Tanggal sampai sebelum tanggal dirujuk."))
    row.arrived_on = on
    row.due_on = on + dt.timedelta(days=int(_number("damping.answer_days", on)))
    return _saved(row, "rujukan-sampai", account, on)


@atomic
def answer(one: Referral, on: dt.date, text: str, account: Account) -> Referral:
    """The answer of where the person was sent; that it was answered says that they arrived."""
    row = _locked(one)
    _open(row)
    if len(text.strip()) < 4:
        raise ValidationError({"answer": _("Tulis isi jawabannya.")})
    _in_order(row.arrived_on or row.opened_on, on, _("Tanggal jawaban sebelum tanggal sampai."))
    row.arrived_on = row.arrived_on or on
    row.answered_on, row.answer, row.due_on = on, text.strip()[:1000], None
    saved = _saved(row, "rujukan-dijawab", account, on)
    settle([row.accompaniment.person_id])  # an urgent one may have kept it open
    return saved


@atomic
def returned(one: Referral, on: dt.date, account: Account) -> Referral:
    """The person is back with the companions and the post."""
    row = _locked(one)
    if row.answered_on is None:
        raise ValidationError(_("Catat jawabannya lebih dulu."))
    _in_order(row.answered_on, on, _("Tanggal kembali sebelum tanggal jawaban."))
    row.returned_on = on
    return _saved(row, "rujukan-kembali", account, on)


@atomic
def cancel(one: Referral, reason: str, account: Account) -> Referral:
    """End a referral that will not be followed, with the reason."""
    row = _locked(one)
    _open(row)
    if len(reason.strip()) < 8:
        raise ValidationError({"reason": _("Tulis alasannya dengan beberapa kata.")})
    today = timezone.localdate()
    row.cancelled_on, row.cancelled_why, row.due_on = today, reason.strip()[:200], None
    saved = _saved(row, "rujukan-batal", account, today)
    settle([row.accompaniment.person_id])
    return saved


def _days(urgency: str, on: dt.date) -> int:
    urgent = urgency == Haste.NOW
    return int(_number("damping.referral_urgent_days" if urgent else "damping.referral_days", on))


def _number(code: str, on: dt.date) -> float:
    return reference.load().number(code, on)


def _locked(one: Referral) -> Referral:
    locked(one.accompaniment)
    return Referral.objects.select_for_update().get(pk=one.pk)


def _open(row: Referral) -> None:
    if not row.waiting:
        raise ValidationError(_("Rujukan ini sudah dijawab atau dibatalkan."))


def _not_ahead(on: dt.date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": _("Tanggalnya belum tiba.")})


def _in_order(before: dt.date, on: dt.date, words: str) -> None:
    _not_ahead(on)
    if on < before:
        raise ValidationError({"on": words})


def _saved(row: Referral, act: str, account: Account, on: dt.date) -> Referral:
    row.version += 1
    row.save()
    _note(row.accompaniment, act, account, after={"on": on.isoformat(), "referral": row.public_id})
    return row


def _note(row: Accompaniment, act: str, account: Account, after: dict[str, str]) -> None:
    AccompanimentEvent.objects.create(accompaniment=row, act=act, by=account, after=after)
