"""Laws that hold for any children: z-scores, weighing letters, case stock, monthly counts."""

from __future__ import annotations

import datetime as dt
import math
import operator
from importlib import import_module
from unittest.mock import patch

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rembuk.reference import load, who
from rembuk.science.growth import (
    case_events,
    case_now,
    cases,
    drafts,
    lms,
    merge,
    recap,
    sizes,
    stock_flow,
    weight_gain,
    zscores,
)
from rembuk.science.growth.zscores import INDICES

DAY = dt.date(2026, 10, 1)
REFERENCE = load()
RULES = REFERENCE.case_rules(DAY)
MONTHS = [dt.date(2025, m, 1) for m in range(1, 13)]
LAW = settings(deadline=None, max_examples=30)

children = st.lists(
    st.fixed_dictionaries(
        {
            "sex": st.sampled_from(["1", "2", "m", "F", None, "x"]),
            "age": st.none() | st.integers(-3, 2000) | st.floats(0, 1900),
            "weight": st.none() | st.floats(-1, 40),
            "lenhei": st.none() | st.floats(20, 130),
            "measure": st.sampled_from(["l", "H", None]),
            "headc": st.none() | st.floats(20, 60),
            "armc": st.none() | st.floats(5, 30),
            "triskin": st.none() | st.floats(1, 30),
            "subskin": st.none() | st.floats(1, 30),
            "oedema": st.sampled_from(["n", "y", None]),
        }
    ),
    min_size=1,
    max_size=30,
)
SCHEMA = {
    **dict.fromkeys(("sex", "measure", "oedema"), pl.String),
    **dict.fromkeys(("age", "weight", "lenhei", "headc", "armc", "triskin", "subskin"), pl.Float64),
}


def frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    clean = [{k: float(v) if isinstance(v, int) else v for k, v in row.items()} for row in rows]
    return pl.DataFrame(clean, schema=SCHEMA)


@LAW
@given(children)
def test_inputs_and_their_order_stay(rows: list[dict[str, object]]) -> None:
    given_rows = frame(rows)
    assert zscores(given_rows).select(given_rows.columns).equals(given_rows)


@LAW
@given(children, st.randoms())
def test_a_row_scores_the_same_wherever_it_stands(rows: list[dict[str, object]], r) -> None:
    order = list(range(len(rows)))
    r.shuffle(order)
    scored = zscores(frame(rows))
    assert zscores(frame([rows[i] for i in order])).equals(scored[order])


@LAW
@given(children, st.integers(1, 9))
def test_the_edge_of_a_block_changes_nothing(rows: list[dict[str, object]], size: int) -> None:
    whole = zscores(frame(rows))
    with patch.object(import_module(zscores.__module__), "BLOCK", size):
        assert zscores(frame(rows)).equals(whole)


@LAW
@given(children, st.sets(st.sampled_from(list(INDICES)), min_size=1))
def test_chosen_indices_equal_all_indices(rows: list[dict[str, object]], names: set[str]) -> None:
    some = zscores(frame(rows), names)
    assert some.equals(zscores(frame(rows)).select(some.columns))


@LAW
@given(st.integers(0, 1826), st.floats(2, 20), st.floats(45, 115), st.sampled_from(["1", "2"]))
def test_days_and_months_agree(day: int, weight: float, lenhei: float, sex: str) -> None:
    row = {"sex": [sex] * 2, "weight": [weight] * 2, "lenhei": [lenhei] * 2, "measure": ["l"] * 2}
    ages = {"age": [float(day), day / 30.4375], "age_unit": ["days", "months"]}
    first, second = zscores(pl.DataFrame({**row, **ages})).select(*INDICES).iter_rows()
    assert first == second


@LAW
@given(children)
def test_a_flag_is_missing_exactly_where_its_score_is(rows: list[dict[str, object]]) -> None:
    scored = zscores(frame(rows))
    for index in INDICES.values():
        assert scored[index.z].is_null().equals(scored[index.flag].is_null(), check_names=False)


AGE_TABLES = sorted({index.table for index in INDICES.values() if index.table})


