"""Named exits a person decides, and accompaniments an audit opens."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.accompaniment import planning, visiting
from rembuk.office.accompaniment.locking import current, locked, still_open
from rembuk.office.accompaniment.models import Accompaniment, AccompanimentEvent
from rembuk.office.accompaniment.models.accompaniments import End, Group, Why
from rembuk.office.accompaniment.opening import close_row
from rembuk.office.people import public_ids
from rembuk.office.people.models import Person

BY_HAND: Final = (End.MOVED, End.DIED, End.LOST, End.WRONG)
"""Exits a person may decide. Recovery and age are decided by the rule alone."""
REASON: Final = 8


@atomic
def close(
    one: Accompaniment,
    why: str,
    reason: str,
    account: Account,
    on: dt.date | None = None,
    version: int | None = None,
) -> Accompaniment:
    """End an accompaniment by a named exit. A recovery cannot be declared, nor a case ended as
    `selesai`; `hilang` needs visits at which nobody was met.

    Raises ValidationError.
    """
    today = timezone.localdate()
    on = on or today
    row = locked(one)
    still_open(row)
    current(row, version)
    allowed = set(BY_HAND) if row.why == Why.CASE else {*BY_HAND, End.DONE}
    if why not in allowed:
        raise ValidationError(
            _("Pendampingan ini hanya selesai karena pulih menurut aturan, atau karena keluar.")
        )
    reason = " ".join(reason.split())
    if len(reason) < REASON:
        raise ValidationError({"reason": _("Tulis alasannya dengan beberapa kata.")})
    if not row.opened_on <= on <= today:
        raise ValidationError({"on": _("Tanggal harus sejak pendampingan dibuka sampai hari ini.")})
    needed = visiting.tries_needed(today)
    if why == End.LOST and visiting.tries(row) < needed:
        raise ValidationError(
            _("Baru boleh ditutup hilang setelah %(n)d kunjungan berturut-turut tanpa bertemu.")
            % {"n": needed}
        )
    close_row(row, on, why, account, reason[:300])
    return row


@atomic
def open_for_audit(
    person: Person,
    group: str,
    on: dt.date,
    account: Account | None = None,
    anchor: dt.date | None = None,
) -> Accompaniment:
    """The accompaniment of an audited person: the one that runs already, or a new one. Called
    again it returns the same; `anchor` (wedding, last menstruation or delivery, for the plan of
    visits) may come later, with the worksheet."""
    Person.objects.select_for_update().get(pk=person.pk)
    row = Accompaniment.objects.filter(person=person, closed_on__isnull=True).first()
    if row is not None:
        _audited(row, anchor)
        return row
    if group not in Group.values:
        raise ValidationError(_("Kelompok sasaran tidak dikenal."))
    today = timezone.localdate()
    before = Accompaniment.objects.filter(person=person, merged=False).last()
    child = group in planning.CHILDREN
    made = Accompaniment(
        public_id=public_ids.new(),
        person=person,
        group=group,
        why=Why.AUDIT,
        audited=True,
        place_code=person.place_code,
        team=planning.team_for(person.place_code, planning.teams()),
        anchor=person.birth_date if child else anchor,
        opened_on=on,
        known_on=today,
        continues=before,
        rule_version=reference.load().version(today),
    )
    due = planning.due_first(made, today)
    made.next_on, made.next_contact = due.on, due.contact
    made.save()
    AccompanimentEvent.objects.create(
        accompaniment=made, act="buka", by=account, after={"opened_on": on.isoformat()}
    )
    return made


def _audited(row: Accompaniment, anchor: dt.date | None) -> None:
    """Mark a running accompaniment as an audited person's; a day for its plan moves the next
    visit while none was made."""
    child = row.group in planning.CHILDREN
    moved = anchor is not None and not child and anchor != row.anchor
    if row.audited and not moved:
        return
    row.audited = True
    if moved:
        row.anchor = anchor
        if not row.visits.exists():
            due = planning.due_first(row, timezone.localdate())
            row.next_on, row.next_contact = due.on, due.contact
    row.version += 1
    row.save(update_fields=["audited", "anchor", "next_on", "next_contact", "version"])
