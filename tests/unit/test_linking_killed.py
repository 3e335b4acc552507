"""`kill -9` in the middle of a run leaves the links as they stood; the queue runs it again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]


def process(var: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in {"REMBUK_TEST", "DATABASE_URL"}}
    env |= {"REMBUK_VAR": str(var), "REMBUK_DEMO": "1", "PYTHONPATH": str(HERE)}
    return subprocess.run(
        [sys.executable, "-m", "tests.linking_worker", *words],
        cwd=HERE, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def told(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    """What a worker said it found, and, if it lived, what it left."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def worked(var: Path, *words: str) -> list[dict[str, object]]:
    done = process(var, *words)
    assert done.returncode == 0, done.stderr[-2000:]
    return told(done)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    """A var folder with a run in the queue, and what its database holds."""
    var = tmp_path_factory.mktemp("linking") / "var"
    var.mkdir()
    (left,) = worked(var, "prepare")
    return var, left["digest"]


@pytest.fixture(scope="module")
def clean(prepared: tuple[Path, object], tmp_path_factory: pytest.TempPathFactory) -> object:
    """What a run leaves that nobody kills."""
    var = tmp_path_factory.mktemp("clean") / "var"
    shutil.copytree(prepared[0], var)
    return worked(var, "work")[-1]["digest"]


@pytest.mark.parametrize("stage", ["new", "words", "doubts", "last"])
def test_a_killed_run_changes_nothing_and_is_run_again(
    stage: str, prepared: tuple[Path, object], clean: object, tmp_path: Path
) -> None:
    source, before = prepared
    var = tmp_path / "var"
    shutil.copytree(source, var)
    killed = process(var, "work", stage)
    assert killed.returncode == -signal.SIGKILL
    assert [found["digest"] for found in told(killed)] == [before]
    found, left = worked(var, "work")
    assert found["digest"] == before
    assert left["digest"] == clean != before
    assert left["runs"] == ["selesai", "gagal", "selesai"]
