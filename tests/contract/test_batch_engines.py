"""Every engine gives the same results in the same order, and shows a kernel's error."""

from __future__ import annotations

import datetime as dt
from functools import partial

import polars as pl
import pytest

from rembuk.batch import run
from rembuk.batch.engine import ENGINES, run_merged
from rembuk.science.growth import merge, recap, zscores

MONTHS = (dt.date(2026, 5, 1), dt.date(2026, 6, 1))
District = tuple[pl.DataFrame, pl.DataFrame]


def district(number: int) -> District:
    place = f"16.{number:02}.01.2001.P01"
    rows = [(n, place, MONTHS[n % 2], True, "NTOB"[n % 4], n % 8 == 1, n % 5 == 0,
             ("pendek", "normal", "")[n % 3], "gizi-baik", "normal")
            for n in range(10 + number)]  # fmt: skip
    names = ("child_id", "place_code", "month", "counted", "nt", "two_t", "bgm")
    measurements = pl.DataFrame(rows, schema=[*names, "tbu", "bbtb", "bbu"], orient="row")
    people = measurements.select(
        "child_id", "place_code", pl.lit(dt.date(2024, 1, 1)).alias("birth_date")
    )
    return measurements, people


def count(table: District) -> pl.DataFrame:
    return recap(*table, months=MONTHS)


def fail(table: District) -> pl.DataFrame:
    raise ZeroDivisionError("in a kernel")


@pytest.mark.parametrize("engine", ENGINES)
def test_results_come_in_the_order_of_the_tables(engine: str) -> None:
    row = {"sex": [1, 2], "age": [400.0, 900.0], "weight": [9.1, 11.0]}
    tables = [pl.DataFrame({**row, "lenhei": [74.0 + n, 86.0]}) for n in range(3)]
    scored = partial(zscores, indices=("zlen", "zwfl"))
    results = list(run(scored, tables, engine))
    assert all(r.equals(scored(t)) for r, t in zip(results, tables, strict=True))
    assert len({r["zlen"][0] for r in results}) == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_partial_sums_merge_to_the_whole(engine: str) -> None:
    tables = [district(n) for n in range(1, 4)]
    whole = count((pl.concat([m for m, _ in tables]), pl.concat([p for _, p in tables])))
    merged = run_merged(count, tables, lambda a, b: merge([a, b]), engine)
    assert merged is not None
    # the child ids repeat between districts, so the whole is taken by place
    assert (
        merged.filter(pl.col("d") > 0)
        .select("place_code", "month", "d")
        .equals(whole.filter(pl.col("d") > 0).select("place_code", "month", "d"))
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_an_error_in_a_kernel_is_raised_here(engine: str) -> None:
    with pytest.raises(ZeroDivisionError):
        list(run(fail, [district(1)], engine))


@pytest.mark.parametrize("engine", ENGINES)
def test_no_tables_give_nothing(engine: str) -> None:
    assert list(run(count, [], engine)) == []
    assert run_merged(count, [], lambda a, b: a, engine) is None


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(ValueError, match="abacus"):
        run(count, [], "abacus")
