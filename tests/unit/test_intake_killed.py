"""`kill -9` in the middle of an import, then a rerun, ends as one clean run does."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.intake_sheets import child, table, xlsx

ROOT = Path(__file__).resolve().parents[2]
ROWS = 240


SYLLABLES = "ba ci du fe go hi ja ku li mo na pe ra su ti wo".split()  # noqa: SIM905


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


def environment(var: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"REMBUK_TEST", "DATABASE_URL"}}
    return kept | {
        "REMBUK_DEMO": "1",
        "REMBUK_VAR": str(var),
        "REMBUK_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": "rembuk.site.settings",
        "PYTHONPATH": str(ROOT),
    }


def run(var: Path, *args: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake_worker", *args],
        env=environment(var), cwd=ROOT, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with a database in which one import waits in the queue."""
    var = tmp_path_factory.mktemp("asal")
    rows = [invented(n) for n in range(ROWS)]
    path = xlsx(var / "a.xlsx", table(rows))
    assert run(var, "prepare", str(path))["counts"]["baru"] == ROWS
    return var


@pytest.fixture(scope="module")
def clean(checked: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What one clean run leaves."""
    var = copied(checked, tmp_path_factory.mktemp("bersih"))
    left = run(var, "work")
    assert (left["state"], left["measured"]) == ("selesai", ROWS)
    return left


def copied(source: Path, target: Path) -> Path:
    shutil.copytree(source, target, dirs_exist_ok=True)
    return target


def killed_when(var: Path, ready: Callable[[sqlite3.Connection], bool]) -> None:
    """Start a worker and kill it as soon as the database shows `ready`."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.intake_worker", "work", "0.3"],
        env=environment(var), cwd=ROOT,
    )  # fmt: skip
    until = time.monotonic() + 120
    with sqlite3.connect(var / "rembuk.sqlite3", timeout=10) as database:
        while not ready(database):
            assert worker.poll() is None, "the worker ended before it could be killed"
            assert time.monotonic() < until
            time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def chunks(database: sqlite3.Connection) -> int:
    return database.execute("select chunks_done from intake_import").fetchone()[0]


def measured(database: sqlite3.Connection) -> int:
    return database.execute("select count(*) from posyandu_measurement").fetchone()[0]


def test_killed_twice_between_chunks(checked: Path, clean: Any, tmp_path: Path) -> None:
    var = copied(checked, tmp_path / "var")
    killed_when(var, lambda database: chunks(database) >= 2)
    with sqlite3.connect(var / "rembuk.sqlite3") as database:
        assert 0 < measured(database) < ROWS
        assert database.execute("select state from jobs_job").fetchone() == ("berjalan",)
    killed_when(var, lambda database: chunks(database) >= 4)
    assert run(var, "work") == clean


def test_killed_after_a_chunk_was_written_but_not_noted(
    checked: Path, clean: Any, tmp_path: Path
) -> None:
    var = copied(checked, tmp_path / "var")
    killed_when(var, lambda database: measured(database) > 40 * chunks(database) > 0)
    assert run(var, "work") == clean


def test_killed_while_finishing(checked: Path, clean: Any, tmp_path: Path) -> None:
    var = copied(checked, tmp_path / "var")
    killed_when(var, lambda database: chunks(database) == ROWS // 40)
    assert run(var, "work") == clean
