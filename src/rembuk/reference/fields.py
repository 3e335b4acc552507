"""The words conditions may use: each fact's name, kind, unit, label; how its value is written."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from rembuk.reference.conditions import Compare
from rembuk.reference.dated import Frozen

Kind = Literal["number", "flag", "word", "date"]


class FactField(Frozen):
    """One fact about a person, a family or a measurement."""

    name: str
    kind: Kind
    unit: str = ""
    label_id: str
    label_en: str
    decimals: int = 0
    signed: bool = False
    words: tuple[str, ...] = ()  # the codes a word may have; empty = any

    def problem(self, part: Compare) -> str | None:
        """Why a comparison does not suit this fact; none when it does."""
        values = part.value if isinstance(part.value, tuple) else (part.value,)
        if part.op == "missing":
            return None
        if part.setting:
            return None if self.kind == "number" else f"{self.name} bukan angka: tanpa setelan"
        if self.kind == "flag" and not (
            part.op in {"eq", "ne"} and all(isinstance(value, bool) for value in values)
        ):
            return f"{self.name} bernilai ya/tidak: pakai eq atau ne dengan true atau false"
        if self.kind == "number" and not all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in values
        ):
            return f"{self.name} berupa angka"
        if self.kind == "word":
            if part.op not in {"eq", "ne", "in"}:
                return f"{self.name} berupa kode: pakai eq, ne, atau in"
            strange = [value for value in values if self.words and value not in self.words]
            if strange:
                return f"{self.name} tidak pernah {', '.join(map(str, strange))}"
        return None

    def written(self, value: object, language: str = "id") -> str:
        """A value as a sentence shows it: `−2,21`, `1.480`, `9 November 2026`; `?` if missing."""
        if value is None or value == "":
            return "?"
        if isinstance(value, bool):
            yes, no = ("yes", "no") if language == "en" else ("ya", "tidak")
            return yes if value else no
        if isinstance(value, int | float):
            return number(float(value), self.decimals, language)
        if isinstance(value, dt.date):
            return day(value, language)
        return str(value)


def number(value: float, decimals: int, language: str = "id") -> str:
    """A number with a true minus and the marks of the language."""
    text = f"{abs(value):,.{decimals}f}"
    if language != "en":
        text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"−{text}" if value < 0 and text.strip("0,.") else text


# fmt: off
MONTHS_ID = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on


def day(value: dt.date, language: str = "id") -> str:
    """`9 November 2026`."""
    months = MONTHS_EN if language == "en" else MONTHS_ID
    return f"{value.day} {months[value.month - 1]} {value.year}"
