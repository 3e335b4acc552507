"""What a reader fills: which tab, indicators, areas and period, what of it is the reader's, and the
grid of it. One answer for the page, for what it saves, and for the sheet taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights
from rembuk.office.convergence import asking, chain, duties, queries, windows
from rembuk.office.convergence.cells import FLUID
from rembuk.office.convergence.entry import grid, rows, tabs
from rembuk.office.convergence.entry.boxes import Grid, Place
from rembuk.office.convergence.entry.grid import Drawer
from rembuk.office.convergence.entry.tabs import TabView
from rembuk.office.convergence.models import Cell, Part, Status, Year, YearState
from rembuk.office.convergence.owners import Owners
from rembuk.office.convergence.periods import FREQUENCIES, Period, of_year, period
from rembuk.office.convergence.registry import Registry, registry
from rembuk.office.places.models import Area
from rembuk.office.places.scope import contains
from rembuk.office.seats.models import Office
from rembuk.reference.indicators import Indicator, Quantity

ALL = "semua"


@dataclass(frozen=True)
class Deadline:
    """Days until the entry of a period closes; `past` days since it did."""

    closes: dt.date
    days: int

    @property
    def past(self) -> int:
        """Days since it closed."""
        return max(0, -self.days)


@dataclass(frozen=True)
class Ask:
    """A tab of a year as one reader fills it. `indicator` None: all of `shown` side by side."""

    year: Year
    tab: TabView
    asked: Registry
    one: Period
    periods: tuple[Period, ...]
    indicators: tuple[Indicator, ...]
    indicator: Indicator | None
    kecamatans: list[Area]
    kecamatan: str
    account: Account
    rights: Rights

    @cached_property
    def standing(self) -> duties.Standing:
        """The reader's offices and duties today."""
        return duties.standing(self.account)

    @cached_property
    def owners(self) -> Owners:
        """Who answers for which role."""
        return Owners(max(self.standing.on, dt.date(self.year.year, 1, 1)))

    def may(self, quantity: Quantity, place: str) -> bool:
        """Whether the reader may write a quantity of a place."""
        return (
            self.year.state == YearState.RUNNING
            and self.rights.may("konvergensi-isi", place)
            and self.standing.owns(quantity.owner, place, self.owners)
        )

    @property
    def level(self) -> str:
        """Level of the rows."""
        if self.indicator is not None:
            return self.indicator.level
        return self.indicators[0].level if self.indicators else "desa"

    @property
    def by_kecamatan(self) -> bool:
        """Whether the rows are the villages of one kecamatan."""
        return self.level == "desa"

    @cached_property
    def shown(self) -> tuple[Indicator, ...]:
        """Indicators whose columns stand in the grid."""
        if self.indicator is not None:
            return (self.indicator,)
        return tuple(
            one
            for one in self.indicators
            if one.level == self.level and one.frequency == self.one.kind
        )

    @cached_property
    def places(self) -> list[Place]:
        """The rows' areas the reader sees."""
        under = self.kecamatan if self.by_kecamatan else ""
        found = rows.places(self.year.district_code, self.level, self.one.ends, under)
        mine = self.rights.places_for("konvergensi")
        return [p for p in found if any(contains(code, p.code) for code in mine)]

    @cached_property
    def own_quantities(self) -> list[Quantity]:
        """Quantities of the reader's offices that are kept for villages and this kind of period."""
        return [
            one
            for one in self.asked.quantities.values()
            if one.frequency == self.one.kind and one.level == "desa" and self.places
            and any(self.may(one, place.code) for place in self.places)
        ]  # fmt: skip

    @cached_property
    def grid(self) -> Grid:
        """The table."""
        if self.tab.code == tabs.OWN:
            wanted = self.own_quantities
            limits = [one.max_of for one in wanted if one.max_of]
            drawer = self._drawer({*(one.code for one in wanted), *limits}, ())
            return grid.quantities(drawer, wanted) if wanted and self.places else Grid("")
        codes = {code for one in self.shown for code in one.quantities}
        drawer = self._drawer(codes, self.shown)
        if self.level == "kabupaten" and self.places:
            return grid.cards(drawer)
        return grid.villages(drawer)

    def _drawer(self, codes: Collection[str], indicators: tuple[Indicator, ...]) -> Drawer:
        return Drawer(self.year, self.asked, self.one, self.places, codes, indicators, self.may)

    def keys(self) -> list[str]:
        """Keys of what may be written here."""
        return [box.key for box in self.grid.boxes()]

    @cached_property
    def editable(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.keys())

    @property
    def why_not(self) -> str:
        """Why nothing can be written; "" when something can."""
        if self.editable:
            return ""
        if self.year.state != YearState.RUNNING:
            return _("Tahun ini sudah ditutup: baca saja.")
        if self.cells().exclude(state__in=FLUID).exists():
            return _("Sel di sini sudah diajukan atau dikunci. Bila salah, minta dikembalikan.")
        return _("Kolom di sini diisi kantor lain. Anda membacanya saja.")

    def query(self) -> str:
        """Parameters of this page."""
        return urlencode(
            {
                "indikator": self.indicator.code if self.indicator else ALL,
                "kecamatan": self.kecamatan, "periode": self.one.code,
            }
        )  # fmt: skip

    @property
    def place_words(self) -> str:
        """Where."""
        if not self.by_kecamatan or not self.kecamatan:
            return _("Seluruh kabupaten/kota")
        names = {one.code: one.name for one in self.kecamatans}
        return _("Kecamatan %s") % names.get(self.kecamatan, self.kecamatan)

    def deadline(self) -> Deadline:
        """Until when this period is filled."""
        window = windows.entry_window(self.year, self.one)
        return Deadline(window.closes, window.days_left(timezone.localdate()))

    def cells(self) -> QuerySet[Cell]:
        """Cells of the grid."""
        return queries.cells_of(
            self.year, period_code=self.one.code, indicators=[one.code for one in self.shown]
        ).filter(place_code__in=[place.code for place in self.places])

    def ready(self) -> QuerySet[Cell]:
        """Cells of the grid the reader may hand in: filled, and the reader's as an operator."""
        mine = queries.my_cells(self.account, self.year, Part.OPERATOR)
        open_ = self.cells().filter(state__in=FLUID, pk__in=mine.order_by().values("pk"))
        return open_.exclude(status=Status.EMPTY)

    def submit_words(self) -> str:
        """What would be handed in; "" when nothing can be by this reader."""
        if self.tab.code == tabs.OWN or not self.shown:
            return ""
        first = self.ready().first()
        if first is None or "ajukan" not in chain.open_acts(self.account, first):
            return ""
        count, empty = self.ready().count(), self.cells().filter(status=Status.EMPTY).count()
        words = ngettext("%s sel terisi, siap diajukan", "%s sel terisi, siap diajukan", count)
        if not empty:
            return words % count
        return _("%(ready)s; %(empty)s masih kosong") % {"ready": words % count, "empty": empty}


