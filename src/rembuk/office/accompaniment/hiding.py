"""Which rows of the board of zero new stunting a file may not spell out.

A count under the limit could point to a child; who may not see names gets the row with its counts
left out. A row hidden alone would be the total less the others, so a second goes with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rembuk.office.accompaniment.board import Line

FLOWS = (
    "new", "found", "moved_in", "relapsed", "recovered", "aged_out", "moved_out", "died", "lost",
    "corrected",
)  # fmt: skip


def numbers(line: Line) -> list[int]:
    """Every count of children in a row."""
    flow = line.flow
    return [flow.start, *(getattr(flow, name) for name in FLOWS), flow.end, flow.suspected]


def small(line: Line, limit: int) -> bool:
    """Whether a row holds a count that is not nought and under the limit."""
    return any(0 < number < limit for number in numbers(line))


def hidden(lines: Sequence[Line], limit: int) -> set[int]:
    """Places of the rows to hide in a table that has a row of totals."""
    found = {at for at, line in enumerate(lines) if small(line, limit)}
    if len(found) == 1 and len(lines) > 1:
        rest = [at for at in range(len(lines)) if at not in found]
        found.add(min(rest, key=lambda at: (not sum(numbers(lines[at])), sum(numbers(lines[at])))))
    return found
