"""Names of places as sheets write them, and which village they mean."""

from __future__ import annotations

import difflib
import re
from typing import Final

import polars as pl

_PREFIX: Final = r"^\s*(?:DESA|DS|KELURAHAN|KEL|KECAMATAN|KEC|KABUPATEN|KAB|PROVINSI|PROV)[. ]+"
_NOISE: Final = r"[^A-Z0-9]"
_KINDS: Final = {"kelurahan": r"^\s*(?:KELURAHAN|KEL)[. ]", "desa": r"^\s*(?:DESA|DS)[. ]"}

SUGGESTED_PAIRS: Final = 500
"""How many different unknown names get suggestions; a sheet with more is another district's."""


def name_key(text: str) -> str:
    """`Kec. Batang Hari-Leko` -> `BATANGHARILEKO`: upper case, no prefix, letters and digits."""
    upper = text.upper()
    key = re.sub(_NOISE, "", re.sub(_PREFIX, "", upper))
    return key or re.sub(_NOISE, "", upper)


def key_of(column: str) -> pl.Expr:
    """`name_key` of a text column."""
    upper = pl.col(column).str.to_uppercase()
    key = upper.str.replace(_PREFIX, "").str.replace_all(_NOISE, "")
    return pl.when(key != "").then(key).otherwise(upper.str.replace_all(_NOISE, ""))


def resolved(frame: pl.DataFrame, villages: pl.DataFrame) -> pl.DataFrame:
    """See `areas.resolve_frame`; `villages` has `code, kind, village, kecamatan`."""
    asked = frame.select(
        *(
            (
                pl.col(name).cast(pl.String).str.strip_chars()
                if name in frame.columns
                else pl.lit("")
            )
            .fill_null("")
            .alias(f"_{name}")
            for name in ("kecamatan", "village", "code")
        )
    )
    if frame.is_empty():
        empty = pl.Series("area_code", [], pl.String), pl.Series("suggestion", [], pl.String)
        return frame.with_columns(*empty)
    found = _found(asked.unique(maintain_order=True), villages)
    keys = ["_kecamatan", "_village", "_code"]
    answer = asked.join(found, on=keys, how="left", maintain_order="left")
    return frame.with_columns(answer["area_code"], answer["suggestion"])


def _found(asked: pl.DataFrame, villages: pl.DataFrame) -> pl.DataFrame:
    known = villages.with_columns(
        key_of("kecamatan").alias("k"),
        key_of("village").alias("v"),
        pl.col("code").str.replace_all(".", "", literal=True).alias("digits"),
    )
    kind = pl.coalesce(
        *(
            pl.when(pl.col("_village").str.to_uppercase().str.contains(pattern)).then(pl.lit(name))
            for name, pattern in _KINDS.items()
        )
    )
    pairs = asked.with_columns(
        key_of("_kecamatan").alias("k"),
        key_of("_village").alias("v"),
        pl.col("_code").str.replace_all(r"[^0-9]", "").alias("digits"),
        kind.alias("kind"),
    )
    pairs = (
        pairs.join(_single(known, "digits", "by_code"), on="digits", how="left")
        .join(_single(known, "k", "v", "kind", "by_kind"), on=["k", "v", "kind"], how="left")
        .join(_single(known, "k", "v", "by_name"), on=["k", "v"], how="left")
        .join(_single(known, "v", "by_village"), on="v", how="left")
    )
    pairs = pairs.with_columns(
        pl.when(pl.col("_code") != "")
        .then(pl.col("by_code"))
        .when(pl.col("k") != "")
        .then(pl.coalesce("by_kind", "by_name"))
        .otherwise(pl.col("by_village"))
        .alias("area_code")
    ).select("_kecamatan", "_village", "_code", "k", "v", "area_code")
    return pairs.join(_suggestions(pairs, known), on=["k", "v"], how="left").with_columns(
        pl.when(pl.col("area_code").is_null()).then(pl.col("suggestion")).alias("suggestion")
    )


def _single(known: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Keys that mean exactly one village, with its code under the last name."""
    *keys, name = columns
    return (
        known.group_by(keys)
        .agg(pl.col("code").first().alias(name), pl.len().alias("_n"))
        .filter(pl.col("_n") == 1)
        .drop("_n")
    )


def _suggestions(pairs: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    unknown = (
        pairs.filter(pl.col("area_code").is_null() & (pl.col("v") != ""))
        .select("k", "v")
        .unique(maintain_order=True)
        .head(SUGGESTED_PAIRS)
    )
    rows = list(known.select("k", "v", "village", "kecamatan", "code").iter_rows())
    offered = [_nearest(k, v, rows) for k, v in unknown.iter_rows()]
    return unknown.with_columns(pl.Series("suggestion", offered, dtype=pl.String))


def _nearest(k: str, v: str, rows: list[tuple[str, str, str, str, str]]) -> str | None:
    """Up to three villages like the asked one, the most alike first."""
    scored = []
    for known_k, known_v, village, kecamatan, code in rows:
        likeness = difflib.SequenceMatcher(None, v, known_v, autojunk=False)
        if known_v != v and (likeness.quick_ratio() < 0.6 or likeness.ratio() < 0.6):
            continue
        score = likeness.ratio() + 0.25 * difflib.SequenceMatcher(None, k, known_k).ratio()
        scored.append((-score, code, f"{village} ({kecamatan}) {code}"))
    return "; ".join(text for _score, _code, text in sorted(scored)[:3]) or None
