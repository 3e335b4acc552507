"""`rembuk link`: which records of several lists are one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from rembuk.batch.tables import UnusableFileError
from rembuk.cli.link_files import records_of, truth_of
from rembuk.science.linkage import (
    EngineError,
    Links,
    Model,
    ModelError,
    RecordsError,
    evaluate,
    link,
    registries,
)

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
EMPTY = ("nik", "no_kk", "nama", "tgl_lahir", "nama_ibu", "hp")


class EngineName(StrEnum):
    """Where pairs are compared."""

    duckdb = "duckdb"
    spark = "spark"


@app.command()
def records(
    files: Annotated[list[Path], typer.Argument(help="Parquet atau CSV, satu daftar atau lebih.")],
    out: Annotated[Path, typer.Option(help="Hasil: record_id, cluster_id, probability.")],
    engine: Annotated[EngineName, typer.Option(help="Mesin.")] = EngineName.duckdb,
    truth: Annotated[
        Path | None, typer.Option(help="Kunci jawaban (record_id, person_id) untuk menilai hasil.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(help="Bobot (log2) mulai mana catatan digabung.")
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Model beku (JSON); kosong = dilatih dari berkas ini.")
    ] = None,
    save_model: Annotated[Path | None, typer.Option(help="Simpan model ke berkas ini.")] = None,
    unique: Annotated[
        list[str] | None,
        typer.Option(help="Sumber tanpa catatan ganda; kosong = data kependudukan menurut nama."),
    ] = None,
    pairs: Annotated[
        Path | None, typer.Option(help="Simpan pasangan yang dibandingkan (Parquet).")
    ] = None,
) -> None:
    """Tautkan catatan yang orangnya sama. | Link records of one person.

    Kolom: record_id, sumber, nik, no_kk, nama, jk, tgl_lahir, nama_ibu, hp, kecamatan, desa, dusun,
    rt, rw; selain record_id boleh tidak ada. Tiap record_id masuk keluar tepat satu kali.
    """
    try:
        _check_out(out, files)
        table, told = records_of(files, truth)
        known = truth_of(truth) if truth is not None else None
        frozen = Model.from_json(_text(model)) if model is not None else None
        free = _unique(table, unique)
        for line in told:
            typer.echo(line, err=True)
        _tell_records(table, free)
        links = link(
            table, engine=engine.value, model=frozen, threshold=threshold, unique_sources=free
        )
        _write(links.clusters, out)
        if pairs is not None:
            _write(links.pairs, pairs)
        if save_model is not None:
            save_model.write_text(links.model.to_json() + "\n", encoding="utf-8")
    except (UnusableFileError, RecordsError, ModelError, EngineError) as error:
        raise _stop(str(error)) from error
    except OSError as error:
        name = Path(str(error.filename)).name if error.filename else "berkas"
        raise _stop(f"{name} tidak dapat dibaca atau ditulis: {error.strerror}") from error
    _tell(links)
    if known is not None:
        _judge(links, known, table)


def _stop(message: str) -> typer.Exit:
    typer.echo(f"Galat: {message}", err=True)
    return typer.Exit(2)


def _check_out(out: Path, files: Sequence[Path]) -> None:
    if out.suffix.lower() not in {".parquet", ".csv"}:
        raise UnusableFileError("--out harus berakhiran .parquet atau .csv")
    if out.exists() and any(path.exists() and out.samefile(path) for path in files):
        raise UnusableFileError("--out sama dengan berkas masukan; berkas asli tidak ditimpa")
    if not out.absolute().parent.is_dir():
        raise UnusableFileError(f"folder untuk {out.name} tidak ada")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UnusableFileError(f"{path.name} bukan berkas model") from error


def _unique(table: pl.DataFrame, asked: list[str] | None) -> tuple[str, ...]:
    if not asked:
        return registries(table)
    lists = set(table["sumber"].drop_nulls().unique().to_list())
    unknown = sorted(set(asked) - lists)
    if unknown:
        raise UnusableFileError(
            f"--unique {', '.join(unknown)}: sumber itu tidak ada. "
            f"Sumber yang ada: {', '.join(sorted(lists))}"
        )
    return tuple(asked)


def _write(table: pl.DataFrame, path: Path) -> None:
    """Written beside and then moved, so that a broken run leaves the last good file."""
    part = path.with_name(path.name + ".sebagian")
    if path.suffix.lower() == ".csv":
        table.write_csv(part)
    else:
        table.write_parquet(part)
    part.replace(path)


def _tell_records(table: pl.DataFrame, free: tuple[str, ...]) -> None:
    for name, count in table.group_by("sumber").len().sort("sumber").iter_rows():
        word = " (tanpa catatan ganda)" if name in free else ""
        typer.echo(f"{name or '(tanpa nama)'}: {count} catatan{word}", err=True)
    here = [name for name in EMPTY if name in table.columns]
    blank = pl.all_horizontal(pl.col(name).fill_null("").str.strip_chars() == "" for name in here)
    empty = int(table.select(blank.sum()).item()) if here else 0
    if empty:
        typer.echo(
            f"{empty} catatan tanpa isian yang dapat dibandingkan: masing-masing berdiri sendiri.",
            err=True,
        )


def _tell(links: Links) -> None:
    made, counts = links.model, links.counts
    typer.echo(
        f"{counts['catatan']} catatan: {counts['orang']} orang, {counts['sendiri']} di antaranya "
        f"satu catatan; {links.pairs.filter('askable').height} pasangan perlu diputus orang."
    )
    typer.echo(f"Model {replace(made, threshold=None).hash}: {made.source}")
    typer.echo(f"Ambang bobot {made.threshold:.1f} ({made.threshold_source})")
    if made.expected_precision is not None:
        typer.echo(f"Presisi yang diharapkan menurut peluang model: {made.expected_precision:.4f}")


def _judge(links: Links, truth: pl.DataFrame, table: pl.DataFrame) -> None:
    scores = evaluate(links.clusters, truth, table)
    unknown = links.clusters.join(truth, on="record_id", how="anti").height
    if unknown:
        typer.echo(f"{unknown} catatan tidak ada di kunci jawaban dan tidak dinilai.", err=True)
    typer.echo(f"precision {scores.precision:.5f}")
    typer.echo(f"recall    {scores.recall:.5f}")
    typer.echo(f"F1        {scores.f1:.5f}")
    typer.echo(f"pasangan salah di dalam satu kartu keluarga: {scores.false_in_card}")
    if scores.siblings_per_10000 is not None:
        typer.echo(f"anak tergabung dengan saudaranya per 10.000: {scores.siblings_per_10000:.2f}")
