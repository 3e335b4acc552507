"""Answer time of the pages of rembuk at the scale of a whole kabupaten: two years of meetings in
242 villages, 14 kecamatan and the district, eight decisions each (over 4,000), their promises among
20,000, their activities, budget lines and deliveries, a register, 60,000 families, and the cells of
a year; one user, warm.

Fills `REMBUK_VAR` (default var/bench-rembuk) once, as `bench.ledger` does: rows inserted directly.

Usage: python -m bench.forums [ROUNDS] [PROMISES]
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

os.environ.setdefault("REMBUK_VAR", "var/bench-rembuk")

from bench import ledger

GOAL_MS = 200
DISTRICT = "16.06"
PROMISES, FAMILIES, EACH, GIVEN, BATCH = 20_000, 60_000, 8, 5, 2_000
TODAY = dt.date.today()
THIS = TODAY.year
KINDS = {5: "rembuk-kabupaten", 8: "rembuk-kecamatan", 13: "rembuk-desa"}
PAGES = [
    ("daftar rapat", "tpps", "/rembuk/"),
    ("daftar rapat, camat", "camat", "/rembuk/"),
    ("satu rapat, kabupaten", "tpps", "@held"),
    ("satu rapat, akan datang", "tpps", "@coming"),
    ("ketik keputusan", "tpps", "@running" + "langsung/"),
    ("layar", "tpps", "@running" + "layar/"),
    ("pembuka, kabupaten", "tpps", "@running" + "pembuka/"),
    ("pembuka, kecamatan", "camat", "@kecamatan" + "pembuka/"),
    ("keputusan dan jalannya", "tpps", "/rembuk/putusan/"),
    ("yang menunggu anggaran", "tpps", "/rembuk/putusan/?di=anggaran"),
    ("keputusan, halaman ke-40", "tpps", "/rembuk/putusan/?hal=40"),
    ("keputusan, camat", "camat", "/rembuk/putusan/"),
    ("satu keputusan", "tpps", "@decision"),
    ("lembar data, kabupaten", "tpps", "@coming" + "lembar/"),
    ("lembar data, satu kecamatan", "tpps", "@coming" + "lembar/?wilayah=16.06.01"),
    ("lembar data, satu kantor", "tpps", "@coming" + "lembar/?kantor=opd-3"),
    ("lembar data, camat", "camat", "@kecamatan" + "lembar/"),
    ("tim", "tpps", "/rembuk/tim/"),
]


def build(many: int) -> dict[str, str]:
    """Everything, once; addresses of the pages by their marks."""
    ledger.build(many)
    from rembuk.office.forums.models import Decision, Meeting

    if not Meeting.objects.exists():
        began, rng = time.perf_counter(), random.Random(5)
        for step in (_register, _families, _cells, _meetings):
            step(rng)
            print(f"{step.__name__.strip('_')}: {time.perf_counter() - began:.0f} s", flush=True)
    print(f"meetings {Meeting.objects.count():,}, decisions {Decision.objects.count():,}")
    rows = Meeting.objects.filter(place_code=DISTRICT)
    held = rows.filter(state="disahkan").order_by("-starts_at").first()
    marks = {
        "@held": held, "@coming": rows.get(state="rencana"),
        "@running": rows.get(state="berlangsung"),
        "@kecamatan": Meeting.objects.get(place_code=f"{DISTRICT}.01", state="rencana"),
    }  # fmt: skip
    found = {mark: f"/rembuk/{one.public_id}/" for mark, one in marks.items() if one is not None}
    decision = Decision.objects.filter(activity__status="apb").order_by("-pk").first()
    return found | {"@decision": f"/rembuk/putusan/{decision.public_id}/" if decision else ""}


def _areas() -> list[str]:
    """Codes of the district, its kecamatan and villages."""
    from rembuk.office.places.models import Area

    rows = Area.objects.filter(code__startswith=f"{DISTRICT}.", level__in=(3, 4))
    return [DISTRICT, *rows.order_by("code").values_list("code", flat=True)]


def _register(rng: random.Random) -> None:
    """Sums of a year of weighing of every area."""
    from rembuk.office.posyandu.models import AreaRecap

    rows = []
    for code in _areas():
        size = {5: 60_000, 8: 4_000, 13: 250}[len(code)]
        for month in range(1, 13):
            d, bad = size * 8 // 10, size * rng.randint(9, 24) // 100
            rows.append(
                AreaRecap(
                    level=code.count(".") + 1, area_code=code, month=dt.date(THIS - 1, month, 1),
                    posts=max(1, size // 50), s=size, enrolled=size, d=d, n=d // 2, t=d - d // 2,
                    len_n=d, stunted=bad, wfl_n=d, wasted=bad // 2, wei_n=d, underweight=bad,
                )
            )  # fmt: skip
    AreaRecap.objects.bulk_create(rows, batch_size=BATCH)


def _families(rng: random.Random) -> None:
    """Families, a fifth of them at risk."""
    from django.utils import timezone

    from rembuk.office.access.public_ids import new_many
    from rembuk.office.families.models import Standing
    from rembuk.office.people.models import Family

    places = [code for code in _areas() if len(code) == 13]
    made = Family.objects.bulk_create(
        (Family(public_id=one, place_code=rng.choice(places)) for one in new_many(FAMILIES)),
        batch_size=BATCH,
    )
    now = timezone.now()
    Standing.objects.bulk_create(
        (
            Standing(family=one, place_code=one.place_code, at_risk=rng.random() < 0.2,
                     derived_at=now)
            for one in made
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _cells(rng: random.Random) -> None:
    """The cells of this year's scheme in every village, most of them filled."""
    from rembuk.office.convergence import opening, tallies, years
    from rembuk.office.convergence.models import Cell, Status

    year = years.adopt(DISTRICT, THIS, "8-aksi", None)
    opening.open_year(year)
    some = Cell.objects.exclude(pk__in=Cell.objects.filter(pk__endswith="3").values("pk"))
    some.update(
        numerator=rng.randint(20, 60), denominator=80, status=Status.FILLED, freshness="segar"
    )
    codes = Cell.objects.order_by().values_list("period", flat=True).distinct()
    tallies.recount(year, list(codes))
    print(f"cells {Cell.objects.count():,}")


