"""WHO z-scores of whole frames: WHO 2006 (0-59 months) and WHO 2007 (5-19 years).

Rows are worked in blocks small enough for the processor's cache, with dense look-up tables; memory
beyond the frame itself is one block. All arithmetic is float64. Source: WHO Child Growth Standards
2006 and WHO Growth Reference 2007, with the conventions of the WHO Anthro software.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from rembuk.science.growth import inputs, lms, who2007
from rembuk.science.growth.inputs import Codes
from rembuk.science.growth.lms import Bools, Floats

BLOCK: Final = 16_000
DAYS_PER_MONTH: Final = 30.4375
STANDING_FROM_DAY: Final = 731
POSITION_STEP_CM: Final = 0.7


@dataclass(frozen=True, slots=True)
class Index:
    """One WHO 2006 index: its table, what is measured, and where it is flagged (rounded z)."""

    z: str
    flag: str
    table: str
    measured: str
    low: float
    high: float


INDICES: Final = {
    index.z: index
    for index in (
        Index("zlen", "flen", "who2006_lhfa", "clenhei", -6, 6),
        Index("zwei", "fwei", "who2006_wfa", "weight", -6, 5),
        Index("zwfl", "fwfl", "", "weight", -5, 5),
        Index("zbmi", "fbmi", "who2006_bfa", "cbmi", -5, 5),
        Index("zhc", "fhc", "who2006_hcfa", "headc", -5, 5),
        Index("zac", "fac", "who2006_acfa", "armc", -5, 5),
        Index("zts", "fts", "who2006_tsfa", "triskin", -5, 5),
        Index("zss", "fss", "who2006_ssfa", "subskin", -5, 5),
    )
}
MAIN: Final = ("zlen", "zwei", "zwfl", "zbmi")
WEIGHT_BASED: Final = frozenset({"zwei", "zwfl", "zbmi"})


def zscores(frame: pl.DataFrame, indices: Collection[str] | None = None) -> pl.DataFrame:
    """Add z-scores, flags and corrected measurements to a frame; rows and their order stay.

    Input columns (WHO Anthro's names; an absent one counts as missing): `sex` (1 m M, 2 f F),
    `age` (days, or months where `age_unit` says months), `weight` kg, `lenhei` cm, `measure`
    (l lying, h standing), `headc` cm, `armc` cm, `triskin` mm, `subskin` mm, `oedema` (y Y 1).
    For 5-19 years: `sex age_months height weight oedema`. Text outside the codes is missing.

    Output: `clenhei cbmi` and for each index `z..` (2 decimals) and `f..` (1 implausible, 0 not,
    missing with z); with all indices also `csex cmeasure c9mo_flag`. With `age_months` and
    `height`: `cbmi zhfa zwfa zbfa fhfa fwfa fbfa`. Columns of these names are replaced.

    A row with a negative age gets no score. A weight of 0 is scored for weight-for-length as WHO's
    software does (z near -14, flagged) and for no other index; `derive` drops such weights before.

    Args:
        frame: the children, one row a measurement.
        indices: only these of `INDICES` (WHO 2006); all of them when `None`.

    Raises:
        TypeError: a measurement column holds something that is no number.
        ValueError: an unknown name in `indices`.
    """
    wanted = tuple(INDICES) if indices is None else tuple(z for z in INDICES if z in set(indices))
    unknown = set(indices or ()) - set(INDICES)
    if unknown:
        raise ValueError(f"unknown indices: {', '.join(sorted(unknown))}")
    names = set(frame.columns)
    older = {"age_months", "height"} <= names
    if older:
        frame = who2007.add(frame)
    if not older or names & {"age", "lenhei"}:
        frame = _add_2006(frame, wanted, everything=indices is None)
    return frame


def _add_2006(frame: pl.DataFrame, wanted: tuple[str, ...], everything: bool) -> pl.DataFrame:
    rows = _Rows.read(frame, wanted)
    recheck = np.zeros(frame.height, dtype=np.int8)
    parts = []
    with np.errstate(all="ignore"):
        for start in range(0, max(frame.height, 1), BLOCK):
            block = slice(start, min(start + BLOCK, frame.height))
            results, recheck[block] = _block(rows.cut(block), wanted)
            # NaN becomes missing while the block is still in the cache
            parts.append(
                pl.DataFrame([pl.Series(name, z, nan_to_null=True) for name, z in results.items()])
            )
    frame = frame.with_columns(_flagged(pl.concat(parts, rechunk=False)))
    if not everything:
        return frame
    return frame.with_columns(
        pl.Series("csex", rows.sex + np.int8(1)).replace(0, None),
        _letters(np.where(recheck == 1, np.int8(-1), rows.position)),
        pl.Series("c9mo_flag", recheck),
    )


def _flagged(results: pl.DataFrame) -> list[pl.Series]:
    """The columns, each score followed by its flag: 1, 0, or missing with the score."""
    columns = []
    for column in results.get_columns():
        columns.append(column)
        if column.name in INDICES:
            index = INDICES[column.name]
            flag = ((column < index.low) | (column > index.high)).cast(pl.Int8)
            columns.append(flag.alias(index.flag))
    return columns


def _letters(position: Codes) -> pl.Series:
    series = pl.Series("cmeasure", position)
    return series.replace_strict({0: "l", 1: "h"}, default=None, return_dtype=pl.String)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The inputs as arrays of one length; an absent column is `None`."""

    sex: Codes
    position: Codes
    in_months: Codes | None
    oedema: Codes | None
    measured: Mapping[str, Floats | None]

    @classmethod
    def read(cls, frame: pl.DataFrame, wanted: tuple[str, ...]) -> _Rows:
        names = {"age", "weight", "lenhei", *(INDICES[z].measured for z in wanted)}
        names -= {"clenhei", "cbmi"}
        months = oedema = None
        if "age_unit" in frame.columns:
            months = inputs.codes(frame, "age_unit", inputs.MONTHS)
        if "oedema" in frame.columns:
            oedema = inputs.codes(frame, "oedema", inputs.YES)
        return cls(
            inputs.codes(frame, "sex", inputs.SEXES),
            inputs.codes(frame, "measure", inputs.POSITIONS),
            months if months is not None and (months == 1).any() else None,
            oedema if oedema is not None and (oedema == 1).any() else None,
            {name: inputs.numbers(frame, name) for name in sorted(names)},
        )

    def cut(self, block: slice) -> _Rows:
        return _Rows(
            self.sex[block],
            self.position[block],
            None if self.in_months is None else self.in_months[block],
            None if self.oedema is None else self.oedema[block],
            {k: None if v is None else v[block] for k, v in self.measured.items()},
        )

    def of(self, name: str) -> Floats:
        values = self.measured[name]
        return np.full(len(self.sex), np.nan) if values is None else values


def _ages(rows: _Rows) -> tuple[Floats, Floats]:
    """Months (never rounded) and whole days (rounded half up), both NaN when unknown."""
    age = rows.of("age")
    days, months = age, age / DAYS_PER_MONTH
    if rows.in_months is not None:
        by_month = rows.in_months == 1
        days = np.where(by_month, age * DAYS_PER_MONTH, age)
        months = np.where(by_month, age, months)
    whole = np.floor(days)
    whole += (days - whole) >= 0.5
    return months, whole


def _block(rows: _Rows, wanted: tuple[str, ...]) -> tuple[dict[str, Floats], Codes]:
    months, day = _ages(rows)
    lenhei, weight = rows.of("lenhei"), rows.of("weight")
    known, young = ~np.isnan(day), day < STANDING_FROM_DAY
    recheck = (rows.position == 1) & (months < 9.0)
    add = (rows.position == 1) & young & ~recheck
    drop = (rows.position == 0) & (day >= STANDING_FROM_DAY)
    clenhei = lenhei + POSITION_STEP_CM * add
    clenhei -= POSITION_STEP_CM * drop
    metres = clenhei / 100.0
    cbmi = weight / (metres * metres)
    out: dict[str, Floats] = {"clenhei": clenhei, "cbmi": cbmi}
    if rows.oedema is not None:
        weight, cbmi = _unswollen(rows.oedema, weight), _unswollen(rows.oedema, cbmi)
    measured = {"clenhei": clenhei, "weight": weight, "cbmi": cbmi}

    rated = (day >= 0) & (months >= 0) & (months < 60.0) & (rows.sex >= 0)
    key = np.where(rated, rows.sex * float(lms.DAYS) + day + 1.0, 0.0).astype(np.intp)
    for name in wanted:
        index = INDICES[name]
        if name == "zwfl":
            position = np.where(recheck, np.int8(-1), rows.position)
            out[name] = _weight_for_size(rows.sex, position, clenhei, weight, rated, known, young)
            continue
        y = measured[index.measured] if index.measured in measured else rows.of(index.measured)
        y = np.where(y > 0.0, y, np.nan)
        table = lms.by_age(index.table)
        m, s = table.m.take(key), table.s.take(key)
        if name == "zlen":
            out[name] = lms.round2(lms.plain_score(y, m, s))
        else:
            out[name] = lms.rounded_score(y, table.l.take(key), m, s)
    return out, recheck.astype(np.int8)


def _unswollen(oedema: Codes, y: Floats) -> Floats:
    return np.where(oedema == 1, np.nan, y)


def _weight_for_size(
    sex: Codes,
    position: Codes,
    size: Floats,
    weight: Floats,
    rated: Bools,
    known: Bools,
    young: Bools,
) -> Floats:
    """Weight for length or height, cm to kg, between tenths of a cm by a straight line."""
    height = known & ~young
    if not known.all():
        unknown = ~known
        height |= unknown & (position == 1)
        height |= unknown & (position == -1) & (size >= 87.0)
    low = np.where(height, lms.HEIGHT_TENTHS[0] / 10, lms.LENGTH_TENTHS[0] / 10)
    high = np.where(height, lms.HEIGHT_TENTHS[1] / 10, lms.LENGTH_TENTHS[1] / 10)
    valid = (size >= low) & (size <= high) & (rated | ~known) & (sex >= 0)
    size = np.where(valid, size, 0.0)
    tenths = np.trunc(size * 10.0)
    part = (size - tenths / 10.0) / 0.1
    np.maximum(part, 0.0, out=part)
    key = lms.size_key(sex.astype(np.int64), tenths.astype(np.int64), height)
    key *= valid
    table = lms.by_size()
    m, s = table.m_step.take(key), table.s_step.take(key)
    m *= part
    m += table.m.take(key)
    s *= part
    s += table.s.take(key)
    return lms.rounded_score(weight, table.l.take(key), m, s)
