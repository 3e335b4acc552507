"""What offices of the demo wrote into the map of programmes; one row lacks its money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from rembuk.demo.clock import standing_at
from rembuk.demo.convergence.people import OPERATORS
from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.programmes import writing as programmes
from rembuk.office.seats.queries import by_role

ROWS: Final = (
    # role, activity, problem, for whom, volume, unit, budget, source of money
    ("DINKES", "PMT lokal ibu hamil KEK", "Bumil KEK belum semuanya mendapat PMT", "ibu hamil KEK",
     "40", "orang", "96.000.000", "BOK"),
    ("DINKES", "Tata laksana balita gizi buruk", "Rujukan gizi buruk sering terlambat",
     "balita gizi buruk", "12", "anak", "60.000.000", "APBD"),
    ("DPPKB", "Pendampingan keluarga berisiko oleh TPK", "Kunjungan TPK belum teratur",
     "keluarga berisiko", "150", "keluarga", "75.000.000", "BOKB"),
    ("PERKIM", "Jamban sehat keluarga berisiko", "Keluarga berisiko tanpa jamban layak",
     "keluarga berisiko", "35", "unit", "", "APBD"),
    ("DISPANGAN", "Pekarangan pangan lestari", "Lauk hewani jarang", "keluarga berisiko", "60",
     "keluarga", "45.000.000", "APBD"),
    ("DPMD", "Pembinaan kader pembangunan manusia", "KPM baru belum dilatih", "KPM", "24", "orang",
     "", "Tanpa biaya"),
)  # fmt: skip
FIELDS: Final = ("activity", "problem", "target", "volume", "unit", "budget", "money")


def write(year: Year, who: Mapping[str, Account], on: dt.date) -> None:
    """Each office writes its rows."""
    with standing_at(on, 10):
        for number, (role, *texts) in enumerate(ROWS, start=1):
            office = by_role(role, year.district_code, on)
            if office is None:
                continue
            said = dict(zip(FIELDS, texts, strict=True)) | {"office": office.code}
            entry = programmes.Entry("", said, row=number)
            programmes.write(year, [entry], who[OPERATORS[role]])
