"""Amounts that look as if they were typed in thousands of rupiah: asked, never mended silently."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from rembuk.office.documents.numbers import rupiah

LEAST: Final = 100_000
"""An activity of a plan below this many rupiah is asked about: sheets of budgets are often kept
in thousands, and nothing an office plans for a year is paid with less. Our own bound."""
NEAR: Final = 5
"""How far from volume x unit cost an amount may lie, either way, and still be of its size."""


def thousands(amount: int | None, volume: Decimal | None = None, cost: int | None = None) -> bool:
    """Whether `amount` rupiah was probably meant in thousands: below `LEAST`, or far below what
    `volume` units at `cost` rupiah come to while a thousand times the amount is of that size.

    >>> thousands(75_000), thousands(7_500_000), thousands(450_000, Decimal(300), 1_500_000)
    (True, False, True)
    """
    if not amount or amount < 0:
        return False
    if volume and cost:
        expected = float(volume) * cost
        if expected / NEAR <= amount:
            return False
        if expected / NEAR <= amount * 1000 <= expected * NEAR:
            return True
    return amount < LEAST


def question(amount: int) -> str:
    """What the person is asked."""
    return _(
        "Benarkah %(typed)s, bukan %(thousands)s? Angka ini tampak ditulis dalam ribuan rupiah. "
        "Perbaiki angkanya, atau centang bahwa memang demikian."
    ) % {"typed": rupiah(amount), "thousands": rupiah(amount * 1000)}
