"""Making the demo's accounts: only where REMBUK_DEMO=1."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from rembuk.demo.places import Places
from rembuk.demo.plan import Plan
from rembuk.demo.roster import MORE, PASSWORD, ROSTER, Sitter
from rembuk.office.access.models import Account, Assignment
from rembuk.office.places.models import Area
from rembuk.office.posyandu.models import Posyandu


def make_accounts(plan: Plan, places: Places) -> dict[str, str]:
    """Make or renew one account per role; returns user name -> the place's name.

    The kader's post is known only when its file is in: until then the village stands for it.
    """
    if not settings.DEMO:
        raise RuntimeError("demo accounts exist only with REMBUK_DEMO=1")
    hashed = make_password(PASSWORD)
    shown: dict[str, str] = {}
    with transaction.atomic():
        for seat in (*ROSTER, *MORE):
            code, name = _where(seat, plan, places)
            account, _ = Account.objects.update_or_create(
                username=seat.username,
                defaults={"display_name": seat.shown, "password": hashed, "is_active": True},
            )
            Assignment.objects.update_or_create(
                account=account,
                role=seat.role,
                defaults={
                    "place_code": code,
                    "unit": _unit(seat, places),
                    "valid_from": dt.date(2022, 1, 3),
                },
            )
            shown[seat.username] = name
    return shown


def _where(seat: Sitter, plan: Plan, places: Places) -> tuple[str, str]:
    """Code and name of a seat's place: the first kecamatan, its largest village, its first post."""
    village = places.home_village
    if seat.place == "provinsi":
        code = plan.area[:2]
        return code, f"Provinsi {Area.objects.get(code=code).name}"
    if seat.place == "kabupaten":
        return plan.area, places.district_name
    if seat.place.startswith("kecamatan"):
        asked = int(seat.place.partition("-")[2] or 1)
        number = min(asked, len(places.kecamatan_code)) - 1
        return places.kecamatan_code[number], f"Kecamatan {places.kecamatan_name[number]}"
    code, name = places.village_code[village], places.village_name[village]
    if seat.place == "posyandu":
        post = Posyandu.objects.filter(village_code=code).order_by("code").first()
        if post is not None:
            return post.code, f"Posyandu {post.name}, {name}"
    return code, f"{name}, Kecamatan {places.kecamatan_name[0]}"


def _unit(seat: Sitter, places: Places) -> str:
    return f"Puskesmas {places.centre[0]}" if seat.unit == "Puskesmas" else seat.unit
