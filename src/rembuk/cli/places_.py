"""`rembuk places load [CODE]` and `rembuk places crosswalk FILE`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def _settings() -> None:
    """Wilayah dan padanan kode. | Areas and code crosswalks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
    import django

    django.setup()


@app.command()
def load(
    code: Annotated[
        str, typer.Argument(help="Kode Kemendagri kabupaten/kota; kosong = REMBUK_AREA")
    ] = "",
) -> None:
    """Muat provinsi, kabupaten/kota, dan seluruh wilayah daerah ini. | Load areas."""
    from django.conf import settings

    from rembuk.office.places import services

    area = code or settings.REMBUK_AREA
    try:
        done = services.load_areas(area)
    except services.UnknownAreaError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(
        f"Wilayah {area}: {done.added} baru, {done.changed} berubah, "
        f"{done.closed} tidak berlaku lagi, {done.same} sama."
    )


@app.command()
def crosswalk(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Berkas CSV")],
) -> None:
    """Impor padanan kode Kemendagri-BPS (kode_kemendagri, kode_bps, valid_from, source)."""
    from rembuk.office.places import services

    try:
        done = services.import_crosswalk(file)
    except services.CrosswalkError as error:
        for problem in error.problems[:50]:
            typer.echo(str(problem), err=True)
        typer.echo(f"{len(error.problems)} galat. Tidak ada yang disimpan.", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Padanan kode: {done.added} baru, {done.changed} berubah, {done.same} sama.")
