"""How the agencies' lists go wrong: the table of the linkage notes, and what differs by agency."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from rembuk.demo.population.noise import DUKCAPIL, KELUARGA, KESEHATAN

REGISTRY: Final = DUKCAPIL
SURVEY: Final = KELUARGA
"""BKKBN's family survey and its verification."""
OLD_SURVEY: Final = replace(KELUARGA, moved=0.08, card_missing=0.15)
"""A survey of years ago: some families have moved since."""
MATCHED: Final = replace(
    KELUARGA, duplicates=0.003, nik_missing=0.03, nik_typo=0.01, nik_mother=0.0, muhammad=0.22,
    dropped=0.03, initial=0.02, phonetic=0.04, typo=0.015, joined=0.16, date_swap=0.008,
    date_default=0.03, date_typo=0.012, date_missing=0.004, card_missing=0.02,
)  # fmt: skip
"""Lists that were matched with the civil registry: DTSEN and P3KE."""
SOCIAL: Final = replace(MATCHED, nik_missing=0.07, card_missing=0.06, phonetic=0.07, typo=0.03)
"""Sheets kept by the social office."""
MIDWIFE: Final = replace(
    KESEHATAN, duplicates=0.02, nik_missing=0.18, nik_typo=0.04, card_missing=0.35, newborn=0.5
)
"""Elsimil: typed by field workers on a telephone."""
