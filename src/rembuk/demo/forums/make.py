"""Making the demo's teams and meetings of two years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from rembuk import reference
from rembuk.demo.clock import standing_at
from rembuk.demo.forums import fates
from rembuk.demo.forums.invented import DISTRICT, KECAMATAN, MEMBERS, RAKOR, VILLAGE, Said
from rembuk.demo.forums.playing import Plan as Rembuk
from rembuk.demo.forums.playing import planned, play
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.forums import teams
from rembuk.office.forums.models import Level, Meeting, Team
from rembuk.office.forums.places import beneath
from rembuk.office.forums.teams import MemberDraft, TeamDraft
from rembuk.office.places.models import Area
from rembuk.office.posyandu.models import Posyandu
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import head_of

MOST: Final = 3
"""Villages and kecamatan that hold a rembuk of their own in the demo."""


def make_forums(plan: Plan, today: dt.date) -> None:
    """Teams and meetings of last year and this year; what stands stays."""
    if Team.objects.exists() or Meeting.objects.exists():
        return
    who = {one.username: one for one in Account.objects.all()}
    villages = _villages(plan.area)
    with transaction.atomic():
        _teams(plan.area, who, villages, today)
    for year in (today.year - 1, today.year):
        for one in _meetings(plan.area, year, who, villages, latest=year == today.year):
            if one.day < today:
                with transaction.atomic():
                    _follow(play(one), one.decides, year < today.year, who["tpps"], today)
    with transaction.atomic():
        _ahead(plan.area, who, villages, today)


def _villages(area: str) -> list[Area]:
    """Villages with a posyandu, the village account's own first, then its neighbours."""
    codes = set(Posyandu.objects.values_list("village_code", flat=True))
    found = list(Area.objects.filter(code__in=codes).order_by("code"))
    own = Account.objects.filter(username="desa").values_list("assignments__place_code", flat=True)
    mine = set(own)
    near = {code[:8] for code in mine if code}
    return sorted(found, key=lambda one: (one.code not in mine, one.code[:8] not in near, one.code))


def _keepers(who: dict[str, Account], on: dt.date) -> dict[str, Account]:
    """Kecamatan -> the camat who keeps meetings there."""
    found = {}
    for name in ("camat", "camat2", "camat3"):
        if name in who:
            for code in rights_of(who[name], on).places_for("rembuk-kelola"):
                found[code] = who[name]
    return found


def _teams(area: str, who: dict[str, Account], villages: Sequence[Area], today: dt.date) -> None:
    """The district's team, those of most kecamatan and of many villages; one ran out, some never
    were formed."""
    first = dt.date(today.year - 2, 2, 1)
    keeper = who["tpps"]
    _team(area, 1, first, None, keeper)
    for number, one in enumerate(beneath(area, Level.KECAMATAN)):
        if number % 5 != 4:
            ends = dt.date(today.year, 1, 1) if number % 5 == 3 else None
            _team(one.code, 100 + number, first.replace(month=4), ends, keeper)
    for number, one in enumerate(villages):
        if number % 4 != 3:
            ends = today + dt.timedelta(days=25) if number == 1 else None
            _team(one.code, 300 + number, first.replace(month=6), ends, keeper)


def _team(code: str, number: int, since: dt.date, until: dt.date | None, by: Account) -> None:
    own = Office.objects.filter(place_code=code, kind__in=["kecamatan", "desa"]).first()
    own = own or Office.objects.filter(code="setda", place_code=code).first()
    with standing_at(since, 10):
        made = teams.form(
            TeamDraft(
                code, f"{number}/KPTS/{since.year} (tiruan)", since, since, until,
                head_of(own) if own else None,
            ),
            by,
        )  # fmt: skip
        fields = [one.code for one in reference.load().team_fields(made.level, since)]
        for name, part, order, office, institution in MEMBERS[: 8 if len(fields) > 2 else 4]:
            given = fields[order - 1] if 0 < order <= len(fields) else ""
            teams.add_member(
                made,
                MemberDraft(
                    name, "anggota" if part == "koordinator" and not given else part, given,
                    Office.objects.filter(code=office).first() if office else None,
                    institution=institution,
                ),
                by,
            )  # fmt: skip


def _meetings(
    area: str, year: int, who: dict[str, Account], villages: Sequence[Area], *, latest: bool
) -> list[Rembuk]:
    """Villages first, then kecamatan, then the district: what is decided below is carried up. The
    `latest` year leaves one kecamatan without signed minutes."""
    keepers = _keepers(who, dt.date(year, 1, 15))
    found = [Rembuk("rakor", area, dt.date(year, 3, 11), who["tpps"], RAKOR, "Ruang rapat Bappeda")]
    for number, village in enumerate(villages[:MOST]):
        own = who["desa"] if number == 0 else keepers.get(village.code[:8])
        if own is not None:
            found.append(
                Rembuk(
                    "rembuk-desa", village.code, dt.date(year, 5, 19 + number), own,
                    VILLAGE if number == 0 else VILLAGE[number : number + 3], "Balai desa",
                    who["sekda"],
                )
            )  # fmt: skip
    for number, (code, keeper) in enumerate(sorted(keepers.items())[:MOST]):
        unfinished = number == 1 and latest
        found.append(
            Rembuk(
                "rembuk-kecamatan", code, dt.date(year, 6, 9 + number), keeper, KECAMATAN,
                "Aula kantor camat", who["sekda"], signed=not unfinished,
            )
        )  # fmt: skip
    found.append(
        Rembuk(
            "rembuk-kabupaten", area, dt.date(year, 6, 24), who["tpps"], DISTRICT,
            "Auditorium kabupaten", who["sekda"],
        )
    )  # fmt: skip
    return sorted(found, key=lambda one: one.day)


def _follow(
    meeting: Meeting, decides: Sequence[Said], past: bool, judge: Account, today: dt.date
) -> None:
    """Each promise of a meeting goes its way."""
    for one in meeting.decisions.exclude(promise=None).select_related("promise__owner"):
        said = next((row for row in decides if row.what == one.what), None)
        fate = said.fates[0 if past else 1] if said else "diam"
        assert one.promise is not None  # the query asked for it
        since = meeting.starts_at.date() + dt.timedelta(days=2)
        fates.live(one.promise, fate, since, judge, today)


def _ahead(area: str, who: dict[str, Account], villages: Sequence[Area], today: dt.date) -> None:
    """A coordination meeting that is called, and a village's three-monthly one."""
    ahead = today + dt.timedelta(days=8)
    planned(Rembuk("rakor", area, ahead, who["tpps"], (), "Ruang rapat Bappeda"), today)
    if villages:
        day = today + dt.timedelta(days=13)
        one = Rembuk("triwulan-desa", villages[0].code, day, who["desa"], (), "Balai desa")
        planned(one, today)
