"""Names of codes a row carries: catalogue, life stages, money; looked up once a page."""

from __future__ import annotations

import datetime as dt
from typing import Final

from rembuk import reference
from rembuk.office.places import said
from rembuk.reference.promises import Intervention
from rembuk.reference.welfare import Programme


def interventions(on: dt.date) -> dict[str, Intervention]:
    """Code -> entry of the catalogue in force on a day."""
    return {one.code: one for one in reference.load().interventions(on)}


def programmes(on: dt.date) -> dict[str, Programme]:
    """Programmes against poverty that no intervention of the catalogue stands for yet."""
    brought = {one.programme for one in interventions(on).values()}
    return {one.code: one for one in reference.load().programmes(on) if one.code not in brought}


def intervention_names(on: dt.date) -> dict[str, str]:
    """Code -> name of every entry of the catalogue, in the language of the screen."""
    english = said.english()
    entries: list[Intervention | Programme] = [
        *interventions(on).values(),
        *programmes(on).values(),
    ]
    return {one.code: one.name_en if english else one.name_id for one in entries}


def units(on: dt.date) -> dict[str, str]:
    """Code -> the unit an entry of the catalogue is counted in."""
    found = {code: one.unit_id for code, one in interventions(on).items()}
    return found | {code: one.unit for code, one in programmes(on).items()}


def groups(on: dt.date) -> dict[str, str]:
    """Code -> name of the life stages that programmes serve, each name once."""
    english = said.english()
    found: dict[str, str] = {}
    for stage in reference.load().life_stages(on):
        name = stage.name_en if english else stage.name_id
        if name not in found.values():
            found[stage.code] = name
    return found


def money(on: dt.date) -> dict[str, str]:
    """Code -> short word of a source of money."""
    return {one.code: one.short for one in reference.load().money_sources(on)}


PERSON_UNITS: Final = frozenset({
    "anak", "bayi", "ibu", "keluarga", "orang", "pasangan", "rumah", "sambungan", "unit",
})  # fmt: skip
"""Units of the catalogue that stand for a person, a family or what one family is given."""
