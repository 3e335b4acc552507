"""What holds for every test."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker
from tests import migrated

FIRST = (
    "tests/browser/",
    "tests/web/test_access_walk.py",
    "tests/unit/test_demo_",
    "tests/generative/",
    "tests/web/",
)
"""What takes longest begins first: a file is one worker's (`--dist loadfile`), and none shall be
left with a long one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; within a file the order stays."""

    def turn(item: pytest.Item) -> int:
        found = (n for n, start in enumerate(FIRST) if item.nodeid.startswith(start))
        return next(found, len(FIRST))

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it again and again, and through few
    new objects at a time, took a twentieth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The tables are made once for all workers of a run, not by each of them."""
    if migrated.PROCESS not in os.environ:
        yield  # alone, Django migrates in this process
    elif connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.postgres_template(tmp_path_factory)
        yield
    else:
        name = connection.creation._get_test_db_name()
        tables = migrated.into_memory(tmp_path_factory, name)
        yield
        tables.close()


@pytest.fixture(autouse=True)
def in_indonesian() -> None:
    """A page asked for in English leaves its language in the thread; no test inherits it."""
    translation.activate("id")


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around the tests of a module, undone after the last.

    A module fixture that asks for it builds rows once for all of them; what a test itself writes is
    undone after that test, as ever. Not for modules with `django_db(transaction=True)`. Return
    keys, not rows: a row a test has changed in memory would reach the next one.
    """
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # as Django's own TestCase says
        with around:
            yield
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def may_open(kept: None) -> None:
    """A year of convergence with its cells of May, built once for the file: `again()` is it."""
    from tests.convergence_rows import opened, room

    opened(room())
