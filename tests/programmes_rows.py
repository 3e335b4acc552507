"""Builders for tests of plan and money: the offices of a small district, an activity, a sheet.

o = room()                            # areas and offices; dinkes, desa, camat, tpps, ...
a = proposed(o, amount=75_000_000)    # Dinkes plans it in the village
sheet("Pagu", [["1.02", 5]])          # bytes of a workbook
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import district
from tests.ledger_rows import VILLAGE, Offices, offices, promised

from rembuk.office.access.models import Account
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.ledger.models import Promise
from rembuk.office.programmes import services
from rembuk.office.programmes.models import Activity
from rembuk.office.seats.models import Office

YEAR = 2026
NEXT = 2027
SECOND = "16.06.01.2002"


def room() -> Offices:
    """The district, its offices and people."""
    district()
    return offices()


def again() -> Offices:
    """The offices and people as they stand, for rows built once for a file."""
    return Offices(
        {one.code: one for one in Office.objects.all()},
        {one.username: one for one in Account.objects.all()},
    )


def draft(o: Offices, **more: Any) -> services.Draft:
    """PMT of Dinkes for forty children of the village."""
    return services.Draft(
        **{
            "year": NEXT, "title": "PMT lokal bagi balita", "office": o["dinkes"],
            "place_code": VILLAGE, "problem": "40 balita gizi kurang",
            "intervention": "INT-PMT-BALITA", "group": "balita", "volume": Decimal(40),
            "unit": "anak", "amount": 75_000_000, "money": "DANA-APBD", **more,
        }
    )  # fmt: skip


def proposed(o: Offices, who: str = "dinkes", **more: Any) -> Activity:
    """The activity of a draft, proposed by somebody."""
    return services.propose(o.who(who), draft(o, **more))


def promise_of(o: Offices, **more: Any) -> Promise:
    """A promise of a rembuk that Dinkes agreed to."""
    return promised(o, "diterima", **{"source_kind": "rembuk", "source_id": "RBK", **more})


def sheet(heads: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> Any:
    """A workbook as a browser sends it; the same rows are the same file, byte by byte."""
    body = _book(tuple(heads), tuple(tuple(row) for row in rows), title)
    return SimpleUploadedFile("contoh.xlsx", body)


@functools.cache
def _book(heads: tuple[str, ...], rows: tuple[tuple[object, ...], ...], title: str) -> bytes:
    """Kept: a workbook holds the second it was written in; made later it is another file."""
    return workbook([Sheet("Lembar", title, [Column(head, 16) for head in heads], rows)])
