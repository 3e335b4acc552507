"""The command `rembuk`: one module a noun, loaded only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final

import typer

from rembuk.demo.state import environment as demo_environment

ROOMS: Final = {
    "growth": "Skor pertumbuhan WHO dan grafik | WHO growth scores and charts",
    "poverty": "Garis dan ukuran kemiskinan | poverty lines and measures",
    "reference": "Data acuan: periksa, tampilkan | reference data: check, show",
    "import": "Berkas instansi masuk | agency files in",
    "link": "Tautkan catatan yang orangnya sama | link records of one person",
    "places": "Wilayah dan padanan kode | areas and code crosswalks",
    "convergence": "Aksi konvergensi: kelengkapan, paket lapor | completeness, filing pack",
    "plan": "Rencana: bagi uang menurut prioritas | what first under a budget",
    "demo": "Daerah contoh (data tiruan) | the invented district",
    "serve": "Jalankan web dan pekerja | run web server and worker",
    "doctor": "Periksa pemasangan | check an installation",
    "manage": "Perintah Django | Django commands",
}
"""Sub-command -> one line of help. `rembuk X` lives in `rembuk.cli.X_` as `app` or `main`."""


def main(argv: list[str] | None = None) -> None:
    """Run the command named by the first argument."""
    args = list(sys.argv[1:] if argv is None else argv)
    if not args or args[0] in {"-h", "--help"} or args[0] not in ROOMS:
        known = "\n".join(f"  rembuk {name:<10} {text}" for name, text in ROOMS.items())
        asked = args and args[0] not in {"-h", "--help"}
        if asked:
            typer.echo(f"Perintah tidak dikenal: {args[0]}", err=True)
        typer.echo(f"Rembuk\n\n{known}", err=bool(asked))
        raise SystemExit(2 if asked else 0)
    name, rest = args[0], args[1:]
    if name in {"import", "places", "doctor", "manage", "convergence", "plan"}:
        os.environ.update(demo_environment(os.environ))
    module = importlib.import_module(f"rembuk.cli.{name}_")
    if name == "manage":
        module.main(rest)
    else:
        module.app(args=rest, prog_name=f"rembuk {name}")
