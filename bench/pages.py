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
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def _counted(queries: list[str]) -> Callable[..., Any]:
    def wrapper(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    return wrapper


def main(rounds: int, imported: bool) -> None:
    """Time every page."""
    build(imported)
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from rembuk.office.access.models import Account
    from rembuk.office.people.models import Person
    from rembuk.office.posyandu.models import Measurement
    from rembuk.site.warm import warm

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"  # nothing was collected
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
    print(f"children {Person.objects.count():,}, measurements {Measurement.objects.count():,}")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    head = (
        f"{'page':<38}{'p50 ms':>8}{'p95 ms':>8}{'CPU p50':>9}{'CPU p95':>9}{'queries':>9}{'kB':>6}"
    )
    print(f"{head}   goal {GOAL_MS}")
    warm()
    for name, username, path in PAGES:
        client = Client()
        client.force_login(
            Account.objects.get(username=username),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        client.get(path)
        client.get(path)
        queries: list[str] = []
        with connection.execute_wrapper(_counted(queries)):
            answer = client.get(path)
        if answer.status_code != 200:
            print(f"{name:<38} answered {answer.status_code}")
            continue
        took, used = [], []
        for _ in range(rounds):
            began, cpu = time.perf_counter(), time.process_time()
            answer = client.get(path)
            took.append(1000 * (time.perf_counter() - began))
            used.append(1000 * (time.process_time() - cpu))
        p95, cpu95 = (statistics.quantiles(one, n=20)[18] for one in (took, used))
        print(
            f"{name:<38}{statistics.median(took):>8.0f}{p95:>8.0f}"
            f"{statistics.median(used):>9.0f}{cpu95:>9.0f}"
            f"{len(queries):>9}{len(answer.content) / 1024:>6.0f}"
            f"{'' if p95 <= GOAL_MS else '   over'}"
        )


if __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if one != "--import"]
    main(int(arguments[0]) if arguments else 30, "--import" in sys.argv)
