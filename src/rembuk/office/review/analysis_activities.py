"""Activities drafted from the gaps: problem, what, whose, where. Each can become a promise.

The order is declared, not weighed: services short of their target by the most points first, then
those without a target by the share not reached; after both, services with so few people that the
lack may be chance. Services that cannot be read are not in it: their figures come first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year
from rembuk.office.ledger import services
from rembuk.office.ledger.drafts import Draft
from rembuk.office.ledger.models import Promise, SourceKind
from rembuk.office.places.numbers import count, plain
from rembuk.office.places.scope import contains
from rembuk.office.review.analysis_gaps import Gap
from rembuk.office.review.analysis_reach import Counted, Reach
from rembuk.office.review.analysis_scope import Scope
from rembuk.office.review.errors import ReviewError
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role
from rembuk.reference.promises import Intervention

SOURCE: Final = "ansit"
KIND: Final = SourceKind.OTHER.value
"""The ledger has no source of its own for it; "indikator" is for cells left empty."""
WORST: Final = 5


@dataclass(frozen=True)
class Activity:
    """One proposed activity. `promises` that were already made of it here."""

    key: str
    gap: Gap
    problem: str
    what: str
    places: tuple[Counted, ...]
    promises: tuple[Promise, ...]

    @property
    def reach(self) -> Reach:
        """The service."""
        return self.gap.reach

    @property
    def intervention(self) -> Intervention | None:
        """The usual intervention; None where no link is known."""
        return self.gap.interventions[0] if self.gap.interventions else None

    @property
    def volume(self) -> int | None:
        """How many to serve: up to the target, or everybody where none is set."""
        aim = self.reach.to_goal
        return aim if aim is not None else self.reach.lacking


def activities(given: Scope, gaps: tuple[Gap, ...]) -> tuple[Activity, ...]:
    """Activities in their order."""
    wanted = [one for one in gaps if one.reach.readable and _lacks(one.reach)]
    made = _made(given, wanted)
    rows = [
        Activity(
            one.reach.indicator.code, one, problem(one.reach, given.least), what(one),
            one.reach.worst[:WORST],
            made.get(source(given.year, given.place, one.reach.indicator.code), ()),
        )
        for one in wanted
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda one: one.reach.order))


def _lacks(one: Reach) -> bool:
    return bool(one.lacking) and one.short != 0


def problem(one: Reach, limit: int = 0) -> str:
    """`Balita dipantau: 1.204 dari 1.487 (81,0%), 9,0 poin dari target 90%.` With a `limit`, counts
    of fewer people are not told."""
    if one.covered(limit):
        return _("%(name)s: sasaran atau yang terlayani kurang dari %(limit)s, tidak dirinci.") % {
            "name": one.name, "limit": limit,
        }  # fmt: skip
    told = {
        "name": one.name, "n": count(one.total.n), "of": count(one.total.of),
        "pct": plain(one.total.pct or 0), "goal": plain(one.goal.value) if one.goal else "",
        "short": plain(one.short or 0), "lack": count(one.lacking or 0), "unit": one.unit,
    }  # fmt: skip
    if one.goal is not None:
        return (
            _("%(name)s: %(n)s dari %(of)s (%(pct)s%%), %(short)s poin dari target %(goal)s%%.")
            % told
        )
    if one.rising:
        return (
            _("%(name)s: %(n)s dari %(of)s (%(pct)s%%); %(lack)s %(unit)s belum terlayani.") % told
        )
    return _("%(name)s: %(n)s dari %(of)s (%(pct)s%%).") % told


def what(one: Gap) -> str:
    """The usual intervention in words, else the service itself."""
    if one.interventions:
        return one.interventions[0].name_id
    return _("Perluas layanan: %(name)s") % {"name": one.reach.name}


def source(year: Year, place: str, indicator: str) -> str:
    """What the ledger keeps of where a promise came from."""
    return f"{SOURCE}:{year.public_id}:{place}:{indicator}"[:64]


def _made(given: Scope, gaps: Iterable[Gap]) -> dict[str, tuple[Promise, ...]]:
    wanted = [source(given.year, given.place, one.reach.indicator.code) for one in gaps]
    found: dict[str, list[Promise]] = {}
    rows = Promise.objects.filter(source_kind=KIND, source_id__in=wanted).select_related("owner")
    for one in rows.order_by("number"):
        found.setdefault(one.source_id, []).append(one)
    return {key: tuple(held) for key, held in found.items()}


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for in place of an activity."""

    what: str
    owner: Office
    due: dt.date
    place_code: str
    volume: Decimal | None = None
    unit: str = ""
    budget: int | None = None
    money: str = ""


@transaction.atomic
def promise(given: Scope, activity: Activity, wanted: Wanted, by: Account) -> Promise:
    """Make a promise of an activity; its owner answers it in the ledger. Raises ValidationError."""
    if not contains(given.place, wanted.place_code):
        raise ReviewError(_("Tempat kegiatan di luar wilayah analisis ini."), code="wilayah")
    chosen = activity.intervention
    verifier = by_role("BAPPEDA", given.year.district_code, given.today)
    return services.propose(
        Draft(
            title=wanted.what.strip()[:200], owner=wanted.owner, due=wanted.due,
            place_code=wanted.place_code, kind=chosen.kind if chosen else "sensitif",
            beneficiary_kind="layanan", source_kind=KIND,
            source_id=source(given.year, given.place, activity.key), detail=activity.problem,
            intervention=chosen.code if chosen else "", volume=wanted.volume, unit=wanted.unit,
            budget=wanted.budget, money=wanted.money,
            verifier=verifier if verifier and verifier.pk != wanted.owner.pk else None,
        ),
        by, note=_("Dari analisis situasi %(year)s.") % {"year": given.year.year},
    )  # fmt: skip
