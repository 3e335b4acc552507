"""Tables laid out at once are those the migrations leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from rembuk.site.fresh import lay_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """An empty database in a file of its own."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is laid out at once")
    settings = connection.settings_dict | {"NAME": str(tmp_path / "fresh.sqlite3")}
    made = type(connections["default"])(settings, alias="fresh")
    connections["fresh"] = made
    yield made
    made.close()
    del connections["fresh"]


def _tables(of: BaseDatabaseWrapper) -> dict[str, Any]:
    """Table -> its columns, and its keys, indexes and checks."""
    found: dict[str, Any] = {}
    with of.cursor() as cursor:
        for name in of.introspection.table_names(cursor):
            columns = {
                one.name: (one.type_code, one.null_ok, one.internal_size)
                for one in of.introspection.get_table_description(cursor, name)
            }
            rules = of.introspection.get_constraints(cursor, name)
            kept = sorted(
                # SQLite numbers the keys and checks that have no name, in the order of the table
                repr(("" if re.match(r"fk_\d|__", key) else key, sorted(rule.items())))
                for key, rule in rules.items()
            )
            found[name] = columns, kept
    return found


def test_tables_are_those_of_the_migrations(empty: BaseDatabaseWrapper) -> None:
    assert lay_out(empty)
    found = _tables(empty)
    executor = MigrationExecutor(empty)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    usual = _tables(connection)
    assert found.keys() == usual.keys()
    for name, table in found.items():
        assert table == usual[name], name


def test_a_database_with_tables_is_left_alone() -> None:
    before = connection.introspection.table_names()
    assert not lay_out(connection)
    assert connection.introspection.table_names() == before
