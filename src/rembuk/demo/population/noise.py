"""How each source goes wrong: the table of the method notes, a column per source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Noise:
    """Shares (0-1) of what goes wrong in one source; each is drawn anew for every record."""

    duplicates: float  # records of a person written a second time
    nik_missing: float  # empty or a placeholder
    nik_typo: float
    nik_mother: float  # the mother's number on a child
    muhammad: float  # of the names that start with it
    old_spelling: float  # of persons born before 1972
    dropped: float  # a word of a longer name
    initial: float  # last word cut to one letter
    phonetic: float  # per word
    typo: float
    joined: float  # of compounds
    date_swap: float
    date_default: float  # first of January and the like
    date_typo: float
    date_missing: float
    card_missing: float
    moved: float  # other village than where the family lives
    newborn: float = 0.0  # "BY NY <mother>", of those under seven months
    mother_missing: float = 0.0  # the mother's name left out
    phone: float = 0.0  # the family's number written down


DUKCAPIL: Final = Noise(
    duplicates=0.0, nik_missing=0.0, nik_typo=0.002, nik_mother=0.0, muhammad=0.10,
    old_spelling=0.25, dropped=0.01, initial=0.005, phonetic=0.015, typo=0.008, joined=0.12,
    date_swap=0.004, date_default=0.012, date_typo=0.006, date_missing=0.001, card_missing=0.0,
    moved=0.03,
)  # fmt: skip
"""Civil registry: free of duplicates."""
KELUARGA: Final = Noise(
    duplicates=0.008, nik_missing=0.16, nik_typo=0.035, nik_mother=0.003, muhammad=0.45,
    old_spelling=0.10, dropped=0.08, initial=0.04, phonetic=0.10, typo=0.04, joined=0.25,
    date_swap=0.02, date_default=0.05, date_typo=0.05, date_missing=0.03, card_missing=0.12,
    moved=0.03, mother_missing=0.10, phone=0.55,
)  # fmt: skip
"""Family survey."""
KESEHATAN: Final = Noise(
    duplicates=0.045, nik_missing=0.36, nik_typo=0.05, nik_mother=0.035, muhammad=0.55,
    old_spelling=0.08, dropped=0.12, initial=0.06, phonetic=0.13, typo=0.05, joined=0.30,
    date_swap=0.025, date_default=0.01, date_typo=0.05, date_missing=0.015, card_missing=0.60,
    moved=0.03, newborn=0.35, mother_missing=0.06, phone=0.45,
)  # fmt: skip
"""Health registers."""

DUPLICATE_MOVED: Final = 0.5
"""Share of second records that give another village."""
PLACEHOLDERS: Final = (
    "0000000000000000", "1111111111111111", "9999999999999999", "1234567890123456",
    "0", "-",
)  # fmt: skip