def _meetings(rng: random.Random) -> None:
    """Two years of signed rembuk, then one that runs, and some to come."""
    from django.utils import timezone

    from rembuk.office.access.public_ids import new_many
    from rembuk.office.forums.models import Meeting
    from rembuk.reference import load

    codes = _areas()
    ids = iter(new_many(3 * len(codes) + 1))
    zone, rules = timezone.get_current_timezone(), load()

    def meeting(code: str, year: int, state: str, previous: Any, month: int = 2) -> Any:
        one = next(ids)
        return Meeting(
            public_id=one, token=f"token-{one}", kind=KINDS[len(code)], place_code=code, year=year,
            plan_year=year + 1, title=f"Rembuk stunting {code} {year}", state=state,
            starts_at=dt.datetime(year, month, 9, 9, tzinfo=zone), template=KINDS[len(code)],
            template_version=str(rules.meeting_template(KINDS[len(code)], TODAY).valid_from),
            previous=previous, version=1,
        )  # fmt: skip

    first = {one: meeting(one, THIS - 1, "disahkan", None) for one in codes}
    Meeting.objects.bulk_create(first.values(), batch_size=BATCH)
    second = {one: meeting(one, THIS, "disahkan", first[one]) for one in codes}
    Meeting.objects.bulk_create(second.values(), batch_size=BATCH)
    running = meeting(DISTRICT, THIS, "berlangsung", second[DISTRICT], 11)
    coming = [meeting(one, THIS, "rencana", second[one], 12) for one in codes]
    Meeting.objects.bulk_create([running, *coming], batch_size=BATCH)
    _decide(rng, [*first.values(), *second.values()], [running])


