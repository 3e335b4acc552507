"""The frame of issues: one row for each thing said of a row of a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Final

import polars as pl

from rembuk.office.intake.sentences import Sentence, packed

ISSUES: Final = pl.Schema(
    {
        "row_no": pl.Int64,
        "column": pl.String,
        "verdict": pl.String,
        "code": pl.String,
        "message": pl.String,
        "params": pl.String,
    }
)
"""`message` is a text of the catalogue, `params` its values as JSON."""

_json: Final = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def kept(sentences: Iterable[Sentence]) -> tuple[pl.Series, pl.Series]:
    """Sentences as the columns `message` and `params`."""
    told = list(sentences)
    return (
        pl.Series("message", [one.message for one in told], dtype=pl.String),
        pl.Series("params", [_json(packed(one)) for one in told], dtype=pl.String),
    )


def same(rows: pl.DataFrame, column: str, verdict: str, code: str, said: Sentence) -> pl.DataFrame:
    """The same sentence for each of `rows` (`row_no`)."""
    return rows.select(
        pl.col("row_no").cast(pl.Int64),
        *(
            pl.lit(text).alias(name)
            for name, text in zip(
                ISSUES.names()[1:],
                (column, verdict, code, said.message, _json(packed(said))),
                strict=True,
            )
        ),
    )
