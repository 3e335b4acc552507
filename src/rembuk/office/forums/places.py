"""Places of meetings and teams: level of a code, its name, the places beneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rembuk.office.forums.models import Level
from rembuk.office.places.models import Area
from rembuk.office.places.models import Level as Step
from rembuk.office.places.scope import contains, within
from rembuk.office.seats.models import Office, OfficeKind

LEVELS: Final = {2: Level.DISTRICT, 3: Level.KECAMATAN, 4: Level.VILLAGE}
STEPS: Final = {"kabupaten": Step.KABKOTA, "kecamatan": Step.KECAMATAN, "desa": Step.DESA}


def level_of(code: str) -> Level | None:
    """The level of a place a team or a meeting can have; None for a province or a post."""
    return LEVELS.get(code.count(".") + 1) if code else None


def name_of(code: str) -> str:
    """A place by name, with its kind where the name alone is not enough."""
    area = Area.objects.filter(code=code).first()
    if area is None:
        return code
    if area.level == Step.KECAMATAN:
        return f"Kecamatan {area.name}"
    if area.level == Step.DESA:
        return f"{area.kind.capitalize()} {area.name}"
    kind = area.kind.capitalize()
    return f"{kind} {area.name.removeprefix(f'{kind} ')}"


def town_of(code: str) -> str:
    """A place as a letter is dated from it: its bare name."""
    area = Area.objects.filter(code=code).first()
    return area.name.removeprefix(f"{area.kind.capitalize()} ") if area else code


def beneath(code: str, level: str) -> list[Area]:
    """Areas of a level in a place, by code."""
    rows = Area.objects.filter(within("code", code), level=STEPS[level], valid_to=None)
    return list(rows.order_by("code"))


def district_of(code: str) -> str:
    """The district a place lies in."""
    return ".".join(code.split(".")[:2])


KINDS: Final = {
    "KECAMATAN": OfficeKind.KECAMATAN, "PEMDES": OfficeKind.DESA, "TPPS": OfficeKind.TEAM,
}  # fmt: skip
"""Roles an office plays by what it is, where nobody wrote the role down."""


def playing(role: str, place_code: str, standing: Sequence[Office]) -> Office | None:
    """Of the offices that stand, the nearest that plays a role for a place; by its kind where no
    office there was given the role."""
    named = [one for one in standing if one.role == role]
    return _nearest(named, place_code) or _nearest(
        [one for one in standing if not one.role and _is(one, role)], place_code
    )


def _is(office: Office, role: str) -> bool:
    if office.kind != KINDS.get(role):
        return False
    # teams are of many sorts (audit, companions); only the one that says so is the TPPS
    return role != "TPPS" or "tpps" in f"{office.code} {office.short}".lower()


def _nearest(standing: Sequence[Office], place_code: str) -> Office | None:
    mine = [
        (max(len(code) for code in one.places if contains(code, place_code)), one.code, one)
        for one in standing
        if any(contains(code, place_code) for code in one.places)
    ]
    return max(mine, key=lambda found: found[:2])[2] if mine else None
