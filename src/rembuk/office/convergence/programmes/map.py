"""The map of programmes of a year: rows offices wrote, then promises of the ledger that are for an
area or a service. One reading for the page, the tab that is filed, and the analysis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rembuk import reference
from rembuk.office.convergence.models import Programme, Year
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import State
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.reference.indicators import last_day
from rembuk.reference.promises import MoneySource


@dataclass(frozen=True)
class Line:
    """One activity. `key` and `version` of a row that was written here; `promise` is the number of
    one of the ledger, which is changed there."""

    problem: str
    activity: str
    office: str
    office_code: str
    place_code: str
    place: str
    target: str
    volume: Decimal | None
    unit: str
    budget: int | None
    money: str
    money_words: str
    note: str
    key: str = ""
    version: int = 0
    promise: str = ""
    promise_id: str = ""

    @property
    def volume_text(self) -> str:
        """The volume as a form shows it and reads it back: `1250,5`; nothing lost by rounding."""
        if self.volume is None:
            return ""
        text = f"{self.volume:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")

    @property
    def whole(self) -> bool:
        """Whether what the form asks for is there: volume and unit, and money or the word that it
        costs nothing more."""
        costs = self.budget is not None or self.money == FREE
        return self.volume is not None and bool(self.unit) and costs


FREE = "DANA-TANPA"


def lines(year: Year, office: str = "") -> list[Line]:
    """Every activity of the year (of an office), by office."""
    names = _places(year)
    money = {one.code: one.short for one in reference.load().of(MoneySource, last_day(year.year))}
    found = [*_own(year, office, names, money), *_promised(year, office, names, money)]
    return sorted(found, key=lambda one: (one.office, bool(one.promise), one.activity))


def _own(year: Year, office: str, names: dict[str, str], money: dict[str, str]) -> Iterable[Line]:
    rows = Programme.objects.filter(year=year, withdrawn="").select_related("office")
    if office:
        rows = rows.filter(office__code=office)
    for row in rows:
        yield Line(
            row.problem, row.activity, row.office.name, row.office.code, row.place_code,
            names.get(row.place_code, row.place_code), row.target, row.volume, row.unit,
            row.budget, row.money, money.get(row.money, row.money), row.note, row.public_id,
            row.version,
        )  # fmt: skip


def _promised(
    year: Year, office: str, names: dict[str, str], money: dict[str, str]
) -> Iterable[Line]:
    """No person, no case, and nothing that only asks an office to fill its cells."""
    rows = (
        Promise.objects.filter(
            within("place_code", year.district_code), audience="terbuka",
            due__year=year.year, person=None, family=None,
        )
        .exclude(source_kind="indikator")
        .exclude(state__in=(State.CANCELLED, State.REFUSED, State.CARRIED))
        .select_related("owner")
        .order_by("number")
    )  # fmt: skip
    if office:
        rows = rows.filter(owner__code=office)
    for row in rows:
        yield Line(
            row.obstacle, row.title, row.owner.name, row.owner.code, row.place_code,
            names.get(row.place_code, row.place_code), str(row.get_beneficiary_kind_display()),
            row.volume, row.unit, row.budget, row.money, money.get(row.money, row.money),
            row.number, promise=row.number, promise_id=row.public_id,
        )  # fmt: skip


def _places(year: Year) -> dict[str, str]:
    rows = Area.objects.filter(within("code", year.district_code))
    return dict(rows.values_list("code", "name"))
