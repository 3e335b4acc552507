"""Families at risk of stunting (KRS): which target types and factors the evidence shows.

At risk is a family of at least one target type with at least one factor. There are two versions of
the rules, the PK21 form and the verification form of 2023; both are answered. What is not known is
said to be not known and never taken for a no.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import polars as pl

from rembuk.reference import Reference
from rembuk.reference.conditions import truth
from rembuk.reference.criteria import Criterion
from rembuk.science.welfare.evidence import FAMILY, known, with_columns_of

Scheme = Literal["PK21", "verval-krs"]
SCHEMES: Final[tuple[Scheme, ...]] = ("PK21", "verval-krs")

YES, NO, UNKNOWN, NOT_APPLICABLE = "ya", "tidak", "tidak-diketahui", "tidak-berlaku"
State = Literal["ya", "tidak", "tidak-diketahui", "tidak-berlaku"]


@dataclass(frozen=True)
class KrsRules:
    """Target types and factors of one version."""

    scheme: Scheme
    targets: tuple[Criterion, ...]
    factors: tuple[Criterion, ...]

    @property
    def all(self) -> tuple[Criterion, ...]:
        """Target types, then factors."""
        return (*self.targets, *self.factors)


@lru_cache(maxsize=32)
def krs_rules(reference: Reference, scheme: Scheme, on: dt.date) -> KrsRules:
    """The rules of a version. Rules of both versions as they hold on the day; a version's own
    rules as they hold, or as they last held."""
    chosen: dict[str, Criterion] = {}
    for rule in reference.rules:
        if not isinstance(rule, Criterion) or rule.group not in {"krs", "krs-sasaran"}:
            continue
        if rule.scheme not in {"", scheme} or rule.when is None:
            continue
        before = chosen.get(rule.code)
        if before is None or rule.holds_on(on) or not before.holds_on(on):
            chosen[rule.code] = reference.whole(rule, on, "when", "listed")
    found = tuple(chosen.values())
    return KrsRules(
        scheme,
        tuple(one for one in found if one.group == "krs-sasaran"),
        tuple(one for one in found if one.group == "krs"),
    )


def evaluate(evidence: pl.DataFrame, reference: Reference, on: dt.date | str) -> pl.DataFrame:
    """Every target type and factor of both versions.

    Args:
        evidence: a row a family (see `evidence.known`). A family without a wife says so with
            `pus` and `wife_pregnant` false; silence is not known.
        reference: the rules; those of the newest day of `on` are taken.
        on: the day of judgement, or the name of a date column.

    Returns:
        `family_id, scheme, code, target, state`: `target` says type or factor, `state` is `ya`,
        `tidak`, `tidak-diketahui` or `tidak-berlaku` (a factor of the couple where there is none).
    """
    day = _newest(evidence, on)
    facts = known(evidence, reference.derived_facts(day), on)
    return pl.concat(states(facts, krs_rules(reference, scheme, day)) for scheme in SCHEMES)


def states(facts: pl.DataFrame, rules: KrsRules) -> pl.DataFrame:
    """The same for one version, from facts that are already derived."""
    whens = {one.code: one.when for one in rules.all if one.when is not None}
    frame = with_columns_of(facts, whens.values())
    frame = frame.with_columns(truth(when).alias(f"_{code}") for code, when in whens.items())
    columns = []
    for one in rules.all:
        holds = pl.col(f"_{one.code}")
        state = (
            pl.when(holds)
            .then(pl.lit(YES))
            .when(holds.not_())
            .then(pl.lit(NO))
            .otherwise(pl.lit(UNKNOWN))
        )
        if one.needs:
            # nobody asks a family without a couple about birth spacing, whatever a cell says
            applies = pl.any_horizontal(f"_{code}" for code in one.needs)
            state = (
                pl.when(applies.not_())
                .then(pl.lit(NOT_APPLICABLE))
                .when(applies.is_null())
                .then(pl.lit(UNKNOWN))
                .otherwise(state)
            )
        columns.append(state.alias(one.code))
    types = {one.code for one in rules.targets}
    return (
        frame.select(FAMILY, *columns)
        .unpivot(index=FAMILY, variable_name="code", value_name="state")
        .with_columns(
            pl.lit(rules.scheme).alias("scheme"), pl.col("code").is_in(types).alias("target")
        )
        .select(FAMILY, "scheme", "code", "target", "state")
    )


def families(found: pl.DataFrame) -> pl.DataFrame:
    """One row a family and version from `evaluate`.

    Returns:
        `family_id, scheme, targets, factors, unknown` (lists of codes) and `at_risk`: true, false,
        or null where what is not known would decide.
    """
    target, state = pl.col("target"), pl.col("state")

    def codes(wanted: pl.Expr) -> pl.Expr:
        return pl.col("code").filter(wanted).sort()

    def either(of: pl.Expr) -> pl.Expr:
        mine = state.filter(of)
        return pl.when((mine == YES).any()).then(True).when((mine != UNKNOWN).all()).then(False)

    return (
        found.group_by(FAMILY, "scheme", maintain_order=True)
        .agg(
            codes(target & (state == YES)).alias("targets"),
            codes(~target & (state == YES)).alias("factors"),
            codes(state == UNKNOWN).alias("unknown"),
            (either(target) & either(~target)).alias("at_risk"),
        )
        .sort(FAMILY, "scheme")
    )


def _newest(evidence: pl.DataFrame, on: dt.date | str) -> dt.date:
    if isinstance(on, dt.date):
        return on
    newest = evidence[on].cast(pl.Date).max()
    if not isinstance(newest, dt.date):
        raise ValueError(f"{on}: no day to judge on")
    return newest
