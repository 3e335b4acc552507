"""Monthly counts of a post: what MonthlyRecap stores. Counts only; areas and shares are sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

AGE_LIMIT_MONTHS: Final = 60
COUNTS: Final = (
    *("s", "d", "n", "t", "o", "b", "two_t", "bgm", "len_n", "stunted", "severely_stunted"),
    *("wfl_n", "wasted", "severely_wasted", "wei_n", "underweight", "new_cases"),
)
CELLS: Final = ("place_code", "month")


def recap(
    measurements: pl.DataFrame,
    children: pl.DataFrame,
    months: Sequence[dt.date],
    events: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Counts per `place_code` and `month`: the columns of `COUNTS`, all integers.

    S = children living at the post: under 60 months on the first of the month, born before the
    month ends, registered by then and not gone. A child counted at a post in a month belongs to
    that post in that month, so D <= S always. D = N + T + O + B. The prevalence counts are over
    counted measurements with a class (known, not flagged); `len_n`, `wfl_n`, `wei_n` are their
    denominators.

    Args:
        measurements: `derive`'s columns `child_id month counted nt two_t bgm tbu bbtb bbu` and
            `place_code`.
        children: `child_id place_code birth_date`; where present `registered_on`, `left_on`.
        months: first days of the months to count.
        events: `child_id month event` (and `place_code`, else the child's) for `new_cases`.
    """
    wanted = pl.Series("month", sorted(set(months)), dtype=pl.Date)
    counted = measurements.filter(
        pl.col("counted"), pl.col("month").is_in(wanted.implode())
    ).select("child_id", "place_code", "month", "nt", "two_t", "bgm", "tbu", "bbtb", "bbu")
    people = _living(children, wanted)
    here = counted.select("child_id", "month", pl.col("place_code").alias("_seen_at"))
    belonging = people.join(here, on=["child_id", "month"], how="full", coalesce=True).select(
        pl.coalesce("_seen_at", "place_code").alias("place_code"), "month"
    )
    parts = [
        belonging.group_by(CELLS).agg(pl.len().alias("s")),
        counted.group_by(CELLS).agg(_counts()),
        _new_cases(events, children, wanted),
    ]
    return merge(parts)


def merge(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Sum partial recaps, of other posts, districts or columns, into one; order by place, month."""
    blank = pl.DataFrame(
        schema={"place_code": pl.String, "month": pl.Date, **dict.fromkeys(COUNTS, pl.Int64)}
    )
    whole = [blank]
    for part in parts:
        lacking = [pl.lit(0, dtype=pl.Int64).alias(n) for n in COUNTS if n not in part.columns]
        whole.append(
            part.with_columns(lacking)
            .with_columns(pl.col(COUNTS).cast(pl.Int64))
            .select(blank.columns)
        )
    return pl.concat(whole).group_by(CELLS).agg(pl.col(COUNTS).sum()).sort(CELLS)


def _counts() -> list[pl.Expr]:
    letter, height, size, weight = (pl.col(name) for name in ("nt", "tbu", "bbtb", "bbu"))
    tests = {
        "n": letter == "N",
        "t": letter == "T",
        "o": letter == "O",
        "b": letter == "B",
        "two_t": pl.col("two_t"),
        "bgm": pl.col("bgm"),
        "len_n": height != "",
        "stunted": height.is_in(["sangat-pendek", "pendek"]),
        "severely_stunted": height == "sangat-pendek",
        "wfl_n": size != "",
        "wasted": size.is_in(["gizi-buruk", "gizi-kurang"]),
        "severely_wasted": size == "gizi-buruk",
        "wei_n": weight != "",
        "underweight": weight.is_in(["sangat-kurang", "kurang"]),
    }
    return [pl.len().alias("d"), *(test.sum().alias(name) for name, test in tests.items())]


def _living(children: pl.DataFrame, months: pl.Series) -> pl.DataFrame:
    month = pl.col("month")
    after = month.dt.offset_by("1mo")
    inside = (pl.col("birth_date") < after) & (
        pl.col("birth_date") > month.dt.offset_by(f"-{AGE_LIMIT_MONTHS}mo")
    )
    if "registered_on" in children.columns:
        inside &= pl.col("registered_on").is_null() | (pl.col("registered_on") < after)
    if "left_on" in children.columns:
        inside &= pl.col("left_on").is_null() | (pl.col("left_on") >= after)
    pairs = children.lazy().join(months.to_frame().lazy(), how="cross").filter(inside)
    return pairs.select("child_id", "place_code", "month").collect()


def _new_cases(
    events: pl.DataFrame | None, children: pl.DataFrame, months: pl.Series
) -> pl.DataFrame:
    if events is None:
        return pl.DataFrame(schema={"place_code": pl.String, "month": pl.Date})
    new = events.filter(pl.col("event") == "baru", pl.col("month").is_in(months.implode()))
    if "place_code" not in new.columns:
        new = new.join(children.select("child_id", "place_code"), on="child_id", how="left")
    return (
        new.filter(pl.col("place_code").is_not_null())
        .group_by(CELLS)
        .agg(pl.len().alias("new_cases"))
    )
