"""WHO Growth Reference 2007, 5-19 years: height, weight (to 10 years) and BMI for age."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from rembuk.reference import who
from rembuk.science.growth import inputs, lms
from rembuk.science.growth.lms import Floats

BLOCK: Final = 48_000
FIRST_MONTH: Final = 60
LAST_MONTH: Final = {"zhfa": 228, "zwfa": 120, "zbfa": 228}
TABLE: Final = {"zhfa": "who2007_hfa", "zwfa": "who2007_wfa", "zbfa": "who2007_bfa"}
LIMITS: Final = {"zhfa": (-6, 6), "zwfa": (-6, 5), "zbfa": (-5, 5)}


@lru_cache
def _dense(name: str) -> tuple[Floats, Floats, Floats]:
    """L, M, S with shape (2 sexes, months from 60)."""
    frame = who.table(TABLE[name]).sort("sex", "age_months")
    l, m, s = (frame[letter].to_numpy().reshape(2, -1) for letter in "lms")
    return l, m, s


def add(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `cbmi zhfa zwfa zbfa fhfa fwfa fbfa` from `sex age_months height weight oedema`.

    Age in months, fractional, never rounded; months 60-228 (weight to 120), else missing. Oedema
    takes weight and BMI away. Flags are 1/0, missing with z.
    """
    sex = inputs.codes(frame, "sex", inputs.SEXES)
    oedema = inputs.codes(frame, "oedema", inputs.YES) == 1
    blank = np.full(frame.height, np.nan)
    age, height, weight = (
        blank if values is None else values
        for values in (inputs.numbers(frame, name) for name in ("age_months", "height", "weight"))
    )
    out = {name: np.empty(frame.height) for name in ("cbmi", *TABLE)}
    with np.errstate(all="ignore"):
        for start in range(0, frame.height, BLOCK):
            b = slice(start, start + BLOCK)
            metres = height[b] / 100.0
            out["cbmi"][b] = weight[b] / (metres * metres)
            swollen = np.where(oedema[b], np.nan, 1.0)
            for name, y in (
                ("zhfa", height[b]),
                ("zwfa", weight[b] * swollen),
                ("zbfa", out["cbmi"][b] * swollen),
            ):
                out[name][b] = _score(name, sex[b], age[b], y)
    columns = []
    for name, values in out.items():
        column = pl.Series(name, values, nan_to_null=True)
        columns.append(column)
        if name in LIMITS:
            low, high = LIMITS[name]
            flag = ((column < low) | (column > high)).cast(pl.Int8)
            columns.append(flag.alias(f"f{name[1:]}"))
    return frame.with_columns(columns)


def _score(name: str, sex: inputs.Codes, age: Floats, y: Floats) -> Floats:
    valid = (age >= FIRST_MONTH) & (age <= LAST_MONTH[name]) & (sex >= 0) & (y > 0)
    age = np.where(valid, age, FIRST_MONTH)
    month = np.trunc(age)
    part = age - month
    at = (np.where(valid, sex, 0), (month - FIRST_MONTH).astype(np.intp))
    after = (at[0], at[1] + 1)
    l, m, s = (column[at] + part * (column[after] - column[at]) for column in _dense(name))
    y = np.where(valid, y, np.nan)
    if name == "zhfa":
        return lms.round2(lms.plain_score(y, m, s))
    return lms.round2(lms.score(y, l, m, s))
