"""Lists of families: mine, overdue, referrals unanswered; and their counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rembuk import reference
from rembuk.office.access.policies import Rights
from rembuk.office.accompaniment import wording
from rembuk.office.accompaniment.models import Accompaniment, Companion, Referral
from rembuk.office.accompaniment.models.accompaniments import Group
from rembuk.office.posyandu import queries

VIEWS = {
    "semua": _("Semua"),
    "saya": _("Tim saya"),
    "terlambat": _("Terlambat"),
    "rujukan": _("Rujukan"),
    "tanpa-tim": _("Tanpa TPK"),
    "cari": _("Perlu dicari"),
    "selesai": _("Sudah selesai"),
}


def overdue(today: dt.date) -> Q:
    """Visits past their day and the grace of their plan."""
    rules = reference.load()
    found = Q(pk__in=[])
    for group in Group.values:
        grace = rules.visit_plan(group, today).grace_days
        found |= Q(group=group, next_on__lt=today - dt.timedelta(days=grace))
    return Q(closed_on__isnull=True) & found


def waiting() -> Q:
    """With a referral that is not answered."""
    return Q(
        pk__in=Referral.objects.filter(answered_on__isnull=True, cancelled_on__isnull=True).values(
            "accompaniment"
        )
    )


def of_account(account_id: int | None, today: dt.date) -> Q:
    """Those of the reader's own team."""
    teams = Companion.objects.on(today).filter(account=account_id).values("team")
    return Q(team__in=teams)


def chosen(
    rows: QuerySet[Accompaniment], view: str, rights: Rights, today: dt.date
) -> QuerySet[Accompaniment]:
    """The rows of one view, the most urgent first."""
    if view == "selesai":
        return rows.filter(closed_on__isnull=False).order_by("-closed_on", "pk")
    rows = rows.filter(closed_on__isnull=True)
    parts = {
        "saya": of_account(rights.account_id, today),
        "terlambat": overdue(today),
        "rujukan": waiting(),
        "tanpa-tim": Q(team__isnull=True),
        "cari": Q(lost_on__isnull=False, recovered_on__isnull=True),
    }
    return rows.filter(parts.get(view, Q())).order_by(F("next_on").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class Counts:
    """How many of each view."""

    open: int
    mine: int
    late: int
    referrals: int
    teamless: int
    lost: int
    closed: int

    def of(self, view: str) -> int:
        """The count of a view."""
        return {
            "semua": self.open,
            "saya": self.mine,
            "terlambat": self.late,
            "rujukan": self.referrals,
            "tanpa-tim": self.teamless,
            "cari": self.lost,
            "selesai": self.closed,
        }[view]


def counts(rows: QuerySet[Accompaniment], rights: Rights, today: dt.date) -> Counts:
    """Counts of all views in one reading."""
    still = Q(closed_on__isnull=True)
    mine = list(
        Companion.objects.on(today).filter(account=rights.account_id).values_list("team", flat=True)
    )
    told = rows.order_by().aggregate(
        open=Count("pk", filter=still),
        mine=Count("pk", filter=still & Q(team__in=mine)),
        late=Count("pk", filter=overdue(today)),
        referrals=Count("pk", filter=still & waiting()),
        teamless=Count("pk", filter=still & Q(team__isnull=True)),
        lost=Count("pk", filter=still & Q(lost_on__isnull=False, recovered_on__isnull=True)),
        closed=Count("pk", filter=~still),
    )
    return Counts(**told)


def as_rows(found: Sequence[Accompaniment], rights: Rights, today: dt.date) -> list[wording.Row]:
    """The rows of a page with names as the reader may see them."""
    names = queries.places(
        {one.place_code for one in found} | {one.place_code[:13] for one in found}
    )
    open_referrals = {
        one.accompaniment_id: one
        for one in Referral.objects.filter(
            accompaniment__in=[row.pk for row in found], answered_on__isnull=True,
            cancelled_on__isnull=True,
        ).order_by("opened_on")
    }  # fmt: skip
    rows = []
    for one in found:
        post, village = names.get(one.place_code), names.get(one.place_code[:13])
        place = " · ".join(dict.fromkeys(p.name for p in (post, village) if p))
        sent = open_referrals.get(one.pk)
        rows.append(
            wording.Row(
                one,
                wording.name(one, rights.names_in(one.place_code)),
                wording.age(one, today),
                place,
                wording.due(one, today),
                wording.standing(one, rights.plain),
                wording.referral(sent, today) if sent else None,
            )
        )
    return rows
