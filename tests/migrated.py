"""Every table, made once for all processes of a run: migrating is most of what a start costs."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROCESS = "PYTEST_XDIST_WORKER"
POSTGRES = "rembuk_tables"


def shared(factory: pytest.TempPathFactory) -> Path:
    """The folder all processes of this run share."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get(PROCESS) else base


@contextmanager
def once(folder: Path, name: str) -> Iterator[bool]:
    """Whether what is called `name` is still to be made; whoever comes meanwhile waits for it."""
    made = folder / f"{name}.made"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not made.exists()
        made.touch()


def own_environment(var: Path, **more: str) -> dict[str, str]:
    """Of a process that works as an office does, in its own var folder."""
    kept = {k: v for k, v in os.environ.items() if k not in {"REMBUK_TEST", "DATABASE_URL"}}
    return kept | {"REMBUK_DEMO": "1", "REMBUK_VAR": str(var)} | more


def _migrate(var: Path, **more: str) -> None:
    env = own_environment(var, DJANGO_SETTINGS_MODULE="rembuk.site.settings", **more)
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]


def sqlite_file(factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with every table and no row but those migrations write."""
    folder = shared(factory)
    var = folder / "tables"
    with once(folder, "tables") as missing:
        if missing:
            var.mkdir()
            _migrate(var)
            with sqlite3.connect(var / "rembuk.sqlite3") as database:
                database.execute("pragma journal_mode=delete")
    return var / "rembuk.sqlite3"


def into_var(factory: pytest.TempPathFactory, var: Path) -> Path:
    """Give a var folder its database, as the first start of an office does."""
    var.mkdir(parents=True, exist_ok=True)
    shutil.copy(sqlite_file(factory), var / "rembuk.sqlite3")
    return var


def into_memory(factory: pytest.TempPathFactory, name: str) -> sqlite3.Connection:
    """Fill Django's test database in memory; it lasts while the connection is open."""
    database = sqlite3.connect(name, uri=True)
    with sqlite3.connect(sqlite_file(factory)) as tables:
        tables.backup(database)
    return database


def postgres_template(factory: pytest.TempPathFactory) -> str:
    """Name of a PostgreSQL database with every table, from which others are made."""
    import psycopg

    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    folder = shared(factory)
    with once(folder, POSTGRES) as missing:
        if missing:
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {POSTGRES}")
            _migrate(folder / "tables", DATABASE_URL=f"{server}/{POSTGRES}")
    return POSTGRES
