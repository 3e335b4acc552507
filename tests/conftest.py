"""What holds for every test."""

from __future__ import annotations

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_indonesian() -> None:
    """A page asked for in English leaves its language in the thread; no test inherits it."""
    translation.activate("id")