@LAW
@given(st.sampled_from([*AGE_TABLES, "size"]), st.integers(0, 2**32 - 1), st.floats(0.01, 4))
def test_the_quick_score_rounds_exactly_as_the_plain_formula(
    name: str, seed: int, spread: float
) -> None:
    r = np.random.default_rng(seed)
    table = sizes.table() if name == "size" else lms.by_age(name)
    draft = sizes.draft() if name == "size" else drafts.by_age(name)
    keys = np.flatnonzero(~np.isnan(table.m))
    key = r.choice(keys, 2000).astype(np.intp)
    l, m, s = table.at(key)
    y = m * np.exp(r.normal(0, spread * s))
    score = lms.plain_score(y, m, s) if name == "who2006_lhfa" else lms.score(y, l, m, s)
    hundredths = draft.hundredths(y.astype(np.float32), key)
    near = np.abs(score) < 2.95
    assert np.abs(hundredths - 100 * score)[near].max(initial=0.0) < 0.002
    assert np.abs(hundredths[np.abs(score) > 2.95]).min(initial=300.0) > 290
    plain, out = lms.round2(score), np.empty(2000)
    exact = drafts.settle(hundredths, lambda rows: plain[rows], out)
    assert np.array_equal(out, plain)
    assert np.isin(np.flatnonzero(np.abs(plain) > 2.95), exact).all()


@pytest.mark.parametrize("months", [9, 24, 60])
@pytest.mark.parametrize("unit", ["days", "months"])
def test_an_age_limit_is_the_same_in_days_and_months_to_the_last_bit(
    months: int, unit: str
) -> None:
    length = {"days": 30.4375, "months": 1.0}[unit]
    at = months * length
    ages = [np.nextafter(at, -1e9), at, np.nextafter(at, 1e9)]
    rows = pl.DataFrame({"age": ages, "sex": "1", "measure": "h", "lenhei": 80.0, "weight": 10.0})
    scored = zscores(rows.with_columns(age_unit=pl.lit(unit)))
    exact = [age / length for age in ages]  # months, in WHO's own order of operations
    assert scored["c9mo_flag"].to_list() == [int(m < 9) for m in exact]
    assert scored["zlen"].is_not_null().to_list() == [0 <= m < 60 for m in exact]
    days = [age if unit == "days" else age * 30.4375 for age in ages]
    whole = [math.floor(d) + (d - math.floor(d) >= 0.5) for d in days]
    taller = [0.7 if m >= 9 and d < 731 else 0.0 for m, d in zip(exact, whole, strict=True)]
    assert scored["clenhei"].to_list() == [80.0 + cm for cm in taller]


@pytest.mark.parametrize("day", [0, 1, 2, 3, 255, 730, 1825])
def test_half_days_round_up_to_the_last_bit(day: int) -> None:
    half = day + 0.5
    ages = [np.nextafter(half, 0), half, float(day), float(day + 1)]
    rows = pl.DataFrame({"age": ages, "sex": "2", "weight": 8.123})
    below, above, this, following = zscores(rows, ["zwei"])["zwei"]
    assert (below, above) == (this, following)


def by_hand(sex: int, position: str, cm: float, weight: float) -> float | None:
    """Weight for size of a child of unknown age: the formula as WHO writes it, in plain Python."""
    name, x = {"l": ("wfl", "length_cm"), "h": ("wfh", "height_cm")}[position]
    rows = who.table(f"who2006_{name}").filter(pl.col("sex") == sex)
    lines = {round(row[0] * 10): row[1:] for row in rows.select(x, "l", "m", "s").iter_rows()}
    if not rows[x].min() <= cm <= rows[x].max():
        return None
    below = math.trunc(10 * cm)
    part = (cm - below / 10) / 0.1
    line = lines[below]
    if part > 0:
        above = lines[math.trunc(10 * cm + 1)]
        line = tuple(a + part * (b - a) for a, b in zip(line, above, strict=True))
    z = lms.score(np.array([weight]), *(np.array([value]) for value in line))
    return float(lms.round2(z)[0])


centimetres = st.floats(40, 125) | st.integers(400, 1250).map(lambda tenths: tenths / 10)


@LAW
@given(
    st.lists(
        st.tuples(
            st.sampled_from([1, 2]),
            st.sampled_from(["l", "h"]),
            st.builds(operator.add, centimetres, st.sampled_from([0.0, -0.7, 0.7])),
            st.floats(1, 35),
        ),
        min_size=1,
        max_size=20,
    )
)
@example([(1, "l", 51.9 - 0.7, 4.0), (2, "h", 103.1 - 0.7, 18.0), (2, "l", 64.3 + 0.7, 7.0)])
def test_weight_for_size_between_rows_is_the_formula_by_hand(
    rows: list[tuple[int, str, float, float]],
) -> None:
    given_rows = pl.DataFrame(rows, schema=["sex", "measure", "lenhei", "weight"], orient="row")
    scored = zscores(given_rows, ["zwfl"])["zwfl"].to_list()
    assert scored == [by_hand(*row) for row in rows]


