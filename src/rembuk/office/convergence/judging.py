"""Entries before they are written: whose they are, whether they may stand, what is asked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.convergence import cells, checks, duties, reading, years
from rembuk.office.convergence.errors import ConvergenceError
from rembuk.office.convergence.models import Cell, CellState, Status, Year
from rembuk.office.convergence.owners import Owners
from rembuk.office.convergence.periods import Period, period
from rembuk.office.convergence.registry import Registries, Registry
from rembuk.office.places.models import Area
from rembuk.office.places.scope import contains
from rembuk.reference.indicators import MONTHS


@dataclass(frozen=True)
class Entry:
    """One value as typed. `value` None clears it, or with status `tidak-berlaku` says it does not
    apply; status `perkiraan` marks an estimate; "" lets the value speak. `version` is that of the
    figure when the form left (0: there was none; None: do not ask)."""

    place: str
    quantity: str
    period: str
    value: int | None
    status: str = ""
    why: str = ""
    version: int | None = None
    as_of: dt.date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Place, quantity, period."""
        return self.place, self.quantity, self.period

    @property
    def state(self) -> str:
        """The status it would have."""
        if self.status == Status.NONE:
            return Status.NONE
        if self.value is None:
            return Status.EMPTY
        if self.status == Status.ESTIMATED:
            return Status.ESTIMATED
        return Status.ZERO if self.value == 0 else Status.FILLED


@dataclass(frozen=True)
class Refused:
    """An entry that was not written, with the rule and the words."""

    entry: Entry
    code: str
    words: str


def admit(
    account: Account, entries: Sequence[Entry], year: Year, refused: list[Refused]
) -> list[Entry]:
    """The entries that may be written; the others go to `refused`, each with its words."""
    clerk = _Clerk(account, year, entries)
    good: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        code, words = clerk.problem(entry)
        if not code and entry.key in good:
            if good[entry.key].value == entry.value and good[entry.key].status == entry.status:
                continue
            code, words = "ganda", _("Isian ini muncul dua kali dengan angka yang berbeda.")
            first = good.pop(entry.key)
            refused.append(Refused(first, code, words))
            clerk.doubled.add(entry.key)
        if code:
            refused.append(Refused(entry, code, words))
        else:
            good[entry.key] = entry
    return list(good.values())


class _Clerk:
    """Looks at one entry at a time, with everything read once."""

    def __init__(self, account: Account, year: Year, entries: Sequence[Entry]) -> None:
        self.year = year
        self.standing = duties.standing(account)
        self.owners = Owners(max(self.standing.on, dt.date(year.year, 1, 1)))
        self.book = Registries(year)
        self.doubled: set[tuple[str, str, str]] = set()
        places = {entry.place for entry in entries}
        self.areas = set(Area.objects.filter(code__in=places).values_list("code", flat=True))
        self.held = self._held(entries)

    def registry(self, one: Period) -> Registry:
        """The registry of a period."""
        return self.book.on(one.ends)

    def problem(self, entry: Entry) -> tuple[str, str]:
        """Code and words of the first rule it breaks; two empty texts when it breaks none."""
        try:
            years.running(self.year)
            one = period(entry.period)
        except ConvergenceError as error:
            return str(error.code), " ".join(error.messages)
        if one.year != self.year.year:
            return "tahun-lain", _(
                "Periode %(period)s bukan tahun %(year)s. Periksa apakah ini lembar tahun lain."
            ) % {"period": one.words, "year": self.year.year}
        if entry.key in self.doubled:
            return "ganda", _("Isian ini muncul dua kali dengan angka yang berbeda.")
        return self._place(entry) or self._quantity(entry, one) or ("", "")

    def _place(self, entry: Entry) -> tuple[str, str] | None:
        if not contains(self.year.district_code, entry.place):
            return "wilayah-lain", _("Wilayah itu di luar daerah ini.")
        if entry.place not in self.areas:
            return "wilayah", _(
                "Kode wilayah itu tidak dikenal. Namanya boleh berubah, kode tidak."
            )
        return None

    def _quantity(self, entry: Entry, one: Period) -> tuple[str, str] | None:
        asked = self.registry(one)
        quantity = asked.quantities.get(entry.quantity)
        if quantity is None:
            return "besaran", _("Besaran itu tidak dikenal untuk periode ini.")
        if not self.standing.owns(quantity.owner, entry.place, self.owners):
            office = self.owners.of(quantity.owner, entry.place)
            return "milik-lain", _(
                "%(quantity)s diisi oleh %(owner)s. Kantor lain membacanya, tidak mengetiknya."
            ) % {
                "quantity": quantity.name_id,
                "owner": duties.owner_words(office, quantity.owner),
            }
        if MONTHS[one.kind] < MONTHS[quantity.frequency]:
            return "frekuensi", _("%(quantity)s diisi per %(frequency)s, bukan per %(kind)s.") % {
                "quantity": quantity.name_id, "frequency": quantity.frequency, "kind": one.kind,
            }  # fmt: skip
        if entry.value is not None:
            words = checks.refusal(quantity, entry.value)
            if words:
                return "angka", words
        state = self.held.get(entry.key)
        if state is not None:
            return "dalam-rantai", _(
                "Sel ini %(state)s. Minta dikembalikan atau dibuka lagi sebelum mengubahnya."
            ) % {"state": str(CellState(state).label).lower()}
        return None

    def _held(self, entries: Iterable[Entry]) -> dict[tuple[str, str, str], str]:
        """Entries whose own cell (as numerator) is in the chain or locked -> its state."""
        wanted = {entry.key for entry in entries}
        rows = (
            Cell.objects.filter(
                year=self.year, retired=False,
                period__in={key[2] for key in wanted}, place_code__in={key[0] for key in wanted},
            )
            .exclude(state__in=cells.FLUID)
            .values_list("place_code", "indicator", "period", "state")
        )  # fmt: skip
        found = {}
        for place, code, when, state in rows:
            indicator = self.registry(period(when)).indicators.get(code)
            if indicator is not None and (place, indicator.numerator, when) in wanted:
                found[place, indicator.numerator, when] = state
        return found


