"""Builders for tests of the plan: activities of the two villages of `tests.factories.district`.

o = planned_offices()                       # offices() and an account that keeps the plan
one = activity(o, "INT-JAMBAN", volume=4)   # usul of the village
one = activity(o, "INT-JAMBAN", volume=4, status="apb")
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from tests.factories import account, district
from tests.ledger_rows import VILLAGE, Offices, offices

from rembuk.office.programmes import services
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.models import Activity, Balance
from rembuk.office.programmes.services import Draft

YEAR = timezone.localdate().year
UNITS = {
    "INT-JAMBAN": "unit", "INT-PMT-BALITA": "anak", "INT-PMT-BUMIL": "ibu",
    "INT-PEKARANGAN": "keluarga", "INT-PANGAN": "keluarga", "INT-PMBA": "keluarga",
}  # fmt: skip


def planned_offices() -> Offices:
    """The offices, their people, and `tpps`, who keeps the plan of the district."""
    district()
    o = offices()
    o.people["rencana"] = account("rencana", "tpps")
    return o


def activity(
    o: Offices, intervention: str = "INT-JAMBAN", volume: int | None = 4, status: str = "usul",
    office: str = "desa", **more: Any,
) -> Activity:  # fmt: skip
    """An activity proposed by who keeps the plan, and walked to a status with a document."""
    who = o.who("rencana")
    unit = more.pop("unit", UNITS.get(intervention, ""))
    draft = Draft(
        **{
            "year": YEAR, "title": f"Kegiatan contoh {intervention}", "office": o[office],
            "place_code": VILLAGE, "intervention": intervention,
            "volume": None if volume is None else Decimal(volume), "unit": unit,
            "amount": 4_000_000 * (volume or 1), "money": "DANA-DD", **more,
        }
    )  # fmt: skip
    made = services.propose(who, draft)
    if status != "usul":
        reason = "alasan contoh" if status == "batal" else ""
        made = services.move(who, made, status, "Dokumen contoh 1/2026", "2.3.05", reason=reason)
    return made


def balance_of(intervention: str, place: str = VILLAGE, year: int = YEAR) -> Balance:
    """The stored row of an intervention."""
    return Balance.objects.get(place_code=place, intervention=intervention, year=year)


def needed(intervention: str, number: int | None, place: str = VILLAGE, **more: Any) -> Balance:
    """Say how many need it, as the daily count does."""
    year = more.pop("year", YEAR)
    row, _made = Balance.objects.update_or_create(
        year=year, place_code=place, intervention=intervention, group=more.pop("group", ""),
        defaults={
            "district_code": "16.06", "need": number, "way": "catatan", "unit": "unit",
            "as_of": timezone.localdate(), "counted_at": timezone.now(), **more,
        },
    )  # fmt: skip
    balancing.follow({(year, place)})
    return row
