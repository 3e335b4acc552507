"""`rembuk demo`: the invented district."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from rembuk.demo.console import Bar
from rembuk.demo.plan import (
    DEFAULT_AREA,
    DEFAULT_SEED,
    Plan,
    Scale,
    make_plan,
    usual_until,
)
from rembuk.demo.state import DemoError, clean, until_for, var_for

app = typer.Typer(help="Daerah contoh (data tiruan) | the invented district", no_args_is_help=True)

Area = Annotated[str, typer.Option(help="Kode Kemendagri salah satu dari lima daerah.")]
Size = Annotated[
    str, typer.Option("--scale", help="default (3 kecamatan) atau full (sekabupaten).")
]
Months = Annotated[int, typer.Option(help="Banyaknya bulan.")]
Until = Annotated[str | None, typer.Option(help="Bulan terakhir, TTTT-BB.")]
Seed = Annotated[int, typer.Option(help="Benih acak; benih sama, data sama.")]
Under = Annotated[int | None, typer.Option("--children", help="Banyaknya balita (kira-kira).")]


@app.command()
def build(
    area: Area = DEFAULT_AREA,
    scale: Size = "default",
    months: Months = 24,
    until: Until = None,
    seed: Seed = DEFAULT_SEED,
    children: Under = None,
) -> None:
    """Buat basis data, akun, berkas tiruan, lalu masukkan semuanya (dapat dilanjutkan)."""
    bar = Bar()
    try:
        last = until or until_for(var_for(area), dt.date.today())
        plan = _plan(area, scale, months, last, seed, children)
        from rembuk.demo.build import ensure

        state, built = ensure(plan, var_for(area), bar)
    except DemoError as problem:
        bar.end()
        _stop(str(problem))
    bar.end()
    if built:
        typer.echo(f"Daerah contoh siap ({state.seconds:.0f} detik): {var_for(area)}")


@app.command()
def files(
    out: Annotated[Path, typer.Argument(help="Folder tujuan.")],
    area: Area = DEFAULT_AREA,
    scale: Size = "default",
    months: Months = 24,
    until: Until = None,
    seed: Seed = DEFAULT_SEED,
    children: Under = None,
) -> None:
    """Tulis berkas instansi tiruan saja, tanpa basis data."""
    from rembuk.demo.generate import generate

    bar = Bar()
    try:
        last = until or usual_until(dt.date.today())
        written = generate(_plan(area, scale, months, last, seed, children), out, bar)
    except ValueError as problem:
        bar.end()
        _stop(str(problem))
    bar.end()
    for item in written:
        typer.echo(f"{item.rows:>9,}  {item.layout:<14} {item.path}")


@app.command("clean")
def remove(area: Area = DEFAULT_AREA) -> None:
    """Hapus daerah contoh (hanya demo; data lain tidak disentuh)."""
    var = var_for(area)
    try:
        clean(var)
    except DemoError as problem:
        _stop(str(problem))
    typer.echo(f"Daerah contoh di {var} sudah dihapus.")


def _plan(area: str, scale: str, months: int, until: str, seed: int, children: int | None) -> Plan:
    sizes: dict[str, Scale] = {"default": "default", "full": "full", "small": "small"}
    try:
        if scale not in sizes:
            raise ValueError(f"Ukuran tidak dikenal: {scale} (default, full, small)")
        return make_plan(area, sizes[scale], months, until, seed, children)
    except ValueError as problem:
        _stop(str(problem))


def _stop(message: str) -> NoReturn:
    typer.secho(message, fg=typer.colors.RED, err=True)
    raise typer.Exit(2)
