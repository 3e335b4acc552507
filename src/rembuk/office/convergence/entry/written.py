"""How a figure is written in a cell of screen or sheet, and read back.

Nothing is empty, `0` is zero, `-` is not applicable, `~12` is an estimate. Thousands may carry a
point (`1.234`); a figure is a whole number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk.office.convergence.models import Status

NONE: Final = frozenset({"-", "–", "—", "tb", "t/b", "n/a", "tidak berlaku"})
_WHOLE: Final = re.compile(r"(\d+|\d{1,3}(\.\d{3})+)(,0+|\.0)?")
_BIG: Final = 10**12
_YES_NO: Final = {"ya": 1, "tidak": 0}


@dataclass(frozen=True)
class Said:
    """What a cell says: value (None where there is none) and status."""

    value: int | None
    status: Status


EMPTY: Final = Said(None, Status.EMPTY)


def read(text: object) -> Said:
    """A cell as typed or as a sheet holds it. Raises ValidationError in words."""
    bare = str("" if text is None else text).strip().removeprefix("'").strip()
    if not bare:
        return EMPTY
    if bare.lower() in NONE:
        return Said(None, Status.NONE)
    if bare.lower() in _YES_NO:
        return of(_YES_NO[bare.lower()])
    estimated = bare.startswith("~")
    number = bare.lstrip("~").strip()
    if number.startswith("-"):
        raise ValidationError(_("%s: tidak ada jumlah di bawah nol.") % bare[:20])
    if "%" in number:
        raise ValidationError(_("%s: isi jumlahnya, bukan persen.") % bare[:20])
    if _WHOLE.fullmatch(number) is None:
        raise ValidationError(
            _("%s tidak terbaca: isi bilangan bulat, - bila tidak berlaku, ~ bila perkiraan.")
            % bare[:20]
        )
    whole = re.sub(r"(,0+|\.0)$", "", number)
    value = int(whole.replace(".", ""))
    if value >= _BIG:
        raise ValidationError(_("%s terlalu besar.") % bare[:20])
    return Said(value, Status.ESTIMATED) if estimated else of(value)


def of(value: int) -> Said:
    """A counted value with its status."""
    return Said(value, Status.ZERO if value == 0 else Status.FILLED)


def text(value: int | None, status: str) -> str:
    """A figure as its cell shows it and `read` reads it."""
    if status == Status.NONE:
        return "-"
    if value is None:
        return ""
    return f"~{value}" if status == Status.ESTIMATED else str(value)
