"""Permenkes 2/2020 classes of children: rounded z-scores in, class codes out.

The z-score is cut as it is shown, rounded to 2 decimals: exactly -2.00 is normal. A flagged
(implausible) z-score gets no class; it is kept and marked. A child with bilateral oedema is
`gizi-buruk` by weight-for-length/height without a z-score, and has no weight-for-age class.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from rembuk.reference.categories import GrowthCategories, IndexClasses

FLAG_OF: Final = {"zlen": "flen", "zwei": "fwei", "zwfl": "fwfl", "zbmi": "fbmi"}


def categories(frame: pl.DataFrame, cats: GrowthCategories) -> pl.DataFrame:
    """Add `tbu bbu bbtb imtu` (those whose z column is there); empty text where there is none.

    Columns read: `zlen zwei zwfl zbmi` with flags `flen fwei fwfl fbmi` where present, and
    `oedema` (boolean) where present.
    """
    columns = []
    for code, classes in cats.indices():
        if classes.z not in frame.columns:
            continue
        word = classed(classes)
        flag = FLAG_OF[classes.z]
        if flag in frame.columns:
            word = pl.when(pl.col(flag) == 1).then(pl.lit("")).otherwise(word)
        if code == "bbtb" and frame.schema.get("oedema") == pl.Boolean:
            severe = pl.lit(classes.classes[0].code)
            word = pl.when(pl.col("oedema")).then(severe).otherwise(word)
        columns.append(word.alias(code))
    return frame.with_columns(columns)


def classed(classes: IndexClasses) -> pl.Expr:
    """The class code of the z column of an index; empty text for a missing z."""
    z = pl.col(classes.z)
    word = pl.lit("")
    for one in reversed(classes.classes):
        inside = z.is_not_null()
        if one.low is not None:
            inside &= z >= one.low if one.low_inclusive else z > one.low
        if one.high is not None:
            inside &= z <= one.high if one.high_inclusive else z < one.high
        word = pl.when(inside).then(pl.lit(one.code)).otherwise(word)
    return word
