"""A small district with a year to analyse: cells of three services, a register, offices.

In May 2023, by village (the third lies in another kecamatan):

    tablets  (REM-2, target 58 %)    10/40   30/40   20/20    60/100
    vaccines (BAL-6, target 90 %)    20/40   36/40   empty    56/80
    feeding  (BAL-5)                  1/7    empty   empty    too empty to read
    families (KEL-5, zero)            0/30    0/30    0/30     0/90
    register: 4 of 12 short, 1 of 4 (D/S 50 %), 0 of 8
"""

from __future__ import annotations

import datetime as dt

from tests.convergence_rows import OTHER, SECOND, VILLAGE, Room, entry, opened, room
from tests.factories import child, count, measured

from rembuk.office.convergence import figures
from rembuk.office.convergence.models import Year

TABLETS, VACCINES, FEEDING, FAMILIES = (
    "BG22-E-REM-2", "BG22-E-BAL-6", "BG22-E-BAL-5", "BG22-E-KEL-5",
)  # fmt: skip
IN = dt.date(2023, 5, 12)
TODAY = dt.date(2023, 7, 20)
TOLD = (
    ("rematri_ttd", "rematri", ((10, 40), (30, 40), (20, 20))),
    ("balita_idl", "balita_sasaran", ((20, 40), (36, 40), None)),
    ("balita_gizi_kurang_pmt", "balita_gizi_kurang", ((1, 7), None, None)),
    ("keluarga_berisiko_didampingi", "keluarga_berisiko", ((0, 30), (0, 30), (0, 30))),
)
REGISTER = (
    ("16.06.01.2001.P01", 4, 12, 12), ("16.06.01.2002.P01", 1, 4, 8), ("16.06.02.2001.P01", 0, 8, 8)
)  # fmt: skip
"""Post, short, measured, registered."""


def analysed(scheme: str = "8-aksi", year: int = 2023) -> Room:
    """The district with its year."""
    r = room(year, scheme)
    if scheme == "8-aksi":
        opened(r)
        opened(r, "2023-06")
        fill(r.year)
    for post, short, seen, all_ in REGISTER:
        for n in range(all_):
            one = child(post, born=dt.date(2021, 6, 1), sex="P")
            if n < seen:
                word = "pendek" if n < short else "normal"
                measured(one, dt.date(year, 5, 12), tbu=word, zlen=-2.5 if n < short else -0.5)
    count()
    return r


def fill(year: Year) -> None:
    """Type the figures."""
    said = []
    for top, base, rows in TOLD:
        for place, pair in zip((VILLAGE, SECOND, OTHER), rows, strict=True):
            if pair is not None:
                said += [entry(top, pair[0], place=place), entry(base, pair[1], place=place)]
    figures.load(said, None, district=year.district_code, history=False)
