"""Teams of the demo: the district, most kecamatan, many villages; one is past its term."""

from __future__ import annotations

import datetime as dt
from typing import Final

from rembuk import reference
from rembuk.demo.clock import standing_at
from rembuk.demo.forums.invented import MEMBERS
from rembuk.demo.forums.sitting import Stage
from rembuk.office.access.models import Account
from rembuk.office.forums.models import Level
from rembuk.office.forums.places import beneath
from rembuk.office.forums.teams import acts as teams
from rembuk.office.forums.teams.acts import MemberDraft, TeamDraft
from rembuk.office.posyandu.models import Posyandu
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import head_of

MOST_VILLAGES: Final = 12
SMALL: Final = 4
"""Members of a team below the district."""


def form(stage: Stage) -> None:
    """Form them in the spring two years ago; one kecamatan ran out, some places never had one."""
    first, keeper = dt.date(stage.today.year - 2, 2, 1), stage.who["tpps"]
    _team(stage.area, 1, first, None, keeper)
    for number, one in enumerate(beneath(stage.area, Level.KECAMATAN)):
        if number % 5 != 4:
            ends = dt.date(stage.today.year, 1, 1) if number % 5 == 3 else None
            _team(one.code, 100 + number, first.replace(month=4), ends, keeper)
    home = stage.places["desa"][0]
    codes = set(Posyandu.objects.values_list("village_code", flat=True))
    near = sorted(codes, key=lambda code: (code != home, code[:8] != home[:8], code))
    for number, code in enumerate(near[:MOST_VILLAGES]):
        if number % 4 != 3:
            ends = stage.today + dt.timedelta(days=25) if number == 1 else None
            _team(code, 300 + number, first.replace(month=6), ends, keeper)


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
        many = None if made.level == Level.DISTRICT else SMALL
        for name, part, order, office, institution in MEMBERS[:many]:
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
