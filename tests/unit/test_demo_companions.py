"""Companions of the invented district: made once, some late, some without a team."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.factories import account, child, district, event

from rembuk.demo.accompanying import make_companions
from rembuk.demo.plan import Plan
from rembuk.office.accompaniment.models import Accompaniment, Referral, Team, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_families_are_visited_and_nothing_is_doubled() -> None:
    district()
    for username in ("kader", "bidan"):
        account(username, username, "16.06.01.2001")
    today = timezone.localdate()
    for post in ("16.06.01.2001.P01", "16.06.01.2002.P01", "16.06.02.2001.P01"):
        for _n in range(3):
            event(
                child(post, born=today - dt.timedelta(days=500)),
                today - dt.timedelta(days=90),
                "baru",
            )
    plan = Plan()
    make_companions(plan, today)
    told = (Accompaniment.objects.count(), Team.objects.count(), Visit.objects.count(),
            Referral.objects.count())  # fmt: skip
    assert told[0] == 9
    assert told[1] == 3
    assert 9 < told[2] < 27
    assert told[3] == 2
    late = Accompaniment.objects.filter(next_on__lt=today - dt.timedelta(days=7))
    assert late.exists()
    make_companions(plan, today)
    again = (Accompaniment.objects.count(), Team.objects.count(), Visit.objects.count(),
             Referral.objects.count())  # fmt: skip
    assert again == told
