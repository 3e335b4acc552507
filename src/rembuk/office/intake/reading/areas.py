"""The village of each row, by code or by the names of kecamatan and village. An unknown name is an
error with the nearest names of the district; it is never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from rembuk.reference import areas as reference_areas

from . import faults
from .normalise import ISSUES

_CODE: Final = r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$"
"""Only a code with dots is a Kemendagri code for sure: ten bare digits may be a BPS code."""


def resolve(
    rows: pl.DataFrame, district: str, headings: Mapping[str, str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`rows` with `area_code`, and an issue for each row whose village is not known."""
    if "village" not in rows.columns:
        return rows.with_columns(area_code=pl.lit(None, pl.String)), pl.DataFrame(schema=ISSUES)
    village = pl.col("village")
    asked = rows.select(
        "kecamatan" if "kecamatan" in rows.columns else pl.lit(None, pl.String).alias("kecamatan"),
        "village",
        pl.when(village.str.contains(_CODE)).then(village).alias("code"),
    )
    found = reference_areas.resolve_frame(asked, district)
    placed = rows.with_columns(found["area_code"])
    unknown = found.with_columns(rows["row_no"]).filter(pl.col("area_code").is_null())
    said = unknown.select("village", "kecamatan", "suggestion").unique()
    said = said.with_columns(
        code=pl.when(village.is_null())
        .then(pl.lit("desa-kosong"))
        .otherwise(pl.lit("desa-tak-dikenal")),
        message=pl.Series([_said(*names) for names in said.iter_rows()], dtype=pl.String),
    )
    issues = unknown.select("row_no", "village", "kecamatan", "suggestion").join(
        said, on=["village", "kecamatan", "suggestion"], nulls_equal=True
    )
    return placed, issues.select(
        "row_no",
        pl.lit(headings.get("village", "Desa/Kel")).alias("column"),
        pl.lit("galat").alias("verdict"),
        "code",
        "message",
    ).cast(ISSUES)


def _said(village: str | None, kecamatan: str | None, near: str | None) -> str:
    fault = faults.FAULTS["desa-tak-dikenal" if village else "desa-kosong"]
    raw = f"“{(village or '')[:40]}”" + (f" (Kec. {kecamatan[:40]})" if kecamatan else "")
    said = (fault.message + (fault.hinted if near else "")).format(
        label="Desa/kelurahan", raw=raw, hint=(near or "").replace("; ", " atau ")
    )
    if village and not near:
        said += " Periksa ejaannya dan kecamatannya."
    return said[:300]