def asked(year: Year, tab: str, account: Account, rights: Rights, params: Mapping[str, str]) -> Ask:
    """What the address asks for. Raises ValidationError on a tab, indicator, period or kecamatan
    the year does not have for this reader."""
    known = registry(year, dt.date(year.year, 12, 31))
    view = tabs.one(year, known, tab)
    if view is None:
        raise ValidationError(_("Tab itu tidak ada."))
    mine = _mine(view, known, account)
    chosen = _indicator(view, mine, params.get("indikator", ""))
    frequency = chosen.frequency if chosen else _frequency(mine, params.get("periode", ""))
    one = _period(year, frequency, params.get("periode", ""))
    kecamatans = asking.kecamatan_of(rights, year)
    kecamatan = params.get("kecamatan", "")
    if kecamatan == ALL:
        kecamatans, kecamatan = [], ""
    elif kecamatan not in {"", *(one.code for one in kecamatans)}:
        raise ValidationError(_("Kecamatan itu tidak ada."))
    periods = of_year(year.year, frequency)
    if tab == tabs.OWN:
        periods = tuple(one for kind in FREQUENCIES for one in of_year(year.year, kind))
    return Ask(
        year, view, registry(year, one.ends), one, periods, mine, chosen, kecamatans,
        kecamatan or (kecamatans[0].code if kecamatans else ""), account, rights,
    )  # fmt: skip


def standard(year: Year, frequency: str) -> Period:
    """The period an office works on today: the last that ended, in another year its last."""
    today = timezone.localdate()
    done = [one for one in of_year(year.year, frequency) if one.ends < today]
    return done[-1] if done else of_year(year.year, frequency)[0]


def _mine(view: TabView, known: Registry, account: Account) -> tuple[Indicator, ...]:
    """The tab's indicators whose numerator is the reader's; all where none is."""
    roles = roles_of(account)
    mine = tuple(one for one in view.indicators if known.quantities[one.numerator].owner in roles)
    return mine or view.indicators


def roles_of(account: Account) -> set[str]:
    """Roles whose quantities an account types: of its offices, and of its duties as operator."""
    standing = duties.standing(account)
    found = set(Office.objects.filter(pk__in=standing.offices).values_list("role", flat=True))
    found |= {one.owner_role for one in standing.duties if one.part == Part.OPERATOR}
    return found - {""}


def _indicator(view: TabView, mine: tuple[Indicator, ...], code: str) -> Indicator | None:
    if code == ALL or not view.indicators:
        return None
    if not code:
        return mine[0]
    found = next((one for one in view.indicators if one.code == code), None)
    if found is None:
        raise ValidationError(_("Indikator itu tidak ada di tab ini."))
    return found


def _frequency(indicators: tuple[Indicator, ...], code: str) -> str:
    kinds = {one.frequency for one in indicators} or set(FREQUENCIES)
    if code:
        kind = period(code).kind
        if kind in kinds:
            return kind
    return next(kind for kind in FREQUENCIES if kind in kinds)


def _period(year: Year, frequency: str, code: str) -> Period:
    if not code:
        return standard(year, frequency)
    found = period(code)
    if found.year != year.year:
        raise ValidationError(_("Periode itu bukan tahun ini."))
    return found if found.kind == frequency else standard(year, frequency)
