"""Mode rapat: small counts are hidden, and one more with them so that no total gives them away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import HttpRequest

from rembuk.office.access.policies import rights_in

Hidden = Literal["", "small", "second"]
SESSION_KEY = "mode-rapat"


def is_on(request: HttpRequest) -> bool:
    """Whether this session shows pages to a meeting; always for who reads sums alone."""
    return rights_in(request).sums or bool(request.session.get(SESSION_KEY, False))


def switch(request: HttpRequest, on: bool) -> None:
    """Turn the mode on or off for this session."""
    request.session[SESSION_KEY] = on


def hide(column: Sequence[int], limit: int) -> list[Hidden]:
    """Which counts of a column with a known total must be hidden.

    Counts of 1 to `limit - 1` are small. As long as the hidden ones could be worked out from their
    sum and from which of them are small, the smallest shown count above zero is hidden too; then a
    zero, if there is nothing else. 0 is shown: it says that nobody is there to be recognised.
    """
    found: list[Hidden] = ["small" if 0 < count < limit else "" for count in column]
    hidden = [count for count, state in zip(column, found, strict=True) if state]
    if not hidden:
        return found
    rest = sorted(
        (number for number, state in enumerate(found) if not state),
        key=lambda number: (column[number] == 0, column[number]),
    )
    while rest and (len(hidden) < 2 or sum(hidden) < limit or not _open(hidden, limit)):
        number = rest.pop(0)
        found[number] = "second"
        hidden.append(column[number])
    return found


def _open(hidden: Sequence[int], limit: int) -> bool:
    """Whether one could be taken from one hidden count and given to another while the small ones
    stay between 1 and `limit - 1` and the others at `limit` or more: then no sum tells them."""
    fewer = {
        place for place, n in enumerate(hidden) if 2 <= n < limit or n > limit
    }  # one may be taken away
    more = {
        place for place, n in enumerate(hidden) if 1 <= n < limit - 1 or n >= limit
    }  # one may be added
    return any(taker != giver for taker in more for giver in fewer)
