"""The pages of an office's work as its people ask and fill them, for the web tests of the room."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.test import Client
from tests.convergence_rows import MAY, VILLAGE, Room

from rembuk.office.convergence.models import Figure, Year
from rembuk.office.convergence.registry import registry

TTD = "BG22-E-REM-2"
"""Girls taking tablets: numerator and denominator are both of Dinkes."""
TOP, BASE = "rematri_ttd", "rematri"
RISK = "BG22-E-KEL-3"


def browser(r: Room, name: str) -> Client:
    client = Client()
    client.force_login(r.who(name), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def quantities(indicator: str = TTD) -> tuple[str, str]:
    one = registry(Year.objects.get(), dt.date(2023, 5, 31)).indicators[indicator]
    return one.numerator, one.denominator


def at(page: str, **query: str) -> str:
    asked = {"indikator": TTD, "periode": MAY, "kecamatan": "16.06.01"} | query
    return f"/konvergensi/2023/{page}?" + "&".join(f"{k}={v}" for k, v in asked.items() if v)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def value(quantity: str, place: str = VILLAGE) -> int | None:
    row = Figure.objects.filter(quantity=quantity, place_code=place, period=MAY).first()
    return row.value if row else None


def send(client: Client, *entries: dict[str, Any], url: str = "") -> dict[str, Any]:
    answer = client.post(
        url or at("isi/b/simpan/"), json.dumps({"entries": entries, "since": 0}),
        content_type="application/json",
    )  # fmt: skip
    found: dict[str, Any] = answer.json()
    return found


def one(place: str, quantity: str, typed_: str, base: int = 0, **more: str) -> dict[str, Any]:
    return {"key": f"{place}|{quantity}", "value": typed_, "base": base} | more
