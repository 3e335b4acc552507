"""Answer time of the main pages at the scale of a whole kabupaten, one user, warm.

Fills a district once under `REMBUK_VAR` (default var/bench): rows inserted directly, counts as the
full demo (see `bench.district`); with `--import` through the demo's own files and their import,
which takes long. Then readies the process as the server does (`site.warm`), asks each page through
Django's test client and prints p50 and p95 in milliseconds of wall time and of CPU time (what the
page itself costs, whatever else the machine does), the number of queries, and the size of the
answer.

Usage: python -m bench.pages [ROUNDS] [--import]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

VAR = Path(os.environ.setdefault("REMBUK_VAR", "var/bench"))
os.environ.setdefault("REMBUK_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
GOAL_MS = 150
PAGES = [
    ("beranda kabupaten", "tpps", "/"),
    ("tabel kecamatan", "tpps", "/keadaan/16.06.01/"),
    ("daftar anak", "tpps", "/posyandu/anak/"),
    ("daftar anak, terdaftar (S)", "gizi", "/posyandu/anak/?status=s"),
    ("daftar anak, urut TB/U", "gizi", "/posyandu/anak/?urut=tbu"),
    ("daftar anak, urut urutan", "gizi", "/posyandu/anak/?urut=urutan"),
    ("daftar anak, pendek", "tpps", "/posyandu/anak/?status=pendek"),
    ("daftar anak, kasus, satu kecamatan", "tpps", "/posyandu/anak/?status=kasus&wilayah=16.06.01"),
    ("lihat dulu", "tpps", "/posyandu/lihat-dulu/"),
    ("kelengkapan", "tpps", "/posyandu/kelengkapan/"),
]


def build(imported: bool) -> None:
    """The full-scale district, once; Django is set up afterwards."""
    import django

    began = time.perf_counter()
    if imported:
        command = [sys.executable, "-m", "rembuk", "demo", "build", "--scale", "full"]
        subprocess.run(command, check=True)
        django.setup()
    else:
        django.setup()
        _insert()
    print(f"build: {time.perf_counter() - began:.0f} s")


def _insert() -> None:
    from django.core.management import call_command

    from bench import district
    from rembuk.demo.plan import make_plan
    from rembuk.office.access.models import Account

    call_command("migrate", interactive=False, verbosity=0)
    if not Account.objects.exists():  # accounts are made last
        district.build(make_plan(scale="full"))


def main(rounds: int, imported: bool) -> None:
    """Time every page."""
    build(imported)
    from bench.asked import ask
    from rembuk.office.people.models import Person
    from rembuk.office.posyandu.models import Measurement

    print(f"children {Person.objects.count():,}, measurements {Measurement.objects.count():,}")
    ask(PAGES, rounds, GOAL_MS)


if __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if one != "--import"]
    main(int(arguments[0]) if arguments else 30, "--import" in sys.argv)
