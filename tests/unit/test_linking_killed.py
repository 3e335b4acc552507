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


def digest(var: Path) -> dict[str, object]:
    done = process(var, "digest")
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("linking") / "var"
    var.mkdir()
    done = process(var, "prepare")
    assert done.returncode == 0, done.stderr[-2000:]
    return var


@pytest.fixture(scope="module")
def clean(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    var = tmp_path_factory.mktemp("clean") / "var"
    shutil.copytree(prepared, var)
    assert process(var, "work").returncode == 0
    return digest(var)["digest"]


@pytest.mark.parametrize("stage", ["new", "words", "doubts", "last"])
def test_a_killed_run_changes_nothing_and_is_run_again(
    stage: str, prepared: Path, clean: object, tmp_path: Path
) -> None:
    var = tmp_path / "var"
    shutil.copytree(prepared, var)
    before = digest(var)["digest"]
    assert process(var, "work", stage).returncode == -signal.SIGKILL
    assert digest(var)["digest"] == before
    again = process(var, "work")
    assert again.returncode == 0, again.stderr[-2000:]
    after = digest(var)
    assert after["digest"] == clean != before
    assert after["runs"] == ["selesai", "gagal", "selesai"]
