"""`rembuk growth`: score a file of children as the WHO does, draw one child's curves."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import polars as pl
import typer

from rembuk.batch.tables import Sink, Source, UnusableFileError, open_source
from rembuk.science.growth import case_now, sheet, zscores
from rembuk.science.growth.chart import Point, growth_chart
from rembuk.science.growth.curves import ChartIndex

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Skor pertumbuhan WHO dan grafik.",
)
SHOWN: Final = 10


class Columns(StrEnum):
    """Which headings are understood."""

    who = "who"
    auto = "auto"


class Chart(StrEnum):
    """Curves that can be drawn."""

    lhfa = "lhfa"
    wfa = "wfa"
    wfl = "wfl"
    bfa = "bfa"


def _stop(error: UnusableFileError | OSError) -> typer.Exit:
    if isinstance(error, OSError):
        name = Path(str(error.filename)).name if error.filename else "berkas"
        typer.echo(f"Galat: {name} tidak dapat dibaca atau ditulis: {error.strerror}", err=True)
    else:
        typer.echo(f"Galat: {error}", err=True)
    return typer.Exit(2)


def _open(path: Path, who_only: bool) -> tuple[Source, dict[str, str]]:
    source = open_source(path, lambda cells: len(sheet.recognise(cells, who_only)))
    first = next(iter(source.blocks()), None)
    if first is None:
        raise UnusableFileError("tidak ada baris data di bawah judul kolom")
    meanings = sheet.recognise(first.columns, who_only)
    if "sex" not in meanings or not set(meanings) & set(sheet.MEASURED):
        seen = ", ".join(first.columns[:12]) or "-"
        raise UnusableFileError(
            "kolom jenis kelamin dan sedikitnya satu ukuran (berat, panjang/tinggi) tidak "
            f"ditemukan. Judul yang terbaca: {seen}. Ganti judulnya"
            + (" dengan nama WHO Anthro atau pakai --columns auto." if who_only else ".")
        )
    return source, meanings


@dataclass(slots=True)
class _Report:
    """Rows without a score and cells not read: counted all, kept a few (all with a file)."""

    path: Path | None
    rows: int = 0
    scored: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    first: list[tuple[int, str, str, str]] = field(default_factory=list)

    def add(self, start: int, facts: sheet.Read, scored: pl.DataFrame) -> None:
        """Take a block whose first data row stands in sheet row `start`."""
        none = sheet.unscored(facts.facts, scored)
        self.rows += scored.height
        self.scored += scored.height - none.height
        lines = [(start + row, "", "", reason) for row, reason in none.iter_rows()]
        unread = "isi sel tidak terbaca sebagai angka atau tanggal"
        lines += [
            (start + row, column, value, unread) for row, column, value in facts.unread.iter_rows()
        ]
        self.reasons.update(reason for *_, reason in lines)
        lines.sort()
        if self.path is None:
            self.first += lines[: SHOWN - len(self.first)] if len(self.first) < SHOWN else []
            return
        with self.path.open("ab") as file:
            names = ["baris", "kolom", "isi", "alasan"]
            pl.DataFrame(lines, schema=names, orient="row").write_csv(
                file, include_header=self.rows == scored.height
            )

    def say(self) -> None:
        """The summary, to the error stream so that it never mixes with data."""
        left = self.rows - self.scored
        typer.echo(f"{self.rows} baris: {self.scored} dinilai, {left} tidak dinilai.", err=True)
        for reason, count in self.reasons.most_common():
            typer.echo(f"  {count:>8}  {reason}", err=True)
        for row, column, value, reason in self.first:
            cell = f", kolom {column}, isi {value!r}" if column else ""
            typer.echo(f"  baris {row}{cell}: {reason}", err=True)
        if self.path is None and sum(self.reasons.values()) > len(self.first):
            typer.echo("  ... semua baris: --report BERKAS.csv", err=True)


@app.callback()
def _growth() -> None:
    """Skor pertumbuhan WHO dan grafik."""


@app.command()
def score(
    source: Annotated[Path, typer.Argument(metavar="IN", help="CSV, Parquet, atau XLSX.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="CSV, Parquet, atau XLSX.")],
    columns: Annotated[
        Columns,
        typer.Option(help="who: nama kolom WHO Anthro; auto: juga judul Indonesia/e-PPGBM."),
    ] = Columns.auto,
    report: Annotated[
        Path | None, typer.Option(help="CSV berisi semua baris yang tidak dinilai dan alasannya.")
    ] = None,
) -> None:
    """Tambahkan skor-z WHO pada tiap baris; urutan dan kolom masukan tetap."""
    try:
        if target.exists() and source.exists() and target.samefile(source):
            raise UnusableFileError("OUT sama dengan IN; berkas asli tidak ditimpa")
        who_only = columns is Columns.who
        table, meanings = _open(source, who_only)
        if report is not None:
            report.unlink(missing_ok=True)
        told = _Report(report)
        row = table.header_row + 1
        with Sink(target, table.style) as sink:
            for block in table.blocks():
                facts = sheet.read(block, meanings, who_only)
                scored = zscores(facts.facts)
                added = [name for name in scored.columns if name not in facts.facts.columns]
                replaced = set(added) & set(block.columns)
                sink.write(block.with_columns(scored.select(added)))
                told.add(row, facts, scored)
                row += block.height
    except (UnusableFileError, OSError) as error:
        raise _stop(error) from error
    told.say()
    if replaced:
        names = ", ".join(name for name in added if name in replaced)
        typer.echo(f"Kolom bernama sama diganti hasil hitungan: {names}", err=True)
    if not who_only and "months" in meanings and "birth_date" not in meanings:
        typer.echo(
            "Perhatian: umur berasal dari bulan, bukan tanggal; skor kurang tepat "
            "(TB/U rata-rata naik 0,18).",
            err=True,
        )


@app.command()
def chart(
    sex: Annotated[str, typer.Option(help="L atau P.")],
    birth: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="Tanggal lahir.")],
    data: Annotated[Path, typer.Option(help="Pengukuran satu anak: tanggal, berat, tinggi.")],
    out: Annotated[Path, typer.Option(help="Berkas .svg atau .png.")],
    index: Annotated[Chart, typer.Option(help="Kurva.")] = Chart.lhfa,
) -> None:
    """Gambar kurva pertumbuhan satu anak di atas standar WHO."""
    try:
        if sex.upper() not in {"L", "P"}:
            raise UnusableFileError("--sex harus L atau P")
        if out.suffix.lower() not in {".svg", ".png"}:
            raise UnusableFileError("--out harus berakhiran .svg atau .png")
        rows = _one_child(data, sex.upper(), birth.date())
        which, points = _points(index, rows)
        drawn = growth_chart(which, sex.upper(), points)
        if out.suffix.lower() == ".png":
            import vl_convert

            out.write_bytes(vl_convert.svg_to_png(drawn, scale=2))
        else:
            out.write_text(drawn, encoding="utf-8")
    except (UnusableFileError, OSError) as error:
        raise _stop(error) from error
    typer.echo(f"{len(points)} titik digambar.", err=True)


def _one_child(data: Path, sex: str, birth: dt.date) -> pl.DataFrame:
    source = open_source(data, lambda cells: len(sheet.recognise(cells)))
    blocks = list(source.blocks())
    meanings = sheet.recognise(blocks[0].columns) if blocks else {}
    if "date" not in meanings or not {"weight", "lenhei"} & meanings.keys():
        raise UnusableFileError("kolom tanggal pengukuran dan berat atau tinggi tidak ditemukan")
    meanings = {k: v for k, v in meanings.items() if k not in {"sex", "birth_date"}}
    facts = pl.concat([sheet.read(block, meanings).facts for block in blocks])
    facts = facts.with_columns(
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in (("weight", pl.Float64), ("lenhei", pl.Float64), ("measure", pl.String))
        if name not in facts.columns
    ).with_columns(
        pl.lit({"L": "1", "P": "2"}[sex]).alias("sex"),
        (pl.col("date") - birth).dt.total_days().cast(pl.Float64).alias("age"),
    )
    rows = zscores(facts.drop("age_unit", strict=False), ("zlen",))
    return rows.filter(pl.col("age") >= 0).sort("date")


def _points(index: Chart, rows: pl.DataFrame) -> tuple[ChartIndex, list[Point]]:
    value = {"lhfa": "clenhei", "bfa": "cbmi"}.get(index.value, "weight")
    rows = rows.filter(pl.col(value).is_not_null())
    suspected: set[dt.date] = set()
    if index is Chart.lhfa:
        from rembuk.reference import load

        measured = rows.select(
            pl.lit(0).alias("child_id"), "date", pl.col("age").alias("age_days"), "zlen", "flen"
        )
        rules = load().case_rules(dt.date.today())
        stands = case_now(measured, rules)
        suspected.update(stands.filter(pl.col("case") == "diduga")["since"].to_list())
    which: ChartIndex = index.value
    if index is Chart.wfl and rows.height and rows["age"][-1] >= 731:
        which = "wfh"
    if index is Chart.wfl:
        rows = rows.filter((pl.col("age") >= 731) == (which == "wfh"))
    return which, [
        Point(day, int(age), number, size, day in suspected)
        for day, age, number, size in rows.select(
            "date", "age", pl.col(value).alias("value"), pl.col("clenhei").alias("size")
        ).iter_rows()
    ]
