"""`rembuk import FILES...`: agency files in, by the same services as the pages."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rembuk.office.intake.models import Import

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
SHOWN = 10
WORDS = {"baru": "baru", "berubah": "berubah", "sama": "sama", "ragu": "ragu", "galat": "galat"}


@app.command()
def bring(
    files: Annotated[list[Path], typer.Argument(help="Berkas xlsx, xls, HTML atau CSV.")],
    as_of: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Tanggal data; kosong = kunjungan terbaru."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Simpan tanpa bertanya.")] = False,
    accept_doubtful: Annotated[
        bool, typer.Option("--terima-ragu", help="Simpan juga baris yang diragukan.")
    ] = False,
) -> None:
    """Berkas instansi masuk: kenali, periksa, tunjukkan, simpan. | Agency files in.

    Kode keluar: 0 semua beres, 1 ada berkas atau baris yang tertahan.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
    import django

    django.setup()
    day = as_of.date() if as_of else None
    written: list[Import] = []
    held = False
    try:
        for path in files:
            held |= not _one(path, day, yes, accept_doubtful, written)
            if not yes:  # somebody reads the answers one by one
                _finish(written)
    except Exception:
        _finish(written)
        raise
    _finish(written)
    raise typer.Exit(1 if held else 0)


def _finish(written: list[Import]) -> None:
    """What follows from all files together: of many it would be most of the work, file by file."""
    from rembuk.office.intake import services

    if not written:
        return
    services.finish(written, _progress)
    files = len({one.file_id for one in written})
    typer.secho(f"Tersimpan: {files} berkas." if files > 1 else "  Tersimpan.", fg="green")
    written.clear()


def _one(
    path: Path, as_of: dt.date | None, yes: bool, accept_doubtful: bool, written: list[Import]
) -> bool:
    """Bring one file in; whether nothing was held back. What was saved of it joins `written`."""
    from rembuk.office.intake import services

    typer.secho(path.name, bold=True)
    if not path.is_file():
        typer.secho("  Berkas tidak ada. Periksa nama dan foldernya.", fg="red")
        return False
    try:
        file = services.receive(path)
    except services.Unreadable as problem:
        typer.secho(f"  {problem}", fg="red")
        return False
    clean = True
    for imported in services.recognise(file):
        clean &= _sheet(imported, as_of, yes, accept_doubtful, written, seen=file.seen)
    return clean


def _sheet(
    imported: Import, as_of: dt.date | None, yes: bool, accept_doubtful: bool,
    written: list[Import], *, seen: bool,
) -> bool:  # fmt: skip
    from rembuk.office.intake import services
    from rembuk.office.intake.models import ImportState

    if seen and imported.state == ImportState.DONE:
        day = f"{imported.finished_at:%d/%m/%Y}" if imported.finished_at else ""
        typer.echo(f"  Berkas ini sudah pernah masuk {day}: tidak ada yang baru.")
        return True
    if imported.state in {ImportState.CHECKING, ImportState.PREVIEW}:
        services.check(imported, as_of, progress=_progress)
    if imported.state in {ImportState.MAPPING, ImportState.REFUSED}:
        typer.secho(f"  {imported.told}", fg="red")
        return False
    _tell(imported)
    stopped = imported.state == ImportState.COMMITTING  # killed before: go on
    if imported.state == ImportState.PREVIEW:
        if not (yes or typer.confirm("  Simpan?")):
            typer.echo("  Belum disimpan; pratinjaunya ada di halaman Data masuk.")
            return False
        if services.write(imported, _progress, accept_doubtful=accept_doubtful):
            written.append(imported)
    elif stopped and imported not in written and services.write(imported, _progress):
        typer.echo("  Penyimpanan yang terhenti diselesaikan.")
        written.append(imported)
    return int(imported.counts.get("galat", 0)) == 0


def _tell(imported: Import) -> None:
    counts = ", ".join(f"{imported.counts.get(v, 0)} {word}" for v, word in WORDS.items())
    sheet = f"lembar {imported.sheet}, " if imported.sheet else ""
    typer.echo(f"  {sheet}{imported.layout}: {counts}")
    if imported.message:
        typer.echo(f"  {imported.told}")
    for other in imported.report.get("overlap", []):
        months = ", ".join(other["months"])
        typer.echo(f"  Bulan {months} sudah pernah masuk dari {other['file']}.")
    issues = imported.issues.filter(verdict__in=["galat", "ragu"]).order_by("row_no", "pk")
    for issue in issues[:SHOWN]:
        typer.echo(f"    baris {issue.row_no}, {issue.column or '-'}: {issue.told}")
    more = issues.count() - SHOWN
    if more > 0:
        typer.echo(f"    dan {more} lagi; unduh lembar tertahan di halaman Data masuk.")


def _progress(stage: str, done: int, total: int) -> None:
    """A line that is written over, on a terminal only."""
    import sys

    if sys.stderr.isatty():
        typer.echo(f"\r  {stage} {done}/{total}".ljust(70) + "\r", nl=False, err=True)
