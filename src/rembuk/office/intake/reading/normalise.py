"""From a sheet of text and a match to the canonical frame, with an issue for every value that
could not be read or was mended. Distinct texts are read once; the rest is joins in Polars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import polars as pl

from rembuk.office.intake.receivers import Field
from rembuk.office.intake.sentences import Sentence

from . import faults, values
from .grid import Grid
from .header import Match
from .issues import ISSUES, kept, same
from .layouts import key, words

TYPES: Final[Mapping[str, pl.DataType]] = {
    "date": pl.Date(),
    "decimal": pl.Float64(),
    "integer": pl.Int64(),
    "yesno": pl.Boolean(),
    "rank": pl.Int64(),
    "ahead": pl.Date(),
}
MONTH_STEP: Final = 100
"""`row_no` of a wide sheet is the sheet row times this, plus the month."""


@dataclass(frozen=True)
class Normal:
    """The canonical frame, its issues, and which sheet heading each field came from."""

    rows: pl.DataFrame
    issues: pl.DataFrame
    headings: Mapping[str, str]
    skipped: int


def normalise(
    grid: Grid,
    match: Match,
    fields: Sequence[Field],
    today: dt.date,
    months: Mapping[str, str] | None = None,
) -> Normal:
    """Read every field of `fields` from the columns that `match` gives it."""
    columns = dict(match.columns)
    headings = {name: match.heading.texts[column] for name, column in columns.items()}
    body = _body(grid, match)
    if match.months:
        body, columns, extra = _unpivot(body, match, columns)
        headings |= extra
    else:
        body = body.with_columns(row_no=pl.col("sheet_row").cast(pl.Int64))
    body, skipped, notes = _without_rests(body, columns, headings, fields)
    out: list[pl.Series] = [body["row_no"], body["sheet_row"].cast(pl.Int64)]
    issues = [notes]
    for split in match.layout.split if match.layout else ():
        if split.field in columns and not set(split.into) & set(columns):
            parts = body[columns[split.field]].str.splitn(split.by, 2).struct.unnest()
            for name, part in zip(split.into, parts.iter_columns(), strict=True):
                body = body.with_columns(part.alias(f"split {name}"))
                columns[name] = f"split {name}"
                headings[name] = headings[split.field]
    for field in fields:
        kind = words().fields.get(field.name, field.type) if field.type == "text" else field.type
        if field.name not in columns:
            out.append(pl.Series(field.name, [None] * body.height, TYPES.get(kind, pl.String())))
            continue
        text = _stripped(body[columns[field.name]])
        value, found = _read(text, field, kind, today)
        out.append(value.alias(field.name))
        heading = headings[field.name]
        issues.append(_issues(body, found, heading, match, field))
    rows = pl.DataFrame(out)
    issues += _missing(rows, fields, headings, issues) + _crossed(rows, headings)
    return Normal(rows, pl.concat(issues), headings, skipped)


def _body(grid: Grid, match: Match) -> pl.DataFrame:
    """Rows under the heading, without the line of column numbers some agencies put there."""
    last = match.heading.row + match.heading.depth - 1
    body = grid.cells.filter(pl.col("sheet_row") > last)
    if body.height:
        first = [text for text in body.drop("sheet_row").row(0) if text and text.strip()]
        plain = [text.strip(" ()") for text in first]
        if len(plain) > 3 and plain == [str(n) for n in range(1, len(plain) + 1)]:
            body = body.slice(1)
    return body


def _unpivot(
    body: pl.DataFrame, match: Match, columns: dict[str, str]
) -> tuple[pl.DataFrame, dict[str, str], dict[str, str]]:
    """A wide sheet as one row per child and month in which anything was written."""
    names = sorted({name for parts in match.months.values() for name in parts})
    parts = []
    for month, given in sorted(match.months.items()):
        cells = [pl.col(given[n]) if n in given else pl.lit(None, pl.String) for n in names]
        part = body.select(
            (pl.col("sheet_row").cast(pl.Int64) * MONTH_STEP + month).alias("row_no"),
            "sheet_row",
            *set(columns.values()),
            *(cell.alias(f"month {name}") for cell, name in zip(cells, names, strict=True)),
        )
        blank = pl.all_horizontal(
            pl.col(f"month {n}").str.strip_chars(" -\u00a0").fill_null("") == "" for n in names
        )
        parts.append(part.filter(~blank))
    heads = dict.fromkeys(names, "{month}")
    turned = {name: f"month {name}" for name in names}
    return pl.concat(parts).sort("row_no"), columns | turned, heads


def _without_rests(
    body: pl.DataFrame,
    columns: Mapping[str, str],
    headings: Mapping[str, str],
    fields: Sequence[Field],
) -> tuple[pl.DataFrame, int, pl.DataFrame]:
    """Set aside rows that are no record: the heading again (paged exports), totals, signatures."""
    needed = [f.name for f in fields if f.required and f.name in columns]
    empty = list(words().empty)
    filled = [
        (~_flat(pl.col(columns[name])).str.to_lowercase().is_in(empty)).fill_null(False)
        for name in needed
    ]
    few = pl.sum_horizontal(filled) < min(2, len(filled)) if filled else pl.lit(False)
    again = (
        pl.sum_horizontal(
            _flat(pl.col(columns[name])) == _flat_text(headings[name]) for name in needed
        )
        >= 2
        if len(needed) >= 2
        else pl.lit(False)
    )
    marked = body.with_columns(rest=(few | again).fill_null(False))
    rests = marked.filter("rest")
    said = Sentence(faults.FAULTS["bukan-data"].message)
    notes = same(rests, "", "catatan", "bukan-data", said)
    return marked.filter(~pl.col("rest")).drop("rest"), rests.height, notes


def _flat(column: pl.Expr) -> pl.Expr:
    return column.str.replace_all(r"[\s\u00a0\u200b]+", " ").str.strip_chars()


def _flat_text(text: str) -> str:
    return " ".join(text.split())


def _stripped(series: pl.Series) -> pl.Series:
    """Text without outer and doubled spaces (also the invisible ones); empty words are null."""
    frame = series.alias("t").to_frame().select(_flat(pl.col("t")))
    empty = pl.col("t").str.to_lowercase().is_in(list(words().empty))
    return frame.select(pl.when(~empty).then(pl.col("t")))["t"]


def _read(
    text: pl.Series, field: Field, kind: str, today: dt.date
) -> tuple[pl.Series, pl.DataFrame]:
    """The value of each row, and (at, raw, code, hint) of the rows that need a word."""
    if kind == "text":
        return text.str.strip_prefix("'"), _none()
    if kind in {"nik", "kk"}:
        return _numbers(text)
    if kind == "code":
        return text.str.strip_prefix("'").str.replace(r"^(\d+)\.0+$", "$1"), _none()
    parse: Callable[[str], values.Reading]
    match kind:
        case "decimal":
            parse = partial(values.decimal, low=field.low, high=field.high)
        case "integer":
            parse = partial(values.integer, low=field.low, high=field.high)
        case "date":
            parse = partial(_date, today=today)
        case "ahead":
            parse = values.date
        case "rank":
            parse = partial(values.rank, low=field.low, high=field.high)
        case "mark":
            parse = values.mark
        case _:
            parse = partial(values.word, kind=kind)
    distinct = text.drop_nulls().unique().to_list()
    readings = [parse(raw) for raw in distinct]
    dtype = TYPES.get(kind, pl.String())
    got: list[Any] = [r.value for r in readings]
    if kind == "yesno":
        got = [None if v is None else v == "ya" for v in got]
    value = _mapped(text, distinct, got, dtype)
    told = [(raw, r.code, r.hint) for raw, r in zip(distinct, readings, strict=True) if r.code]
    if not told:
        return value, _none()
    table = pl.DataFrame(told, schema=["raw", "code", "hint"], orient="row")
    at = text.alias("raw").to_frame().with_row_index("at").join(table, on="raw", how="inner")
    return value, at.select("at", "raw", "code", "hint")


def _mapped(text: pl.Series, old: list[str], new: list[Any], dtype: pl.DataType) -> pl.Series:
    if not old:
        return pl.Series(text.name, [None] * len(text), dtype)
    return text.replace_strict(
        pl.Series(old, dtype=pl.String),
        pl.Series(new, dtype=dtype),
        default=None,
        return_dtype=dtype,
    )


def _date(raw: str, today: dt.date) -> values.Reading:
    read = values.date(raw)
    if read.value is not None and read.value > today:
        return values.Reading(None, "masa-depan")
    return read


def _numbers(text: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
    """Identity numbers as text of digits. A number that Excel rounded is told, one in scientific
    notation is not used: its last digits are gone."""
    frame = text.alias("raw").to_frame().with_row_index("at")
    frame = frame.with_columns(plain=pl.col("raw").str.replace_all(r"[\s'`’.\-]", "")).with_columns(
        ilmiah=pl.col("raw").str.contains(r"(?i)\d[.,]?\d*e\+?\d+$"),
        angka=pl.col("raw").str.contains(r"^\d{15}0\.0$"),
    )
    cut = pl.col("raw").str.contains(r"^'?\d+\.0$")
    value = frame.select(
        pl.when("ilmiah")
        .then(None)
        .when(cut)
        .then(pl.col("plain").str.head(-1))
        .otherwise("plain")
        .alias("v")
    )["v"]
    told = frame.filter(pl.col("ilmiah") | pl.col("angka")).select(
        "at",
        "raw",
        pl.when("ilmiah").then(pl.lit("nik-ilmiah")).otherwise(pl.lit("nik-angka")).alias("code"),
        pl.lit("").alias("hint"),
    )
    return value, told


def _none() -> pl.DataFrame:
    return pl.DataFrame(
        schema={"at": pl.UInt32, "raw": pl.String, "code": pl.String, "hint": pl.String}
    )


def _issues(
    body: pl.DataFrame, found: pl.DataFrame, heading: str, match: Match, field: Field
) -> pl.DataFrame:
    """Messages for the rows in `found`; each distinct value gets its sentence once."""
    if found.height == 0:
        return pl.DataFrame(schema=ISSUES)
    unique = found.select("raw", "code", "hint").unique()
    said = unique.with_columns(
        *kept(faults.sentence(c, field, r, h) for r, c, h in unique.iter_rows()),
        verdict=pl.Series([faults.verdict(c, field) for c in unique["code"]], dtype=pl.String),
    )
    rows = body["row_no"].to_frame().with_row_index("at")
    joined = found.join(said, on=["raw", "code", "hint"]).join(rows, on="at")
    return joined.select(
        "row_no", _heading(heading, match, field), "verdict", "code", "message", "params"
    ).cast(ISSUES)


def _heading(heading: str, match: Match, field: Field) -> pl.Expr:
    """The heading as the sheet has it; in a wide sheet it depends on the month of the row."""
    if heading != "{month}":
        return pl.lit(heading).alias("column")
    heads = {
        month: match.heading.texts[parts[field.name]]
        for month, parts in match.months.items()
        if field.name in parts
    }
    month = (pl.col("row_no") % MONTH_STEP).cast(pl.Int64)
    return month.replace_strict(heads, default=field.label, return_dtype=pl.String).alias("column")


def _missing(
    rows: pl.DataFrame,
    fields: Sequence[Field],
    headings: Mapping[str, str],
    told: Sequence[pl.DataFrame],
) -> list[pl.DataFrame]:
    """Required fields that are blank (a value that was there but unreadable has its own word)."""
    known = pl.concat(told).select("row_no", "column").unique()
    out = []
    for field in fields:
        if not field.required:
            continue
        heading = headings.get(field.name, field.label)
        blank = rows.filter(pl.col(field.name).is_null()).select("row_no")
        already = known if heading == "{month}" else known.filter(pl.col("column") == heading)
        if heading == "{month}":
            heading = field.label
            already = pl.concat(told).filter(pl.col("code").str.contains("tanggal|masa"))
        blank = blank.join(already.select("row_no"), on="row_no", how="anti")
        out.append(same(blank, heading, "galat", "wajib", faults.sentence("wajib", field, "")))
    return out


def _crossed(rows: pl.DataFrame, headings: Mapping[str, str]) -> list[pl.DataFrame]:
    """A birth after the visit."""
    if not {"birth_date", "date"} <= set(rows.columns):
        return []
    wrong = rows.filter(pl.col("birth_date") > pl.col("date")).select("row_no")
    said = Sentence(faults.FAULTS["lahir-sesudah-ukur"].message)
    heading = headings.get("birth_date", "Tanggal lahir")
    return [same(wrong, heading, "galat", "lahir-sesudah-ukur", said)]


def guess(heading_texts: Mapping[str, str], aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Field -> column for a sheet no layout fits: the first heading that is any known alias."""
    out: dict[str, str] = {}
    taken: set[str] = set()
    for name, heads in aliases.items():
        for column, text in heading_texts.items():
            if column not in taken and key(text) in heads:
                out[name] = column
                taken.add(column)
                break
    return out
