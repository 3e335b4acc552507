"""`kill -9` in the middle of an import, then a rerun, ends as one clean run does."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests import migrated
from tests.forking import Forks
from tests.intake_sheets import child, table, xlsx

ROWS = 240


SYLLABLES = (
    "ba", "ci", "du", "fe", "go", "hi", "ja", "ku", "li", "mo", "na", "pe", "ra", "su", "ti", "wo",
)  # fmt: skip


def invented(number: int) -> dict[str, Any]:
    """A child whose name, mother and birthday are like no other's."""
    name = f"{SYLLABLES[number % 16]}{SYLLABLES[number // 16]}".title()
    return child(
        number,
        **{
            "Nama": f"{name} Contoh",
            "Nama Ortu": f"{name[::-1]} Ibu".title(),
            "Tgl Lahir": (dt.date(2023, 1, 1) + dt.timedelta(days=4 * number)).isoformat(),
            "Tanggal Pengukuran": f"2026-{9 + number % 2:02d}-09",
        },
    )


class Office:
    """A var folder in which one import waits in the queue, to which it can be set back."""

    def __init__(self, folder: Path) -> None:
        self.var, self.kept = folder / "var", folder / "kept"
        env = migrated.own_environment(self.var, REMBUK_LOG="ERROR")
        self.forks = Forks("tests.intake_worker", env, folder)
        path = xlsx(folder / "a.xlsx", table([invented(n) for n in range(ROWS)]))
        (checked,) = self.forks.done("prepare", str(path))
        assert checked["counts"]["baru"] == ROWS
        shutil.copytree(self.var, self.kept)

    def set_back(self) -> sqlite3.Connection:
        shutil.rmtree(self.var)
        shutil.copytree(self.kept, self.var)
        return sqlite3.connect(self.var / "rembuk.sqlite3", timeout=10)

    def killed_when(self, ready: Callable[[], bool]) -> None:
        """Start a worker and kill it as soon as the database shows `ready`."""
        worker = self.forks.start("work", "0.3")
        until = time.monotonic() + 120
        while not ready():
            assert self.forks.alive(worker), "it ended before it could be killed"
            assert time.monotonic() < until
            time.sleep(0.02)
        os.kill(worker, signal.SIGKILL)
        assert self.forks.ended(worker).code == -signal.SIGKILL


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("asal")
    migrated.into_var(tmp_path_factory, folder / "var")
    office = Office(folder)
    yield office
    office.forks.close()


@pytest.fixture(scope="module")
def clean(office: Office) -> Any:
    """What one clean run leaves."""
    office.set_back().close()
    (left,) = office.forks.done("work")
    assert (left["state"], left["measured"]) == ("selesai", ROWS)
    return left


@pytest.fixture
def database(office: Office, clean: Any) -> Iterator[sqlite3.Connection]:
    """The database of the office, set back."""
    with closing(office.set_back()) as database:
        yield database


def chunks(database: sqlite3.Connection) -> int:
    return database.execute("select chunks_done from intake_import").fetchone()[0]


def measured(database: sqlite3.Connection) -> int:
    return database.execute("select count(*) from posyandu_measurement").fetchone()[0]


def test_killed_twice_between_chunks(
    office: Office, clean: Any, database: sqlite3.Connection
) -> None:
    office.killed_when(lambda: chunks(database) >= 2)
    assert 0 < measured(database) < ROWS
    assert database.execute("select state from jobs_job").fetchone() == ("berjalan",)
    office.killed_when(lambda: chunks(database) >= 4)
    assert office.forks.done("work") == [clean]


def test_killed_after_a_chunk_was_written_but_not_noted(
    office: Office, clean: Any, database: sqlite3.Connection
) -> None:
    office.killed_when(lambda: measured(database) > 40 * chunks(database) > 0)
    assert office.forks.done("work") == [clean]


def test_killed_while_finishing(office: Office, clean: Any, database: sqlite3.Connection) -> None:
    office.killed_when(lambda: chunks(database) == ROWS // 40)
    assert office.forks.done("work") == [clean]
