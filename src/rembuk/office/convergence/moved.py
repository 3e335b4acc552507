"""Who hears that cells of a year changed: promises about empty cells follow them.

A part of the room registers in `AppConfig.ready`; it is told inside the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from rembuk.office.convergence.models import Year

Hears = Callable[[Year, Collection[str]], None]
_hearing: Final[list[Hears]] = []


def on_move(hears: Hears) -> None:
    """Call `hears(year, periods)` after cells of these periods changed. Twice is once."""
    if hears not in _hearing:
        _hearing.append(hears)


def tell(year: Year, periods: Collection[str]) -> None:
    """Let everybody know."""
    for hears in tuple(_hearing):
        hears(year, periods)
