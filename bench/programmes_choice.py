"""What first under a budget over all villages of a kabupaten and 20 interventions, from the tables.

Fills `REMBUK_VAR` (default var/bench-prioritas) anew: every village of 16.06, thirty measured
children in each, 20 interventions with needs and unit costs. Prints what reading the facts, one
split, and the whole plan with its next steps and trials take. Goal: facts and split within 5 s.

Usage: python -m bench.programmes_choice [BUDGET IN RUPIAH]
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import time
from pathlib import Path

VAR = Path(os.environ.setdefault("REMBUK_VAR", "var/bench-prioritas"))
os.environ.setdefault("REMBUK_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
DISTRICT = "16.06"
INTERVENTIONS = 20
CHILDREN = 30
GOAL_S = 5


def prepare(chance: random.Random) -> int:
    """A new database with everything a plan is reckoned from; the year it is for."""
    VAR.mkdir(parents=True, exist_ok=True)
    for old in VAR.glob("*.sqlite3*"):
        old.unlink()
    import django

    django.setup()
    from django.core.management import call_command

    from rembuk.office.places.services import load_areas
    from rembuk.office.programmes.choosing.reading import villages

    call_command("migrate", interactive=False, verbosity=0)
    load_areas(DISTRICT)
    codes = [one.code for one in villages(DISTRICT)]
    _children(codes, chance)
    return _needs(codes, chance)


def _children(codes: list[str], chance: random.Random) -> None:
    """A post in each village with its children, measured in the month past."""
    from rembuk.office.people import public_ids
    from rembuk.office.people.models import Person
    from rembuk.office.posyandu.deriving.recaps import recount
    from rembuk.office.posyandu.models import HealthCentre, Measurement, Posyandu

    centre = HealthCentre.objects.create(area_code=f"{DISTRICT}.01", name="P", name_key="p")
    posts = [
        Posyandu(code=f"{code}.P01", name="P", name_key="p", village_code=code,
                 health_centre=centre)
        for code in codes
    ]  # fmt: skip
    Posyandu.objects.bulk_create(posts)
    month = dt.date.today().replace(day=1)
    day = (month - dt.timedelta(days=1)).replace(day=12)
    ids = public_ids.new_many(CHILDREN * len(codes))
    persons = [
        Person(public_id=ids.pop(), name="x", name_key="x", sex=chance.choice("LP"),
               birth_date=day - dt.timedelta(days=chance.randint(190, 700)), place_code=one.code)
        for one in posts for _number in range(CHILDREN)
    ]  # fmt: skip
    Person.objects.bulk_create(persons, batch_size=500)
    Measurement.objects.bulk_create(
        [
            Measurement(
                child=one, place_code=one.place_code, date=day, month=day.replace(day=1),
                age_days=(day - one.birth_date).days, counted=True, source="bench",
                tbu="pendek" if chance.random() < 0.2 else "normal",
            )
            for one in persons if one.birth_date
        ],
        batch_size=500,
    )  # fmt: skip
    recount([one.code for one in posts])


def _needs(codes: list[str], chance: random.Random) -> int:
    from django.utils import timezone

    from rembuk import reference
    from rembuk.office.access.public_ids import new
    from rembuk.office.programmes.models import Balance, UnitCost

    today = timezone.localdate()
    rules = reference.load()
    told = {one.intervention: one for one in rules.needs(today)}
    chosen = [one for one in rules.interventions(today) if one.code in told][:INTERVENTIONS]
    now, year = timezone.now(), today.year + 1
    Balance.objects.bulk_create(
        [
            Balance(
                district_code=DISTRICT, year=year, place_code=code, intervention=one.code,
                group=told[one.code].group, unit=one.unit_id, need=chance.randint(3, 60),
                way="catatan", as_of=today, counted_at=now,
            )
            for code in codes for one in chosen
        ],
        batch_size=500,
    )  # fmt: skip
    for one in chosen:
        UnitCost.objects.create(
            public_id=new(), district_code=DISTRICT, intervention=one.code, unit=one.unit_id,
            amount=chance.choice((150_000, 300_000, 900_000, 2_000_000, 7_500_000)),
            valid_from=today.replace(month=1, day=1), source="bench",
        )  # fmt: skip
    return year


def main() -> None:
    """Measure and print."""
    year = prepare(random.Random(2026))
    budget = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000_000
    from django.utils import timezone

    from rembuk.office.programmes.choosing.reading import facts
    from rembuk.office.programmes.choosing.solving import solved, split
    from rembuk.office.programmes.priorities import acts as choices

    ask = choices.usual(timezone.localdate(), budget)
    facts(DISTRICT, year)  # the reference is read once by a process
    began, work = time.perf_counter(), time.process_time()
    inputs = facts(DISTRICT, year)
    read = time.perf_counter() - began
    plan = split(inputs, ask)
    took, busy = time.perf_counter() - began, time.process_time() - work
    print(
        f"choice from tables: {len(inputs.places)} villages, {len(inputs.asked)} interventions, "
        f"{len(inputs.needs):,} needs: read {read:.2f} s, with the split {took:.2f} s "
        f"({busy:.2f} s of processor), goal {GOAL_S} s{'' if took <= GOAL_S else '   over'}; "
        f"at most {plan.cases.short:.1e} of the gain lacks"
    )
    began, work = time.perf_counter(), time.process_time()
    found = solved(inputs, ask)
    print(
        f"  with {len(found.after)} further steps and {len(found.trials)} trials "
        f"{time.perf_counter() - began:.1f} s ({time.process_time() - work:.1f} s of processor)"
    )


if __name__ == "__main__":
    main()
