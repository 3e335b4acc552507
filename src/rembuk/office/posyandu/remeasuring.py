"""Measuring a child again between files: what is asked back, and the acts of writing it down and of
taking it back. Nothing is overwritten; the figures follow at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.transaction import atomic
from django.utils import timezone

from rembuk.office.access.models import Account
from rembuk.office.people.models import Person
from rembuk.office.posyandu import services, versions
from rembuk.office.posyandu.measures import month_of
from rembuk.office.posyandu.models import Measurement, Remeasurement
from rembuk.office.posyandu.versions import REMEASURED

REASON_LENGTH = 5
"""Letters a reason for taking back has at least."""


@dataclass(frozen=True)
class Reading:
    """One measuring of a child as understood: kg, cm, `L` lying or `H` standing."""

    date: dt.date
    weight: float | None = None
    lenhei: float | None = None
    position: str = ""
    muac: float | None = None
    headc: float | None = None
    oedema: bool = False
    device: str = ""
    measured_by: str = ""

    @property
    def empty(self) -> bool:
        """Nothing was measured."""
        sizes = (self.weight, self.lenhei, self.muac, self.headc)
        return not self.oedema and all(one is None for one in sizes)

    def values(self) -> dict[str, object]:
        """What a version says of the day (see `versions`)."""
        return {name: "" if name == "left_why" else getattr(self, name) for name in versions.VALUES}


class CannotTakeBackError(ValueError):
    """The measurement was taken back before, or a later one of its day stands over it."""


@atomic
def record(
    child: Person, reading: Reading, account: Account, confirmed: Iterable[str] = ()
) -> Measurement:
    """Write a measurement taken by the office itself; verdicts, case, rank and recap follow.

    What stood for the day is superseded, not changed. Sending the same twice writes it once.
    Raises ValueError when nothing was measured.
    """
    if reading.empty:
        raise ValueError("nothing was measured")
    Person.objects.select_for_update().get(pk=child.pk)
    standing = Measurement.objects.filter(
        child=child, date=reading.date, superseded_by__isnull=True
    )
    said = versions.said({**reading.values(), "place_code": child.place_code})
    for one in standing.filter(source=REMEASURED):
        if versions.said({**_values(one), "place_code": one.place_code}) == said:
            return one
    posts = {child.place_code, *standing.values_list("place_code", flat=True)}
    below = list(standing.values_list("pk", flat=True))
    made = Measurement.objects.create(
        child=child,
        place_code=child.place_code,
        date=reading.date,
        month=month_of(reading.date),
        source=REMEASURED,
        device=reading.device,
        measured_by=reading.measured_by,
        **reading.values(),
    )
    Measurement.objects.filter(pk__in=below).update(superseded_by=made, **_SILENT)
    Remeasurement.objects.create(
        measurement=made, account=account, confirmed=" ".join(sorted(set(confirmed)))[:120]
    )
    services.derive_one(child.pk, made.month, posts)
    made.refresh_from_db()
    return made


@atomic
def take_back(record: Remeasurement, account: Account, reason: str) -> Measurement:
    """Take a recorded measurement back, with a reason: it stays to be read and stands for nothing;
    what it superseded stands again.

    Raises:
        ValueError: the reason is too short.
        CannotTakeBackError: it no longer stands.
    """
    reason = " ".join(reason.split())
    if len(reason) < REASON_LENGTH:
        raise ValueError("taking back needs a reason")
    row = Measurement.objects.select_for_update().get(pk=record.measurement_id)
    if record.void_at is not None or row.superseded_by_id is not None:
        raise CannotTakeBackError
    below = Measurement.objects.filter(Q(superseded_by=row) & ~Q(pk=row.pk)).order_by("pk")
    posts = {row.place_code, *below.values_list("place_code", flat=True)}
    newest = {versions.family(one.source): one for one in below}
    for one in below:
        top = newest[versions.family(one.source)]
        above = None if one.pk == top.pk else top
        Measurement.objects.filter(pk=one.pk).update(superseded_by=above)
    Measurement.objects.filter(pk=row.pk).update(superseded_by=row, **_SILENT)
    record.void_at, record.void_by, record.void_why = timezone.now(), account, reason[:200]
    record.save(update_fields=["void_at", "void_by", "void_why"])
    services.derive_one(row.child_id, row.month, posts)
    row.refresh_from_db()
    return row


_SILENT = {"counted": False, "nt": "", "gain_g": None, "kbm_g": None, "two_t": False, "bgm": False}
"""What no longer stands says nothing of its month."""


def _values(row: Measurement) -> dict[str, object]:
    return {name: getattr(row, name) for name in versions.VALUES}
