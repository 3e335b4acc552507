"""Rupiah spent on an activity, month by month, and what one recipient came to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.documents.numbers import rupiah
from rembuk.office.programmes import doubting, writing
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.errors import AskedError, ProgrammeError, StaleError
from rembuk.office.programmes.models import (
    Activity,
    ActivityEvent,
    Delivery,
    Realisation,
    Recipient,
    Status,
)

PERIOD: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def months(year: int) -> list[str]:
    """Periods of a year, `2026-01` to `2026-12`."""
    return [f"{year}-{month:02d}" for month in range(1, 13)]


@transaction.atomic
def spend(
    account: Account, activity: Activity, period: str, spent: int | None, note: str = "", *,
    version: int | None = None, confirmed: bool = False,
) -> Realisation | None:  # fmt: skip
    """Set what was spent in a month (not cumulative); None takes the month away again. The same
    again writes nothing. `version` is that of the month's row the form showed, 0 for none."""
    held = writing.held(activity, account, None)
    row = Realisation.objects.select_for_update().filter(activity=held, period=period).first()
    now = row.version if row else 0
    text = " ".join(note.split())[:300]
    if (row.spent if row else None) == spent and (row.note if row else "") == text:
        return row
    if version is not None and version != now:
        raise StaleError
    _check(held, period, spent)
    if not confirmed and spent:
        _ask(held, period, spent)
    before = {"periode": period, "rupiah": row.spent if row else None}
    if spent is None:
        if row is not None:
            row.delete()
        row = None
    else:
        row = row or Realisation(activity=held, period=period, version=0)
        row.spent, row.note, row.by, row.version = spent, text, account, now + 1
        row.save()
    ActivityEvent.objects.create(
        activity=held, by=account, act="belanja", before=before,
        after={"periode": period, "rupiah": spent},
    )  # fmt: skip
    balancing.follow({(held.year, held.place_code)})
    return row


def _check(activity: Activity, period: str, spent: int | None) -> None:
    if PERIOD.fullmatch(period) is None or not period.startswith(f"{activity.year}-"):
        raise ProgrammeError({period: [_("Bulan ini bukan bulan tahun kegiatan.")]})
    if period > f"{writing.today():%Y-%m}":
        raise ProgrammeError({period: [_("Bulan ini belum terjadi.")]})
    if spent is not None and spent < 0:
        raise ProgrammeError({period: [_("Belanja tidak kurang dari nol.")]})
    if activity.status == Status.DROPPED and spent:
        raise ProgrammeError({period: [_("Kegiatan ini batal; tidak ada belanjanya.")]})


def _ask(activity: Activity, period: str, spent: int) -> None:
    if doubting.thousands(spent):
        raise AskedError({period: [doubting.question(spent)]})
    other = Realisation.objects.filter(activity=activity).exclude(period=period)
    total = (other.aggregate(total=Sum("spent"))["total"] or 0) + spent
    if activity.ceiling_amount is not None and total > activity.ceiling_amount:
        raise AskedError({period: [
            _("Belanja menjadi %(total)s, di atas pagu %(ceiling)s. Memang demikian?")
            % {"total": rupiah(total), "ceiling": rupiah(activity.ceiling_amount)}
        ]})  # fmt: skip


@dataclass(frozen=True)
class Reached:
    """What an activity has done: rupiah spent, volume handed over and verified, and how many
    different persons or families it reached."""

    spent: int
    volume: Decimal
    verified: Decimal
    recipients: int

    @property
    def per_recipient(self) -> int | None:
        """Rupiah spent for each different recipient; None while either is missing."""
        if not self.spent or not self.recipients:
            return None
        return round(self.spent / self.recipients)


def reached(activities: list[Activity]) -> dict[int, Reached]:
    """What activities have done, by their key. Handing over to a place names no recipient."""
    keys = [one.pk for one in activities]
    spent = dict(
        Realisation.objects.filter(activity__in=keys).order_by()
        .values_list("activity").annotate(total=Sum("spent"))
    )  # fmt: skip
    rows = (
        Delivery.objects.filter(activity__in=keys, taken_back_at__isnull=True).order_by()
        .values("activity")
        .annotate(
            all=Sum("volume"), sure=Sum("volume", filter=Q(verified_at__isnull=False)),
            persons=Count("person", distinct=True,
                          filter=Q(recipient_kind=Recipient.PERSON)),
            families=Count("family", distinct=True,
                           filter=Q(recipient_kind=Recipient.FAMILY)),
        )
    )  # fmt: skip
    given = {row["activity"]: row for row in rows}
    found = {}
    for key in keys:
        row = given.get(key)
        found[key] = Reached(
            spent.get(key, 0), row["all"] if row else Decimal(0),
            (row["sure"] or Decimal(0)) if row else Decimal(0),
            row["persons"] + row["families"] if row else 0,
        )  # fmt: skip
    return found
