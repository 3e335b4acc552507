"""The class of a family: extremely poor, poor, above the line, or not known.

Measured spending with its year, line and source decides. A decile of a list is a rank and only
presumes a class. Without either the class is not known, which does not mean not poor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from rembuk.reference import Reference
from rembuk.reference.dated import NoRuleError
from rembuk.reference.poverty import PovertyLine
from rembuk.reference.welfare import DecileClass
from rembuk.science.welfare.evidence import FAMILY

EXTREME, POOR, ABOVE, UNKNOWN = "miskin-ekstrem", "miskin", "di-atas-garis", "tidak-diketahui"

WHY: Final[Mapping[str, tuple[str, str]]] = {
    "di-bawah-garis-ekstrem": (
        "Pengeluaran Rp {value} per orang per bulan, di bawah garis ekstrem {rule} (Rp {amount}).",
        "Spending Rp {value} a person and month, below the extreme line {rule} (Rp {amount}).",
    ),
    "di-bawah-garis": (
        "Pengeluaran Rp {value} per orang per bulan, di bawah garis kemiskinan {rule} "
        "(Rp {amount}).",
        "Spending Rp {value} a person and month, below the poverty line {rule} (Rp {amount}).",
    ),
    "di-atas-garis": (
        "Pengeluaran Rp {value} per orang per bulan, tidak di bawah garis {rule} (Rp {amount}).",
        "Spending Rp {value} a person and month, not below the line {rule} (Rp {amount}).",
    ),
    "tanpa-tahun": (
        "Angka pengeluaran tanpa tahun tidak dipakai.",
        "A spending figure without its year is not used.",
    ),
    "tanpa-sumber": (
        "Angka pengeluaran tanpa sumber tidak dipakai.",
        "A spending figure without its source is not used.",
    ),
    "tanpa-garis": (
        "Garis kemiskinan masa itu tidak lengkap (garis ekstrem dan garis BPS); kelas belum pasti.",
        "The lines of that time are not complete (extreme and BPS); the class stays open.",
    ),
    "tidak-masuk-akal": (
        "Pengeluaran Rp {value} per orang per bulan tidak masuk akal; periksa angkanya.",
        "Spending Rp {value} a person and month is not believable; check the figure.",
    ),
    "desil": (
        "Diduga dari desil {value} {source}; peringkat, bukan pengeluaran terukur.",
        "Presumed from decile {value} of {source}; a rank, not a measured spending.",
    ),
    "desil-tanpa-aturan": (
        "Desil {value} {source} tidak cukup untuk menentukan kelas.",
        "Decile {value} of {source} does not tell a class.",
    ),
    "tanpa-bukti": (
        "Tidak ada pengeluaran maupun desil.",
        "There is neither a spending figure nor a decile.",
    ),
}
"""Why a class was given: code -> words in Indonesian and English."""

SCHEMA: Final[dict[str, Any]] = {
    "family_id": pl.String,
    "poverty": pl.String,
    "presumed": pl.Boolean,
    "rule": pl.String,
    "confidence": pl.String,
    "why": pl.String,
    "value": pl.Float64,
    "amount": pl.Float64,
    "source": pl.String,
    "edition": pl.String,
    "as_of": pl.Date,
}


@dataclass(frozen=True)
class _Lines:
    """The lines a spending of one area and day is held against."""

    extreme: PovertyLine | None
    poor: PovertyLine | None
    own: bool  # the line of the district, not of Indonesia


def verdicts(evidence: pl.DataFrame, reference: Reference, on: dt.date) -> pl.DataFrame:
    """The class each piece of evidence gives.

    Args:
        evidence: a row a piece: `family_id, fact, value, source, edition, as_of, area_code`;
            `fact` is `expenditure` (rupiah a person and month) or `decile` (1-10), `source` the
            list's code or the survey's name, `as_of` the day it speaks of, `area_code` any code
            below the district. Columns may be missing, then nothing is known of them.
        reference: lines and decile rules.
        on: the day of judgement; a decile is read by the rule of its own day or, without one, of
            this day.

    Returns:
        One row a piece in the columns of `SCHEMA`: `poverty` the class, `presumed`, `rule` the
        line or rule, `amount` the line's rupiah, `why` a code of `WHY`.
    """
    rows = [
        {FAMILY: piece[FAMILY], **_judged(piece, reference, on)}
        for piece in _whole(evidence).iter_rows(named=True)
    ]
    schema = {**SCHEMA, FAMILY: evidence.schema[FAMILY]}
    return pl.DataFrame(rows, schema=schema)


def classes(
    evidence: pl.DataFrame, families: pl.Series, reference: Reference, on: dt.date
) -> pl.DataFrame:
    """One class a family: measured before presumed, then the newest, then the surer.

    Args:
        evidence: as in `verdicts`.
        families: every family asked about; one without evidence is `tidak-diketahui`.

    Returns:
        The columns of `verdicts`, a row a family in the order asked, and `differs`: other evidence
        gives another class.
    """
    found = verdicts(evidence, reference, on)
    sure = ["resmi", "dikuatkan", "kode", "sekunder", "bertentangan", "belum-pasti"]
    order = pl.col("confidence").replace_strict(sure, list(range(6)), default=9)
    told = found.with_columns(order.alias("_order"), (pl.col("poverty") == UNKNOWN).alias("_blank"))
    best = (
        told.sort(
            "_blank", "presumed", "as_of", "_order",
            descending=[False, False, True, False], nulls_last=True, maintain_order=True,
        )
        .unique(FAMILY, keep="first", maintain_order=True)
        .drop("_order", "_blank")
    )  # fmt: skip
    several = (
        found.filter(pl.col("poverty") != UNKNOWN)
        .group_by(FAMILY)
        .agg((pl.col("poverty").n_unique() > 1).alias("differs"))
    )
    asked = pl.DataFrame({FAMILY: families.unique(maintain_order=True)})
    return (
        asked.join(best, on=FAMILY, how="left", maintain_order="left")
        .join(several, on=FAMILY, how="left", maintain_order="left")
        .with_columns(
            pl.col("poverty").fill_null(UNKNOWN),
            pl.col("presumed").fill_null(False),
            pl.col("why").fill_null("tanpa-bukti"),
            pl.col("differs").fill_null(False),
        )
    )


def words(verdict: Mapping[str, Any], reference: Reference, language: str = "id") -> str:
    """The sentence of a row of `verdicts` or `classes`."""
    sentence = WHY[verdict["why"]][1 if language == "en" else 0]
    shown = {
        name: f"{verdict[name]:,.0f}".replace(",", "," if language == "en" else ".")
        for name in ("value", "amount")
        if verdict.get(name) is not None
    }
    source = " ".join(
        part for part in (_list_name(verdict.get("source") or ""), verdict.get("edition")) if part
    )
    blank = {"value": "?", "amount": "?"}
    return sentence.format(**{**blank, **shown}, rule=verdict.get("rule") or "?", source=source)


def _list_name(source: str) -> str:
    return source.upper() if source in {"dtsen", "p3ke", "dtks", "krs"} else source.capitalize()


def _whole(evidence: pl.DataFrame) -> pl.DataFrame:
    kinds: dict[str, Any] = {
        **dict.fromkeys(("fact", "source", "edition", "area_code"), pl.String),
        "value": pl.Float64,
        "as_of": pl.Date,
    }
    return evidence.select(
        FAMILY,
        *(
            (pl.col(name) if name in evidence.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in kinds.items()
        ),
    ).filter(pl.col("value").is_not_nan() | pl.col("value").is_null())


def _judged(piece: Mapping[str, Any], reference: Reference, on: dt.date) -> dict[str, Any]:
    told = {name: piece[name] for name in ("value", "source", "edition", "as_of")}
    plain = {"poverty": UNKNOWN, "presumed": False, "rule": None, "amount": None, "why": ""}
    if piece["value"] is None:
        return {**plain, **told, "confidence": None, "why": "tanpa-bukti"}
    if piece["fact"] == "decile":
        return {**plain, **told, **_decile(piece, reference, on)}
    return {**plain, **told, **_spending(piece, reference)}


def _decile(piece: Mapping[str, Any], reference: Reference, on: dt.date) -> dict[str, Any]:
    day = piece["as_of"] or on
    for rule in (*reference.of(DecileClass, day), *reference.of(DecileClass, on)):
        if rule.list == piece["source"] and rule.first <= piece["value"] <= rule.last:
            return {
                "poverty": rule.poverty,
                "presumed": True,
                "rule": rule.code,
                "confidence": rule.confidence,
                "why": "desil",
            }
    return {"why": "desil-tanpa-aturan", "presumed": True, "confidence": None}


def _spending(piece: Mapping[str, Any], reference: Reference) -> dict[str, Any]:
    money, day = piece["value"], piece["as_of"]
    if day is None:
        return {"why": "tanpa-tahun", "confidence": None}
    if not (piece["source"] or "").strip():
        return {"why": "tanpa-sumber", "confidence": None}
    if money <= 0:
        return {"why": "tidak-masuk-akal", "confidence": None}
    district = ".".join((piece["area_code"] or "").split(".")[:2])
    lines = _lines(district, reference, day)
    extreme, poor = lines.extreme, lines.poor
    if extreme is not None and _below(money, extreme):
        return _by(extreme, EXTREME, "di-bawah-garis-ekstrem", lines)
    if poor is not None and not _below(money, poor):
        return _by(poor, ABOVE, "di-atas-garis", lines)
    if extreme is not None and poor is not None:
        return _by(poor, POOR, "di-bawah-garis", lines)
    # one line alone leaves it open: above the extreme line, or below the other
    one = extreme or poor
    return {"why": "tanpa-garis", "rule": one and one.code, "confidence": None}


def _below(money: float, line: PovertyLine) -> bool:
    """Strictly below, as BPS counts."""
    return line.per_month is not None and money < line.per_month


def _by(line: PovertyLine, poverty: str, why: str, lines: _Lines) -> dict[str, Any]:
    unsure = line.approximate or (line.kind == "nasional" and not lines.own)
    return {
        "poverty": poverty,
        "rule": line.code,
        "amount": line.per_month,
        "confidence": "belum-pasti" if unsure else line.confidence,
        "why": why,
    }


def _lines(district: str, reference: Reference, day: dt.date) -> _Lines:
    usable = [one for one in reference.poverty_lines(day) if one.per_month is not None]
    own = [one for one in usable if one.kind == "daerah" and one.area_code == district]
    national = [one for one in usable if one.kind == "nasional"]
    try:
        wanted = reference.value("poverty.extreme_line", day)
    except NoRuleError:
        wanted = ""
    extreme = next((one for one in usable if one.code == wanted), None)
    poor = next(iter((*own, *national)), None)
    return _Lines(extreme, poor, bool(own))
