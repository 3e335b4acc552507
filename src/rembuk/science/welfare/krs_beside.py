"""The KRS list beside the evidence: where they differ, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import polars as pl

from rembuk.reference import Reference
from rembuk.reference.conditions import fields, truth
from rembuk.reference.criteria import Criterion
from rembuk.science.welfare.evidence import FAMILY, known, with_columns_of
from rembuk.science.welfare.krs import (
    NO,
    NOT_APPLICABLE,
    UNKNOWN,
    YES,
    KrsRules,
    Scheme,
    krs_rules,
    states,
)

WHY: Final[Mapping[str, tuple[str, str]]] = {
    "sama": ("Daftar dan bukti sama.", "List and evidence agree."),
    "daftar-kosong": ("Daftar tidak mengisi kolom ini.", "The list leaves this empty."),
    "bukti-kosong": ("Tidak ada bukti lain tentang ini.", "There is no other evidence."),
    "tidak-berlaku": (
        "Tidak berlaku: keluarga ini tidak (lagi) punya pasangan usia subur.",
        "Does not apply: there is no couple of reproductive age (any more).",
    ),
    "waktu": (
        "Benar pada tanggal daftar; umur sudah berubah sejak itu.",
        "True on the day of the list; ages have changed since.",
    ),
    "versi": (
        "Daftar memakai versi aturan lain ({other}); menurut {scheme} tidak sama.",
        "The list follows another version of the rules ({other}), not {scheme}.",
    ),
    "bukti-berbeda": ("Bukti lain menyebut sebaliknya.", "Other evidence says the opposite."),
}
"""Why a list and the evidence differ: code -> words in Indonesian and English."""


def beside(
    evidence: pl.DataFrame,
    listed: pl.DataFrame,
    reference: Reference,
    on: dt.date,
    scheme: Scheme = "verval-krs",
) -> pl.DataFrame:
    """Each target type and factor as the evidence shows it and as the list says it.

    Args:
        evidence: a row a family (see `evidence.known`), without the words of this list.
        listed: a row a family of the list: `family_id`, `as_of` (Date), and the list's own facts
            (`water_proper`, `too_old`, ...) as yes, no or null.
        reference: the rules.
        on: the day of judgement.
        scheme: the version shown.

    Returns:
        `family_id, code, target, found, listed, why`: `found` and `listed` are states, `why` a
        code of `WHY`. Families of `listed` only.
    """
    mine = evidence.join(listed.select(FAMILY, "as_of"), on=FAMILY, how="right")
    mine = mine.with_columns(pl.col("as_of").fill_null(on))
    derive = reference.derived_facts(on)
    rules = krs_rules(reference, scheme, on)
    other = krs_rules(reference, "PK21" if scheme == "verval-krs" else "verval-krs", on)
    today, then = known(mine, derive, on), known(mine, derive, "as_of")
    key = [FAMILY, "code"]

    def answers(facts: pl.DataFrame, of: KrsRules, name: str) -> pl.DataFrame:
        return states(facts, of).select(*key, pl.col("state").alias(name))

    found = states(today, rules).select(FAMILY, "code", "target", pl.col("state").alias("found"))
    for frame in (
        answers(then, rules, "_then"),
        answers(today, other, "_other"),
        answers(then, other, "_other_then"),
        _listed(listed, rules.all),
    ):
        found = found.join(frame, on=key, how="left", maintain_order="left")
    stated = pl.col("listed")
    why = (
        pl.when(stated == UNKNOWN)
        .then(pl.lit("daftar-kosong"))
        .when(stated == pl.col("found"))
        .then(pl.lit("sama"))
        .when(pl.col("found") == UNKNOWN)
        .then(pl.lit("bukti-kosong"))
        .when((pl.col("found") == NOT_APPLICABLE) & (stated == NO))
        .then(pl.lit("sama"))
        .when(pl.col("_then") == stated)
        .then(pl.lit("waktu"))
        .when((pl.col("_other") == stated) | (pl.col("_other_then") == stated))
        .then(pl.lit("versi"))
        .when(pl.col("found") == NOT_APPLICABLE)
        .then(pl.lit("tidak-berlaku"))
        .otherwise(pl.lit("bukti-berbeda"))
    )
    return found.with_columns(why.alias("why")).select(
        FAMILY, "code", "target", "found", "listed", "why"
    )


def words(
    why: str, scheme: Scheme, values: Mapping[str, str] | None = None, language: str = "id"
) -> str:
    """The sentence of a `why`. `values` are facts in words (`septic`: `tangki septik (Regsosek
    2022)`), told after the sentence."""
    index = 1 if language == "en" else 0
    other = "PK21" if scheme == "verval-krs" else "verval-krs"
    sentence = WHY[why][index].format(scheme=scheme, other=other)
    told = "; ".join(f"{name}: {value}" for name, value in (values or {}).items())
    return f"{sentence} {told}." if told else sentence


def facts_behind(code: str, reference: Reference, scheme: Scheme, on: dt.date) -> tuple[str, ...]:
    """Facts a target type or factor rests on, details first: what a page shows as its evidence."""
    rule = next(one for one in krs_rules(reference, scheme, on).all if one.code == code)
    direct = fields(rule.when) if rule.when is not None else frozenset()
    details = {
        name
        for one in reference.derived_facts(on)
        if one.fact in direct
        for name in fields(one.true_if) | fields(one.false_if)
    }
    return (*sorted(details), *sorted(direct - details))


def fact_label(name: str, reference: Reference, on: dt.date, language: str = "id") -> str:
    """A fact's name in words."""
    word = reference.fields.get(name)
    if word is not None:
        return word.label_en if language == "en" else word.label_id
    listed = reference.list_facts(on).get(name)
    if listed is None:
        return name
    return listed.name_en if language == "en" else listed.name_id


def _listed(listed: pl.DataFrame, rules: tuple[Criterion, ...]) -> pl.DataFrame:
    asked = {r.code: r.listed for r in rules if r.listed is not None}
    frame = with_columns_of(listed, asked.values())
    columns = [
        pl.when(truth(said))
        .then(pl.lit(YES))
        .when(truth(said).not_())
        .then(pl.lit(NO))
        .otherwise(pl.lit(UNKNOWN))
        .alias(code)
        for code, said in asked.items()
    ]
    return frame.select(FAMILY, *columns).unpivot(
        index=FAMILY, variable_name="code", value_name="listed"
    )
