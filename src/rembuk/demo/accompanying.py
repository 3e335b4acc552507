"""Companions of the invented district: teams by village, visits in time and late, referrals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from rembuk.demo.clock import standing_at
from rembuk.demo.plan import Plan

if TYPE_CHECKING:
    from rembuk.office.access.models import Account
    from rembuk.office.accompaniment.models import Accompaniment, Visit

DAYS: Final = 75
"""So long ago the office began to accompany."""
NAMES: Final = ("Bidan Contoh", "Kader PKK Contoh", "Kader KB Contoh")
AFTER: Final = (6, 37, 68)
"""Days after the opening on which a family is visited."""


def make_companions(plan: Plan, today: dt.date) -> None:
    """Teams, and visits of most families; one in five is late. Run again, nothing is doubled."""
    from django.db import transaction

    from rembuk.office.access.models import Account
    from rembuk.office.accompaniment import services
    from rembuk.office.accompaniment.models import Accompaniment, Team

    began = today - dt.timedelta(days=DAYS)
    with standing_at(began):
        services.sync(today=began, until=today)
        rows = list(Accompaniment.objects.order_by("public_id"))
        by = {name: Account.objects.get(username=name) for name in ("kader", "bidan")}
        for number, village in enumerate(sorted({row.place_code[:13] for row in rows})):
            if number % 4 == 3 or Team.objects.filter(place_code=village).exists():
                continue  # a village in four has no team yet
            parts = zip(
                ("bidan", "pkk", "kb"), NAMES, (by["bidan"], by["kader"], None), strict=True
            )
            services.make_team(f"TPK {number + 1}", village, list(parts), began)
    with transaction.atomic():
        visited = _visited(list(Accompaniment.objects.order_by("public_id")), by["kader"], today)
        _referred(visited, by["kader"])


def _visited(
    rows: Sequence[Accompaniment], kader: Account, today: dt.date
) -> list[tuple[int, Accompaniment, dt.date]]:
    """Monthly visits, written at once; every fifth family is seen once only. Gives the families
    visited with their number and the day of the first visit."""
    from rembuk.office.accompaniment.models import Accompaniment, AccompanimentEvent, Visit
    from rembuk.office.intake import bulk

    known = set(Visit.objects.values_list("key", flat=True))
    moved: list[Accompaniment] = []
    made: list[Visit] = []
    first: list[tuple[int, Accompaniment, dt.date]] = []
    for number, row in enumerate(rows):
        fresh = [one for one in _visits_of(row, number, kader, today) if one.key not in known]
        if fresh:
            moved.append(row)
            made += fresh
            first.append((number, row, fresh[0].on))
    columns = [field for field in Visit._meta.concrete_fields if not field.primary_key]
    bulk.insert(
        Visit, [field.name for field in columns],
        [[getattr(one, field.attname) for field in columns] for one in made],
    )  # fmt: skip
    bulk.insert(
        AccompanimentEvent, ("accompaniment", "at", "by", "act", "after"),
        [
            (one.accompaniment_id, one.at, kader.pk, "kunjungan", {"on": one.on.isoformat()})
            for one in made
        ],
    )  # fmt: skip
    Accompaniment.objects.bulk_update(moved, ["next_on", "next_contact", "version"], batch_size=200)
    return first


def _visits_of(row: Accompaniment, number: int, kader: Account, today: dt.date) -> Iterator[Visit]:
    """The visits of one family as `services.record_visit` would write them, on their days."""
    from rembuk.office.accompaniment.planning import plan_of
    from rembuk.office.accompaniment.services import Told
    from rembuk.office.accompaniment.visiting import drawn_up

    began = today - dt.timedelta(days=DAYS)
    child = row.group in {"baduta", "balita"}
    for turn, after in enumerate(AFTER):
        on = max(began, row.opened_on) + dt.timedelta(days=after)
        if not row.is_open or on >= today or (turn and number % 5 == 0):
            return
        seen = {"timbang": True, "lauk-hewani": turn > 0, "sakit": number % 3 == 0} if child else {}
        told = Told(
            on, "rumah", met=True, seen=seen, talked=("cuci-tangan",) if child else (),
            given={"pmt": 14} if child and turn == 0 else {}, note="" if child else "Keadaan baik",
        )  # fmt: skip
        visit = drawn_up(row, told, f"contoh-{row.public_id}-{turn}", kader)
        visit.at = timezone.make_aware(dt.datetime.combine(on, dt.time(9)))
        due = plan_of(row, on).after(on, row.anchor)
        row.next_on, row.next_contact, row.version = due.on, due.contact, row.version + 1
        yield visit


def _referred(visited: Sequence[tuple[int, Accompaniment, dt.date]], kader: Account) -> None:
    """Every seventh family is sent on at its first visit; every other of them arrived."""
    from rembuk.office.accompaniment import services
    from rembuk.office.accompaniment.services import Opening

    for number, row, on in visited:
        if number % 7 == 0:
            with standing_at(on):
                why = Opening(on, "Berat tidak naik dua kali", "biasa", None, "Puskesmas Contoh")
                sent = services.open_referral(row, why, f"contoh-{row.public_id}-r", kader)
                if number % 2:
                    services.arrive(sent, on, kader)
