"""Who should be seen first, and why: the declarative rules of `lihat dulu` over a whole frame."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

import polars as pl

from rembuk.reference.conditions import expression, fields
from rembuk.reference.first_look import FirstLook, Reason

SCHEMA: Final[dict[str, Any]] = {
    "child_id": pl.Int64,
    "tier": pl.Int64,
    "rank": pl.Int64,
    "reasons": pl.String,
}


def first_look(frame: pl.DataFrame, rules: FirstLook) -> pl.DataFrame:
    """Rank the children any rule names: `child_id tier rank reasons`, the most urgent first.

    Args:
        frame: one row a child: `child_id` and the facts of `rules.fields()`; an absent column
            counts as missing and satisfies nothing but `missing`.
        rules: tiers with their order, and reasons.

    Returns:
        `tier` is the lowest any reason gives; `rank` counts from 1 over the whole frame (tier,
        then the tier's sort keys with missing values last, then `child_id`); `reasons` is JSON, a
        list of `{"code": ..., "values": {fact: value}}`, most urgent reason first, with the facts
        its sentence names, so that it can be worded in either language when shown.
    """
    schema = {**SCHEMA, "child_id": frame.schema["child_id"]}
    if not rules.reasons:
        return pl.DataFrame(schema=schema)
    asked = sorted(rules.fields())
    names = [f"_{n}" for n in range(len(rules.reasons))]
    tests = [
        expression(one.when).alias(name) for name, one in zip(names, rules.reasons, strict=True)
    ]
    tiers = [
        pl.when(name).then(pl.lit(reason.tier, dtype=pl.Int64))
        for name, reason in zip(names, rules.reasons, strict=True)
    ]
    rows = (
        frame.lazy()
        .with_columns(pl.lit(None).alias(name) for name in asked if name not in frame.columns)
        .select("child_id", *asked, *tests)
        .with_columns(pl.min_horizontal(tiers).alias("tier"))
        .filter(pl.col("tier").is_in([tier.tier for tier in rules.tiers]))
        .collect()
    )
    ordered = []
    for one in rules.tiers:
        keys = [key.field for key in one.sort]
        down = [key.descending for key in one.sort]
        ordered.append(
            rows.filter(pl.col("tier") == one.tier).sort(
                *keys, "child_id", descending=[*down, False], nulls_last=True
            )
        )
    ranked = pl.concat(ordered) if ordered else rows.clear()
    reasons = pl.Series("reasons", _reasons(ranked, rules), dtype=pl.String)
    rank = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("rank")
    return ranked.select("child_id", "tier", rank, reasons)


def _reasons(ranked: pl.DataFrame, rules: FirstLook) -> list[str]:
    """The reasons of each row as JSON; column `_n` says whether the n-th reason holds."""
    lists: list[list[dict[str, Any]]] = [[] for _ in range(ranked.height)]
    for n, reason in sorted(enumerate(rules.reasons), key=lambda pair: pair[1].tier):
        places = _named(reason)
        hits = ranked[f"_{n}"].arg_true()
        for row, *values in zip(hits.to_list(), *(ranked[p][hits] for p in places), strict=True):
            known = dict(zip(places, map(_plain, values), strict=True))
            lists[row].append({"code": reason.code, "values": known})
    return [json.dumps(reasons, ensure_ascii=False) for reasons in lists]


def _named(reason: Reason) -> list[str]:
    """Facts worth keeping with a reason: those its sentence names, else those it tests."""
    return sorted(reason.places() or fields(reason.when))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
