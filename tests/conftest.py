"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    """A page asked for in English leaves its language in the thread; no test inherits it."""
    translation.activate("id")
    yield
