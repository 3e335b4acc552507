"""Small builders for tests of pages and queries: a tiny district, its posts, children, accounts.

Use as `from tests.factories import district, child, measured, account`. People are invented; areas
above the village are real, villages and posts are not.

    places = district()                       # 16.06, two kecamatan, three villages, four posts
    anak = child("16.06.01.2001.P01", born=date(2025, 4, 8), sex="P")
    measured(anak, date(2026, 10, 12), weight=9.0, lenhei=74.4, zlen=-2.21, tbu="pendek", nt="T")
    count()                                   # recaps and sessions from the rows
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client

from rembuk.office.access.models import Account, Assignment
from rembuk.office.people import public_ids
from rembuk.office.people.models import Person
from rembuk.office.places.models import Area
from rembuk.office.posyandu.measures import add_months, month_of
from rembuk.office.posyandu.models import (
    CaseEvent,
    ChildStatus,
    HealthCentre,
    Measurement,
    Posyandu,
)
from rembuk.office.seats.models import Office
from rembuk.science.linkage.names import name_key

KABUPATEN = "16.06"
PASSWORD = "contoh-saja-2026"
AREAS = (
    ("16", "Sumatera Selatan", 1, "provinsi"),
    ("16.06", "Musi Banyuasin", 2, "kabupaten"),
    ("16.06.01", "Sekayu", 3, "kecamatan"),
    ("16.06.02", "Lais", 3, "kecamatan"),
    ("16.06.01.2001", "Contoh Jaya", 4, "desa"),
    ("16.06.01.2002", "Contoh Makmur", 4, "desa"),
    ("16.06.02.2001", "Contoh Rukun", 4, "desa"),
)
POSTS = (
    ("16.06.01.2001.P01", "Melati 1"),
    ("16.06.01.2001.P02", "Melati 2"),
    ("16.06.01.2002.P01", "Mawar"),
    ("16.06.02.2001.P01", "Kenanga"),
)
OCTOBER = dt.date(2026, 10, 1)


def office(code: str, kind: str, place: str, role: str, since: dt.date) -> Office:
    """An office named by its code. Safe to call twice."""
    made, _ = Office.objects.get_or_create(
        code=code,
        defaults={
            "name": code.title(), "short": code.title(), "kind": kind, "role": role,
            "place_code": place, "valid_from": since,
        },
    )  # fmt: skip
    return made


def district() -> dict[str, Posyandu]:
    """Areas under 16.06 and four posts; returns the posts by code. Safe to call twice."""
    for code, name, level, kind in AREAS:
        Area.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "name_key": name.lower(),
                "level": level,
                "kind": kind,
                "parent_id": code.rpartition(".")[0] or None,
                "source": "contoh",
            },
        )
    posts = {}
    for code, name in POSTS:
        centre, _ = HealthCentre.objects.get_or_create(
            area_code=code[:8],
            name_key=f"puskesmas {code[6:8]}",
            defaults={"name": f"Puskesmas {code[6:8]}"},
        )
        posts[code], _ = Posyandu.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "name_key": name.lower(),
                "village_code": code[:13],
                "health_centre": centre,
            },
        )
    return posts


def child(
    post: str = "16.06.01.2001.P01",
    born: dt.date = dt.date(2025, 4, 8),
    sex: str = "P",
    name: str | None = None,
    **more: Any,
) -> Person:
    """A child registered at a post, with a status row (so that it is in every list)."""
    number = Person.objects.count() + 1
    name = name or f"Anak Contoh {number}"
    person = Person.objects.create(
        **{
            "public_id": public_ids.new(),
            "name": name,
            "name_key": name_key(name),
            "sex": sex,
            "birth_date": born,
            "place_code": post,
            **more,
        }
    )
    ChildStatus.objects.create(child=person, place_code=post, birth_date=born)
    return person


def measured(person: Person, date: dt.date, **values: Any) -> Measurement:
    """A counted measurement with the verdicts given by hand; it becomes the child's last."""
    row = Measurement.objects.create(
        **{
            "child": person,
            "place_code": person.place_code,
            "date": date,
            "month": month_of(date),
            "weight": 9.0,
            "lenhei": 74.0,
            "position": "L",
            "age_days": (date - person.birth_date).days if person.birth_date else None,
            "counted": True,
            "nt": "N",
            "tbu": "normal",
            "bbu": "normal",
            "bbtb": "gizi-baik",
            "zlen": -0.5,
            "zwei": -0.5,
            "zwfl": -0.2,
            "source": "contoh",
            "rule_version": "uji",
            **values,
        }
    )
    ChildStatus.objects.filter(child=person).exclude(last_date__gt=date).update(
        last=row, last_date=date
    )
    return row


def monthly(
    person: Person, months: int, until: dt.date = OCTOBER, **values: Any
) -> list[Measurement]:
    """One measurement on the 12th of each of the last `months`, first one B."""
    days = [add_months(until, step - months + 1).replace(day=12) for step in range(months)]
    return [
        measured(person, day, **{"nt": "B" if step == 0 else "N", **values})
        for step, day in enumerate(days)
    ]


def event(person: Person, on: dt.date, kind: str) -> CaseEvent:
    """A change of the child's case."""
    return CaseEvent.objects.create(
        child=person,
        place_code=person.place_code,
        on=on,
        month=month_of(on),
        event=kind,
        rule_version="uji",
    )


def count() -> None:
    """Recaps and sessions of every post from the rows."""
    from rembuk.office.posyandu.deriving.recaps import recount

    recount(Posyandu.objects.values_list("code", flat=True))


def account(username: str, role: str, place: str = KABUPATEN, unit: str = "") -> Account:
    """An account with one assignment; use `client.force_login(account(...))`."""
    user = Account.objects.create_user(username=username, password=PASSWORD)
    Assignment.objects.create(
        account=user, role=role, place_code=place, unit=unit, valid_from=dt.date(2026, 1, 1)
    )
    return user


def browser(user: Account) -> Client:
    """A browser in which an account is signed in."""
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(client: Client, url: str) -> str:
    """What stands on a page that opens, its white space as a browser reads it."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return " ".join(answer.content.decode().split())


def signed_in(role: str, place: str = KABUPATEN) -> Client:
    """A browser in which a new account of a role is signed in."""
    return browser(account(f"{role}-{place}", role, place))
