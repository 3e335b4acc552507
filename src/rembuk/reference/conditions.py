"""Declarative conditions: `{field, op, value}`, `{all: [...]}`, `{any: [...]}`. Never code.

A missing fact satisfies nothing but `missing`: nobody is flagged for what was not asked. Empty
text and NaN count as missing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from typing import Annotated, Any, Final, Literal, TypeGuard

import polars as pl
from pydantic import Discriminator, Field, Tag, model_validator

from rembuk.reference.dated import Frozen

Op = Literal["lt", "le", "gt", "ge", "eq", "ne", "in", "between", "missing"]
Value = bool | int | float | str

ORDERED: Final = frozenset({"lt", "le", "gt", "ge", "between"})

WORDS: Final[dict[str, str]] = {
    "lt": "<",
    "le": "≤",
    "gt": ">",
    "ge": "≥",
    "eq": "=",
    "ne": "≠",
    "in": "∈",
    "between": "∈",
    "missing": "∅",
}


class Compare(Frozen):
    """One comparison. `between` takes `[low, high]`, both ends included; `in` takes a list;
    `missing` takes no value. `setting` names a dated setting whose value stands in for `value`
    (`resolved` puts it in), so that a limit lives in one place."""

    field: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    op: Op
    value: Value | tuple[Value, ...] | None = None
    setting: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Compare:
        many = isinstance(self.value, tuple)
        if self.setting:
            wrong = self.value is not None or self.op in {"missing", "in", "between"}
        elif self.op == "missing":
            wrong = self.value is not None
        elif self.op == "in":
            wrong = not many or not self.value
        elif self.op == "between":
            wrong = not _range(self.value)
        elif self.op in ORDERED:
            wrong = not _number(self.value)
        else:
            wrong = many or self.value is None
        if wrong:
            raise ValueError(f"operator {self.op!r} tidak dapat memakai nilai {self.value!r}")
        return self

    def __str__(self) -> str:
        if self.op == "missing":
            return f"{self.field} ∅"
        if isinstance(self.value, tuple):
            shown = ", ".join(str(part) for part in self.value)
            return f"{self.field} ∈ {'[' if self.op == 'between' else '{'}{shown}" + (
                "]" if self.op == "between" else "}"
            )
        return f"{self.field} {WORDS[self.op]} {self.setting or self.value}"


class All(Frozen):
    """Every part holds."""

    all: tuple[Condition, ...] = Field(min_length=1)

    def __str__(self) -> str:
        return " dan ".join(_nested(part) for part in self.all)


class Any_(Frozen):  # noqa: N801 - the word `Any` belongs to typing
    """At least one part holds."""

    any: tuple[Condition, ...] = Field(min_length=1)

    def __str__(self) -> str:
        return " atau ".join(_nested(part) for part in self.any)


def _kind(raw: object) -> str:
    keys = raw.keys() if isinstance(raw, Mapping) else getattr(raw, "model_fields_set", ())
    return "all" if "all" in keys else "any" if "any" in keys else "compare"


Condition = Annotated[
    Annotated[Compare, Tag("compare")] | Annotated[All, Tag("all")] | Annotated[Any_, Tag("any")],
    Discriminator(_kind),
]

All.model_rebuild()
Any_.model_rebuild()


def _nested(part: Compare | All | Any_) -> str:
    return str(part) if isinstance(part, Compare) else f"({part})"


def _number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _range(value: object) -> bool:
    if not isinstance(value, tuple) or len(value) != 2:
        return False
    low, high = value
    return _number(low) and _number(high) and low <= high


def comparisons(condition: Compare | All | Any_) -> Iterator[Compare]:
    """Every comparison of a condition, left to right."""
    if isinstance(condition, Compare):
        yield condition
        return
    for part in condition.all if isinstance(condition, All) else condition.any:
        yield from comparisons(part)


def fields(condition: Compare | All | Any_) -> frozenset[str]:
    """Names of the facts a condition asks for."""
    return frozenset(part.field for part in comparisons(condition))


def resolved(
    condition: Compare | All | Any_, value_of: Callable[[str], Value]
) -> Compare | All | Any_:
    """The condition with the value of each setting it names put in."""
    if isinstance(condition, All):
        return All(all=tuple(resolved(part, value_of) for part in condition.all))
    if isinstance(condition, Any_):
        return Any_(any=tuple(resolved(part, value_of) for part in condition.any))
    if not condition.setting:
        return condition
    return Compare(field=condition.field, op=condition.op, value=value_of(condition.setting))


_TESTS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "lt": lambda fact, value: fact < value,
    "le": lambda fact, value: fact <= value,
    "gt": lambda fact, value: fact > value,
    "ge": lambda fact, value: fact >= value,
    "eq": lambda fact, value: fact == value,
    "ne": lambda fact, value: fact != value,
    "in": lambda fact, value: fact in value,
    "between": lambda fact, value: value[0] <= fact <= value[1],
}


def is_missing(fact: object) -> bool:
    """Whether a fact says nothing: none, empty text, NaN."""
    return fact is None or fact == "" or (isinstance(fact, float) and math.isnan(fact))


def holds(condition: Compare | All | Any_, facts: Mapping[str, object]) -> bool:
    """Whether a condition holds for one subject's facts."""
    if isinstance(condition, All):
        return all(holds(part, facts) for part in condition.all)
    if isinstance(condition, Any_):
        return any(holds(part, facts) for part in condition.any)
    fact = facts.get(condition.field)
    if condition.op == "missing":
        return is_missing(fact)
    return not is_missing(fact) and _TESTS[condition.op](fact, condition.value)


def truth(condition: Compare | All | Any_) -> pl.Expr:
    """The condition over a frame in three values: null where a missing fact leaves it open. Every
    field of `fields(condition)` must be a column."""
    if isinstance(condition, All):
        return reduce(lambda a, b: a & b, (truth(part) for part in condition.all))
    if isinstance(condition, Any_):
        return reduce(lambda a, b: a | b, (truth(part) for part in condition.any))
    column = pl.col(condition.field)
    if condition.op == "missing":
        return column.is_null() | column.cast(pl.String).is_in(["", "NaN"]).fill_null(True)
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    if isinstance(values[0], bool):
        known = column.cast(pl.Boolean)
    elif isinstance(values[0], str):
        text = column.cast(pl.String)
        known = pl.when(text != "").then(text)
    else:
        known = column.cast(pl.Float64).fill_nan(None)
    if condition.op == "in":
        return known.is_in(list(values))
    if condition.op == "between":
        return known.is_between(pl.lit(values[0]), pl.lit(values[-1]))
    return _COLUMN_TESTS[condition.op](known, values[0])


def expression(condition: Compare | All | Any_) -> pl.Expr:
    """The same condition over a frame: a boolean expression, never null. Every field of
    `fields(condition)` must be a column."""
    return truth(condition).fill_null(False)


_COLUMN_TESTS: Final[dict[str, Callable[[pl.Expr, Any], pl.Expr]]] = {
    "lt": pl.Expr.lt,
    "le": pl.Expr.le,
    "gt": pl.Expr.gt,
    "ge": pl.Expr.ge,
    "eq": pl.Expr.eq,
    "ne": pl.Expr.ne,
}
