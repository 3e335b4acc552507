"""Improvements decided in a review: promises of the ledger that the next year begins with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year
from rembuk.office.ledger import services
from rembuk.office.ledger.drafts import Draft
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.models.promise import InterventionKind, SourceKind
from rembuk.office.ledger.states import CLOSED, State
from rembuk.office.places.scope import contains, within
from rembuk.office.review.errors import ReviewError
from rembuk.office.review.models import Finding, Improvement
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role

KIND: Final = SourceKind.OTHER.value
"""The ledger has no source of its own for a review; "indikator" is for cells left empty."""
SOURCE: Final = "reviu"


@dataclass(frozen=True)
class Carried:
    """An improvement and its promise. `year`: the year that was reviewed."""

    improvement: Improvement
    promise: Promise
    year: int

    @property
    def state_words(self) -> str:
        """Where the promise stands."""
        return str(State(self.promise.state).label)

    @property
    def kept(self) -> bool:
        """Done, and judged by another."""
        return self.promise.state == State.VERIFIED

    def days_late(self, on: dt.date) -> int:
        """Days past its due day while its owner must still act; 0 when it is not late."""
        return self.promise.days_late(on)


@dataclass(frozen=True)
class Wanted:
    """What is to be better, whose it is, and by when. `place_code`: where it is to happen."""

    what: str
    owner: Office
    due: dt.date
    place_code: str
    detail: str = ""
    kind: str = InterventionKind.GOVERNANCE.value
    volume: Decimal | None = None
    unit: str = ""
    budget: int | None = None
    money: str = ""


def open_for(year: int, place: str) -> tuple[Carried, ...]:
    """What earlier reviews decided and is not done yet, for the analysis of `year` in a place: of
    the place and below it, and what was decided above it for all of it. First due first."""
    rows = _before(year, place).exclude(promise__state__in=CLOSED)
    return _carried(rows)


def decided_before(year: int, place: str) -> tuple[Carried, ...]:
    """The same of the review of the year before, done and called off ones too: what came of it."""
    return _carried(_before(year, place).filter(year__year=year - 1))


def of_review(year: Year, place_code: str) -> tuple[Carried, ...]:
    """What the review of a year in a place decided."""
    return _carried(Improvement.objects.filter(year=year, place_code=place_code))


@transaction.atomic
def decide(
    year: Year, place_code: str, wanted: Wanted, by: Account, *, finding: Finding | None = None
) -> Improvement:
    """Decide an improvement: at once a promise of its owner, who answers it in the ledger, and
    which another than the owner judges. Raises ValidationError."""
    if not contains(place_code, wanted.place_code):
        raise ReviewError(_("Tempat perbaikan di luar wilayah reviu ini."), code="wilayah")
    if finding is not None and (finding.year_id, finding.place_code) != (year.pk, place_code):
        raise ReviewError(_("Temuan itu dari reviu lain."), code="temuan")
    public_id = public_ids.new()
    verifier = by_role("BAPPEDA", year.district_code, timezone.localdate())
    promise = services.propose(
        Draft(
            title=wanted.what.strip()[:200], owner=wanted.owner, due=wanted.due,
            place_code=wanted.place_code, kind=wanted.kind, beneficiary_kind="layanan",
            source_kind=KIND, source_id=f"{SOURCE}:{public_id}", detail=_detail(wanted, finding),
            volume=wanted.volume, unit=wanted.unit, budget=wanted.budget, money=wanted.money,
            verifier=verifier if verifier and verifier.pk != wanted.owner.pk else None,
        ),
        by, note=_("Diputuskan dalam reviu kinerja %(year)s.") % {"year": year.year},
    )  # fmt: skip
    return Improvement.objects.create(
        public_id=public_id, year=year, place_code=place_code, finding=finding, promise=promise,
        by=by,
    )  # fmt: skip


def _detail(wanted: Wanted, finding: Finding | None) -> str:
    because = _("Dari temuan reviu: %(words)s") % {"words": finding.words} if finding else ""
    return "\n".join(filter(None, (wanted.detail.strip(), because)))


def _before(year: int, place: str) -> QuerySet[Improvement]:
    above = [place[:end] for end in (2, 5, 8) if end < len(place)]
    here = within("promise__place_code", place) | Q(promise__place_code__in=above)
    return Improvement.objects.filter(here, year__year__lt=year)


def _carried(rows: QuerySet[Improvement]) -> tuple[Carried, ...]:
    found = rows.select_related("year", "finding", "promise", "promise__owner").order_by(
        "promise__due", "promise__priority", "pk"
    )
    return tuple(Carried(one, one.promise, one.year.year) for one in found)
