"""Builders for tests of the oversight: offices and promises of the ledger, a leader, a province.

o = overseen()                      # the offices of ledger_rows, and `gubernur` of the province
late(o)                             # a promise of Dinkes forty days past its day
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from tests.factories import account, district
from tests.ledger_rows import Offices, offices

from rembuk.office.ledger import services
from rembuk.office.ledger.models import Promise
from rembuk.office.oversight.models import Visit
from rembuk.office.oversight.visits import acts as visits
from rembuk.office.oversight.visits.acts import VisitDraft

VILLAGE = "16.06.01.2001"


def overseen() -> Offices:
    """The district with its offices, and who reads for the province."""
    district()
    made = offices()
    made.people["gubernur"] = account("gubernur", "provinsi", "16")
    made.people["inspektorat"] = account("inspektorat", "auditor", "16.06")
    return made


def promised(o: Offices, days: int, owner: str = "dinkes", **more: Any) -> Promise:
    """A promise due `days` from today (negative: past), made a hundred days ago."""
    today = timezone.localdate()
    made = timezone.now() - dt.timedelta(days=100)
    draft = services.Draft(
        **{
            "title": "PMT lokal untuk balita", "owner": o[owner], "place_code": VILLAGE,
            "due": today + dt.timedelta(days=days), "kind": "spesifik", **more,
        }
    )  # fmt: skip
    return services.propose(draft, o.who("tpps"), at=made)


def visit(o: Offices, by: str = "tpps", **more: Any) -> Visit:
    """A visit to the village, begun today."""
    given = {
        "key": "kunci-1", "where": "desa", "place_code": VILLAGE, "on": timezone.localdate(),
        "visitors": "Petugas Satu",
    }  # fmt: skip
    return visits.begin(VisitDraft(**(given | more)), o.who(by))
