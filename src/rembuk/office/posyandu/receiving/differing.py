"""Where a file's own z-score, class or weighing letter differs from the recomputed one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext_noop

from rembuk import reference
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import Measurement, Posyandu
from rembuk.office.posyandu.services import newest_day

SHOWN: Final = 200
"""Rows listed in the report itself; `differing` gives all of them."""

_Z: Final = {"zlen": "ZS TB/U", "zwei": "ZS BB/U", "zwfl": "ZS BB/TB"}
_WORDS: Final = {
    "tbu": "TB/U",
    "bbu": "BB/U",
    "bbtb": "BB/TB",
    "nt": gettext_noop("Naik berat badan"),
}
_READ: Final[dict[str, Any]] = {
    "row_no": pl.Int64,
    "child__public_id": pl.String,
    "place_code": pl.String,
    "flags": pl.String,
    **dict.fromkeys(_Z, pl.Float64),
    **{f"file_{name}": pl.Float64 for name in _Z},
    **dict.fromkeys(_WORDS, pl.String),
    **{f"file_{name}": pl.String for name in _WORDS},
}


@dataclass(frozen=True)
class Differing:
    """One value of one row: what the file says, what the tables say."""

    row_no: int
    public_id: str
    place_code: str
    health_centre: str
    column: str
    file: str
    computed: str


def differing(import_id: int) -> list[Differing]:
    """Every value of an import that differs, by puskesmas and row."""
    return _worded(_values(_rows(import_id)))


def _rows(import_id: int) -> pl.DataFrame:
    return bulk.read(Measurement.objects.filter(import_id=import_id).order_by("row_no"), _READ)


def _values(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a value that differs: who, where, `column`, and both values as number or word."""
    on = newest_day()
    tolerance = reference.load().number("file_z_tolerance", on) if on else 0.05
    posts = Posyandu.objects.values_list("code", "health_centre__name")
    centres = {code: name or "" for code, name in posts}
    parts = [
        _part(rows, name, label, _far(name, tolerance), pl.Float64) for name, label in _Z.items()
    ]
    parts += [_part(rows, name, label, _other(name), pl.String) for name, label in _WORDS.items()]
    centre = pl.col("place_code").replace_strict(centres, default="", return_dtype=pl.String)
    return (
        pl.concat(parts, how="diagonal")
        .with_columns(centre.alias("health_centre"))
        .sort("health_centre", "row_no", "column")
    )


def _part(
    rows: pl.DataFrame, name: str, label: str, differs: pl.Expr, kind: type[pl.DataType]
) -> pl.DataFrame:
    """The values of one column that differ, in columns of their own for numbers and words."""
    suffix = "number" if kind is pl.Float64 else "word"
    return rows.filter(differs).select(
        *("row_no", "child__public_id", "place_code"),
        pl.lit(label).alias("column"),
        pl.col(f"file_{name}").alias(f"file_{suffix}"),
        pl.col(name).alias(f"computed_{suffix}"),
    )


def _far(name: str, tolerance: float) -> pl.Expr:
    """A missing score and an impossible one (999.99) say the same."""
    theirs, ours = pl.col(f"file_{name}"), pl.col(name)
    apart = (theirs - ours).abs() > tolerance + 1e-9
    return pl.when(ours.is_null()).then(theirs.abs() < 20).otherwise(apart).fill_null(False)


def _other(name: str) -> pl.Expr:
    theirs, ours = pl.col(f"file_{name}"), pl.col(name)
    return (theirs != "") & (theirs != ours) & ~((theirs == "outlier") & (ours == ""))


def _worded(values: pl.DataFrame) -> list[Differing]:
    return [
        Differing(
            row["row_no"],
            row["child__public_id"],
            row["place_code"],
            row["health_centre"],
            row["column"],
            row["file_word"] or _number(row["file_number"]),
            row["computed_word"] or _number(row["computed_number"]),
        )
        for row in values.iter_rows(named=True)
    ]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".replace("-", "−").replace(".", ",")


def summary(import_id: int) -> dict[str, object]:
    """The part of an import's report on differences: counts by puskesmas, and the first rows."""
    rows = _rows(import_id)
    found = _values(rows)
    by_centre: dict[str, dict[str, Any]] = {}
    counted = found.group_by("health_centre", maintain_order=True).agg(pl.col("row_no").n_unique())
    for centre, number in counted.iter_rows():
        by_centre[centre] = {"health_centre": centre, "rows": number, "columns": {}}
    columns = found.group_by("health_centre", "column", maintain_order=True).len()
    for centre, column, number in columns.iter_rows():
        by_centre[centre]["columns"][column] = number
    return {
        "compared": rows.height,
        "rows": found["row_no"].n_unique(),
        "by_health_centre": list(by_centre.values()),
        "first": [
            {
                "row_no": one.row_no,
                "subject": one.public_id,
                "health_centre": one.health_centre,
                "column": one.column,
                "file": one.file,
                "computed": one.computed,
            }
            for one in _worded(found.head(SHOWN))
        ],
    }
