"""WHO z-scores of whole frames: WHO 2006 (0-59 months) and WHO 2007 (5-19 years).

Rows are worked in blocks that stay near the processor, with dense look-up tables; memory beyond the
result is one block. Each score is the float64 formula's to the last hundredth, though most rows are
settled by a float32 draft (see `drafts`). Source: WHO Child Growth Standards 2006 and WHO Growth
Reference 2007, with the conventions of the WHO Anthro software.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from rembuk.science.growth import drafts, inputs, lms, who2007
from rembuk.science.growth.inputs import Codes
from rembuk.science.growth.lms import Bools, Floats, Ints
from rembuk.science.growth.sizes import SPLIT_CM, Sizes, inside

BLOCK: Final = 48_000
DAYS_PER_MONTH: Final = 30.4375
STANDING_FROM_DAY: Final = 731
POSITION_STEP_CM: Final = 0.7

# Limits in days, fractional. Those of 9 and 60 months hold for months to the last bit: both
# products are exact, and so is every comparison with them (a test walks their neighbours).
STANDING_FROM: Final = STANDING_FROM_DAY - 0.5  # where days round, half up, to the day
RECHECK_BELOW: Final = 9 * DAYS_PER_MONTH
AGE_LIMIT: Final = 60 * DAYS_PER_MONTH
HALF_UP: Final = 0.5 - 2**-54  # floor(x + this) rounds half up where x + 0.5 would itself round


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
    found = _Found.of(frame.height, wanted)
    with np.errstate(all="ignore"):
        for start in range(0, frame.height, BLOCK):
            block = slice(start, start + BLOCK)
            _score(rows.cut(block), found.cut(block))
    frame = frame.with_columns(found.columns())
    if not everything:
        return frame
    return frame.with_columns(
        pl.Series("csex", rows.sex + np.int8(1)).replace(0, None),
        _letters(np.where(found.recheck == 1, np.int8(-1), rows.position)),
        pl.Series("c9mo_flag", found.recheck),
    )


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


@dataclass(frozen=True, slots=True)
class _Found:
    """What is worked out, as arrays of one length; a flag is not yet missing where its z is."""

    clenhei: Floats
    cbmi: Floats
    recheck: Codes
    scores: Mapping[str, Floats]
    flags: Mapping[str, Codes]

    @classmethod
    def of(cls, height: int, wanted: tuple[str, ...]) -> _Found:
        return cls(
            np.empty(height),
            np.empty(height),
            np.empty(height, dtype=np.int8),
            {name: np.empty(height) for name in wanted},
            {name: np.zeros(height, dtype=np.int8) for name in wanted},
        )

    def cut(self, block: slice) -> _Found:
        return _Found(
            self.clenhei[block],
            self.cbmi[block],
            self.recheck[block],
            {name: z[block] for name, z in self.scores.items()},
            {name: flag[block] for name, flag in self.flags.items()},
        )

    def columns(self) -> list[pl.Series]:
        """Measurements, then each score followed by its flag; the arrays become the columns."""
        columns = [
            pl.Series("clenhei", self.clenhei, nan_to_null=True),
            pl.Series("cbmi", self.cbmi, nan_to_null=True),
        ]
        for name in self.scores:
            z = pl.Series(name, self.scores[name], nan_to_null=True)
            flag = pl.Series(INDICES[name].flag, self.flags[name])
            if z.null_count():
                known = pl.when(z.is_not_null()).then(flag)
                flag = pl.select(known.alias(flag.name)).to_series()
            columns += [z, flag]
        return columns


def _days(rows: _Rows) -> Floats:
    """Age in days, fractional; NaN when unknown."""
    age = rows.of("age")
    if rows.in_months is None:
        return age
    return np.where(rows.in_months == 1, age * DAYS_PER_MONTH, age)


def _score(rows: _Rows, found: _Found) -> None:
    """Work out a block."""
    days = _days(rows)
    young = days < STANDING_FROM
    clenhei = _corrected(rows, days, young, found)
    weight = rows.of("weight")
    metres = clenhei / 100.0
    cbmi = np.divide(weight, np.square(metres, out=metres), out=found.cbmi)
    if rows.oedema is not None:
        weight, cbmi = _unswollen(rows.oedema, weight), _unswollen(rows.oedema, cbmi)
    measured = {"clenhei": clenhei, "weight": weight, "cbmi": cbmi}

    sex = rows.sex.astype(np.intp)
    rated = (days >= 0.0) & (days < AGE_LIMIT) & (rows.sex >= 0)
    key = (days + HALF_UP).astype(np.intp)
    key += sex * lms.DAYS
    key += 1
    key[np.flatnonzero(~rated)] = 0
    for name, z in found.scores.items():
        index = INDICES[name]
        if name == "zwfl":
            exact = _sizes(rows, sex, clenhei, days, young, rated).score(weight, z)
        else:
            y = measured[index.measured] if index.measured in measured else rows.of(index.measured)
            exact = _for_age(index, y, key, z)
        # an implausible score is far from 0, so it is among those worked out exactly
        far = z[exact]
        found.flags[name][exact] = (far < index.low) | (far > index.high)


def _corrected(rows: _Rows, days: Floats, young: Bools, found: _Found) -> Floats:
    """Length or height as the standard takes it at the child's age."""
    standing, early = rows.position == 1, days < RECHECK_BELOW
    np.logical_and(standing, early, out=found.recheck.view(np.bool_))
    clenhei = found.clenhei
    clenhei[:] = rows.of("lenhei")
    clenhei[np.flatnonzero(standing & young & ~early)] += POSITION_STEP_CM
    clenhei[np.flatnonzero((rows.position == 0) & (days >= STANDING_FROM))] -= POSITION_STEP_CM
    return clenhei


def _unswollen(oedema: Codes, y: Floats) -> Floats:
    return np.where(oedema == 1, np.nan, y)


def _for_age(index: Index, y: Floats, key: Ints, out: Floats) -> Ints:
    """Write the rounded z of an age table; the rows worked out exactly."""
    table, draft = lms.by_age(index.table), drafts.by_age(index.table)
    if (y <= 0.0).any():
        y = np.where(y > 0.0, y, np.nan)

    def exact(rows: Ints) -> Floats:
        l, m, s = table.at(key[rows])
        plain = index.z == "zlen"
        return lms.round2(lms.plain_score(y[rows], m, s) if plain else lms.score(y[rows], l, m, s))

    return drafts.settle(draft.hundredths(y.astype(np.float32), key), exact, out)


def _sizes(
    rows: _Rows, sex: Ints, clenhei: Floats, days: Floats, young: Bools, rated: Bools
) -> Sizes:
    """The weight-for-size table of each row: by age, else by position, else by the size itself."""
    by_height, allowed = ~young, rated
    unknown = np.isnan(days)
    if unknown.any():
        tall = (rows.position == -1) & (clenhei >= SPLIT_CM)
        by_height = np.where(unknown, (rows.position == 1) | tall, by_height)
        allowed = rated | (unknown & (rows.sex >= 0))
    return Sizes(sex, clenhei, by_height, allowed & inside(clenhei, by_height))
