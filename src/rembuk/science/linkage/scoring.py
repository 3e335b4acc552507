"""The weight of a pair: Splink says how two records agree, the model what that is worth.

Odds of one person against strangers and against family are combined: 1/odds = 1/a + 1/b. The
second leaves household evidence out, since a family shares it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from rembuk.science.linkage.comparisons import comparison
from rembuk.science.linkage.engines import Workshop, linker, pair_rules
from rembuk.science.linkage.keys import BLOCKS, COMPARED
from rembuk.science.linkage.model import FAMILY_FIELDS, Model
from rembuk.science.linkage.relations import SAME_DATE
from rembuk.science.linkage.vectors import level, told_apart

FLOOR: Final = -3.0
"""Pairs below this weight are not even doubtful and are not kept."""
CHUNK_RECORDS: Final = 700_000
BEST_LINK: Final = 3.0
"""Added to a weight. Only the best link of a record joins: on 745 thousand invented records three
in four links between -2 and 0 were right, eight times the odds of a pair seen alone."""
NEAR_NIK: Final = ("sama", "urut-dekat", "urut", "ketik", "ketik-2")
"""Levels of the NIK that say about the same of the birth date in it."""
CHANCE: Final = 7.0
"""Added against two births written with one day: those counted on cards are nearly all twins."""


def compare(
    shop: Workshop, table: pl.DataFrame, model: Model, *, new_only: bool = False
) -> pl.DataFrame:
    """Pairs that share a blocking key and may be one person: `l`, `r` and a level a field.

    A level is its place in the comparison's list (0: cannot be compared).
    """
    levels = {
        field: (comparison(field).levels[0].code, *(worth.code for worth in worths))
        for field, worths in model.levels.items()
    }
    shares = {
        field: told_apart({worth.code: (worth.same, worth.strangers) for worth in worths})
        for field, worths in model.levels.items()
    }
    blocks = [block for block in BLOCKS if table[block].null_count() < table.height]
    columns = ["id", "grup", *COMPARED, *blocks, *(["baru"] if new_only else [])]
    made = linker(
        shop, shop.table(table.select(columns), "catatan"), levels,
        pair_rules(blocks, new_only=new_only), shares,
    )  # fmt: skip
    made._settings_obj._probability_two_random_records_match = 0.5  # the prior is ours
    keep = FLOOR - BEST_LINK - model.prior(table.height) - 3
    chunks = max(1, math.ceil(table.height / CHUNK_RECORDS)) if shop.engine == "duckdb" else 1
    found = []
    for chunk in range(1, chunks + 1):
        answer = made.inference.predict_chunk(
            left_chunk=(chunk, chunks), right_chunk=(1, 1), threshold_match_weight=keep,
        )  # fmt: skip
        raw = shop.read(answer, ["id_l", "id_r", *(f"mw_{field}" for field in levels)])
        left, right = pl.col("id_l").cast(pl.Int64), pl.col("id_r").cast(pl.Int64)
        found.append(
            raw.select(
                pl.min_horizontal(left, right).alias("l"),
                pl.max_horizontal(left, right).alias("r"),
                *(level(field, shares[field]) for field in levels),
            )
        )
    return pl.concat(found).sort("l", "r")


def weigh(pairs: pl.DataFrame, table: pl.DataFrame, model: Model, records: int) -> pl.DataFrame:
    """Adds `weight` (log2 odds) and `probability` that a pair is one person.

    `family` is the weight against "two of one family" alone: against two births of one mother, and
    against twins. Twins differ in what is written of their one birth date as much as one person
    does, so for them the date is no witness, however it was written. Two records of one list are
    one person only as often as lists repeat a person.

    `table` is that of `keys`, whose flags say where twins are known and where a birth date came
    from the NIK and so is no second witness.
    """
    left, right = pairs["l"], pairs["r"]
    both = pairs.with_columns(
        (~table["lahir_nik"].gather(left) & ~table["lahir_nik"].gather(right)).alias("_born"),
        (table["kembar"].gather(left) | table["kembar"].gather(right)).alias("_twins"),
        _one_list(table, pairs).alias("_again"),
    )
    dated = _among(model, "lahir", SAME_DATE)
    one_nik = _among(model, "nik", NEAR_NIK)
    again = pl.when("_again").then(model.repeated).otherwise(0.0)
    stranger = again + model.prior(records)
    births = again - math.log2(max(model.relatives, 0.01))
    twins = again + pl.when("_twins").then(0.0).otherwise(-math.log2(model.twins_each))
    for field in model.levels:
        if field == "lahir":
            witness = pl.when(one_nik & ~pl.col("_born")).then(0.0)
            stranger = stranger + witness.otherwise(_gain(model, field, "strangers"))
            births = births + witness.otherwise(_gain(model, field, "family"))
            births = births + pl.when(_among(model, field, ("sama",))).then(CHANCE).otherwise(0.0)
            continue
        stranger = stranger + _by_date(model, field, dated, "dated", "strangers")
        if field in FAMILY_FIELDS:
            births = births + _gain(model, field, "family")
            twins = twins + _gain(model, field, "twins")
    both = both.with_columns(stranger.alias("_a"), births.alias("_b"), twins.alias("_c"))
    family = _against("_b", "_c") if "lahir" in model.levels else pl.col("_b")
    both = both.with_columns(family.alias("family")).with_columns(
        (_against("_a", "family") + BEST_LINK).round(6).alias("weight"),
        pl.col("family").round(6),
    )
    return both.drop("_a", "_b", "_c", "_born", "_twins", "_again").with_columns(
        (1 / (1 + (-pl.col("weight").clip(-60, 60) * math.log(2)).exp())).alias("probability")
    )  # fmt: skip


def _against(one: str, other: str) -> pl.Expr:
    """Log2 odds against two explanations from the log2 odds against each."""
    low, high = pl.min_horizontal(one, other), pl.max_horizontal(one, other)
    return low - (1 + (low - high).clip(-60, 0).mul(math.log(2)).exp()).log(2)


def _among(model: Model, field: str, codes: Sequence[str]) -> pl.Expr:
    """Whether a pair has one of these levels of a field; never where the field is not compared."""
    if field not in model.levels:
        return pl.lit(False)
    every = [one.code for one in comparison(field).levels]
    return pl.col(field).is_in([every.index(code) for code in codes])


def _by_date(model: Model, field: str, dated: pl.Expr, then: str, otherwise: str) -> pl.Expr:
    if field not in FAMILY_FIELDS:
        return _gain(model, field, otherwise)
    return pl.when(dated).then(_gain(model, field, then)).otherwise(_gain(model, field, otherwise))


def _gain(model: Model, field: str, against: str) -> pl.Expr:
    """Log2 of one person's share over the others', for the level of each pair."""
    every = [one.code for one in comparison(field).levels]
    gains = {every.index(w.code): math.log2(w.same / getattr(w, against))
             for w in model.levels[field]}  # fmt: skip
    return pl.col(field).replace_strict(
        list(gains), list(gains.values()), default=0.0, return_dtype=pl.Float64
    )


def repeats(pairs: pl.DataFrame, table: pl.DataFrame) -> float:
    """Other records of the same person in the same list, of lists that repeat, as the pairs say."""
    free = int((table["grup"] >= 0).sum())
    total = float(pairs.filter(_one_list(table, pairs))["probability"].sum())
    return max(2 * total / max(free, 1), 0.001)


def _one_list(table: pl.DataFrame, pairs: pl.DataFrame) -> pl.Series:
    """Whether both records stand in one list; not where the list is not told."""
    lists = table["daftar"]
    return (lists.gather(pairs["l"]) == lists.gather(pairs["r"])).fill_null(False)


def partners(pairs: pl.DataFrame, model: Model, records: int) -> float:
    """Other records of the same person a record has, as the pairs say, by repeated estimate."""
    share = model.partners
    weights = pairs["weight"].to_numpy()
    before = model.prior(records) + BEST_LINK
    for _ in range(20):
        prior = replace(model, partners=share).prior(records)
        odds = np.exp2(np.clip(weights + prior - before, -60, 60))
        new = float(2 * (odds / (1 + odds)).sum() / max(records, 1))
        if abs(new - share) < 1e-4:
            break
        share = max(new, 0.001)
    return share
