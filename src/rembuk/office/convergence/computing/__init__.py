"""Quantities that records can tell, one named query each; see docs/methods/indicators.md."""

from rembuk.office.convergence.computing import (
    children,
    couples,
    deliveries,
    families,
    feeding,
    mothers,
    offices,
)
from rembuk.office.convergence.computing.ground import Ground
from rembuk.office.convergence.computing.register import Found, Query, all_queries, named

__all__ = [
    "Found", "Ground", "Query", "all_queries", "children", "couples", "deliveries", "families",
    "feeding", "mothers", "named", "offices",
]  # fmt: skip
