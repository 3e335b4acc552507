"""Answer time of the oversight at the scale of a whole kabupaten (242 villages, 20,000 promises,
1,500 activities), and seconds and pages of a semester report as PDF and Word.

Fills `REMBUK_VAR` (default var/bench-pengawasan) once, as `bench.ledger` does. Each report is
another one (its number differs), so that nothing of it is taken from a cache.

Usage: python -m bench.oversight [ROUNDS] [PROMISES]
"""

from __future__ import annotations

import os
import random
import sys
import time

os.environ.setdefault("REMBUK_VAR", "var/bench-pengawasan")

from bench import ledger

GOAL_MS = 200
GOAL_S = 3.0
PAGES_LEAST = 40
PROMISES = 20_000
ACTIVITIES = 1_500
PAGES = [
    ("pimpinan, kabupaten", "bupati", "/pengawasan/"),
    ("pimpinan, satu kecamatan", "bupati", "/pengawasan/?wilayah=16.06.01"),
    ("camat", "camat", "/pengawasan/"),
    ("pilar 3", "bupati", "/pengawasan/pilar/3/"),
    ("pilar 1, satu kecamatan", "bupati", "/pengawasan/pilar/1/?wilayah=16.06.01"),
]


def _activities(many: int) -> None:
    """Activities of the year over offices and villages, once."""
    from django.utils import timezone

    from rembuk import reference
    from rembuk.office.places.models import Area
    from rembuk.office.programmes.models import Activity
    from rembuk.office.seats.models import Office

    if Activity.objects.exists():
        return
    rng = random.Random(11)
    today = timezone.localdate()
    codes = [one.code for one in reference.load().interventions(today)]
    offices = list(Office.objects.filter(kind="opd"))
    villages = list(Area.objects.filter(code__startswith="16.06.", level=4))
    Activity.objects.bulk_create(
        Activity(
            public_id=f"UJI-{n:06d}", district_code="16.06", year=today.year,
            number=f"K-{today.year}-{n:05d}", title=f"Kegiatan contoh nomor {n}",
            intervention=rng.choice(codes), office=rng.choice(offices),
            place_code=rng.choice(villages).code, ceiling_amount=rng.randrange(10**8),
            status=rng.choice(("usul", "rkp", "apb")), money="DANA-APBD",
        )
        for n in range(many)
    )  # fmt: skip


def _report() -> None:
    """Read and set the report of the running half, whole."""
    from django.utils import timezone

    from rembuk.office.documents import letters, pdfs, words
    from rembuk.office.oversight.halves import Half
    from rembuk.office.oversight.reporting.letter import letter
    from rembuk.office.oversight.reporting.reading import read

    half = Half.of(timezone.localdate())
    letters.render(letter(read(half, "16.06.01"), {}, number="pemanasan"))  # fonts are read once
    for number in ("uji 1", "uji 2"):
        began, cpu = time.perf_counter(), time.process_time()
        found = read(half, "16.06")
        told = time.perf_counter() - began
        drawn = letter(found, {}, number=number)
        pdf = letters.render(drawn)
        took, used = time.perf_counter() - began, time.process_time() - cpu
        pages = pdfs.count(pdf)
        goal = "" if took <= GOAL_S and pages >= PAGES_LEAST else "   over"
        print(
            f"report: {pages} pages in {took:.2f} s (reading {told:.2f} s; CPU {used:.2f} s), "
            f"goal {PAGES_LEAST} pages in {GOAL_S} s{goal}"
        )
    began = time.perf_counter()
    twin = words.write(drawn)
    print(f"Word: {len(twin) / 1024:.0f} kB in {time.perf_counter() - began:.2f} s")


def main(rounds: int, many: int) -> None:
    """Time every page, then the report."""
    ledger.build(many)
    from django.db import connection

    from bench.asked import ask

    _activities(ACTIVITIES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ask(PAGES, rounds, GOAL_MS)
    _report()


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    main(numbers[0] if numbers else 30, numbers[1] if len(numbers) > 1 else PROMISES)
