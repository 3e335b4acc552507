"""`rembuk poverty`: poverty measures of a survey file, and the lines they are measured by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import polars as pl
import typer

from rembuk.batch.tables import Sink, UnusableFileError
from rembuk.cli.columns import Columns, read_columns
from rembuk.reference import Reference, load
from rembuk.reference.overrides import OverrideError
from rembuk.reference.poverty import PovertyLine
from rembuk.reference.rulebook import BadFileError
from rembuk.science.survey import Design, LonelyPsuError, design
from rembuk.science.survey.design import LONELY, Lonely
from rembuk.science.welfare.fgt import fgt as estimate

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Garis kemiskinan dan ukuran kemiskinan (P0, P1, P2).",
)

ALL: Final = "semua"
UNNAMED: Final = "(tanpa wilayah)"
OUT_COLUMNS: Final = ("domain", "alpha", "estimate", "se", "lower", "upper", "n")

Overrides = Annotated[
    Path | None,
    typer.Option("--overrides", envvar="REMBUK_OVERRIDES", help="Berkas nilai daerah (YAML)."),
]


def _rupiah(amount: float) -> str:
    whole = f"{amount:,.2f}".rstrip("0").rstrip(".")
    return "Rp " + whole.replace(",", " ").replace(".", ",").replace(" ", ".")


def _reference(overrides: Path | None) -> Reference:
    try:
        return load(overrides=overrides)
    except (BadFileError, OverrideError) as error:
        raise UnusableFileError(str(error)) from error


@dataclass(frozen=True)
class Line:
    """The amount used, and what is said about it."""

    amount: float
    notes: tuple[str, ...]


def _line(text: str, reference: Reference, year: int | None, source: str) -> Line:
    """A line by its code, or a typed amount with whatever is known of it."""
    typed = _amount(text)
    if typed is None:
        try:
            line = reference.poverty_line(text)
        except KeyError:
            known = ", ".join(one.code for one in reference.poverty_lines())
            raise UnusableFileError(f"Garis {text!r} tidak dikenal. Yang ada: {known}") from None
        why = line.why_no_amount()
        if why or line.per_month is None:
            raise UnusableFileError(
                f"Garis {line.code} tidak dapat dipakai: {why}. Isi besarannya di berkas nilai "
                "daerah (--overrides) dengan sumbernya."
            )
        return Line(line.per_month, _said(line, reference))
    if typed <= 0:
        raise UnusableFileError("--line harus lebih besar dari 0")
    notes = [f"garis {_rupiah(typed)} per orang per bulan, diketik"]
    lacking = [w for w, given in (("tahun", year), ("sumber", source.strip())) if not given]
    if lacking:
        options = {"tahun": "--line-year", "sumber": "--line-source"}
        notes.append(
            f"Perhatian: garis ini tanpa {' dan '.join(lacking)} "
            f"({', '.join(options[w] for w in lacking)}); hasilnya bukan angka yang dapat dikutip."
        )
    else:
        notes.append(f"garis tahun {year}, sumber: {source.strip()}")
    problem = reference.line_limits(dt.date.today()).month_problem(typed)
    if problem:
        notes.append(f"Perhatian: {problem}")
    same = [one.code for one in reference.poverty_lines() if one.per_month == typed]
    if same:
        notes.append(f"besaran ini sama dengan {', '.join(same)}; pakai kodenya agar bersumber")
    return Line(typed, tuple(notes))


def _amount(text: str) -> float | None:
    plain = text.strip().removeprefix("Rp").strip().replace("_", "")
    if plain.count(".") > 1 or ("," in plain and "." in plain.split(",")[0]):
        plain = plain.replace(".", "")
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return None


def _said(line: PovertyLine, reference: Reference) -> tuple[str, ...]:
    about = "sekitar " if line.approximate else ""
    notes = [
        f"garis {line.code}: {line.name_id}, {about}{_rupiah(line.per_month or 0)} "
        "per orang per bulan"
    ]
    notes += [f"sumber: {reference.source_text(key)}" for key in line.source]
    if line.approximate:
        notes.append("Perhatian: besaran garis ini perkiraan")
    return tuple(notes)


@app.callback()
def _poverty() -> None:
    """Garis kemiskinan dan ukuran kemiskinan (P0, P1, P2)."""


@app.command()
def lines(overrides: Overrides = None) -> None:
    """Tampilkan semua garis kemiskinan dengan masa, besaran, dan pemakainya."""
    try:
        reference = _reference(overrides)
    except UnusableFileError as error:
        typer.echo(f"Galat: {error}", err=True)
        raise typer.Exit(2) from error
    for line in reference.poverty_lines():
        month = "-" if line.per_month is None else _rupiah(line.per_month)
        about = "~" if line.approximate else " "
        until = f"{line.valid_to:%Y-%m}" if line.valid_to else "kini"
        typer.echo(
            f"{line.code:<18}{about}{month:>15}  {line.valid_from:%Y-%m} - {until:<8} "
            f"{', '.join(line.used_by)}"
        )


@app.command()
def fgt(
    source: Annotated[Path, typer.Argument(metavar="IN", help="CSV, Parquet, atau XLSX.")],
    expenditure: Annotated[str, typer.Option(help="Kolom pengeluaran per orang per bulan.")],
    line: Annotated[str, typer.Option(help="Kode garis (lihat `lines`) atau rupiah per bulan.")],
    out: Annotated[Path, typer.Option(help="Hasil: CSV, Parquet, atau XLSX.")],
    weight: Annotated[str, typer.Option(help="Kolom bobot.")],
    size: Annotated[str, typer.Option(help="Kolom banyak anggota: hitung orang.")] = "",
    psu: Annotated[str, typer.Option(help="Kolom satuan pencacahan pertama (PSU).")] = "",
    strata: Annotated[str, typer.Option(help="Kolom strata.")] = "",
    by: Annotated[str, typer.Option(help="Kolom wilayah atau kelompok.")] = "",
    fpc: Annotated[str, typer.Option(help="Kolom banyak PSU di populasi strata.")] = "",
    lonely: Annotated[
        str, typer.Option(help=f"Strata berisi satu PSU: {', '.join(LONELY)}.")
    ] = "fail",
    level: Annotated[float, typer.Option(min=0.5, max=0.999, help="Taraf selang.")] = 0.95,
    df: Annotated[
        str, typer.Option(help="Derajat bebas selang: design (PSU - strata), normal, atau angka.")
    ] = "design",
    line_year: Annotated[int | None, typer.Option(help="Tahun garis yang diketik.")] = None,
    line_source: Annotated[str, typer.Option(help="Sumber garis yang diketik.")] = "",
    overrides: Overrides = None,
) -> None:
    """Hitung P0, P1, P2 dengan galat baku menurut rancangan survei.

    Miskin berarti di bawah garis. Baris tanpa pengeluaran keluar dari hitungan, tetap dalam
    rancangan. Hasil: domain, alpha, estimate, se, lower, upper, n.
    """
    try:
        if out.exists() and source.exists() and out.samefile(source):
            raise UnusableFileError("--out sama dengan IN; berkas asli tidak ditimpa")
        freedom = _freedom(df)
        used = _line(line, _reference(overrides), line_year, line_source)
        asked = [name for name in (expenditure, weight, size, psu, strata, by, fpc) if name]
        table = read_columns(source, asked)
        money = table.numbers(expenditure)
        table.refuse_negative(expenditure, money)
        persons = table.numbers(size) if size else None
        if persons is not None:
            table.refuse_negative(size, persons)
        made = _design(table, weight, psu, strata, fpc, lonely)
        groups = table.labels(by).fill_null(UNNAMED) if by else None
        found = estimate(made, money, used.amount, size=persons, by=groups, level=level, df=freedom)
        found = found.with_columns(pl.col("domain").fill_null(ALL)).select(OUT_COLUMNS)
        with Sink(out, table.style, "FGT") as sink:
            sink.write(found)
    except LonelyPsuError as error:
        typer.echo(
            f"Galat: {error.strata} strata hanya berisi satu PSU, ragamnya tidak dapat dihitung. "
            "Gabungkan strata, atau pilih --lonely adjust, certainty, atau average.",
            err=True,
        )
        raise typer.Exit(2) from error
    except (UnusableFileError, OSError) as error:
        said = (
            f"{out.name} atau {source.name} tidak dapat dipakai: {error.strerror}"
            if isinstance(error, OSError)
            else str(error)
        )
        typer.echo(f"Galat: {said}", err=True)
        raise typer.Exit(2) from error
    for note in used.notes:
        typer.echo(note, err=True)
    _say(money, persons, made, bool(psu), bool(strata))


def _say(
    money: pl.Series, persons: pl.Series | None, made: Design, psu: bool, strata: bool
) -> None:
    known = money.is_not_null()
    if persons is not None:
        known &= persons.is_not_null()
    typer.echo(
        f"{made.rows} baris: {int(known.sum())} dihitung, {int((~known).sum())} tanpa pengeluaran"
        f"{'' if persons is None else ' atau banyak anggota'}; {made.stratum.size} PSU, "
        f"{made.psus.size} strata, derajat bebas {made.df}.",
        err=True,
    )
    if not psu:
        typer.echo("Perhatian: tanpa --psu tiap baris dianggap satu PSU.", err=True)
    if not strata:
        typer.echo("Perhatian: tanpa --strata semua dianggap satu strata.", err=True)


def _freedom(text: str) -> float | None:
    if text == "design":
        return None
    if text == "normal":
        return float("inf")
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if number <= 0:
        raise UnusableFileError("--df harus design, normal, atau angka di atas 0")
    return number


def _design(table: Columns, weight: str, psu: str, strata: str, fpc: str, lonely: str) -> Design:
    weights = table.numbers(weight, required=True)
    table.refuse_negative(weight, weights)
    if not (weights > 0).any():
        raise UnusableFileError(f"Kolom {weight}: semua bobot nol")
    columns = {"weight": weights}
    for name, column in (("psu", psu), ("strata", strata)):
        if column:
            columns[name] = table.labels(column, required=True)
    if fpc:
        columns["fpc"] = table.numbers(fpc, required=True)
    choices: dict[str, Lonely] = {name: name for name in LONELY}
    if lonely not in choices:
        raise UnusableFileError(f"--lonely harus salah satu dari {', '.join(LONELY)}")
    try:
        return design(
            pl.DataFrame(columns),
            "weight",
            "psu" if psu else None,
            "strata" if strata else None,
            fpc="fpc" if fpc else None,
            lonely=choices[lonely],
        )
    except ValueError as error:
        raise UnusableFileError(
            f"Kolom {fpc}: harus satu angka tiap strata, tidak kurang dari PSU dalam sampel"
        ) from error
