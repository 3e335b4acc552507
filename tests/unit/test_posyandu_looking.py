"""Ranks change with time alone: who waits longer is seen earlier."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import district
from tests.posyandu_rows import opened, rows, take, visit

from rembuk.office.posyandu import services
from rembuk.office.posyandu.models import ChildStatus

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 12)


def reasons() -> list[str]:
    return [str(one) for one in ChildStatus.objects.get().reasons]


def test_a_child_who_waits_gets_a_reason_without_new_data() -> None:
    district()
    take(rows(visit("Sari Contoh", DAY, 9.4, 78.0)), opened(dt.date(2026, 10, 31)))
    before = reasons()
    services.look_again_today(DAY + dt.timedelta(days=92))
    later = reasons()
    assert later != before
    services.look_again_today(DAY + dt.timedelta(days=92))
    assert reasons() == later


def test_long_after_the_data_the_day_stands_still() -> None:
    district()
    take(rows(visit("Sari Contoh", DAY, 9.4, 78.0)), opened(dt.date(2026, 10, 31)))
    services.look_again_today(DAY + services.SILENCE)
    last = reasons()
    services.look_again_today(DAY + dt.timedelta(days=3000))
    assert reasons() == last
