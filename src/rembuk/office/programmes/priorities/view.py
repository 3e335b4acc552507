"""A kept plan as tables: by intervention, kecamatan and village; what comes next; what would change
it. The page, the sheet and the letter show the same rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from rembuk.office.places.queries import place_names
from rembuk.office.programmes import words
from rembuk.office.programmes.choosing.ask import Ask
from rembuk.office.programmes.choosing.solving import Bought, Range, Solved
from rembuk.office.programmes.choosing.told import Facts, Used, facts_from, solved_from
from rembuk.office.programmes.models import ChoicePlan
from rembuk.office.programmes.priorities.words import plain_n, short, trial

KECAMATAN = 8
TOP = 5
"""Moves of a step that are named; the others are counted."""


@dataclass(frozen=True)
class OfService:
    """One intervention in the plan. `cases`: what would be lost without it; None: no measured
    effect, so none is claimed."""

    code: str
    name: str
    unit: str
    cost: int | None
    gap: int
    persons: int
    rupiah: float
    villages: int
    cases: Range | None

    @property
    def share(self) -> float | None:
        """Percent of the gap that is reached."""
        return 100 * self.persons / self.gap if self.gap else None


@dataclass(frozen=True)
class OfPlace:
    """One kecamatan or village in the plan. `expected`: cases if nothing is bought."""

    code: str
    name: str
    villages: int
    rupiah: float
    persons: int
    expected: float
    cases: Range


@dataclass(frozen=True)
class Cell:
    """One intervention in one village."""

    intervention: str
    name: str
    gap: int
    persons: int
    unit: str
    rupiah: float


@dataclass(frozen=True)
class OfVillage:
    """A village with everything the plan buys there, and the gaps it leaves."""

    place: OfPlace
    kecamatan: str
    cells: tuple[Cell, ...]

    @property
    def bought(self) -> tuple[Cell, ...]:
        """Interventions the plan buys there."""
        return tuple(one for one in self.cells if one.persons)


@dataclass(frozen=True)
class Move:
    """Where a step of money goes: persons and rupiah more (or fewer)."""

    place: str
    name: str
    persons: int
    rupiah: float


@dataclass(frozen=True)
class Step:
    """What the next money buys: by intervention, and the largest moves by village."""

    budget: float
    cases: Range
    services: tuple[Move, ...]
    largest: tuple[Move, ...]
    others: int


@dataclass(frozen=True)
class Tried:
    """A change that was tried. `lost`: percent of the best that the plan in hand would lack."""

    what: str
    cases: float
    best: float
    kept: float

    @property
    def lost(self) -> float:
        """Percent."""
        return max(0.0, 100 * (1 - self.cases / self.best)) if self.best > 0 else 0.0


@dataclass(frozen=True)
class Shown:
    """A plan as it is shown."""

    plan: ChoicePlan
    ask: Ask
    solved: Solved
    facts: Facts
    names: Mapping[str, str]
    places: Mapping[str, str]

    @property
    def left(self) -> float:
        """Rupiah the plan leaves."""
        return max(0.0, self.ask.budget - self.solved.spent)

    @property
    def short(self) -> float:
        """Percent the plan can lack of the best, at most."""
        total = self.solved.bound
        worth = sum(
            one.persons * self.ask.of(one.intervention).worth / 1000 for one in self.solved.bought
        )
        return max(0.0, 100 * (1 - (self.solved.cases.value + worth) / total)) if total else 0.0

    @property
    def head(self) -> Mapping[str, str]:
        """The headline numbers as text."""
        cases, expected = self.solved.cases, self.solved.expected
        return {
            "cases": plain_n(cases.value), "low": plain_n(cases.low), "high": plain_n(cases.high),
            "expected": plain_n(expected.value), "spent": short(self.solved.spent),
        }  # fmt: skip

    @cached_property
    def services(self) -> tuple[OfService, ...]:
        """Interventions of the plan, most money first; those left with nothing after them."""
        held: dict[str, list[Bought]] = defaultdict(list)
        for one in self.solved.bought:
            held[one.intervention].append(one)
        weights = {one.intervention: one.cases for one in self.solved.weights}
        found = [
            OfService(
                code, self.names.get(code, code), self.used[code].unit, self.used[code].cost,
                sum(one.gap for one in rows), sum(one.persons for one in rows),
                sum(one.rupiah for one in rows), sum(1 for one in rows if one.persons),
                weights.get(code),
            )
            for code, rows in held.items()
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda one: (-one.rupiah, one.name)))

    @cached_property
    def used(self) -> Mapping[str, Used]:
        """Facts by intervention."""
        return {one.intervention: one for one in self.facts.used}

    @cached_property
    def left_out(self) -> tuple[tuple[str, str], ...]:
        """Interventions that are needed and not in the plan: name, why."""
        why = {
            "tanpa-biaya": _("belum ada biaya satuan di katalog"),
            "beda-satuan": _("biaya satuannya dalam satuan lain daripada kebutuhannya"),
            "tidak-dipakai": _("tidak dipakai dalam skenario ini"),
        }
        return tuple(
            (self.names.get(one.intervention, one.intervention), why.get(one.why, one.why))
            for one in self.facts.used if one.why
        )  # fmt: skip

    @cached_property
    def villages(self) -> tuple[OfVillage, ...]:
        """Villages in order of code."""
        cases = {one.place: one for one in self.solved.villages}
        held: dict[str, list[Bought]] = defaultdict(list)
        for one in self.solved.bought:
            held[one.place].append(one)
        order = {one.code: n for n, one in enumerate(self.services)}
        found = []
        for code in sorted({*held, *cases}):
            rows = sorted(held[code], key=lambda one: order[one.intervention])
            there = cases.get(code)
            place = OfPlace(
                code, self.places.get(code, code), 1, sum(one.rupiah for one in rows),
                sum(one.persons for one in rows), there.expected if there else 0.0,
                there.cases if there else Range(0.0, 0.0, 0.0),
            )  # fmt: skip
            cells = tuple(
                Cell(
                    one.intervention,
                    self.names.get(one.intervention, one.intervention),
                    one.gap,
                    one.persons,
                    self.used[one.intervention].unit,
                    one.rupiah,
                )
                for one in rows
            )
            found.append(OfVillage(place, self.places.get(code[:KECAMATAN], ""), cells))
        return tuple(found)

    @cached_property
    def kecamatan(self) -> tuple[OfPlace, ...]:
        """Kecamatan by code, sums over their villages."""
        held: dict[str, list[OfPlace]] = defaultdict(list)
        for one in self.villages:
            held[one.place.code[:KECAMATAN]].append(one.place)
        return tuple(
            _summed(code, self.places.get(code, code), rows) for code, rows in sorted(held.items())
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Where the next money goes, a step after the other."""
        return tuple(
            Step(one.budget, one.cases, *_moves(one.moves, self.names, self.places))
            for one in self.solved.after
        )

    @cached_property
    def trials(self) -> tuple[Tried, ...]:
        """What was tried, in words."""
        return tuple(
            Tried(trial(one.code, self.names.get(one.intervention, ""), self.ask.move), one.cases,
                  one.best, 100 * one.kept)
            for one in self.solved.trials
        )  # fmt: skip

    @cached_property
    def hardest(self) -> tuple[Tried, ...]:
        """The trials, those that would cost the plan most first."""
        return tuple(sorted(self.trials, key=lambda one: (-one.lost, one.kept, one.cases)))


