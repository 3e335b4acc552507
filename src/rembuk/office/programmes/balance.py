"""Need, planned, budgeted, delivered: what other rooms ask of it.

`balance(district, year, level, place)` gives the rows of every place of a level, `rows(place,
year)` those of one place with everything below it, `holes(place, year)` the broken links with the
office each belongs to. All read the stored projection (`balancing` writes it).
"""

from rembuk.office.programmes.board.holes import KINDS, Hole, holes, of_rows
from rembuk.office.programmes.board.rows import (
    Row,
    above,
    balance,
    both,
    children,
    named,
    own,
    rows,
)

__all__ = [
    "KINDS", "Hole", "Row", "above", "balance", "both", "children", "holes", "named", "of_rows",
    "own", "rows",
]  # fmt: skip
