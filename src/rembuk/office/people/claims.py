"""Who a row says it is: the identity claim of each row of a canonical frame.

Rows that say exactly the same make one claim. A claim is remembered (a keyed hash on the source
record), so the same row is the same person for ever, whatever was corrected since.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import polars as pl

from rembuk.office.people import crypto
from rembuk.science.linkage.names import NEWBORN, name_key, name_keys
from rembuk.science.linkage.nik import check_frame, digits

OPTIONAL: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "nik": pl.String, "no_kk": pl.String, "name": pl.String, "sex": pl.String,
    "birth_date": pl.Date, "parent_name": pl.String, "mother_name": pl.String,
    "father_name": pl.String, "parent_nik": pl.String, "area_code": pl.String,
    "place_code": pl.String, "date": pl.Date, "address": pl.String, "rt": pl.String,
    "rw": pl.String, "birth_weight": pl.Float64, "birth_length": pl.Float64,
    "gestation_weeks": pl.Int64, "birth_order": pl.Int64, "birth_date_sure": pl.Boolean,
}  # fmt: skip
"""Columns read from a canonical frame; an absent one counts as empty."""

WORKED_OUT: Final = (
    *("nik", "no_kk", "parent_nik", "name", "sex", "parent_name", "mother_name", "father_name"),
    *("address", "rt", "rw", "nik_findings", "nik_usable", "nik_digest", "parent_digest"),
    *("kk_digest", "name_key", "mother_key", "father_key", "parent_key", "village", "claim"),
)
"""Columns that `prepare` makes or mends; none of them depends on what is stored."""

KEY: Final = ("nik_digest", "name_key", "birth_date", "sex", "village", "mother_key", "father_key",
              "parent_key", "parent_digest")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """What some rows say of one person. Keys and hashes only: no name, no number."""

    key: str
    nik: str
    name: str
    birth: dt.date | None
    sex: str
    village: str
    parents: frozenset[str]
    parent_nik: str
    first_row: int

    @property
    def newborn(self) -> bool:
        """Entered as `By. Ny. <mother>`."""
        return self.name.startswith(NEWBORN)


def prepare(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with empty columns filled in and its identity columns: `nik_findings`,
    `nik_usable`, those of KEY, `kk_digest`, and `claim` (32 hex digits). Row order is kept. A frame
    that has the columns of WORKED_OUT already is taken as prepared."""
    blank = [
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in OPTIONAL.items()
        if name not in frame.columns
    ]
    frame = frame.with_columns(blank)
    if set(WORKED_OUT) <= set(frame.columns):
        return frame.with_columns(_placed())
    frame = check_frame(frame).with_columns(
        digits("no_kk").alias("no_kk"), digits("parent_nik").alias("parent_nik")
    )
    frame = _split_parents(frame).with_columns(
        pl.col("sex").fill_null(""),
        _placed(),
    )
    keyed = frame.with_columns(
        _hashed(frame, "nik", pl.col("nik_usable")).alias("nik_digest"),
        _hashed(frame, "parent_nik", _sixteen("parent_nik")).alias("parent_digest"),
        _hashed(frame, "no_kk", _sixteen("no_kk")).alias("kk_digest"),
        _keys(frame["name"]).alias("name_key"),
        _keys(frame["mother_name"]).alias("mother_key"),
        _keys(frame["father_name"]).alias("father_key"),
        _keys(frame["parent_name"]).alias("parent_key"),
        pl.col("place_code").str.slice(0, 13).alias("village"),
    )
    return keyed.with_columns(_claim_hashes(keyed).alias("claim"))


def _placed() -> pl.Expr:
    """The post, else the village."""
    place = pl.coalesce(pl.col("place_code"), pl.col("area_code"))
    return place.fill_null("").alias("place_code")


def claims_of(prepared: pl.DataFrame) -> list[Claim]:
    """The distinct claims of a prepared frame, in row order."""
    grouped = prepared.group_by("claim", maintain_order=True).agg(
        *(pl.col(name).first() for name in KEY),
        pl.col("row_no").min().alias("first_row"),
    )
    return [
        Claim(
            key=row["claim"],
            nik=row["nik_digest"],
            name=row["name_key"],
            birth=row["birth_date"],
            sex=row["sex"],
            village=row["village"],
            parents=frozenset(
                filter(None, (row["mother_key"], row["father_key"], row["parent_key"]))
            ),
            parent_nik=row["parent_digest"],
            first_row=row["first_row"],
        )
        for row in grouped.iter_rows(named=True)
    ]


def parents_of(*names: str) -> frozenset[str]:
    """Keys of the parents a person is known with."""
    return frozenset(filter(None, (name_key(name) for name in names if name)))


def _split_parents(frame: pl.DataFrame) -> pl.DataFrame:
    """`AYAH / IBU` in one cell becomes two names; a single name stays a parent, unspecified."""
    names = [
        pl.col(name).fill_null("").str.strip_chars().alias(name)
        for name in ("name", "parent_name", "mother_name", "father_name", "address", "rt", "rw")
    ]
    frame = frame.with_columns(names)
    both = pl.col("parent_name").str.contains("/", literal=True)
    father = pl.col("parent_name").str.split("/").list.get(0, null_on_oob=True).str.strip_chars()
    mother = pl.col("parent_name").str.split("/").list.get(1, null_on_oob=True).str.strip_chars()
    return frame.with_columns(
        pl.when(both & (pl.col("father_name") == ""))
        .then(father).otherwise(pl.col("father_name")).fill_null("").alias("father_name"),
        pl.when(both & (pl.col("mother_name") == ""))
        .then(mother).otherwise(pl.col("mother_name")).fill_null("").alias("mother_name"),
        pl.when(both).then(pl.lit("")).otherwise(pl.col("parent_name")).alias("parent_name"),
    )  # fmt: skip


def _sixteen(column: str) -> pl.Expr:
    return pl.col(column).str.contains(r"^\d{16}$") & ~pl.col(column).str.contains(r"0{10}")


def _hashed(frame: pl.DataFrame, column: str, usable: pl.Expr) -> pl.Series:
    numbers = frame.select(pl.when(usable).then(pl.col(column)).otherwise(pl.lit("")))
    values = numbers.to_series()
    distinct = [value for value in values.unique().to_list() if value]
    table = dict(zip(distinct, crypto.digests(distinct), strict=True))
    return pl.Series([table.get(value, "") for value in values.to_list()], dtype=pl.String)


def _keys(names: pl.Series) -> pl.Series:
    values = names.to_list()
    table = name_keys(values)
    return pl.Series([table[value] for value in values], dtype=pl.String)


def _claim_hashes(keyed: pl.DataFrame) -> pl.Series:
    texts = keyed.select(
        pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in KEY], separator="|")
    ).to_series()
    distinct = texts.unique().to_list()
    table = {
        text: digest[:32] for text, digest in zip(distinct, crypto.digests(distinct), strict=True)
    }
    return pl.Series([table[text] for text in texts.to_list()], dtype=pl.String)
