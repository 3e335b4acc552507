"""What rows say of a person beside who it is: facts, and the current value among several sources.

Pure: frames and records in, values out. Latest as-of date wins for each field; on the same day
the source that ranks higher, then the later row. Where a dated rule orders the sources of a fact
(`people.precedence`), that order comes first. An empty cell says nothing and takes nothing away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext_lazy as _

from rembuk.reference.precedence import group_of, rank
from rembuk.science.linkage.names import display

Value = str | int | bool

Orders = Mapping[str, tuple[str, ...]]
"""Fact -> sources in the order they are believed (see `people.precedence`)."""

LABELS: Final = {
    "name": _("Nama"),
    "sex": _("Jenis kelamin"),
    "birth_date": _("Tanggal lahir"),
    "birth_date_sure": _("Tanggal lahir pasti"),
    "birth_weight_g": _("Berat lahir"),
    "birth_length_mm": _("Panjang lahir"),
    "gestation_weeks": _("Usia kehamilan"),
    "birth_order": _("Anak ke"),
    "mother_name": _("Nama ibu"),
    "father_name": _("Nama ayah"),
    "parent_name": _("Nama orang tua"),
    "address": _("Alamat"),
    "rt": _("RT"),
    "rw": _("RW"),
    "place_code": _("Posyandu atau desa"),
}
"""Field of a person -> label. These are the facts a source record may hold."""


RANKS: Final[dict[str, int]] = {"dukcapil": 0}
"""Source -> rank on the same day (0 first); a source not named ranks 5."""


@dataclass(frozen=True, slots=True)
class Record:
    """One source record, as far as choosing current values needs it."""

    source: str
    as_of: dt.date
    order: int
    facts: Mapping[str, Value]


def facts_frame(prepared: pl.DataFrame) -> pl.DataFrame:
    """One column per fact, from a prepared canonical frame (`claims.prepare`), row by row."""
    shown = {name: display(name) for name in _distinct_names(prepared)}
    frame = prepared.select(
        *(
            pl.col(name).replace_strict(shown, default="").alias(name)
            for name in ("name", "mother_name", "father_name", "parent_name")
        ),
        pl.col("sex"),
        pl.col("birth_date").cast(pl.String),
        pl.when(pl.col("birth_date_sure").eq(False)).then(False).alias("birth_date_sure"),
        (pl.col("birth_weight") * 1000)
        .round()
        .cast(pl.Int64, strict=False)
        .alias("birth_weight_g"),
        (pl.col("birth_length") * 10).round().cast(pl.Int64, strict=False).alias("birth_length_mm"),
        pl.col("gestation_weeks").cast(pl.Int64, strict=False),
        pl.col("birth_order").cast(pl.Int64, strict=False),
        pl.col("address").str.slice(0, 200),
        _short("rt"),
        _short("rw"),
        pl.col("place_code"),
    )
    return frame.select(list(LABELS))


@dataclass(frozen=True)
class Sayings:
    """What the rows of a frame say, each distinct saying once: rows of one child mostly agree."""

    facts: list[dict[str, Value]]
    digests: list[str]
    of_row: pl.Series
    """Row by row the place of its saying in `facts` and `digests`."""


def sayings(prepared: pl.DataFrame) -> Sayings:
    """The facts and the digest of each distinct saying of a prepared frame, without empty facts."""
    frame = facts_frame(prepared).with_columns(prepared["claim"])
    names = frame.columns
    distinct = frame.unique(maintain_order=True)
    numbered = distinct.with_row_index("saying")
    of_row = frame.join(numbered, on=names, how="left", nulls_equal=True, maintain_order="left")
    claims = distinct["claim"].to_list()
    labels = names[:-1]
    facts = [
        {
            name: value
            for name, value in zip(labels, row, strict=True)
            if value is not None and value != ""
        }
        for row in distinct.drop("claim").rows()
    ]
    digests = [digest_of(said, claim) for said, claim in zip(facts, claims, strict=True)]
    return Sayings(facts, digests, of_row["saying"])


def digest_of(facts: Mapping[str, Value], claim: str) -> str:
    """Hash of what a row says (32 hex digits): its facts and its claim."""
    text = _canonical([facts, claim])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


_canonical: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def current(records: Iterable[Record], orders: Orders | None = None) -> dict[str, Value]:
    """The value of each field that stands today: of a fact in `orders` what its first source says,
    of any other the newest."""
    told = sorted(records, key=lambda r: (r.as_of, -RANKS.get(r.source, 5), r.order))
    values: dict[str, Value] = {}
    for record in told:
        values.update(record.facts)
    if orders and len({group_of(record.source) for record in told}) > 1:
        for fact, order in orders.items():
            if fact in values:
                best = standing(told, fact, order)
                values[fact] = best.facts[fact]
                if fact == "birth_date":  # sure or not is said of this date, not of another's
                    values["birth_date_sure"] = best.facts.get("birth_date_sure", True)
    return values


def standing(told: Sequence[Record], fact: str, order: tuple[str, ...]) -> Record:
    """Of records in order of time (at least one names the fact) the one whose word stands."""
    naming = [(place, record) for place, record in enumerate(told) if fact in record.facts]
    return min(naming, key=lambda one: (rank(one[1].source, order), -one[0]))[1]


def columns_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Current values as the columns of Person, cut to what each column can hold."""
    born = values.get("birth_date")
    return {
        "name": str(values.get("name", "")),
        "sex": values.get("sex", ""),
        "birth_date": dt.date.fromisoformat(born) if born else None,
        "birth_date_sure": values.get("birth_date_sure", True),
        "birth_weight_g": _between(values.get("birth_weight_g"), 0, 20000),
        "birth_length_mm": _between(values.get("birth_length_mm"), 0, 2000),
        "gestation_weeks": _between(values.get("gestation_weeks"), 0, 60),
        "birth_order": _between(values.get("birth_order"), 0, 60),
        **{
            name: str(values.get(name, ""))
            for name in (
                "mother_name", "father_name", "parent_name", "address", "rt", "rw", "place_code",
            )
        },
    }  # fmt: skip


def _between(value: int | None, low: int, high: int) -> int | None:
    return value if value is not None and low <= value <= high else None


def _short(column: str) -> pl.Expr:
    return pl.col(column).str.replace(r"\.0$", "").str.slice(0, 5)


def _distinct_names(prepared: pl.DataFrame) -> set[str]:
    columns = ("name", "mother_name", "father_name", "parent_name")
    return {value for column in columns for value in prepared[column].unique().to_list() if value}
