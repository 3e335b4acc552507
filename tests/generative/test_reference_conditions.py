"""Conditions: the frame form and the one-child form agree; missing facts accuse nobody."""

import datetime as dt
import math

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.reference import load
from rembuk.reference.conditions import All, Any_, Compare, expression, fields, holds
from rembuk.reference.dated import Rule
from rembuk.reference.overrides import Override, laid_over
from rembuk.reference.settings import Setting

NUMBERS = st.integers(-4, 4).map(lambda n: n / 2)
WORDS = st.sampled_from(["N", "T", "O"])

comparisons = st.one_of(
    st.builds(
        lambda op, v: Compare(field="z", op=op, value=v),
        st.sampled_from(["lt", "le", "gt", "ge", "eq", "ne"]),
        NUMBERS,
    ),
    st.builds(
        lambda a, b: Compare(field="z", op="between", value=(min(a, b), max(a, b))),
        NUMBERS,
        NUMBERS,
    ),
    st.builds(lambda v: Compare(field="z", op="in", value=tuple(v)), st.lists(NUMBERS, min_size=1)),
    st.builds(
        lambda op, v: Compare(field="nt", op=op, value=v), st.sampled_from(["eq", "ne"]), WORDS
    ),
    st.builds(lambda v: Compare(field="nt", op="in", value=tuple(v)), st.lists(WORDS, min_size=1)),
    st.builds(lambda v: Compare(field="bgm", op="eq", value=v), st.booleans()),
    st.builds(lambda f: Compare(field=f, op="missing"), st.sampled_from(["z", "nt", "bgm"])),
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(all=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any_(any=tuple(parts))),
    ),
    max_leaves=6,
)
children = st.fixed_dictionaries(
    {
        "z": st.one_of(st.none(), st.just(math.nan), NUMBERS),
        "nt": st.one_of(st.none(), st.just(""), WORDS),
        "bgm": st.one_of(st.none(), st.booleans()),
    }
)
SCHEMA = {"z": pl.Float64, "nt": pl.String, "bgm": pl.Boolean}


@settings(max_examples=150, deadline=None)
@given(conditions, st.lists(children, min_size=1, max_size=6))
def test_one_child_and_a_frame_agree(condition: Compare | All | Any_, rows: list[dict]) -> None:
    frame = pl.DataFrame(rows, schema=SCHEMA).select(v=expression(condition))
    assert frame["v"].to_list() == [holds(condition, row) for row in rows]


@settings(max_examples=100, deadline=None)
@given(conditions)
def test_a_child_of_whom_nothing_is_known(condition: Compare | All | Any_) -> None:
    asks_for_missing = "∅" in str(condition)
    assert asks_for_missing or not holds(condition, {})


@settings(max_examples=100, deadline=None)
@given(conditions)
def test_a_condition_survives_its_own_writing(condition: Compare | All | Any_) -> None:
    again = type(condition).model_validate(condition.model_dump(mode="json", exclude_none=True))
    assert again == condition
    assert fields(again) <= set(SCHEMA)


days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


@settings(max_examples=150, deadline=None)
@given(days, st.one_of(st.none(), days), days)
def test_an_override_leaves_exactly_one_rule_on_each_day(
    start: dt.date, end: dt.date | None, asked: dt.date
) -> None:
    if end is not None and end <= start:
        end = None
    base: tuple[Rule, ...] = tuple(
        rule for rule in load().rules if isinstance(rule, Setting) and rule.code == "small_count"
    )
    own = Override(code="small_count", value=9, valid_from=start, valid_to=end, source=("SK 1",))
    (rule,) = [one for one in laid_over(base, own) if one.holds_on(asked)]
    assert isinstance(rule, Setting)
    assert rule.value == (9 if own.holds_on(asked) else 5)
