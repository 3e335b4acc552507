"""Reads of the posyandu room. Every function takes a scope: a place code, or rights with places."""

from rembuk.office.posyandu.queries.areas import (
    freshness,
    last_month,
    level_below,
    months_with_data,
    path,
    places,
    recap_by,
    recap_total,
    series,
    series_by,
)
from rembuk.office.posyandu.queries.cases import stock, stock_flow
from rembuk.office.posyandu.queries.child_page import child_page
from rembuk.office.posyandu.queries.children import children, first_look, look_rows, rows
from rembuk.office.posyandu.queries.completeness import completeness, deadline
from rembuk.office.posyandu.queries.scope import Scope, covers, inside

__all__ = [
    "Scope",
    "child_page",
    "children",
    "completeness",
    "covers",
    "deadline",
    "first_look",
    "freshness",
    "inside",
    "last_month",
    "level_below",
    "look_rows",
    "months_with_data",
    "path",
    "places",
    "recap_by",
    "recap_total",
    "rows",
    "series",
    "series_by",
    "stock",
    "stock_flow",
]
