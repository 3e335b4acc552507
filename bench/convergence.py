"""The board and the recount of a full year: 64 indicators x 242 villages x 12 months.

Fills `REMBUK_VAR` (default var/bench-konvergensi) anew: the villages of a whole kabupaten, a year
of 64 village indicators opened month by month (185,856 cells), figures of all their quantities.
Prints p50 and p95 of every cut of the board in milliseconds, what opening and recounting take, what
one typed figure takes among so many, and drafting the situation analysis from all of it.

Usage: python -m bench.convergence [ROUNDS]
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

VAR = Path(os.environ.setdefault("REMBUK_VAR", "var/bench-konvergensi"))
os.environ.setdefault("REMBUK_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
GOAL_MS = 200
GOAL_S = 30
INDICATORS = 64
COMPUTED = 29
"""All essential indicators; the others of the 64 are typed."""
YEAR = 2023
DISTRICT = "16.06"
REVIEWED = dt.date(YEAR + 1, 2, 1)


def prepare() -> Any:
    """Areas, offices, a clerk and an empty year, in a new database."""
    for old in VAR.glob("*.sqlite3*"):
        old.unlink()
    import django

    django.setup()
    from django.core.management import call_command

    from rembuk.office.access.models import Account
    from rembuk.office.convergence import years
    from rembuk.office.convergence.models import Year
    from rembuk.office.places.models import Area
    from rembuk.office.places.services import load_areas
    from rembuk.office.seats.models import Office
    from rembuk.office.seats.services import appoint, seat_in

    call_command("migrate", interactive=False, verbosity=0)
    since = dt.date(2020, 1, 1)
    if not Area.objects.exists():
        load_areas(DISTRICT)
    for role in ("DINKES", "DPPKB", "DINSOS", "KEMENAG", "PERKIM", "DISPANGAN", "DISKANLA"):
        office, made = Office.objects.get_or_create(
            code=role.lower(),
            defaults={
                "name": role, "short": role, "kind": "opd", "role": role, "place_code": DISTRICT,
                "valid_from": since,
            },
        )  # fmt: skip
        if made:
            account = Account.objects.create(username=role.lower())
            appoint(seat_in(office, "Operator"), role, since, account=account)
    return Year.objects.filter(year=YEAR).first() or years.adopt(DISTRICT, YEAR, "8-aksi", None)


def sixty_four(year: Any) -> Any:
    """A registry of 64 monthly village indicators: the essential ones, and others made like
    them."""
    from rembuk.office.convergence import registry as room

    whole = room.registry(year, dt.date(YEAR, 12, 31))
    essential = [one for one in whole.indicators.values() if one.list_code == "ANSIT-ESENSIAL"]
    quantities = dict(whole.quantities)
    chosen = {one.code: one for one in essential}
    number = 0
    while len(chosen) < INDICATORS:
        like = essential[number % len(essential)]
        code = f"{like.code}-{number}"
        own = f"{like.numerator}_{number}"
        quantities[own] = quantities[like.numerator].model_copy(update={"code": own})
        chosen[code] = like.model_copy(update={"code": code, "numerator": own})
        number += 1
    return room.Registry(whole.scheme, whole.on, chosen, quantities)


def villages() -> list[str]:
    """The 242 villages."""
    from rembuk.office.places.models import Area

    rows = Area.objects.filter(code__startswith=f"{DISTRICT}.", level=4).order_by("code")
    return list(rows.values_list("code", flat=True)[:242])


def counts(asked: Any, places: list[str], seed: int) -> dict[tuple[str, str, str], int]:
    """A count for each quantity, village and month."""
    rng = random.Random(seed)
    below = {one.denominator for one in asked.indicators.values()}
    above = {one.numerator for one in asked.indicators.values()}
    return {
        (place, quantity, f"{YEAR}-{month:02d}"): rng.randint(40, 90)
        if quantity in below
        else rng.randint(0, 40)
        for month in range(1, 13)
        for quantity in sorted(below | above)
        for place in places
    }


def timed(words: str, work: Callable[[], Any], goal: float | None = None) -> Any:
    """Run once and print seconds of wall time and of CPU time."""
    began, cpu = time.perf_counter(), time.process_time()
    made = work()
    took, used = time.perf_counter() - began, time.process_time() - cpu
    over = "   over" if goal is not None and took > goal else ""
    print(f"{words:<44}{took:>8.1f} s, {used:.1f} s of CPU   {made!s}{over}")
    return made


def main(rounds: int) -> None:
    """Time everything."""
    year = prepare()
    from django.db import connection

    from rembuk.office.access.models import Account
    from rembuk.office.convergence import cells, figures, judging, opening, queries
    from rembuk.office.convergence.models import Cell
    from rembuk.office.convergence.registry import Registries
    from rembuk.office.review import score
    from rembuk.office.review.analysis import analysis
    from rembuk.office.review.analysis_scope import scope
    from rembuk.office.review.year_review import review

    asked, places = sixty_four(year), villages()
    Registries.on = lambda _self, _day: asked
    months = [f"{YEAR}-{month:02d}" for month in range(1, 13)]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    timed("open a year", lambda: [opening.open_period(year, m, places) for m in months][-1])
    print(f"cells {Cell.objects.filter(year=year).count():,}")
    values = counts(asked, places, 7)
    known = list(asked.indicators.values())[:COMPUTED]
    counted = {quantity for one in known for quantity in one.quantities}
    computed = partial(figures.computed, district=DISTRICT, query_version="1")
    timed("write computed figures", lambda: computed(values, recount=False))
    timed("draw every cell", lambda: cells.refresh(year, months), GOAL_S)
    timed("draw every cell again, nothing new", lambda: cells.refresh(year, months))
    moved = {key: value for key, value in counts(asked, places, 8).items() if key[1] in counted}
    timed(f"recompute {COMPUTED} indicators, all changed", lambda: computed(moved), GOAL_S)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{'board':<44}{'p50 ms':>8}{'p95 ms':>8}   goal {GOAL_MS}")
    clerk = Account.objects.get(username="dinkes")
    first = next(iter(asked.indicators.values()))
    value = iter(range(10**6))

    def typed() -> None:
        entry = judging.Entry(places[0], first.numerator, months[4], next(value) % 40)
        figures.type_in(clerk, [entry], year=year)

    for words, work in (
        ("by office, whole year", lambda: queries.board(year)),
        ("by kecamatan, whole year", lambda: queries.board(year, by="kecamatan")),
        ("by indicator, whole year", lambda: queries.board(year, by="indikator")),
        ("by office, one month", lambda: queries.board(year, months[4])),
        ("total", lambda: queries.total(year)),
        ("one indicator, one month, by village", lambda: queries.sums(
            year, first.code, months[4], "desa")),
        ("one figure typed", typed),
        ("situation analysis of the district", lambda: analysis(scope(year, DISTRICT))),
        ("situation analysis of a kecamatan", lambda: analysis(scope(year, places[0][:8]))),
        ("yearly review of the district", lambda: review(year, DISTRICT, REVIEWED)),
        ("yearly review of a kecamatan", lambda: review(year, places[0][:8], REVIEWED)),
        ("own score of the district", lambda: score.rows(year, DISTRICT, REVIEWED)),
    ):  # fmt: skip
        took = []
        for _ in range(rounds):
            began = time.perf_counter()
            work()
            took.append(1000 * (time.perf_counter() - began))
        p95 = statistics.quantiles(took, n=20)[18]
        over = "" if p95 <= GOAL_MS else "   over"
        print(f"{words:<44}{statistics.median(took):>8.0f}{p95:>8.0f}{over}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
