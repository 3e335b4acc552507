"""Ceilings beside what is planned against them, one line a village or office."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within, within_any
from rembuk.office.programmes import queries
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.models import Ceiling, CeilingKind, Status
from rembuk.office.seats import queries as seats
from rembuk.office.seats.models import Office, OfficeKind

VILLAGE_MONEY = "DANA-DD"


@dataclass(frozen=True)
class Line:
    """One village or office: its ceiling (None: nobody typed one) and the rupiah planned."""

    place_code: str
    name: str
    under: str
    office: Office | None
    ceiling: Ceiling | None
    planned: int

    @property
    def left(self) -> int | None:
        """Rupiah that may still be planned; below 0 when more is planned; None without ceiling."""
        return None if self.ceiling is None else self.ceiling.amount - self.planned

    @property
    def percent(self) -> float | None:
        """Percent of the ceiling that is planned."""
        if self.ceiling is None or not self.ceiling.amount:
            return None
        return 100 * self.planned / self.ceiling.amount


def lines(who: Reader, kind: str) -> list[Line]:
    """Lines of a kind of ceiling the reader may see, those without a ceiling first."""
    made = _of_offices(who) if kind == CeilingKind.OFFICE else _of_villages(who, kind)
    return sorted(made, key=lambda one: (one.ceiling is not None, one.under, one.name))


def _of_villages(who: Reader, kind: str) -> list[Line]:
    codes = who.rights.places_for("rencana")
    areas = Area.objects.filter(
        within_any("code", codes), level=Level.DESA, kind="desa", valid_to=None
    ).select_related("parent")
    if who.place:
        areas = areas.filter(within("code", who.place))
    given = {one.place_code: one for one in Ceiling.objects.filter(year=who.year, kind=kind)}
    planned: dict[str, int] = {}
    if kind == CeilingKind.VILLAGE_FUND:
        rows = (
            queries.activities(who.rights, who.year, money=VILLAGE_MONEY)
            .exclude(status=Status.DROPPED).order_by()
            .values("place_code").annotate(rupiah=Sum("ceiling_amount"))
        )  # fmt: skip
        planned = {row["place_code"]: row["rupiah"] or 0 for row in rows}
    return [
        Line(
            one.code, one.name, one.parent.name if one.parent else "", None, given.get(one.code),
            planned.get(one.code, 0),
        )
        for one in areas
    ]  # fmt: skip


def _of_offices(who: Reader) -> list[Line]:
    given = {
        one.office_id: one for one in Ceiling.objects.filter(year=who.year, kind=CeilingKind.OFFICE)
    }
    rows = (
        queries.activities(who.rights, who.year).exclude(status=Status.DROPPED).order_by()
        .values("office").annotate(rupiah=Sum("ceiling_amount"))
    )  # fmt: skip
    planned = {row["office"]: row["rupiah"] or 0 for row in rows}
    return [
        Line(one.place_code, one.name, "", one, given.get(one.pk), planned.get(one.pk, 0))
        for one in seats.offices(who.on)
        if one.kind == OfficeKind.OPD and who.rights.may("rencana", one.place_code)
    ]
