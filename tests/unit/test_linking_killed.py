"""`kill -9` in the middle of a run leaves the links as they stood; the queue runs it again."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import migrated
from tests.forking import Forks


class Office:
    """A var folder with a run in the queue, to which it can be set back."""

    def __init__(self, folder: Path) -> None:
        self.var, self.kept = folder / "var", folder / "kept"
        self.forks = Forks("tests.linking_worker", migrated.own_environment(self.var), folder)
        (left,) = self.forks.done("prepare")
        self.before = left["digest"]
        shutil.copytree(self.var, self.kept)

    def set_back(self) -> Forks:
        shutil.rmtree(self.var)
        shutil.copytree(self.kept, self.var)
        return self.forks


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("linking")
    migrated.into_var(tmp_path_factory, folder / "var")
    office = Office(folder)
    yield office
    office.forks.close()


@pytest.fixture(scope="module")
def clean(office: Office) -> Any:
    """What a run leaves that nobody kills."""
    return office.set_back().done("work")[-1]["digest"]


@pytest.mark.parametrize("stage", ["new", "words", "doubts", "last"])
def test_a_killed_run_changes_nothing_and_is_run_again(
    stage: str, office: Office, clean: Any
) -> None:
    forks = office.set_back()
    killed = forks.ended(forks.start("work", stage))
    assert killed.code == -signal.SIGKILL
    assert [found["digest"] for found in killed.said] == [office.before]
    found, left = forks.done("work")
    assert found["digest"] == office.before
    assert left["digest"] == clean != office.before
    assert left["runs"] == ["selesai", "gagal", "selesai"]
