"""When an accompanied person is visited: contacts by weeks of pregnancy, monthly for children."""

from __future__ import annotations

import datetime as dt

import pytest

from rembuk import reference
from rembuk.reference.visit_plans import Planned, VisitPlan

TODAY = dt.date(2026, 11, 22)


def plan(group: str) -> VisitPlan:
    return reference.load().visit_plan(group, TODAY)


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


def test_a_child_is_visited_within_a_week_then_monthly() -> None:
    one = plan("baduta")
    assert one.first(day(10, 1)) == Planned(day(10, 8))
    assert one.after(day(10, 9)) == Planned(day(11, 8))


def test_a_pregnant_woman_is_visited_at_the_contacts_of_elsimil() -> None:
    last_period = day(3, 1)
    one = plan("bumil")
    contacts, seen = [], last_period + dt.timedelta(weeks=9)
    for _ in range(7):
        due = one.after(seen, last_period)
        contacts.append(((due.on - last_period).days // 7, due.contact))
        seen = due.on
    assert contacts == [(w, f"m{w}") for w in (12, 16, 20, 24, 28, 32, 36)]


def test_without_the_last_period_she_is_visited_every_four_weeks() -> None:
    assert plan("bumil").after(day(10, 1)) == Planned(day(10, 29))


@pytest.mark.parametrize(("early", "due"), [(5, "m20"), (8, "m16")])
def test_a_visit_within_the_grace_of_a_contact_is_that_contact(early: int, due: str) -> None:
    anchor = day(3, 1)
    sixteen = anchor + dt.timedelta(weeks=16)
    assert plan("bumil").after(sixteen - dt.timedelta(days=early), anchor).contact == due


def test_a_visit_is_late_only_after_the_grace() -> None:
    one = plan("baduta")
    assert not one.late(day(11, 1), day(11, 1) + dt.timedelta(days=one.grace_days))
    assert one.late(day(11, 1), day(11, 2) + dt.timedelta(days=one.grace_days))


def test_movement_of_the_baby_is_asked_only_when_it_can_be_felt() -> None:
    def asked(contact: str) -> set[str]:
        return {one.code for one in plan("bumil").of_contact(contact)}

    assert "gerak" not in asked("m12")
    assert "gerak" in asked("m24")


def test_every_plan_says_what_is_looked_at_talked_over_given_and_helped_with() -> None:
    for group in ("catin", "bumil", "bufas", "baduta", "balita"):
        assert {one.kind for one in plan(group).contents} == {"lihat", "bicara", "beri", "bantu"}
