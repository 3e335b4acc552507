"""The demo touches no database but its own."""

from __future__ import annotations

from typing import Any

import pytest

from rembuk.demo import build
from rembuk.demo.accounts import make_accounts
from rembuk.demo.places import settle
from rembuk.demo.plan import make_plan
from rembuk.demo.state import DemoError
from rembuk.office.access.models import Account

pytestmark = pytest.mark.django_db

PLAN = make_plan(scale="small", months=4, under_fives=90)


def test_a_database_with_other_accounts_is_not_touched() -> None:
    build._refuse_real_data()
    Account.objects.create(username="seseorang")
    with pytest.raises(DemoError, match="tidak disentuh"):
        build._refuse_real_data()


def test_outside_the_demo_no_such_account_is_made(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(RuntimeError, match="REMBUK_DEMO"):
        make_accounts(PLAN, settle(PLAN))
    assert not Account.objects.filter(username="gizi").exists()
