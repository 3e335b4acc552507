"""A canonical frame as rows and persons of a list: keys, hashes, roles, facts. No database.

Columns added: `edition_label`, `key`, `digest` (32 hex), `kk` (digits), `kk_digest`, and for each
part i of the shape `p<i>_` + name, name_key, sex, birth, mother, phone, nik (digits), nik_digest,
findings, usable, record_key, role, there.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from rembuk.office.intake.receivers import Context
from rembuk.office.lists.meaning import Stored, known, stored
from rembuk.office.lists.shapes import Part, Shape
from rembuk.office.people import crypto
from rembuk.reference.lists import ListFact
from rembuk.science.linkage.names import display, name_keys
from rembuk.science.linkage.nik import check_frame, digits

NOT_SAID: Final = {"edition", "as_of", "province", "district", "kecamatan", "village"}
"""Columns that are no part of what a row says (the village counts by its code)."""
ROLES: Final = {
    "kepala": "kepala", "istri": "istri", "suami": "suami", "anak": "anak",
}  # fmt: skip
"""Relation to the head -> role; every other relation is `lain`."""


def prepare(frame: pl.DataFrame, shape: Shape, context: Context) -> pl.DataFrame:
    """The frame with the columns of this module; row order is kept."""
    frame = _with_all(frame, shape)
    label = pl.col("edition").str.strip_chars().fill_null("")
    frame = frame.with_columns(
        pl.when(label == "").then(pl.lit(context.edition)).otherwise(label).alias("edition_label"),
        digits("no_kk").alias("kk"),
        pl.col("area_code").fill_null("").alias("place_code"),
    )
    frame = frame.with_columns(_hashed(frame, "kk", usable_card("kk")).alias("kk_digest"))
    for number, part in enumerate(shape.parts):
        frame = _person(frame, shape, number, part)
    first = pl.col("p0_record_key")
    keys = first if not shape.by_family else pl.col("kk_digest")
    text = pl.when(keys == "").then(first).otherwise(keys)
    return frame.with_columns(
        _keyed(frame.select(pl.concat_str(pl.lit(f"{shape.kind}|"), text))).alias("key"),
        _keyed(frame.select(_everything(shape))).alias("digest"),
    )


def facts_of(rows: pl.DataFrame, shape: Shape, scope: str, part: int = 0) -> list[dict[str, Any]]:
    """The stored facts of each row: those of the family, or those of one person of the row."""
    _, codes = known()
    told = {
        code: fact
        for code, fact in shape.catalogue.items()
        if fact.scope == scope and (scope == "keluarga" or shape.told_of.get(code, 0) == part)
    }
    columns = {
        code: _stored_column(rows[code], fact, shape.source.value, codes)
        for code, fact in told.items()
    }
    names = list(columns)
    return [
        {name: value for name, value in zip(names, line, strict=True) if value is not None}
        for line in (zip(*columns.values(), strict=True) if columns else ())
    ] or [{} for _ in range(rows.height)]


def usable_card(column: str) -> pl.Expr:
    """Whether a card number may point at a family: 16 digits, no filler."""
    number = pl.col(column)
    return number.str.contains(r"^\d{16}$") & ~number.str.contains(r"0{10}")


def _with_all(frame: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    wanted = {
        "no_kk": pl.String, "edition": pl.String, "as_of": pl.Date, "area_code": pl.String,
        "dusun": pl.String, "rt": pl.String, "rw": pl.String, "address": pl.String,
    }  # fmt: skip
    blank = [
        pl.lit(None, kind).alias(name) for name, kind in wanted.items() if name not in frame.columns
    ]
    return frame.with_columns(blank)


def _stored_column(
    column: pl.Series, fact: ListFact, source: str, codes: Any
) -> list[Stored | None]:
    table = {raw: stored(raw, fact, source, codes) for raw in column.unique().to_list()}
    return [table[raw] for raw in column.to_list()]


def _person(frame: pl.DataFrame, shape: Shape, number: int, part: Part) -> pl.DataFrame:
    have = set(frame.columns)

    def text(name: str) -> pl.Expr:
        column = part.column(name)
        plain = pl.col(column) if column in have else pl.lit(None, pl.String)
        return plain.str.strip_chars().fill_null("")

    birth = part.birth or part.column("birth_date")
    mother = text("mother_name") if part.mother is None else pl.col(f"p{part.mother}_name")
    relation = _relations(frame, shape) if "relation" in shape.facts else None
    sex = text("sex") if not part.sex else pl.lit(part.sex)
    raw = frame.select(
        text("nik").alias("nik"),
        pl.col("no_kk"),
        (pl.col(birth) if birth in have else pl.lit(None, pl.Date)).alias("birth_date"),
        sex.alias("sex"),
        text("name").alias("name"),
        mother.alias("mother"),
        text("phone").alias("phone"),
    )
    read = check_frame(raw)
    names = {name: display(name) for name in read["name"].unique().to_list()}
    mothers = {name: display(name) for name in read["mother"].unique().to_list()}
    keys = name_keys(read["name"].to_list())
    read = read.with_columns(
        pl.col("name").replace_strict(keys, default="").alias("name_key"),
        pl.col("name").replace_strict(names, default="").alias("name"),
        pl.col("mother").replace_strict(mothers, default="").alias("mother"),
    )
    read = read.with_columns(_hashed(read, "nik", pl.col("nik_usable")).alias("nik_digest"))
    given = frame.select("kk_digest", "place_code")
    claim = pl.concat_str(
        pl.lit(f"{shape.source.value}|"),
        pl.when(pl.col("nik_digest") != "")
        .then(pl.col("nik_digest"))
        .otherwise(
            pl.concat_str(
                pl.when(pl.col("kk_digest") != "")
                .then(pl.col("kk_digest"))
                .otherwise(pl.col("place_code")),
                "name_key",
                pl.col("birth_date").cast(pl.String).fill_null(""),
                "sex",
                separator="|",
            )
        ),
    )
    read = read.hstack(given).with_columns(claim.alias("claim"))
    role = pl.Series("role", [part.role] * frame.height) if relation is None else relation
    out = {
        "name": read["name"], "name_key": read["name_key"], "sex": read["sex"],
        "birth": read["birth_date"], "mother": read["mother"], "phone": read["phone"],
        "nik": read["nik"], "nik_digest": read["nik_digest"], "findings": read["nik_findings"],
        "usable": read["nik_usable"], "record_key": _keyed(read.select("claim")), "role": role,
        "there": (read["name"] != "") | (read["nik"] != ""),
    }  # fmt: skip
    frame = frame.with_columns(column.alias(f"p{number}_{name}") for name, column in out.items())
    if number and part.role == "istri":  # a woman who heads her family is often written twice
        same = (pl.col("p0_record_key") == pl.col(f"p{number}_record_key")) & pl.col("p0_there")
        frame = frame.with_columns((pl.col(f"p{number}_there") & ~same).alias(f"p{number}_there"))
    return frame


def _relations(frame: pl.DataFrame, shape: Shape) -> pl.Series:
    _, codes = known()
    fact = shape.catalogue["relation"]
    values = _stored_column(frame["relation"], fact, shape.source.value, codes)
    return pl.Series(
        "role",
        ["" if v is None or str(v).startswith("?") else ROLES.get(str(v), "lain") for v in values],
        dtype=pl.String,
    )


def _everything(shape: Shape) -> pl.Expr:
    names = [field.name for field in shape.fields if field.name not in NOT_SAID]
    return pl.concat_str(
        [pl.col(name).cast(pl.String).fill_null("") for name in (*names, "area_code")],
        separator="\x1f",
    )


def _keyed(texts: pl.DataFrame) -> pl.Series:
    values = texts.to_series().to_list()
    return pl.Series([digest[:32] for digest in crypto.digests(values)], dtype=pl.String)


def _hashed(frame: pl.DataFrame, column: str, usable: pl.Expr) -> pl.Series:
    numbers = frame.select(pl.when(usable).then(pl.col(column)).otherwise(pl.lit("")))
    values = numbers.to_series().fill_null("").to_list()
    distinct = sorted(set(values) - {""})
    table = dict(zip(distinct, crypto.digests(distinct), strict=True))
    return pl.Series([table.get(value, "") for value in values], dtype=pl.String)
