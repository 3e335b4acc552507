"""Answer time of the pages of promises with 100,000 promises of one district, one user, warm.

Fills `REMBUK_VAR` (default var/bench-janji) once: a small district's places, offices of a whole
kabupaten, promises inserted directly with a first line of history. Then asks each page through
Django's test client, as `bench.pages` does, and prints p50 and p95 in milliseconds of wall time and
of CPU time, the number of queries, and the size of the answer.

Usage: python -m bench.ledger [ROUNDS] [PROMISES]
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VAR = Path(os.environ.setdefault("REMBUK_VAR", "var/bench-janji"))
os.environ.setdefault("REMBUK_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
GOAL_MS = 150
PROMISES = 100_000
BATCH = 2_000
STATES = {
    # state -> (share, days from today to the due date)
    "diusulkan": (0.06, (-10, 120)),
    "diterima": (0.08, (-10, 200)),
    "berjalan": (0.14, (-30, 150)),
    "dikembalikan": (0.02, (-20, 60)),
    "selesai": (0.05, (-60, 60)),
    "diverifikasi": (0.55, (-900, 0)),
    "ditolak": (0.04, (-600, 90)),
    "dibatalkan": (0.04, (-900, 90)),
    "dibawa": (0.02, (-900, 0)),
}
PAGES = [
    ("beranda janji, TPPS", "tpps", "/janji/"),
    ("semua, TPPS", "tpps", "/janji/?daftar=semua"),
    ("lewat tenggat, TPPS", "tpps", "/janji/?daftar=lewat"),
    ("perlu diperiksa, TPPS", "tpps", "/janji/?daftar=periksa"),
    ("halaman ke-50, TPPS", "tpps", "/janji/?daftar=semua&hal=50"),
    ("satu kecamatan, Dana Desa", "tpps", "/janji/?daftar=semua&wilayah=16.06.01&dana=DANA-DD"),
    ("selesai diperiksa, satu kantor", "tpps", "/janji/?daftar=semua&keadaan=diverifikasi"),
    ("kantor saya, Dinkes", "dinkes", "/janji/"),
    ("semua, Dinkes", "dinkes", "/janji/?daftar=semua"),
    ("beranda janji, camat", "camat", "/janji/"),
    ("perlu diperiksa, verifikator", "verifikator", "/janji/?daftar=periksa"),
    ("per kantor (Sekda)", "bupati", "/janji/kantor/"),
    ("kalender", "tpps", "/janji/kalender/"),
    ("satu janji", "dinkes", "@promise"),
]


def build(many: int) -> None:
    """Accounts, offices and promises, once."""
    import django

    django.setup()
    from django.core.management import call_command

    from rembuk.office.ledger.models import Promise

    call_command("migrate", interactive=False, verbosity=0)
    began = time.perf_counter()
    if Promise.objects.count() < many:
        offices = _offices()
        _insert(many, offices)
    print(f"build: {time.perf_counter() - began:.0f} s")


def _offices() -> list[Any]:
    """Offices of a kabupaten with real areas, and five accounts that hold seats."""
    from rembuk.office.access.models import Account, Assignment
    from rembuk.office.places.models import Area
    from rembuk.office.places.services import load_areas
    from rembuk.office.seats.models import Office
    from rembuk.office.seats.services import appoint, seat_in

    since = dt.date(2020, 1, 1)
    if not Area.objects.exists():
        load_areas("16.06")
    villages = list(Area.objects.filter(code__startswith="16.06.", level=4).order_by("code"))
    given = [("tpps", "tim", "16.06", "TPPS")]
    given += [(f"opd-{n}", "opd", "16.06", f"OPD{n}") for n in range(24)]
    given += [(f"kec-{n:02d}", "kecamatan", f"16.06.{n:02d}", "") for n in range(1, 15)]
    given += [(f"desa-{one.code}", "desa", one.code, "PEMDES") for one in villages]
    for code, kind, place, role in given:
        Office.objects.get_or_create(
            code=code,
            defaults={
                "name": code, "short": code, "kind": kind, "role": role, "place_code": place,
                "valid_from": since,
            },
        )  # fmt: skip
    for name, role, place, office in (
        ("tpps", "tpps", "16.06", "tpps"),
        ("bupati", "pimpinan", "16.06", ""),
        ("dinkes", "operator", "16.06", "opd-0"),
        ("camat", "camat", "16.06.01", "kec-01"),
        ("verifikator", "verifikator", "16.06", ""),
    ):
        account, made = Account.objects.get_or_create(username=name)
        if made:
            Assignment.objects.create(
                account=account, role=role, place_code=place, valid_from=since
            )
            if office:
                seat = seat_in(Office.objects.get(code=office), "Kepala", head=True)
                appoint(seat, name, since, account=account)
    return list(Office.objects.exclude(kind__in=("tim", "kecamatan")))


def _insert(many: int, offices: list[Any]) -> None:
    from django.utils import timezone

    from rembuk.office.access.models import Account
    from rembuk.office.ledger.models import Change, Promise

    rng = random.Random(7)
    tpps, owner = Account.objects.get(username="tpps"), Account.objects.get(username="dinkes")
    villages = [one.place_code for one in offices if one.kind == "desa"]
    now = timezone.now()
    for first in range(0, many, BATCH):
        size = min(BATCH, many - first)
        rows = list(_promises(first, size, rng, offices, villages, tpps, owner, now))
        made = Promise.objects.bulk_create(rows)
        Change.objects.bulk_create(
            Change(promise=one, at=one.created_at, by=tpps, act="usul", after=one.state, version=1)
            for one in made
        )


def _promises(
    first: int, size: int, rng: random.Random, offices: list[Any], villages: list[str], tpps: Any,
    owner: Any, now: dt.datetime,
) -> Iterator[Any]:  # fmt: skip
    from rembuk.office.ledger.models import Promise
    from rembuk.office.ledger.states import LIVE
    from rembuk.office.people import public_ids

    money = ("DANA-APBD", "DANA-DD", "DANA-BOK", "DANA-BOKB", "DANA-CSR", "")
    states = rng.choices(list(STATES), [share for share, _span in STATES.values()], k=size)
    opds = [one for one in offices if one.kind == "opd"]
    for number, (code, state) in enumerate(
        zip(public_ids.new_many(size), states, strict=True), first
    ):
        due = now.date() + dt.timedelta(days=rng.randint(*STATES[state][1]))
        yield Promise(
            public_id=code, number=f"2026/{number:06d}", title=f"Janji contoh nomor {number}",
            kind=rng.choice(("spesifik", "sensitif")), beneficiary_kind="wilayah",
            place_code=rng.choice(villages), source_kind=rng.choice(("audit", "rembuk", "lain")),
            audience="terbatas" if rng.random() < 0.1 else "terbuka", case_code="AKS-001",
            owner=rng.choice(opds if rng.random() < 0.6 else offices), budget=rng.randrange(10**7),
            money=rng.choice(money), due=due, priority=rng.choice((1, 2, 2, 2, 3)), state=state,
            live=state in LIVE, asked_by=tpps, created_at=now, changed_at=now,
            finished_by=owner if state in {"selesai", "diverifikasi"} else None,
            finished_at=now if state in {"selesai", "diverifikasi"} else None,
        )  # fmt: skip


def main(rounds: int, many: int) -> None:
    """Time every page."""
    build(many)
    from django.db import connection

    from bench.asked import ask
    from rembuk.office.ledger.models import Promise

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"promises {Promise.objects.count():,}")
    one = Promise.objects.filter(owner__code="opd-0", state="berjalan").first()
    path = f"/janji/{one.public_id}/" if one else "/janji/"
    ask([(name, who, to.replace("@promise", path)) for name, who, to in PAGES], rounds, GOAL_MS)


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    main(numbers[0] if numbers else 30, numbers[1] if len(numbers) > 1 else PROMISES)
