"""A cycle of an audit with a technical team, for tests: `running()`, then `.choose(child)`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.factories import account, child, district, measured

from rembuk.office.access.models import Account
from rembuk.office.audits import steps
from rembuk.office.audits.cycle import acts as cycles
from rembuk.office.audits.models import Case, Cycle, TeamMember, Worksheet
from rembuk.office.audits.selecting import choosing
from rembuk.office.audits.team import acts as team
from rembuk.office.audits.worksheet import filling as sheets
from rembuk.office.people.models import Person
from rembuk.reference.audits import AuditGroup

POST = "16.06.01.2001.P01"


@dataclass
class Audit:
    """A running cycle, its technical member, and one colleague outside every circle."""

    cycle: Cycle
    by: Account
    member: TeamMember
    outsider: Account

    def choose(self, person: Person, group: AuditGroup = "baduta", **more: Any) -> Case:
        """Choose somebody whatever the ranking says."""
        more.setdefault("overridden", "Kasus contoh")
        return choosing.choose(self.cycle, group, person, self.by, **more)

    def sheet(self, case: Case) -> Worksheet:
        """The case's worksheet."""
        return sheets.open_(case, self.by)


def stunted(post: str = POST, months: int = 18, **more: Any) -> Person:
    """A child of so many months, eight months in a confirmed case, measured today."""
    today = timezone.localdate()
    one = child(post, today - dt.timedelta(days=int(months * 30.5)), **more)
    measured(one, today, weight=8.1, lenhei=74.2, zlen=-2.6, zwfl=-1.0, zwei=-2.2, tbu="pendek")
    one.status.refresh_from_db()
    one.status.case, one.status.case_since = "baru", today - dt.timedelta(days=240)
    one.status.zlen = -2.6
    one.status.save()
    return one


def running() -> Audit:
    """A cycle whose first step is over (with a reason) and whose second runs."""
    district()
    today = timezone.localdate()
    by = account("tim-teknis", "audit", "16.06")
    outsider = account("di-luar", "audit", "16.06")
    cycle = cycles.make("16.06", today.year, 1, by)
    start = dt.date(today.year, 1, 2)
    draft = team.MemberDraft("teknis", "Petugas Contoh", start, account=by)
    member = team.add_member(cycle, draft, by)
    steps.start(cycle, 1, start, by)
    steps.finish(cycle, 1, start, by, "Contoh tanpa SK")
    steps.start(cycle, 2, start, by)
    cycle.refresh_from_db()
    return Audit(cycle, by, member, outsider)
