"""Answer time of the board of need, plan, budget and delivery at full scale: 242 villages, every
declared need, 12,000 activities of a year, 60,000 deliveries; one user, warm.

Fills `REMBUK_VAR` (default var/bench-imbangan) once: areas and offices of a whole kabupaten, rows
inserted directly, the balance counted by the program. Prints how long the count and one follow-up
act take, then p50 and p95 of each page in milliseconds, as `bench.pages` does. Goal: p95 200 ms.

Usage: python -m bench.programmes [ROUNDS]
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

VAR = Path(os.environ.setdefault("REMBUK_VAR", "var/bench-imbangan"))
os.environ.setdefault("REMBUK_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
GOAL_MS = 200
ACTIVITIES, DELIVERIES, BATCH = 12_000, 60_000, 2_000
YEAR = dt.date.today().year
PAGES = [
    ("imbangan kabupaten", "tpps", "/rencana/imbangan/"),
    ("satu intervensi, kabupaten", "tpps", "/rencana/imbangan/?intervensi=INT-JAMBAN."),
    ("imbangan kecamatan", "tpps", "/rencana/imbangan/?wilayah=16.06.01"),
    ("hanya berlubang", "tpps", "/rencana/imbangan/?lubang=1"),
    ("imbangan desa", "tpps", "/rencana/imbangan/?wilayah=@village"),
    ("imbangan, pimpinan", "bupati", "/rencana/imbangan/"),
    ("imbangan, camat", "camat", "/rencana/imbangan/"),
    ("penyaluran", "tpps", "/rencana/salur/"),
    ("penyaluran kecamatan", "camat", "/rencana/salur/"),
    ("dukungan", "tpps", "/rencana/dukungan/"),
]


def build() -> str:
    """Everything, once; the code of a village."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.ledger import _offices
    from rembuk.office.programmes.board import writing as balancing
    from rembuk.office.programmes.models import Activity, Balance

    call_command("migrate", interactive=False, verbosity=0)
    offices = _offices()
    villages = sorted(one.place_code for one in offices if one.kind == "desa")
    if not Activity.objects.exists():
        rng = random.Random(11)
        _activities(rng, offices, villages)
        _deliveries(rng)
        _needs(rng, villages)
        began = time.perf_counter()
        balancing.follow((YEAR, place) for place in villages)
        print(f"follow {len(villages)} villages: {time.perf_counter() - began:.1f} s")
    balancing.follow({(YEAR, villages[0])})  # the reference is read once
    began = time.perf_counter()
    balancing.follow({(YEAR, villages[0])})
    print(f"follow one village: {1000 * (time.perf_counter() - began):.0f} ms")
    print(f"rows of the balance: {Balance.objects.count()}")
    return str(villages[0])


def _activities(rng: random.Random, offices: list[Any], villages: list[str]) -> None:
    from rembuk.office.access.public_ids import new_many
    from rembuk.office.programmes.models import Activity
    from rembuk.reference import load

    kinds = list(load().needs(dt.date(YEAR, 6, 1)))
    units = {one.intervention: one.unit_id for one in kinds}
    ids = iter(new_many(ACTIVITIES))
    rows = []
    for number in range(ACTIVITIES):
        need = rng.choice(kinds)
        rows.append(
            Activity(
                public_id=next(ids), district_code="16.06", year=YEAR,
                number=f"K-{YEAR}-{number:05d}", title=f"Kegiatan contoh {number}",
                intervention=need.intervention, group=need.group, office=rng.choice(offices),
                place_code=rng.choice(villages), volume=Decimal(rng.randint(1, 60)),
                unit=units[need.intervention], ceiling_amount=rng.randint(1, 90) * 1_000_000,
                money="DANA-DD", status=rng.choice(["usul", "musrenbang", "rkp", "apb", "apb"]),
            )
        )  # fmt: skip
    Activity.objects.bulk_create(rows, batch_size=BATCH)


def _deliveries(rng: random.Random) -> None:
    from rembuk.office.access.public_ids import new_many
    from rembuk.office.programmes.models import Activity, Delivery

    held = list(Activity.objects.filter(status="apb"))
    ids = iter(new_many(DELIVERIES))
    rows = []
    for _number in range(DELIVERIES):
        one = rng.choice(held)
        rows.append(
            Delivery(
                public_id=next(ids), activity=one, year=YEAR,
                on=dt.date(YEAR, rng.randint(1, 6), 12), place_code=one.place_code,
                recipient_kind="wilayah", volume=Decimal(1), unit=one.unit,
                proof_path="x" if rng.random() < 0.7 else "",
            )
        )  # fmt: skip
    Delivery.objects.bulk_create(rows, batch_size=BATCH)


def _needs(rng: random.Random, villages: list[str]) -> None:
    """Every declared need in every village, as the daily count would leave it."""
    from django.utils import timezone

    from rembuk.office.programmes.models import Balance
    from rembuk.reference import load

    now, day = timezone.now(), timezone.localdate()
    rows = [
        Balance(
            district_code="16.06", year=YEAR, place_code=place, intervention=need.intervention,
            group=need.group, unit=need.unit_id, need=rng.randint(0, 120), way="catatan",
            as_of=day, counted_at=now, least=rng.random() < 0.2,
        )
        for place in villages
        for need in load().needs(day)
    ]  # fmt: skip
    Balance.objects.bulk_create(rows, batch_size=BATCH)


def main() -> None:
    """Build, then ask."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    village = build()
    from bench.asked import ask

    ask([(name, who, path.replace("@village", village)) for name, who, path in PAGES], rounds,
        GOAL_MS)  # fmt: skip


if __name__ == "__main__":
    main()
