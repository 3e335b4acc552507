"""Stunting cases of many children: events over time, where each stands, and the stock they make.

Only children ever measured below the limit can have an event, so only they are walked one by one;
the rest never leave the columns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import polars as pl

from rembuk.reference.cases import CaseRules
from rembuk.science.growth.case_walk import ENTRIES, EXITS, Life, Seen, Walk

LEFT_REASONS: Final = ("pindah", "meninggal", "salah-data")


@dataclass(frozen=True, slots=True)
class Cases:
    """Events `child_id on month event`, and the present `child_id case since in_stock`."""

    events: pl.DataFrame
    now: pl.DataFrame


def cases(
    measurements: pl.DataFrame,
    rules: CaseRules,
    children: pl.DataFrame | None = None,
    until: dt.date | None = None,
    need_position: bool = True,
) -> Cases:
    """Events and present state of every child, as they could be known on a day.

    Args:
        measurements: `child_id date age_days zlen`; where present `flags` (words of `derive`; `len`
            makes z invalid) or `flen`, `position` and `doubts`. Every row says the child was seen;
            only a valid z (known, unflagged, with a recorded position) says how tall. `red_flag`
            (see `red_flags.open_flags`): a case with an open one is not recovered.
        rules: the dated settings.
        children: `child_id birth_date`; where present `moved_in_on`, `left_on`, `left_reason`
            (one of `LEFT_REASONS`).
        until: last day of knowledge; the last measurement when `None`.
        need_position: whether a z without recorded position is invalid (when the column is there).

    Returns:
        `now.case` is the event that stands: diduga, the entry of a confirmed case (`in_stock`),
        pulih, lulus or the exit; children of whom nothing stands have no row.
    """
    rows = measurements.select(
        "child_id",
        "date",
        "age_days",
        _valid(measurements, rules, need_position).alias("z"),
        (
            pl.col("red_flag").fill_null(False)
            if "red_flag" in measurements.columns
            else pl.lit(False).alias("red_flag")
        ),
    ).filter(pl.col("date").is_not_null())
    last = until or rows["date"].max()
    ever_low = rows.filter(pl.col("z") < rules.z_limit)["child_id"].unique()
    rows = rows.filter(pl.col("child_id").is_in(ever_low.implode()))
    # of two measurements of a day the later one in the frame stands, a valid one before an invalid
    rows = (
        rows.with_row_index("_row")
        .sort("child_id", "date", pl.col("z").is_not_null(), "_row")
        .unique(["child_id", "date"], keep="last", maintain_order=True)
    )
    events: list[tuple[Any, dt.date, str]] = []
    now: list[tuple[Any, str, dt.date | None, bool]] = []
    if isinstance(last, dt.date):
        lives = _lives(children, ever_low)
        for child, seen in _by_child(rows):
            walk = Walk(rules, lives.get(child, Life())).run(seen, last)
            events += [(child, day, event) for day, event in walk.events]
            if walk.state:
                stock = walk.state == "kasus"
                now.append((child, walk.entry if stock else walk.state, walk.since, stock))
    key = measurements.schema["child_id"]
    return Cases(
        pl.DataFrame(
            events, schema={"child_id": key, "on": pl.Date, "event": pl.String}, orient="row"
        )
        .select("child_id", "on", pl.col("on").dt.truncate("1mo").alias("month"), "event")
        .sort("on", "child_id", maintain_order=True),
        pl.DataFrame(
            now,
            schema={
                "child_id": key,
                "case": pl.String,
                "since": pl.Date,
                "in_stock": pl.Boolean,
            },
            orient="row",
        ),
    )


def case_events(
    measurements: pl.DataFrame,
    rules: CaseRules,
    children: pl.DataFrame | None = None,
    until: dt.date | None = None,
    need_position: bool = True,
) -> pl.DataFrame:
    """`child_id on month event` of all children; see `cases`."""
    return cases(measurements, rules, children, until, need_position).events


def case_now(
    measurements: pl.DataFrame,
    rules: CaseRules,
    children: pl.DataFrame | None = None,
    until: dt.date | None = None,
    need_position: bool = True,
) -> pl.DataFrame:
    """`child_id case since in_stock` on a day; see `cases`."""
    return cases(measurements, rules, children, until, need_position).now


def stock_flow(events: pl.DataFrame, months: Sequence[dt.date]) -> pl.DataFrame:
    """Stock of confirmed cases and what moved it, one row a month (and `place_code`, if given).

    Columns: `month stock_start`, one column an entry and an exit (`pindah-masuk` becomes
    `pindah_masuk`), `stock_end`. For every row stock_end = stock_start + entries - exits, and
    stock_end is the next month's stock_start. Events before the first month are its stock_start.
    """
    places = ["place_code"] if "place_code" in events.columns else []
    grid = pl.DataFrame({"month": sorted(set(months))}, schema={"month": pl.Date})
    if places:
        grid = events.select(places).unique().sort(places).join(grid, how="cross")
    kinds = {name: name.replace("-", "_") for name in (*ENTRIES, *EXITS)}
    counted = events.group_by(*places, "month").agg(
        (pl.col("event") == event).sum().cast(pl.Int64).alias(name) for event, name in kinds.items()
    )
    came = pl.sum_horizontal(kinds[event] for event in ENTRIES)
    went = pl.sum_horizontal(kinds[event] for event in EXITS)
    # running totals over all months with events, so that months outside the grid still count
    every = (
        pl.concat([grid, counted.select(*places, "month")])
        .unique()
        .join(counted, on=[*places, "month"], how="left")
        .with_columns(pl.col(list(kinds.values())).fill_null(0))
        .sort(*places, "month")
    )
    total = (came - went).cum_sum()
    every = every.with_columns((total.over(places) if places else total).alias("stock_end"))
    every = every.with_columns((pl.col("stock_end") - came + went).alias("stock_start"))
    return grid.join(every, on=[*places, "month"], how="left", maintain_order="left").select(
        *places, "month", "stock_start", *kinds.values(), "stock_end"
    )


def _valid(frame: pl.DataFrame, rules: CaseRules, need_position: bool) -> pl.Expr:
    bad = pl.col("zlen").is_nan()
    if "flags" in frame.columns:
        bad |= pl.col("flags").str.split(" ").list.contains("len")
    if "flen" in frame.columns:
        bad |= pl.col("flen") == 1
    if "doubts" in frame.columns:
        bad |= pl.col("doubts").str.contains("before-birth", literal=True)
    if need_position and "position" in frame.columns:
        bad |= ~pl.col("position").fill_null("").str.to_uppercase().is_in(["L", "H"])
    young = pl.col("age_days") < rules.age_out_months * 30.4375
    return pl.when(~bad.fill_null(False) & young).then("zlen")


def _by_child(rows: pl.DataFrame) -> Iterator[tuple[Any, list[Seen]]]:
    names = ("child_id", "date", "z", "age_days", "red_flag")
    listed: Iterable[tuple[Any, ...]] = zip(*(rows[name].to_list() for name in names), strict=True)
    for child, group in groupby(listed, key=lambda row: row[0]):
        yield child, [row[1:] for row in group]


def _lives(children: pl.DataFrame | None, wanted: pl.Series) -> dict[Any, Life]:
    if children is None:
        return {}
    names = ("birth_date", "moved_in_on", "left_on", "left_reason")
    part = children.filter(pl.col("child_id").is_in(wanted.implode()))
    blank = [None] * part.height
    columns = [part[n].to_list() if n in part.columns else blank for n in names]
    return {
        child: Life(birth, moved, left, reason or "")
        for child, birth, moved, left, reason in zip(
            part["child_id"].to_list(), *columns, strict=True
        )
    }
