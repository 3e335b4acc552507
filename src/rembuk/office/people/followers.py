"""Rows of other rooms that hang on a person, and follow when two persons become one, or part again.

A room registers a `Mover` in its `AppConfig.ready`. `move` hands the rows of one person to another
and returns, as plain JSON, everything `restore` needs to put each row back exactly. Neither
derives anything: `settle` is called once afterwards with everybody concerned. A room above this one
thereby joins and parts persons without knowing which rows there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Moved = dict[str, Any]
"""What moved, as JSON: keys of rows and their old values. Never a name or a number."""

Since = Mapping[int, dt.date]
"""Person -> first month that changed; `date.max`: only facts about the person did."""


class Mover(Protocol):
    """Takes care of the rows of one room."""

    code: str
    """Name under which what moved is kept; it never changes."""

    def move(self, giver: int, taker: int) -> Moved:
        """Hand everything of `giver` to `taker`; both are still there."""
        ...

    def restore(self, moved: Moved, giver: int, taker: int) -> dt.date:
        """Put back what `move` returned; rows that went in the meantime stay gone. Returns the
        first month to be judged anew because of what came since; `date.max` when nothing did."""
        ...

    def since(self, moved: Moved) -> dt.date:
        """First month that `moved` touches; `date.max` when none."""
        ...

    def settle(self, since: Since, moved: Sequence[Moved] = ()) -> None:
        """Derive what follows for these persons again, and for the places of what moved."""
        ...


_movers: dict[str, Mover] = {}


def register(mover: Mover) -> None:
    """Make a room's mover known; a second one under the same code is a mistake."""
    known = _movers.get(mover.code)
    if known is not None and type(known) is not type(mover):
        raise ValueError(f"two movers called {mover.code}")
    _movers[mover.code] = mover


def movers() -> tuple[Mover, ...]:
    """Every registered mover, in the order of registration."""
    return tuple(_movers.values())


def move_all(giver: int, taker: int) -> dict[str, Moved]:
    """Hand every room's rows over; mover code -> what moved."""
    return {mover.code: mover.move(giver, taker) for mover in movers()}


def restore_all(moved: Mapping[str, Moved], giver: int, taker: int) -> dt.date:
    """Put every room's rows back, the last moved first; first month to be judged anew."""
    months = [
        mover.restore(moved[mover.code], giver, taker)
        for mover in reversed(movers())
        if mover.code in moved
    ]
    return min(months, default=dt.date.max)


def since_of(moved: Mapping[str, Moved]) -> dt.date:
    """First month any room's moved rows touch."""
    months = [one.since(moved[one.code]) for one in movers() if one.code in moved]
    return min(months, default=dt.date.max)


def settle_all(since: Since, moved: Sequence[Mapping[str, Moved]] = ()) -> None:
    """Let every room derive what follows."""
    if since:
        for mover in movers():
            mover.settle(since, [one[mover.code] for one in moved if mover.code in one])
