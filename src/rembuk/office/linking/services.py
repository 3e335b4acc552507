"""Acts of the linking room, in one place for pages, jobs, the demo and tests."""

from __future__ import annotations

from django.db.transaction import atomic

from rembuk.office.linking.acts import CannotSettleError
from rembuk.office.linking.running import last_run, run
from rembuk.office.linking.settling import (
    ask,
    decide,
    merge,
    put_off,
    release,
    second_opinion,
    split,
    undo,
)
from rembuk.office.linking.telling import tell
from rembuk.office.linking.writing import settle

__all__ = [
    "CannotSettleError", "ask", "decide", "last_run", "merge", "put_off", "release", "run",
    "second_opinion", "settle", "split", "tidy", "undo",
]  # fmt: skip


@atomic
def tidy() -> int:
    """Make the words of lists equal to the rows there are, after an import was read in or taken
    back; how many persons changed."""
    touched = tell()
    settle(touched)
    return len(touched)