@LAW
@given(st.floats(-30, 30))
def test_rounding_takes_the_nearer_hundredth(z: float) -> None:
    got = float(lms.round2(np.array([z]))[0])
    assert abs(got - z) <= 0.005 + 1e-12
    assert abs(got * 100 - round(got * 100)) < 1e-9


def test_an_exact_tie_goes_to_the_even_digit() -> None:
    ties = np.array([0.125, 0.375, -0.125, 2.5, 0.625])
    assert lms.round2(ties).tolist() == [0.12, 0.38, -0.12, 2.5, 0.62]


visits = st.lists(
    st.tuples(
        st.integers(1, 6),  # child
        st.integers(0, 360),  # day of 2025
        st.floats(-4, 0).map(lambda z: round(z, 2)),
        st.floats(3, 15).map(lambda w: round(w, 1)),
    ),
    min_size=1,
    max_size=60,
)
BIRTHS = {n: dt.date(2024, 2 * n - 1, 3 * n) for n in range(1, 6)} | {6: dt.date(2020, 6, 15)}


def seen(rows: list[tuple[int, int, float, float]]) -> pl.DataFrame:
    start = dt.date(2025, 1, 1)
    out = pl.DataFrame(rows, schema=["child_id", "n", "zlen", "weight"], orient="row")
    births = [BIRTHS[c] for c in out["child_id"]]
    return out.with_columns(
        pl.Series("birth_date", births),
        pl.Series("date", [start + dt.timedelta(days=n) for n in out["n"]]),
        pl.lit("L").alias("sex"),
    ).with_columns((pl.col("date") - pl.col("birth_date")).dt.total_days().alias("age_days"))


PEOPLE = pl.DataFrame(
    {"child_id": list(BIRTHS), "birth_date": list(BIRTHS.values()),
     "place_code": ["16.06.01.2001.P01"] * 3 + ["16.06.01.2001.P02"] * 3}
)  # fmt: skip


@LAW
@given(visits)
def test_stock_identity_and_stock_equals_children_standing_as_cases(rows) -> None:
    measurements = seen(rows)
    end = dt.date(2025, 12, 31)
    events = case_events(measurements, RULES, PEOPLE, end)
    flow = stock_flow(events, MONTHS)
    came = flow.select(pl.sum_horizontal("baru", "ditemukan", "pindah_masuk", "kambuh"))
    went = flow.select(
        pl.sum_horizontal("pulih", "lewat_umur", "pindah", "meninggal", "hilang", "salah_data")
    )
    change = came.to_series() - went.to_series()
    assert flow["stock_end"].to_list() == (flow["stock_start"] + change).to_list()
    assert flow["stock_start"].to_list()[1:] == flow["stock_end"].to_list()[:-1]
    assert flow["stock_end"].min() >= 0
    for month, stock in flow.select("month", "stock_end").iter_rows():
        last = (month + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        now = case_now(measurements, RULES, PEOPLE, last)
        assert now["in_stock"].sum() == stock


@LAW
@given(visits, st.integers(0, 364))
def test_what_happens_later_never_changes_what_was_known(rows, cut: int) -> None:
    measurements = seen(rows)
    day = dt.date(2025, 1, 1) + dt.timedelta(days=cut)
    whole = case_events(measurements, RULES, PEOPLE, dt.date(2025, 12, 31))
    then = case_events(measurements.filter(pl.col("date") <= day), RULES, PEOPLE, day)
    assert then.equals(whole.filter(pl.col("on") <= day))


@LAW
@given(visits)
def test_no_child_is_new_twice(rows) -> None:
    found = cases(seen(rows), RULES, PEOPLE).events.filter(pl.col("event") == "baru")
    assert found["child_id"].is_unique().all()


@LAW
@given(visits)
def test_d_is_n_t_o_b_and_parts_merge_to_the_whole(rows) -> None:
    measurements = seen(rows)
    judged = weight_gain(measurements, REFERENCE.minimum_gain(DAY)).with_columns(
        pl.col("date").dt.truncate("1mo").alias("month"),
        *(pl.lit("normal").alias(n) for n in ("tbu", "bbu", "bbtb")),
    )
    judged = judged.join(PEOPLE.select("child_id", "place_code"), on="child_id")
    whole = recap(judged, PEOPLE, MONTHS)
    assert (whole["d"] == whole["n"] + whole["t"] + whole["o"] + whole["b"]).all()
    assert (whole["d"] <= whole["s"]).all()
    assert (whole["two_t"] <= whole["t"]).all()
    parts = [
        recap(judged.filter(pl.col("place_code") == code), part, MONTHS)
        for (code,), part in PEOPLE.group_by("place_code")
    ]
    assert merge(parts).equals(whole)
