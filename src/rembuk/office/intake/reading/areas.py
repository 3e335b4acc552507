"""The village of each row, by code or by the names of kecamatan and village. An unknown name is an
error with the nearest names of the district; it is never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from rembuk.office.intake.sentences import Sentence, noop
from rembuk.reference import areas as reference_areas
from rembuk.reference.area_names import key_of

from .issues import ISSUES, kept

_CODE: Final = r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$"
"""Only a code with dots is a Kemendagri code for sure: ten bare digits may be a BPS code."""


def resolve(
    rows: pl.DataFrame,
    district: str,
    headings: Mapping[str, str],
    named: Mapping[tuple[str, str], str] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`rows` with `area_code`, and an issue for each row whose village is not known. `named`: what
    the office says names mean that the reference does not know (keys of kecamatan and village)."""
    if "village" not in rows.columns:
        return rows.with_columns(area_code=pl.lit(None, pl.String)), pl.DataFrame(schema=ISSUES)
    village = pl.col("village")
    asked = rows.select(
        "kecamatan" if "kecamatan" in rows.columns else pl.lit(None, pl.String).alias("kecamatan"),
        "village",
        pl.when(village.str.contains(_CODE)).then(village).alias("code"),
    )
    found = _told(reference_areas.resolve_frame(asked, district), named or {})
    placed = rows.with_columns(found["area_code"])
    unknown = found.with_columns(rows["row_no"]).filter(pl.col("area_code").is_null())
    said = unknown.select("village", "kecamatan", "suggestion").unique()
    sentences = [_said(*names) for names in said.iter_rows()]
    said = said.with_columns(
        pl.when(village.is_null())
        .then(pl.lit("desa-kosong"))
        .otherwise(pl.lit("desa-tak-dikenal"))
        .alias("code"),
        *kept(sentences),
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
        "params",
    ).cast(ISSUES)


def _told(found: pl.DataFrame, named: Mapping[tuple[str, str], str]) -> pl.DataFrame:
    """The villages the office has named where the reference found none."""
    if not named:
        return found
    table = pl.DataFrame(
        [(kecamatan, village, code) for (kecamatan, village), code in named.items()],
        {"_k": pl.String, "_v": pl.String, "_named": pl.String},
        orient="row",
    )
    keyed = found.with_columns(
        key_of("kecamatan").fill_null("").alias("_k"), key_of("village").alias("_v")
    )
    joined = keyed.join(table, on=["_k", "_v"], how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce("area_code", pl.when(pl.col("code").is_null()).then("_named")).alias(
            "area_code"
        )
    ).drop("_k", "_v", "_named")


UNKNOWN: Final = noop("Desa/kelurahan “{village}” tidak dikenal.")
UNKNOWN_IN: Final = noop("Desa/kelurahan “{village}” (Kec. {kecamatan}) tidak dikenal.")
PERHAPS: Final = noop("Mungkin {names}?")
OR: Final = noop("{one} atau {other}")
SPELLING: Final = noop("Periksa ejaannya dan kecamatannya.")
EMPTY: Final = noop("Desa/kelurahan kosong, sehingga wilayahnya tidak diketahui. Isi nama desa.")


def _said(village: str | None, kecamatan: str | None, near: str | None) -> Sentence:
    if not village:
        return Sentence(EMPTY)
    then = Sentence(PERHAPS, {"names": _any_of(near.split("; "))}) if near else Sentence(SPELLING)
    if kecamatan:
        return Sentence(UNKNOWN_IN, {"village": village[:40], "kecamatan": kecamatan[:40]}, (then,))
    return Sentence(UNKNOWN, {"village": village[:40]}, (then,))


def _any_of(names: list[str]) -> str | Sentence:
    """`A`, `A atau B`, `A atau B atau C`."""
    if len(names) == 1:
        return names[0]
    return Sentence(OR, {"one": names[0], "other": _any_of(names[1:])})
