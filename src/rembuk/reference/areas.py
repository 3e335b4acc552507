"""Every area of Indonesia by Kemendagri code; boundaries of five districts; names to codes."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import polars as pl

_DIRECTORY: Final = Path(__file__).parent / "data" / "areas"

SOURCE: Final = "Kepmendagri 300.2.2-2430/2025 (cahyadsn/wilayah b7ad440)"
AS_OF: Final = "2026-08-08"

DISTRICTS: Final[dict[str, str]] = {
    "16.06": "Kabupaten Musi Banyuasin",
    "16.07": "Kabupaten Banyuasin",
    "17.07": "Kabupaten Lebong",
    "17.71": "Kota Bengkulu",
    "64.02": "Kabupaten Kutai Kartanegara",
}
"""Districts whose boundaries come with Rembuk."""

LEVELS: Final = {1: "provinsi", 2: "kabkota", 3: "kecamatan", 4: "desa"}


@lru_cache(maxsize=1)
def _all() -> pl.DataFrame:
    frame = pl.read_csv(
        gzip.decompress((_DIRECTORY / "areas.csv.gz").read_bytes()), infer_schema=False
    )
    code = pl.col("code")
    return frame.select(
        code,
        (code.str.count_matches(".", literal=True) + 1).cast(pl.Int8).alias("level"),
        "kind",
        "name",
        pl.when(code.str.contains(".", literal=True))
        .then(code.str.replace(r"\.[^.]*$", ""))
        .alias("parent"),
    )


def areas(under: str = "") -> pl.DataFrame:
    """The area `under` and everything below it (`""` = all), by code: `code, level` (1 province
    to 4 village)`, kind, name, parent` (null for a province). An unknown code gives no rows."""
    frame = _all()
    if not under:
        return frame
    code = pl.col("code")
    return frame.filter((code == under) | code.str.starts_with(f"{under}."))


@lru_cache(maxsize=3)
def _shapes(level: int) -> tuple[dict[str, Any], ...]:
    path = _DIRECTORY / f"boundaries_{LEVELS[level]}.geojson.gz"
    features: list[dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))["features"]
    return tuple(features)


def boundaries(parent_code: str, level: int | None = None) -> dict[str, Any]:
    """GeoJSON of the areas of a level inside `parent_code`; without a level, of its children.

    Properties: `code, name, parent, cp` (a point well inside, for labels). Thematic maps only:
    the polygons prove no boundary. No shape known: an empty collection.
    """
    wanted = parent_code.count(".") + 2 if level is None else level
    features: list[dict[str, Any]] = []
    if wanted in (2, 3, 4):
        features = [
            feature
            for feature in _shapes(wanted)
            if feature["properties"]["code"].startswith(f"{parent_code}.")
            or feature["properties"]["code"] == parent_code
        ]
    return {"type": "FeatureCollection", "features": features}
