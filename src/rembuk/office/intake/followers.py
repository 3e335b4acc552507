"""Rooms above hear when records came in or were taken back, so that what they counted from records
is counted anew. A room registers in its `AppConfig.ready`; its function runs after the import is
settled, and what it does it does in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rembuk.office.intake.models import Import

Follower = Callable[[Import], None]
_followers: Final[list[Follower]] = []


def on_settled(follower: Follower) -> None:
    """Call `follower(imported)` after an import was saved or taken back. Registering the same
    function twice is once."""
    if follower not in _followers:
        _followers.append(follower)


def tell(imported: Import) -> None:
    """Let every room know."""
    for follower in tuple(_followers):
        follower(imported)
