"""`rembuk reference check` and `rembuk reference show CODE`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from rembuk.reference import check as checking
from rembuk.reference import load, rulebook
from rembuk.reference.dated import Rule
from rembuk.reference.overrides import OverrideError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Overrides = Annotated[
    Path | None,
    typer.Option(
        "--overrides",
        envvar="REMBUK_OVERRIDES",
        help="Berkas nilai daerah (YAML) | district overrides",
    ),
]


@app.command()
def check(
    overrides: Overrides = None,
    directory: Annotated[Path, typer.Option(help="Folder data acuan | reference data")] = (
        rulebook.DATA
    ),
) -> None:
    """Periksa data acuan; keluar 1 bila ada yang salah. | Check the reference data."""
    found = checking.findings(directory, overrides)
    for one in found:
        typer.echo(str(one), err=True)
    if found:
        typer.echo(f"{len(found)} temuan. Data acuan belum dapat dipakai.", err=True)
        raise typer.Exit(1)
    reference = load(overrides=overrides, directory=directory)
    own = sum(rule.origin == "daerah" for rule in reference.rules)
    typer.echo(
        f"Data acuan baik: {len(reference.rules)} aturan ({own} nilai daerah), "
        f"{len(reference.published)} angka survei, versi {reference.version(dt.date.today())}."
    )


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="Kode aturan, mis. kbm atau case.lulus_months")],
    overrides: Overrides = None,
) -> None:
    """Tampilkan satu aturan dengan masa berlaku, sumber, dan keyakinannya. | Show one rule."""
    try:
        reference = load(overrides=overrides)
    except (rulebook.BadFileError, OverrideError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    mine = [rule for rule in reference.rules if rule.code == code]
    if not mine:
        near = [r.code for r in reference.rules if code.lower() in r.code.lower()]
        hint = f" Mungkin: {', '.join(sorted(set(near))[:8])}" if near else ""
        typer.echo(f"Tidak ada aturan berkode {code}.{hint}", err=True)
        raise typer.Exit(1)
    for rule in mine:
        typer.echo("\n".join(_lines(rule)))
        for key in rule.source:
            typer.echo(f"  sumber      {reference.source_text(key)}")


def _lines(rule: Rule) -> list[str]:
    until = f"sebelum {rule.valid_to}" if rule.valid_to else "seterusnya"
    lines = [
        f"{rule.code} ({rule.origin})",
        f"  berlaku     {rule.valid_from} sampai {until}",
        f"  keyakinan   {rule.confidence}",
    ]
    hidden = {"code", "origin", "valid_from", "valid_to", "confidence", "source"}
    for name in type(rule).model_fields:
        value = getattr(rule, name)
        if name in hidden or value in ((), "", None):
            continue
        values = value if isinstance(value, tuple) else (value,)
        for index, one in enumerate(values):
            lines.append(f"  {name if index == 0 else '':<11} {one}")
    return lines
