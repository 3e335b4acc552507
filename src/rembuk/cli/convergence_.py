"""`rembuk convergence`: how complete a year is, and the pack to file."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rembuk.office.convergence.models import Year

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)
YearOption = Annotated[int, typer.Option("--year", help="Tahun aksi.")]
District = Annotated[str, typer.Option(help="Kode kabupaten/kota; kosong = daerah pemasangan ini.")]
Day = Annotated[
    dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Keadaan tanggal; kosong = kini.")
]


@app.command()
def status(year: YearOption, district: District = "", as_of: Day = None) -> None:
    """Kelengkapan tiap kantor dan sel yang lewat tenggat; angka yang sama dengan papan tagih.

    Lewat: kosong sesudah tenggat. Telat: terisi sesudah tenggat.

    Kode keluar: 0 semua terisi, 1 ada sel kosong, 2 tahun itu tidak ada.
    """
    found = _year(year, district)
    from django.utils import timezone

    from rembuk.office.convergence import queries

    on = as_of.date() if as_of else timezone.localdate()
    head = f"{'Kantor':<44}{'Seharusnya':>11}{'Terisi':>9}{'Kosong':>9}"
    head += f"{'Lewat':>8}{'Telat':>8}{'%':>6}"
    typer.echo(f"Indikator konvergensi {found.year}, {found.district_code}, keadaan {on}\n\n{head}")
    lines = queries.board(found, None, "office", on=on)
    total = queries.total(found, on=on)
    for one in (*lines, total):
        percent = "–" if one.percent is None else one.percent
        typer.echo(
            f"{one.name[:43]:<44}{one.expected:>11}{one.filled:>9}{one.empty:>9}"
            f"{one.overdue:>8}{one.late_filled:>8}{percent:>6}"
        )
    late = [one for one in queries.board(found, None, "indikator", on=on) if one.overdue]
    if late:
        typer.echo("\nIndikator dengan sel kosong lewat tenggat:")
    for one in sorted(late, key=lambda line: -line.overdue):
        typer.echo(f"  {one.code:<14}{one.overdue:>7}  {one.name}")
    raise SystemExit(1 if total.empty else 0)


@app.command()
def pack(
    year: YearOption,
    out: Annotated[Path, typer.Option(help="Berkas zip yang dibuat.")],
    district: District = "",
    as_of: Day = None,
) -> None:
    """Paket lapor: lembar a-o terisi, dokumen, daftar periksa, bukti lapor, beda dari lapor lalu.

    Kode keluar: 0 lengkap, 1 ada yang kosong atau kurang (paket tetap dibuat), 2 tahun tidak ada.
    """
    found = _year(year, district)
    from django.utils import timezone

    from rembuk.office.convergence.filings import packing

    made = packing.pack(found, as_of.date() if as_of else timezone.localdate())
    half = out.with_name(f"{out.name}.half")
    half.write_bytes(made.content)
    half.replace(out)
    typer.echo(f"{out}: {len(made.names)} berkas, {len(made.content) // 1024} kB")
    if made.empty:
        typer.echo(f"  {made.empty} sel masih kosong")
    if made.missing:
        typer.echo(f"  {made.missing} dokumen belum ada")
    for name in made.lost:
        typer.echo(f"  tidak terbaca dari simpanan: {name}", err=True)
    raise SystemExit(1 if made.empty or made.missing or made.lost else 0)


def _year(year: int, district: str) -> Year:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
    import django

    django.setup()
    from django.conf import settings

    from rembuk.office.convergence.models import Year

    code = district or str(settings.REMBUK_AREA)
    found = Year.objects.filter(district_code=code, year=year).first()
    if found is None:
        typer.echo(f"Tahun {year} belum dibuka di {code}.", err=True)
        raise SystemExit(2)
    return found
