"""A demo may be stopped at any moment, and touches no database but its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from tests.unit.test_demo_build import PLAN, figures

from rembuk.demo import build
from rembuk.demo.accounts import make_accounts
from rembuk.demo.generate import quiet
from rembuk.demo.places import settle
from rembuk.demo.state import DemoError, DemoState, described, read, save
from rembuk.office.access.models import Account
from rembuk.office.intake.models import Import, ImportState

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    settings.REMBUK_STAGING = tmp_path / "staging"
    settings.REMBUK_AREA = PLAN.area
    return tmp_path


def built(var: Path) -> DemoState:
    state = read(var) or DemoState(described(PLAN))
    build._build(PLAN, var, state, quiet)
    return state


@pytest.mark.django_db(transaction=True)  # it empties the tables in between
def test_a_build_that_was_stopped_ends_like_one_that_was_not(var: Path, tmp_path: Path) -> None:
    class Stopped(BaseException):
        pass

    def stop_in_the_third_file(stage: str, done: int, total: int) -> None:
        if stage.startswith("memasukkan berkas 3 ") and done % 100 > 40:
            raise Stopped

    state = DemoState(described(PLAN))
    save(var, state)
    with pytest.raises(Stopped):
        build._build(PLAN, var, state, stop_in_the_third_file)
    kept = read(var)
    assert kept is not None
    assert len(kept.imported) == 2
    built(var)
    assert Import.objects.filter(state=ImportState.DONE).count() >= len(kept.files)
    halted = figures()

    call_command("flush", interactive=False, verbosity=0)
    other = tmp_path / "clean"
    build._build(PLAN, other, DemoState(described(PLAN)), quiet)
    assert figures() == halted


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
