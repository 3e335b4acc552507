"""`rembuk serve`: the web server and the job worker, together."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from rembuk.cli.processes import (
    COMMAND,
    Household,
    PortTakenError,
    check_port,
    die_with_parent,
    wait_for,
)

app = typer.Typer(help="Jalankan web dan pekerja | run web server and worker")

Env = dict[str, str]


@app.callback(invoke_without_command=True)
def serve(
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port web.")] = 8000,
    host: Annotated[str, typer.Option(help="Alamat yang didengarkan.")] = "127.0.0.1",
    threads: Annotated[int, typer.Option(min=1, help="Utas per proses web.")] = 4,
    workers: Annotated[int, typer.Option(min=1, help="Banyaknya proses web.")] = 1,
    demo: Annotated[
        bool, typer.Option("--demo", help="Buat daerah contoh dulu bila belum.")
    ] = False,
    area: Annotated[str, typer.Option(help="Daerah contoh, kode Kemendagri.")] = "16.06",
    scale: Annotated[str, typer.Option(help="Ukuran daerah contoh.")] = "default",
    only: Annotated[str, typer.Option(help="semua, web atau pekerja.")] = "semua",
) -> None:
    """Jalankan web dan pekerja sampai Ctrl-C."""
    if only not in {"semua", "web", "pekerja"}:
        _stop("--only: semua, web atau pekerja")
    if only == "pekerja":
        _work()
        return
    try:
        check_port(host, port)
    except PortTakenError as taken:
        again = f"make demo PORT={taken.free}" if demo else f"rembuk serve --port {taken.free}"
        hint = f" Pakai port lain: {again}" if taken.free else ""
        _stop(f"Port {taken.port} sedang dipakai program lain, atau tidak boleh dibuka.{hint}")
    env = _demo_env(area) if demo else dict(os.environ)
    if demo:
        _ensure_demo(area, scale, env)
    else:
        _run([*COMMAND, "manage", "migrate", "--check", "--verbosity", "0"], env,
             "Basis data belum mutakhir: jalankan `rembuk manage migrate` dahulu.")  # fmt: skip
    _collect_static(env)
    raise typer.Exit(_keep(host, port, threads, workers, only, env, area if demo else ""))


def _keep(host: str, port: int, threads: int, workers: int, only: str, env: Env, area: str) -> int:
    """Start all, say where, and stay until something ends; returns the exit code."""
    with Household() as house:
        web = house.start("web", _granian(host, port, threads, workers), env)
        if only == "semua":
            house.start("pekerja", [*COMMAND, "serve", "--only", "pekerja"], env)
        if not wait_for(host, port, web.process):
            if house.asked:
                return 0
            typer.secho("Web tidak dapat dijalankan; lihat pesan di atas.", fg="red", err=True)
            return 1
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104 - read aloud
        _announce(f"http://{shown}:{port}/", area)
        ended = house.watch()
        if ended is not None:
            typer.secho(f"{ended.name} berhenti sendiri (kode {ended.process.returncode}); "
                        "semua dihentikan.", fg="red", err=True)  # fmt: skip
            return 1
        typer.echo("\nMenghentikan web dan pekerja ...")
    typer.echo("Berhenti.")
    return 0


def _granian(host: str, port: int, threads: int, workers: int) -> list[str]:
    return [
        COMMAND[0], "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws",
        "--workers-kill-timeout", "5", "--log-level", "warning", "--respawn-failed-workers",
        "rembuk.site.wsgi:application",
    ]  # fmt: skip


def _announce(address: str, area: str) -> None:
    typer.echo("")
    typer.secho(f"  Rembuk berjalan di {address}", bold=True)
    if area:
        from rembuk.demo.roster import PASSWORD, ROSTER
        from rembuk.demo.state import read, var_for

        state = read(var_for(area))
        places = state.places if state else {}
        typer.echo(f"  Daerah contoh: orangnya rekaan. Kata sandi semua akun: {PASSWORD}\n")
        typer.echo(f"  {'akun':<13} {'peran':<36} tempat")
        for seat in ROSTER:
            role = seat.shown.removesuffix(" (tiruan)")
            typer.echo(f"  {seat.username:<13} {role:<36} {places.get(seat.username, '')}")
    typer.echo("\n  Ctrl-C menghentikan semuanya.")


def _ensure_demo(area: str, scale: str, env: Env) -> None:
    """Build the demo or go on building it, in a program of its own: its memory is given back."""
    from rembuk.demo.plan import UNDER_FIVES, Scale, make_plan
    from rembuk.demo.state import DemoError, until_for, up_to_date, var_for

    sizes: dict[str, Scale] = {"default": "default", "full": "full", "small": "small"}
    if scale not in UNDER_FIVES:
        _stop(f"Ukuran tidak dikenal: {scale} (default, full, small)")
    try:
        var = var_for(area)
        until = until_for(var, dt.date.today())
        if up_to_date(var, make_plan(area, sizes[scale], until=until)):
            return
    except DemoError as problem:
        _stop(str(problem))
    _run([*COMMAND, "demo", "build", "--area", area, "--scale", scale], env)


def _demo_env(area: str) -> Env:
    from rembuk.demo.state import var_for

    return {**os.environ, "REMBUK_DEMO": "1", "REMBUK_AREA": area,
            "REMBUK_VAR": str(var_for(area))}  # fmt: skip


def _collect_static(env: Env) -> None:
    """Gather the static files when they changed since the last start."""
    var = Path(env.get("REMBUK_VAR", "var")).resolve()
    source = Path(__file__).parents[1] / "site" / "static"
    sheet = hashlib.sha256()
    for file in sorted(source.rglob("*")):
        info = file.stat()
        sheet.update(f"{file.relative_to(source)} {info.st_size} {info.st_mtime_ns}\n".encode())
    stamp = var / "static" / ".asal"
    if stamp.exists() and stamp.read_text() == sheet.hexdigest():
        return
    typer.echo("Menyiapkan berkas tampilan ...")
    _run([*COMMAND, "manage", "collectstatic", "--noinput", "--verbosity", "0"], env)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(sheet.hexdigest())


def _run(command: list[str], env: Env, remedy: str = "") -> None:
    """Run a step; its own message is enough when it fails, unless a remedy is given."""
    try:
        code = subprocess.run(  # noqa: S603 - our own programs
            command, env=env, check=False, preexec_fn=die_with_parent
        ).returncode
    except KeyboardInterrupt:
        code = 130
    if code:
        if code == 130:
            typer.echo("\nDihentikan. Perintah yang sama melanjutkan dari sini.", err=True)
        elif remedy:
            typer.secho(remedy, fg=typer.colors.RED, err=True)
        raise typer.Exit(code)


def _work() -> None:
    """Be the job worker until asked to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
    import django

    django.setup()
    from rembuk.office.jobs import worker

    worker.run()


def _stop(message: str) -> NoReturn:
    typer.secho(message, fg=typer.colors.RED, err=True)
    raise typer.Exit(2)
