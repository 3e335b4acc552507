"""Every area of Indonesia by Kemendagri code; boundaries of five districts; names to codes."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from rembuk.reference.area_names import name_key, resolved

__all__ = [
    "AS_OF",
    "DISTRICTS",
    "SOURCE",
    "areas",
    "boundaries",
    "name_key",
    "resolve_frame",
    "villages",
]

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
    to 4 village), `kind, name, parent` (null for a province). An unknown code gives no rows."""
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


@lru_cache(maxsize=8)
def villages(under: str) -> pl.DataFrame:
    """Villages of a district with their kecamatan: `code, kind, village, kecamatan`."""
    frame = areas(under)
    above = frame.filter(pl.col("level") == 3).select(
        pl.col("code").alias("parent"), pl.col("name").alias("kecamatan")
    )
    return (
        frame.filter(pl.col("level") == 4)
        .rename({"name": "village"})
        .join(above, on="parent", how="inner", maintain_order="left")
        .select("code", "kind", "village", "kecamatan")
    )


def resolve_frame(frame: pl.DataFrame, under: str) -> pl.DataFrame:
    """`frame` with `area_code` and `suggestion` added, rows and order kept.

    Reads the text columns `kecamatan`, `village` and `code` (each may be absent) and looks only
    among the villages of the district `under`. A code, with or without dots, decides alone;
    otherwise the two names must fit exactly one village after `name_key`; a village without a
    kecamatan must be the only one of its name. Else `area_code` is null and `suggestion` offers up
    to three villages as `Name (Kecamatan) code`.
    """
    return resolved(frame, villages(under))
