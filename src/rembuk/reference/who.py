"""The WHO growth tables (2006: 0-59 months; 2007: 5-19 years) as plain frames."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

import polars as pl

TABLES: Final = (
    *("who2006_lhfa", "who2006_wfa", "who2006_bfa", "who2006_hcfa", "who2006_acfa"),
    *("who2006_tsfa", "who2006_ssfa", "who2006_wfl", "who2006_wfh"),
    *("who2007_hfa", "who2007_wfa", "who2007_bfa"),
)


@lru_cache(maxsize=len(TABLES))
def table(name: str) -> pl.DataFrame:
    """One table: sex (1 male, 2 female), an x column (see the data's README), l, m, s.

    Raises:
        KeyError: `name` is not one of `TABLES`.
    """
    if name not in TABLES:
        raise KeyError(f"no WHO table {name!r}; known: {', '.join(TABLES)}")
    text = (files("rembuk.reference") / "data" / "who" / f"{name}.csv").read_bytes()
    numbers = {"l": pl.Float64, "m": pl.Float64, "s": pl.Float64}
    return pl.read_csv(text, schema_overrides=numbers)