def _decide(rng: random.Random, signed: list[Any], running: list[Any]) -> None:
    """Decisions with their promises; of most an activity, some carried to the next year."""
    from django.utils import timezone

    from rembuk.office.access.models import Account
    from rembuk.office.access.public_ids import new_many
    from rembuk.office.forums.models import Decision
    from rembuk.office.ledger.models import Promise
    from rembuk.office.seats.models import Office

    offices = list(Office.objects.filter(kind="opd"))
    many = (len(signed) + len(running)) * EACH
    asked = Account.objects.get(username="tpps")
    made = list(
        ledger._promises(10**6, many, rng, offices, [DISTRICT], asked, asked, timezone.now())
    )
    for one in made:
        one.source_kind = "rembuk"
    promises = iter(Promise.objects.bulk_create(made, batch_size=BATCH))
    activities = iter(_activities(rng, made, offices))
    ids = iter(new_many(many))
    rows = []
    for meeting in [*signed, *running]:
        for number in range(1, EACH + 1):
            promise, activity = next(promises), next(activities)
            rows.append(
                Decision(
                    public_id=next(ids), meeting=meeting, client_id=f"c{number}", number=number,
                    what=f"Keputusan contoh nomor {number}", target_text="Balita ditimbang",
                    target_value=Decimal(90), target_unit="persen", volume=Decimal(GIVEN),
                    unit="paket", place_code=meeting.place_code, owner=promise.owner,
                    cost=promise.budget, money=promise.money, due=promise.due,
                    state="disepakati", how="mufakat",
                    promise=promise if meeting.state == "disahkan" else None,
                    activity=activity if meeting.state == "disahkan" else None,
                )
            )  # fmt: skip
    Decision.objects.bulk_create(rows, batch_size=BATCH)


def _activities(
    rng: random.Random, promises: list[Any], offices: list[Any]
) -> Iterator[Any]:  # fmt: skip
    """For each promise its activity or None; budgets, spending and deliveries of those that came so
    far; one in ten is carried to the next year."""
    from rembuk.office.access.public_ids import new_many
    from rembuk.office.programmes.models import Activity, BudgetLine, Delivery, Realisation

    ids = iter(new_many(len(promises) * (3 + GIVEN)))
    numbers = iter(range(10**6))

    def activity(promise: Any, **more: Any) -> Any:
        number = next(numbers)
        return Activity(
            public_id=next(ids), district_code=DISTRICT, number=f"K-{number:06d}", promise=promise,
            title=f"Kegiatan contoh {number}", office=promise.owner, ceiling_amount=promise.budget,
            place_code=promise.place_code, volume=Decimal(GIVEN), unit="paket", money="DANA-DD",
            **more,
        )  # fmt: skip

    found = {
        one.pk: activity(one, year=THIS, status=rng.choice(["usul", "rkp", "apb", "apb", "batal"]))
        for one in promises if rng.random() < 0.8
    }  # fmt: skip
    Activity.objects.bulk_create(found.values(), batch_size=BATCH)
    held = [one for one in found.values() if one.status == "apb"]
    carried = [activity(one.promise, year=THIS + 1, status="rkp", carried_from=one) for one in held
               if rng.random() < 0.1]  # fmt: skip
    Activity.objects.bulk_create(carried, batch_size=BATCH)
    BudgetLine.objects.bulk_create(
        (
            BudgetLine(
                public_id=next(ids), activity=one, district_code=DISTRICT, year=THIS,
                place_code=one.place_code, office=one.office, source_kind="sipd", document="DPA",
                line=f"1.02.{one.pk}", title=one.title, amount=one.ceiling_amount,
            )
            for one in held
        ),
        batch_size=BATCH,
    )  # fmt: skip
    Realisation.objects.bulk_create(
        (Realisation(activity=one, period=f"{THIS}-03", spent=1_000_000) for one in held
         if rng.random() < 0.7), batch_size=BATCH,
    )  # fmt: skip
    Delivery.objects.bulk_create(
        (
            Delivery(
                public_id=next(ids), activity=one, year=THIS, place_code=one.place_code,
                on=dt.date(THIS, rng.randint(1, 6), 12), recipient_kind="wilayah",
                volume=Decimal(1), unit="paket", proof_path="x" if rng.random() < 0.7 else "",
            )
            for one in held for _n in range(GIVEN) if rng.random() < 0.8
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return iter([found.get(one.pk) for one in promises])


def main(rounds: int, many: int) -> None:
    """Build, then ask."""
    marks = build(many)
    from django.db import connection

    from bench.asked import ask

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ask([(name, who, _address(path, marks)) for name, who, path in PAGES], rounds, GOAL_MS)


def _address(path: str, marks: dict[str, str]) -> str:
    for mark, to in marks.items():
        path = path.replace(mark, to)
    return path


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    main(numbers[0] if numbers else 30, numbers[1] if len(numbers) > 1 else PROMISES)
