"""Columns for comparing and for blocking, made beforehand so that every engine reads the same.

Blocking keys are hashed numbers; a key that more records share than `CROWD` names nobody and is
left out, so that a filler can never multiply the pairs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any, Final

import polars as pl

from rembuk.science.linkage.names import NameParts, name_key, parts

CROWD: Final = 400
RARE_SHARE: Final = 2.5e-5
"""A name borne by at most this share of the records (and by four) is rare."""

AREA_SHARE: Final = 1e-4
"""Six digits on fewer NIK than this share of the records may be a typing error of an area."""

_PARTS: Final = [field.name for field in fields(NameParts)]

COMPARED: Final = (
    "nama_kunci", "nama_inti", "nama_jarang", "nama_inisial", "nama_tanpa_awal",
    "nama_tanpa_akhir", "nama_tanpa_kedua", "nama_pertama",
    "lahir", "lahir_tukar", "lahir_hari", "lahir_tahun", "lahir_bulan", "lahir_bawaan", "kelamin",
    "nik", "nik_dasar", "nik_berikut", "nik_teguh", "kk", "telepon", "ibu", "ibu_desa", "alamat",
    "desa_rt",
    "desa", "kecamatan",
)  # fmt: skip
"""Columns the levels read; each belongs to one comparison only."""

BLOCKS: Final[dict[str, Sequence[str]]] = {
    "b_nik": ("nik",),
    "b_kk_tahun": ("kk", "lahir_tahun"),
    "b_nama_lahir": ("nama_kunci", "lahir"),
    "b_kk_pertama": ("kk", "awal4"),
    "b_lahir_awal": ("lahir_kanon", "awal4"),
    "b_lahir_desa": ("lahir", "desa"),
    "b_nama_tahun": ("nama_kunci", "lahir_tahun"),
    "b_desa_awal_tahun": ("desa", "awal4", "lahir_tahun"),
    "b_nama_desa": ("nama_kunci", "desa"),
    "b_ibu_lahir": ("ibu", "lahir_kanon"),
    "b_ibu_awal": ("ibu", "desa", "awal4"),
    "b_nama_hari": ("nama_kunci", "lahir_hari"),
    "b_telepon": ("telepon", "awal4"),
    "b_nik_dasar": ("nik_dasar", "awal4"),
    "b_lahir_akhir": ("lahir_kanon", "akhir4"),
    "b_desa_akhir_tahun": ("desa", "akhir4", "lahir_tahun"),
    "b_alamat_awal": ("alamat", "awal4"),
    "b_alamat_akhir": ("alamat", "akhir4"),
    "b_kk_akhir": ("kk", "akhir4"),
}
"""Blocking key -> the columns that must all be equal."""


def keys(table: pl.DataFrame, unique_sources: Collection[str]) -> pl.DataFrame:
    """One row a record of `clean`, in its order: `id`, `grup`, `daftar`, two flags, `COMPARED`,
    `BLOCKS`.

    `id` is the row number, `daftar` its list (null: not told), `lahir_nik` a birth date out of the
    NIK, `kembar` a known twin; `grup` is equal for two records of one duplicate-free list: such
    pairs are never made.
    """
    rows = pl.int_range(pl.len(), dtype=pl.Int64)
    names = _name_columns(table["nama"])
    lists = {name: -1 - place for place, name in enumerate(sorted(unique_sources))}
    date = pl.col("tgl_lahir")
    swapped = pl.when((date.dt.day() <= 12) & (date.dt.day() != date.dt.month())).then(
        date.dt.strftime("%Y%d%m")
    )
    mother = pl.coalesce("nama_ibu", "mother").map_batches(_keys_of, return_dtype=pl.String)
    wide = table.with_columns(
        rows.alias("id"),
        pl.col("sumber").replace_strict(lists, default=None, return_dtype=pl.Int64)
        .fill_null(rows).alias("grup"),
        *(pl.when(~pl.col("bayi")).then(names[name]).alias(f"nama_{name}") for name in _PARTS),
        date.dt.strftime("%Y%m%d").alias("lahir"),
        swapped.alias("lahir_tukar"),
        date.dt.strftime("%Y").alias("lahir_tahun"),
        date.dt.strftime("%m%d").alias("lahir_hari"),
        date.dt.strftime("%Y%m").alias("lahir_bulan"),
        pl.when("bawaan").then(pl.lit("1")).otherwise(pl.lit("0")).alias("lahir_bawaan"),
        pl.when("nik_sound").then(pl.lit("1")).otherwise(pl.lit("0")).alias("nik_teguh"),
        pl.col("nik").str.slice(0, 12).alias("nik_dasar"),
        _next_serial().alias("nik_berikut"),
        pl.when(pl.col("sumber") != "").then(pl.col("sumber").rank("dense").cast(pl.Int64))
        .alias("daftar"),
        pl.when(mother.str.len_chars() >= 3).then(mother).alias("ibu"),
    ).rename({
        "jk": "kelamin", "no_kk": "kk", "hp": "telepon", "nama_key": "nama_kunci",
        "nama_core": "nama_inti", "nama_initial": "nama_inisial", "nama_first": "nama_pertama",
        "nama_less_first": "nama_tanpa_awal", "nama_less_last": "nama_tanpa_akhir",
        "nama_less_second": "nama_tanpa_kedua",
    })  # fmt: skip
    wide = wide.with_columns(
        _joined("ibu", "desa").alias("ibu_desa"),
        _joined("desa", "rt").alias("desa_rt"),
        _joined("desa", "rt", pl.col("rw").fill_null(""), pl.col("dusun").fill_null(""))
        .alias("alamat"),
        _rare(wide.height).alias("nama_jarang"),
        pl.col("nama_inti").str.slice(0, 4).alias("awal4"),
        pl.col("nama_inti").str.slice(-4).alias("akhir4"),
        pl.min_horizontal("lahir", pl.coalesce("lahir_tukar", "lahir")).alias("lahir_kanon"),
        _common_area(wide.height).alias("area_dikenal"),
    ).with_columns(
        pl.when("area_dikenal").then("nik_teguh").otherwise(pl.lit("0")).alias("nik_teguh")
    )  # fmt: skip
    hashed = wide.drop("area_dikenal", "record_id", "nama", "nama_ibu")
    for block, columns in BLOCKS.items():  # one by one: together they hold twenty tables at once
        known = pl.all_horizontal(pl.col(name).is_not_null() for name in columns)
        number = pl.struct(columns).hash(seed=20260101).reinterpret(signed=True)
        hashed = hashed.with_columns(pl.when(known).then(number).alias(block)).with_columns(
            pl.when(pl.len().over(block) <= CROWD).then(block).alias(block)
        )
    twin = _known_twins(hashed).alias("kembar")
    return hashed.select(
        "id", "grup", "daftar", pl.col("dari_nik").alias("lahir_nik"), twin, *COMPARED, *BLOCKS
    )


def _known_twins(table: pl.DataFrame) -> pl.Series:
    """Whether some list shows twins of the record's family with its birth date.

    Twins are two of one sex in one list whose names clearly differ, or two of a duplicate-free
    list: one child written twice under `Rani` and `Rani Putri` is not taken for two. Of a girl and
    a boy the sex tells which is which.
    """
    ways = (["kk", "lahir"], ["ibu_desa", "lahir"], ["alamat", "lahir"])
    flag = pl.lit(False)
    listed = table.filter(pl.col("lahir_bawaan") == "0")
    for way in ways[:2]:
        here = listed.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in way))
        here = here.filter(pl.len().over("sumber", *way) > 1)
        two = here.filter(_two_of(here, ["sumber", *way]))
        for names in ways:
            there = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
            seen = two.filter(there).select(pl.struct(names).hash()).to_series().unique()
            flag = flag | (there & pl.struct(names).hash().is_in(seen.implode()))
    return table.select(flag.alias("kembar"))["kembar"]


_EQUAL: Final = ("nama_kunci", "nama_inti", "nama_inisial")
_SHORT: Final = ("nama_inisial", "nama_tanpa_awal", "nama_tanpa_akhir", "nama_tanpa_kedua")


def _two_of(here: pl.DataFrame, by: Sequence[str]) -> pl.Series:
    """Whether a record stands in a group (`by`) with somebody it cannot be."""
    small = here.select("id", "grup", "kelamin", *by, *_EQUAL, *_SHORT[1:])
    pairs = small.join(small, on=list(by), suffix="_r").filter(pl.col("id") < pl.col("id_r"))
    found: set[int] = set()
    for row in pairs.iter_rows(named=True):
        if row["kelamin"] == row["kelamin_r"] and (row["grup"] < 0 or _names_differ(row)):
            found |= {row["id"], row["id_r"]}
    return here["id"].is_in(list(found))


def _names_differ(row: dict[str, Any]) -> bool:
    """Whether two names are clearly not two ways of writing one."""
    key, key_r = row["nama_kunci"], row["nama_kunci_r"]
    if (
        key is None
        or key_r is None
        or any(row[name] is not None and row[name] == row[f"{name}_r"] for name in _EQUAL)
    ):
        return False
    if key in {row[f"{name}_r"] for name in _SHORT} or key_r in {row[name] for name in _SHORT}:
        return False
    return _edits(key, key_r) > max(2, min(len(key), len(key_r)) // 4)


def _edits(one: str, other: str) -> int:
    """Letters to change, add or take away to make one word the other."""
    before = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        row = [place]
        for k, also in enumerate(other, 1):
            row.append(min(before[k] + 1, row[-1] + 1, before[k - 1] + (letter != also)))
        before = row
    return before[-1]


def _next_serial() -> pl.Expr:
    """The NIK that was given next: twins are registered one after the other."""
    after = (pl.col("nik").str.slice(12).cast(pl.Int32) + 1) % 10_000
    return pl.col("nik").str.slice(0, 12) + after.cast(pl.String).str.zfill(4)


def _joined(*columns: str | pl.Expr) -> pl.Expr:
    return pl.concat_str(*columns, separator="|")


def _rare(records: int) -> pl.Expr:
    most = max(4.0, RARE_SHARE * records)
    return pl.when(pl.len().over("nama_kunci") <= most).then("nama_kunci")


def _common_area(records: int) -> pl.Expr:
    """Whether the first six digits of a NIK are an area many carry.

    The more records, the oftener one typing error comes: many is a share.
    """
    area = pl.col("nik").str.slice(0, 6)
    return (pl.len().over(area) >= max(5.0, AREA_SHARE * records)) & area.is_not_null()


def _name_columns(names: pl.Series) -> pl.DataFrame:
    known = names.unique().drop_nulls()
    made = [parts(name) for name in known.to_list()]
    lookup = pl.DataFrame(
        {"nama": known} | {n: [getattr(one, n) or None for one in made] for n in _PARTS},
        schema={"nama": pl.String} | dict.fromkeys(_PARTS, pl.String),
    )
    return names.to_frame("nama").join(lookup, on="nama", how="left", maintain_order="left")


def _keys_of(names: pl.Series) -> pl.Series:
    known = names.unique().drop_nulls()
    made = pl.Series([name_key(name) or None for name in known.to_list()], dtype=pl.String)
    return names.replace_strict(known, made, default=None, return_dtype=pl.String)
