"""Answer time of the main pages at the scale of a whole kabupaten, one user, warm.

Builds the full-scale demo once under `REMBUK_VAR` (default var/bench), then asks each page through
Django's test client and prints p50 and p95 in milliseconds and the size of the answer.

Usage: python -m bench.pages [ROUNDS]
"""

from __future__ import annotations

import os
import statistics
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
    ("daftar anak, pendek", "tpps", "/posyandu/anak/?status=pendek"),
    ("daftar anak, kasus, satu kecamatan", "tpps", "/posyandu/anak/?status=kasus&wilayah=16.06.01"),
    ("lihat dulu", "tpps", "/posyandu/lihat-dulu/"),
    ("kelengkapan", "tpps", "/posyandu/kelengkapan/"),
]


def build() -> None:
    """The full-scale district, once."""
    command = [
        sys.executable,
        "-m",
        "rembuk",
        "demo",
        "build",
        "--scale",
        os.environ.get("SCALE", "full"),
    ]
    began = time.perf_counter()
    subprocess.run(command, check=True)
    print(f"build: {time.perf_counter() - began:.0f} s")


def main(rounds: int) -> None:
    """Time every page."""
    build()
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from rembuk.office.people.models import Person
    from rembuk.office.posyandu.models import Measurement

    settings.ALLOWED_HOSTS = ["testserver"]
    print(f"children {Person.objects.count():,}, measurements {Measurement.objects.count():,}")
    print(f"{'page':<36}{'p50 ms':>8}{'p95 ms':>8}{'kB':>7}   goal {GOAL_MS}")
    for name, username, path in PAGES:
        client = Client()
        client.force_login(
            get_user_model().objects.get(username=username),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        for _ in range(3):
            answer = client.get(path)
        if answer.status_code != 200:
            print(f"{name:<36} answered {answer.status_code}")
            continue
        took = []
        for _ in range(rounds):
            began = time.perf_counter()
            answer = client.get(path)
            took.append(1000 * (time.perf_counter() - began))
        cuts = statistics.quantiles(took, n=20)
        mark = "" if cuts[18] <= GOAL_MS else "   over"
        size = len(answer.content) / 1024
        print(f"{name:<36}{statistics.median(took):>8.0f}{cuts[18]:>8.0f}{size:>7.0f}{mark}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
