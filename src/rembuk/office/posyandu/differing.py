"""Where a file's own z-score, class or weighing letter differs from the recomputed one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from rembuk import reference
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import Measurement, Posyandu
from rembuk.office.posyandu.services import newest_day

SHOWN: Final = 200
"""Rows listed in the report itself; `differing` gives all of them."""

_Z: Final = {"zlen": "ZS TB/U", "zwei": "ZS BB/U", "zwfl": "ZS BB/TB"}
_WORDS: Final = {"tbu": "TB/U", "bbu": "BB/U", "bbtb": "BB/TB", "nt": "Naik berat badan"}
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
    rows = _rows(import_id)
    centres = dict(Posyandu.objects.values_list("code", "health_centre__name"))
    on = newest_day()
    tolerance = reference.load().number("file_z_tolerance", on) if on else 0.05
    found = []
    for row in rows.iter_rows(named=True):
        for column, theirs, ours in _of_row(row, tolerance):
            found.append(
                Differing(
                    row["row_no"],
                    row["child__public_id"],
                    row["place_code"],
                    centres.get(row["place_code"]) or "",
                    column,
                    theirs,
                    ours,
                )
            )
    return sorted(found, key=lambda one: (one.health_centre, one.row_no, one.column))


def _rows(import_id: int) -> pl.DataFrame:
    return bulk.read(Measurement.objects.filter(import_id=import_id).order_by("row_no"), _READ)


def _of_row(row: dict[str, Any], tolerance: float) -> list[tuple[str, str, str]]:
    found = []
    for name, label in _Z.items():
        theirs, ours = row[f"file_{name}"], row[name]
        if theirs is None:
            continue
        # a missing score and an impossible one (999.99) say the same
        far = ours is None and abs(theirs) < 20
        if far or (ours is not None and abs(theirs - ours) > tolerance + 1e-9):
            found.append((label, _number(theirs), "" if ours is None else _number(ours)))
    for name, label in _WORDS.items():
        theirs, ours = row[f"file_{name}"], row[name]
        if theirs and theirs != ours and not (theirs == "outlier" and ours == ""):
            found.append((label, theirs, ours))
    return found


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−").replace(".", ",")


def summary(import_id: int) -> dict[str, object]:
    """The part of an import's report on differences: counts by puskesmas, and the first rows."""
    found = differing(import_id)
    by_centre: dict[str, dict[str, Any]] = {}
    for one in found:
        entry = by_centre.setdefault(
            one.health_centre, {"health_centre": one.health_centre, "rows": set(), "columns": {}}
        )
        entry["rows"].add(one.row_no)
        entry["columns"][one.column] = entry["columns"].get(one.column, 0) + 1
    for entry in by_centre.values():
        entry["rows"] = len(entry["rows"])
    return {
        "compared": Measurement.objects.filter(import_id=import_id).count(),
        "rows": len({one.row_no for one in found}),
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
            for one in found[:SHOWN]
        ],
    }
