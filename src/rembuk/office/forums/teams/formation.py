"""How far teams are formed: own team of each kecamatan, villages with one, terms that ran out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rembuk.office.accompaniment.models import Team as Companions
from rembuk.office.forums.models import Level, Member, Team
from rembuk.office.forums.places import beneath, level_of
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within

Standing = Literal["berlaku", "hampir", "berakhir", "belum"]
"""In force; in force and ends within `SOON`; ran out without another; never formed."""
SOON = dt.timedelta(days=60)


@dataclass(frozen=True)
class PlaceTeam:
    """A place and its team: the one in force, else the last there was."""

    area: Area
    team: Team | None
    standing: Standing
    members: int = 0
    companions: int = 0  # companion teams (TPK) at work there

    @property
    def formed(self) -> bool:
        """Whether a team is in force."""
        return self.standing in {"berlaku", "hampir"}


@dataclass(frozen=True)
class Row:
    """A kecamatan: its own team, and how many of its villages have one."""

    own: PlaceTeam
    villages: int
    formed: int
    ended: int
    with_companions: int


@dataclass(frozen=True)
class Formation:
    """Teams of a place and of what lies in it. `kecamatan` is empty for a kecamatan itself;
    `villages` are filled for a kecamatan or a village."""

    own: PlaceTeam
    kecamatan: tuple[Row, ...]
    villages: tuple[PlaceTeam, ...]

    @property
    def kecamatan_formed(self) -> int:
        """Kecamatan with a team in force."""
        return sum(1 for row in self.kecamatan if row.own.formed)

    @property
    def village_count(self) -> int:
        """Villages in the place."""
        return sum(row.villages for row in self.kecamatan) or len(self.villages)

    @property
    def villages_formed(self) -> int:
        """Villages with a team in force."""
        return sum(row.formed for row in self.kecamatan) or sum(
            1 for one in self.villages if one.formed
        )

    @property
    def with_companions(self) -> int:
        """Villages with at least one companion team at work."""
        return sum(row.with_companions for row in self.kecamatan) or sum(
            1 for one in self.villages if one.companions
        )


def formation(area: Area, on: dt.date) -> Formation:
    """Teams of a place on a day, with four reads whatever its size."""
    level = level_of(area.code)
    teams = _newest(Team.objects.filter(within("place_code", area.code)).select_related(
        "head_seat__office"), on)  # fmt: skip
    members = _counted(
        Member.objects.filter(team__in=[one.pk for one in teams.values()])
        .on(on)
        .values_list("team__place_code", flat=True)
    )
    companions = _counted(
        code[:13]
        for code in Companions.objects.filter(
            within("place_code", area.code), ended_on=None
        ).values_list("place_code", flat=True)
    )

    def told(one: Area) -> PlaceTeam:
        team = teams.get(one.code)
        return PlaceTeam(
            one, team, _standing(team, on), members.get(one.code, 0), companions.get(one.code, 0)
        )

    villages = tuple(told(one) for one in beneath(area.code, Level.VILLAGE))
    if level != Level.DISTRICT:
        return Formation(told(area), (), villages)
    by_kecamatan: dict[str, list[PlaceTeam]] = {}
    for one in villages:
        by_kecamatan.setdefault(one.area.code[:8], []).append(one)
    rows = tuple(
        _row(told(one), by_kecamatan.get(one.code, []))
        for one in beneath(area.code, Level.KECAMATAN)
    )
    return Formation(told(area), rows, ())


def _row(own: PlaceTeam, villages: list[PlaceTeam]) -> Row:
    return Row(
        own, len(villages), sum(1 for one in villages if one.formed),
        sum(1 for one in villages if one.standing == "berakhir"),
        sum(1 for one in villages if one.companions),
    )  # fmt: skip


def _standing(team: Team | None, on: dt.date) -> Standing:
    if team is None:
        return "belum"
    if not team.stands(on):
        return "berakhir" if team.valid_from <= on else "belum"
    soon = team.valid_to is not None and team.valid_to - on <= SOON
    return "hampir" if soon else "berlaku"


def _newest(teams: Iterable[Team], on: dt.date) -> dict[str, Team]:
    """Place -> its team in force, else the last there was."""
    found: dict[str, Team] = {}
    for one in sorted(teams, key=lambda team: (team.stands(on), team.valid_from)):
        found[one.place_code] = one
    return found


def _counted(codes: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code in codes:
        found[code] = found.get(code, 0) + 1
    return found


def ended_terms(team: Team, on: dt.date) -> list[Member]:
    """Members whose term ran out with nobody in their stead, while the team goes on."""
    rows = team.members.filter(term_to__lte=on, substitutes=None).select_related("office")
    return list(rows) if team.stands(on) else []
