"""What several unit tests start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests import reference_copy

from rembuk.reference import rulebook


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the reference that a test may break."""
    monkeypatch.setattr(rulebook, "entries", reference_copy.entries)
    target = tmp_path / "data"
    shutil.copytree(rulebook.DATA, target, ignore=shutil.ignore_patterns("who", "*.gz"))
    return target
