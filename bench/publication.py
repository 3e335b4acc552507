"""Publishing the table of a whole kabupaten: hiding with its proof, a correction on top, the page.

242 invented villages under the real areas of 16.06 in `REMBUK_VAR` (default var/bench-publikasi).
Prints how many numbers are hidden and what it takes; stops where a hidden number could be worked
out. Then p50 and p95 of the public page, unsigned and warm.

Usage: python -m bench.publication [ROUNDS]
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

VAR = Path(os.environ.setdefault("REMBUK_VAR", "var/bench-publikasi"))
os.environ.setdefault("REMBUK_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
GOAL_S = 20
GOAL_MS = 150
DISTRICT = "16.06"
LIMIT = 5
MONTH = dt.date(2026, 8, 1)


def rows(villages: list[str], seed: int) -> list[Any]:
    """Counts of a month: villages of 0 to 260 children, 4 to 30 percent of them stunted."""
    rng = np.random.default_rng(seed)
    found = []
    for code in villages:
        s = int(rng.integers(4, 260)) if rng.random() > 0.05 else int(rng.integers(0, 5))
        d = int(rng.binomial(s, rng.uniform(0.5, 0.98)))
        judged = int(rng.binomial(d, 0.98))
        stunted = int(rng.binomial(judged, rng.uniform(0.04, 0.3)))
        severe = int(rng.binomial(stunted, 0.22))
        found.append((code, s, d, judged, severe, stunted - severe, int(s > 0)))
    return found


def prepare() -> list[str]:
    """Areas in a new database; the villages of the district."""
    for old in VAR.glob("*.sqlite3*"):
        old.unlink()
    import django

    django.setup()
    from django.core.management import call_command

    from rembuk.office.places.models import Area
    from rembuk.office.places.services import load_areas

    call_command("migrate", interactive=False, verbosity=0)
    load_areas(DISTRICT)
    return list(Area.objects.filter(level=4).order_by("code").values_list("code", flat=True))


def hiding(villages: list[str]) -> Any:
    """Time the protection of a month, of a correction, and the exact ranges."""
    from rembuk.science.welfare.publishing import Measured, Release, hide, ranges, table

    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(
        f"{'':<26}{'hidden':>8}{'sensitive':>11}{'of':>6}{'CPU s':>8}{'wall s':>8}   goal {GOAL_S}"
    )
    made = table({row[0]: Measured(*row[3:6]) for row in rows(villages, 1)}, DISTRICT)

    def timed(name: str, *earlier: Any) -> Any:
        begun, used = time.perf_counter(), time.process_time()
        found = hide(made, LIMIT, earlier)
        spent = time.perf_counter() - begun, time.process_time() - used
        if not found.holds():
            raise SystemExit("the proof does not hold")
        print(f"{name:<26}{len(found.hidden):>8}{len(found.sensitive):>11}{len(made.values):>6}"
              f"{spent[1]:>8.1f}{spent[0]:>8.1f}")  # fmt: skip
        return found

    first = timed("a month")
    earlier = Release(made, first.shown)
    changed = {row[0]: Measured(*row[3:6]) for row in rows(villages, 1)}
    for row in rows(villages[:12], 7):  # twelve villages corrected
        changed[row[0]] = Measured(*row[3:6])
    made = table(changed, DISTRICT)
    timed("a correction of 12", earlier)
    begun, used = time.perf_counter(), time.process_time()
    found = ranges(first.system, first.mask())
    narrow = [one for one in found.values() if not one.open]
    print(f"{'audit: every range':<26}{len(found):>8}{len(narrow):>11} told"
          f"{time.process_time() - used:>9.1f}{time.perf_counter() - begun:>8.1f}")  # fmt: skip
    if narrow:
        raise SystemExit("a hidden number can be worked out")
    return first


def page(villages: list[str], rounds: int) -> None:
    """Time the public page of that month."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from rembuk.office.access.models import Account
    from rembuk.office.publication import gathering
    from rembuk.office.publication.frozen import kept
    from rembuk.office.publication.models import Publication, State

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"  # nothing was collected
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
    found = gathering.gather(DISTRICT, rows(villages, 1), [], None, LIMIT, 60)
    account = Account.objects.create(username="dinkes")
    now = timezone.now()
    Publication.objects.create(
        public_id="BENCH", district_code=DISTRICT, month=MONTH, edition=1, state=State.PUBLISHED,
        lines=kept(found.lines), limit=LIMIT, minimum=60, rule_version="bench", as_of=MONTH,
        drafted_by=account, drafted_at=now, published_by=account, published_at=now,
    )  # fmt: skip
    client = Client()
    for name, path in (("page", ""), ("page, map of villages", "?peta=desa")):
        took = []
        for number in range(rounds + 3):
            begun = time.perf_counter()
            answer = client.get(f"/publikasi/{DISTRICT}/2026-08/{path}")
            if number >= 3:
                took.append(1000 * (time.perf_counter() - begun))
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
        p95 = statistics.quantiles(took, n=20)[-1]
        size = len(answer.content) // 1000
        print(f"{name:<26}p50 {statistics.median(took):.0f} ms, p95 {p95:.0f} ms, {size} kB"
              f"   goal {GOAL_MS}")  # fmt: skip


if __name__ == "__main__":
    places = prepare()
    hiding(places)
    page(places, int(sys.argv[1]) if len(sys.argv) > 1 else 20)
