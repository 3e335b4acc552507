"""Record a visit, once however often it is sent; take one back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.accompaniment import planning
from rembuk.office.accompaniment.locking import locked, still_open
from rembuk.office.accompaniment.models import Accompaniment, AccompanimentEvent, Visit
from rembuk.office.accompaniment.models.visits import Where

MOST_GIVEN = 400
NEXT_DAYS = 92
REASON = 8


@dataclass(frozen=True)
class Told:
    """What a companion tells of a visit. `seen`: code -> whether; `given`: code -> how many."""

    on: dt.date
    where: str
    met: bool = True
    seen: Mapping[str, bool] = field(default_factory=dict)
    talked: tuple[str, ...] = ()
    given: Mapping[str, int] = field(default_factory=dict)
    helped: tuple[str, ...] = ()
    danger: bool = False
    note: str = ""
    next_on: dt.date | None = None


@atomic
def record_visit(
    one: Accompaniment, told: Told, key: str, account: Account, today: dt.date | None = None
) -> Visit:
    """Write a visit. The same `key` again returns what was written; nothing is doubled.

    Raises ValidationError: the day is ahead or before the opening, nothing is said of a person that
    was met, a number is impossible, the accompaniment has ended.
    """
    today = today or timezone.localdate()
    row = locked(one)
    before = Visit.objects.filter(key=key).first()
    if before is not None:
        if before.accompaniment_id != row.pk:
            raise ValidationError(_("Kunjungan ini sudah dicatat untuk orang lain."))
        return before
    still_open(row)
    _believable(row, told, today)
    made = drawn_up(row, told, key, account)
    made.save(force_insert=True)
    _plan_again(row, today)
    AccompanimentEvent.objects.create(
        accompaniment=row, act="kunjungan", by=account, after={"on": told.on.isoformat()}
    )
    return made


def drawn_up(row: Accompaniment, told: Told, key: str, account: Account) -> Visit:
    """The visit as it will be kept, not saved yet: what the plan in force asks for."""
    plan = planning.plan_of(row, told.on)
    known = {content.code: content.kind for content in plan.contents}
    return Visit(
        key=key,
        accompaniment=row,
        planned_on=row.next_on,
        contact=row.next_contact,
        on=told.on,
        by=account,
        by_name=str(account)[:80],
        where=told.where,
        met=told.met,
        seen={code: "ya" if yes else "tidak" for code, yes in told.seen.items() if code in known},
        talked=[code for code in told.talked if known.get(code) == "bicara"],
        given={code: n for code, n in told.given.items() if known.get(code) == "beri" and n},
        helped=[code for code in told.helped if known.get(code) == "bantu"],
        danger=told.danger,
        note=told.note[:500],
        next_on=told.next_on,
        rule_version=f"{plan.code} {plan.valid_from.isoformat()}",
    )


def _believable(row: Accompaniment, told: Told, today: dt.date) -> None:
    if told.on > today:
        raise ValidationError({"on": _("Tanggal kunjungan belum tiba.")})
    if told.on < row.opened_on:
        raise ValidationError({"on": _("Tanggal kunjungan sebelum pendampingan dibuka.")})
    if told.where not in Where.values:
        raise ValidationError({"where": _("Pilih tempat bertemu.")})
    said = told.seen or told.talked or told.given or told.helped or told.note
    if told.met and not said and not told.danger:
        raise ValidationError(
            _("Isi sedikitnya satu hal yang dilihat, dibicarakan, atau diberikan.")
        )
    if any(not 0 <= n <= MOST_GIVEN for n in told.given.values()):
        raise ValidationError({"given": _("Jumlah yang diberikan tidak masuk akal.")})
    if told.next_on is not None and not (
        today <= told.next_on <= told.on + dt.timedelta(days=NEXT_DAYS)
    ):
        raise ValidationError(
            {
                "next_on": _(
                    "Kunjungan berikutnya paling cepat hari ini, paling lama tiga bulan lagi."
                )
            }
        )


def _plan_again(row: Accompaniment, today: dt.date) -> None:
    due = planning.due_next(row, today)
    row.next_on, row.next_contact = due.on, due.contact
    row.version += 1
    row.save(update_fields=["next_on", "next_contact", "version"])


@atomic
def take_back_visit(visit: Visit, reason: str, account: Account) -> Visit:
    """Take a visit back with a reason: it stays to be read and counts no more."""
    row = locked(visit.accompaniment)
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    reason = " ".join(reason.split())
    if len(reason) < REASON:
        raise ValidationError({"reason": _("Tulis alasannya dengan beberapa kata.")})
    if visit.void_at is not None:
        return visit
    visit.void_at, visit.void_by, visit.void_why = timezone.now(), account, reason[:200]
    visit.save(update_fields=["void_at", "void_by", "void_why"])
    if row.is_open:
        _plan_again(row, timezone.localdate())
    AccompanimentEvent.objects.create(
        accompaniment=row, act="kunjungan-batal", by=account, reason=reason[:300],
        before={"on": visit.on.isoformat()},
    )  # fmt: skip
    return visit


def tries(one: Accompaniment) -> int:
    """Visits in a row, the last ones, at which the person was not met."""
    number = 0
    for met in Visit.objects.filter(accompaniment=one, void_at__isnull=True).values_list(
        "met", flat=True
    ):
        if met:
            break
        number += 1
    return number


def tries_needed(today: dt.date) -> int:
    """Visits without meeting before an accompaniment may be closed as lost."""
    return int(reference.load().number("damping.lost_tries", today))
