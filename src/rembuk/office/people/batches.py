"""Cutting long lists of keys into what one SQL statement may hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

Item = TypeVar("Item")

KEYS: Final = 900
"""SQLite's historic limit of parameters is 999; `among` of intake goes beyond it."""


def batches(items: Sequence[Item], size: int = KEYS) -> Iterator[list[Item]]:
    """Consecutive slices of at most `size`."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