def questions(year: Year, entries: Sequence[Entry]) -> dict[tuple[str, str, str], tuple[str, str]]:
    """What is asked about entries that stand: key -> code and words. Reads what stands now."""
    by_period: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.value is not None:
            by_period[entry.period].append(entry)
    found: dict[tuple[str, str, str], tuple[str, str]] = {}
    book = Registries(year)
    for code, group in by_period.items():
        one = period(code)
        asked = book.on(one.ends)
        related = _related(asked, {entry.quantity for entry in group})
        places = {entry.place for entry in group}
        figures = reading.read(year.district_code, related, [code], places)
        for entry in group:
            question = _question(entry, one, asked, figures)
            if question:
                found[entry.key] = question
    return found


def _question(
    entry: Entry, one: Period, asked: Registry, figures: reading.Figures
) -> tuple[str, str] | None:
    quantity = asked.quantities[entry.quantity]
    value = entry.value or 0
    for above, below in _pairs(asked, entry.quantity):
        other = below if above == entry.quantity else above
        known = figures.value(
            asked.quantities[other], entry.place, quantity.level, one, carry=other == below
        )
        if known is None or known.value is None:
            continue
        top, base = (value, known.value) if other == below else (known.value, value)
        if top > base:
            return checks.ABOVE, checks.above_words(top, asked.quantities[below].name_id, base)
    now = figures.rows.get((entry.quantity, entry.place), {}).get(entry.period)
    known = figures.before(quantity, entry.place, quantity.level, one)
    earlier = known.value if known is not None else None
    if now is not None and now.differs and now.computed is not None:
        return checks.DIFFERS, checks.differs_words(value, now.computed)
    if earlier is not None and asked.limits.is_jump(value, earlier):
        return checks.JUMP, checks.jump_words(value, earlier)
    return None


def _pairs(asked: Registry, quantity: str) -> list[tuple[str, str]]:
    """(cannot exceed, limit) in which a quantity takes part."""
    pairs = {
        (one.numerator, one.denominator)
        for one in asked.using([quantity])
        if one.denominator and one.unit == "persen"
    }
    pairs |= {
        (one.code, one.max_of)
        for one in asked.quantities.values()
        if one.max_of in asked.quantities and quantity in (one.code, one.max_of)
    }
    return sorted(pairs)


def _related(asked: Registry, quantities: set[str]) -> set[str]:
    return quantities | {code for one in quantities for pair in _pairs(asked, one) for code in pair}
