"""Rooms above hear of what happens to the promises that came from them.

A room registers in its `AppConfig.ready`; its function runs inside the transaction of the act, so
both are written or neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Final

from rembuk.office.ledger.models import Change, Promise

Follower = Callable[[Promise, Change], None]
_followers: Final[dict[str, list[Follower]]] = defaultdict(list)


def on_change(source_kind: str, follower: Follower) -> None:
    """Call `follower(promise, change)` after each act on promises of a source. Registering the
    same function twice is once."""
    if follower not in _followers[source_kind]:
        _followers[source_kind].append(follower)


def forget(source_kind: str, follower: Follower) -> None:
    """Call it no more."""
    if follower in _followers[source_kind]:
        _followers[source_kind].remove(follower)


def tell(promise: Promise, change: Change) -> None:
    """Let the room the promise came from know."""
    for follower in tuple(_followers[promise.source_kind]):
        follower(promise, change)