def shown(plan: ChoicePlan) -> Shown:
    """A plan to be shown; one query for the names of places."""
    solved = solved_from(plan.result)
    codes = {one.place for one in solved.bought} | {one.place for one in solved.villages}
    places = place_names({*codes, *(code[:KECAMATAN] for code in codes)})
    return Shown(
        plan, Ask.from_json(plan.ask), solved, facts_from(plan.facts),
        words.intervention_names(plan.as_of), places,
    )  # fmt: skip


def _summed(code: str, name: str, rows: Sequence[OfPlace]) -> OfPlace:
    return OfPlace(
        code, name, len(rows), sum(one.rupiah for one in rows), sum(one.persons for one in rows),
        sum(one.expected for one in rows),
        Range(
            sum(one.cases.value for one in rows), sum(one.cases.low for one in rows),
            sum(one.cases.high for one in rows),
        ),
    )  # fmt: skip


def _moves(
    moves: Iterable[tuple[str, str, int, float]], names: Mapping[str, str],
    places: Mapping[str, str],
) -> tuple[tuple[Move, ...], tuple[Move, ...], int]:  # fmt: skip
    """A step by intervention, its largest moves by village, and how many others there are."""
    rows = list(moves)
    summed: dict[str, list[float]] = defaultdict(lambda: [0, 0.0])
    for _place, code, persons, rupiah in rows:
        summed[code][0] += persons
        summed[code][1] += rupiah
    services = [
        Move("", names.get(code, code), int(n), rupiah) for code, (n, rupiah) in summed.items()
    ]
    services.sort(key=lambda one: (-abs(one.rupiah), one.name))
    largest = tuple(
        Move(places.get(place, place), names.get(code, code), persons, rupiah)
        for place, code, persons, rupiah in rows[:TOP]
    )
    return tuple(services), largest, max(0, len(rows) - TOP)
