"""Two years of rembuk of the invented district, in the order of the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from rembuk.demo.clock import standing_at
from rembuk.demo.forums import fates, teams
from rembuk.demo.forums.invented import COMING, FIRST, RAKOR, SECOND, UNFINISHED, Sitting
from rembuk.demo.forums.sitting import Stage, hold
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.forums.minutes import acts as minutes
from rembuk.office.forums.minutes import evidence, publishing
from rembuk.office.forums.models import Meeting
from rembuk.office.posyandu.models import Posyandu
from rembuk.office.programmes.board import writing as balancing

ACCOUNTS: Final = (
    "tpps", "camat", "camat2", "camat3", "desa", "verifikator", "sekda", "bupati", "dinkes",
)  # fmt: skip
PROVES: Final = {"kec-ini": "camat", "kab-ini": "tpps"}
"""Meetings of this year that are evidence of a convergence step, and who brings it."""
PUBLISHED: Final = frozenset({"desa-lalu", "kab-lalu", "kab-ini"})


def make_forums(plan: Plan, today: dt.date) -> None:
    """Teams, meetings and what became of their decisions; what stands stays."""
    if Meeting.objects.exists():
        return
    who = Account.objects.in_bulk(ACCOUNTS, field_name="username")
    stage = Stage(plan.area, today, _places(plan, who), who)
    with transaction.atomic(), balancing.together():
        teams.form(stage)
        for sitting in (*FIRST, *SECOND, RAKOR):
            _held(stage, sitting)
        for sitting in (*FIRST, *SECOND, RAKOR):
            for one in sitting.said:
                fates.befall(stage, one.key, one.fate)
        for sitting in (UNFINISHED, *COMING):
            if sitting.at in stage.places:
                hold(stage, sitting)


def _places(plan: Plan, who: Mapping[str, Account]) -> dict[str, tuple[str, Account]]:
    """Place and account of each key; a village the demo has no account for is the camat's."""
    found = {"kab": (plan.area, who["tpps"])}
    for key, name in (("kec", "camat"), ("kec2", "camat2"), ("kec3", "camat3"), ("desa", "desa")):
        if name in who:
            found[key] = (_own(who[name]), who[name])
    if found.get("kec2", ("",))[0] in {found["kec"][0], ""}:
        found.pop("kec2", None)  # a district of one kecamatan
    if found.get("kec3", ("",))[0] in {one[0] for key, one in found.items() if key != "kec3"}:
        found.pop("kec3", None)
    home = found["desa"][0]
    rows = Posyandu.objects.filter(village_code__startswith=f"{found['kec'][0]}.")
    codes = set(rows.values_list("village_code", flat=True)) - {home}
    desa = sorted(codes, key=lambda code: (code.rpartition(".")[2].startswith("1"), code))
    if desa:
        found["desa2"] = (desa[0], who["camat"])
    return found


def _own(account: Account) -> str:
    """The place an account works in."""
    return str(account.assignments.order_by("pk").values_list("place_code", flat=True)[0])


def _held(stage: Stage, sitting: Sitting) -> None:
    if sitting.at not in stage.places:
        return
    meeting = hold(stage, sitting)
    if meeting is None:
        return
    after = min(stage.day(sitting) + dt.timedelta(days=5), stage.today)
    with standing_at(after, 10):
        if sitting.key in PROVES:
            _prove(meeting, stage.who[PROVES[sitting.key]])
        made = minutes.newest(meeting)
        if sitting.key in PUBLISHED and made is not None:
            publishing.publish(made, stage.who["bupati"])


def _prove(meeting: Meeting, account: Account) -> None:
    """Where the district works a year that asks for it."""
    try:
        evidence.tick(meeting, account)
    except ValidationError as problem:
        if problem.code != "langkah":
            raise
