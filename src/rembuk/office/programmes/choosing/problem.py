"""From facts and assumptions to the problem of `science.choice`.

Two problems, one after the other. The first splits the money among services that change cases: by
a published effect, or by a worth the district set. What it leaves goes, if the district wants, to
services without one: as many reached as it can. So no effect is invented to rank a latrine, and no
latrine is bought in the place of a case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from rembuk.office.programmes.choosing.ask import Ask
from rembuk.office.programmes.choosing.inputs import Claim, Inputs, Need
from rembuk.science.choice.budget import Group, Limits, Problem, Service
from rembuk.science.choice.effects import share_averted

End = Literal["tengah", "rendah", "tinggi"]
Why = Literal["tanpa-biaya", "beda-satuan", "tidak-dipakai", "tanpa-sasaran"]


@dataclass(frozen=True)
class Moved:
    """What of a scenario differs from the plan's: the ends of effects (of all, or of `only`), of
    the number of cases, and unit costs by a factor (of all, or of `only`)."""

    effects: End = "tengah"
    cases: End = "tengah"
    cost: float = 1.0
    only: str = ""
    effect: int | None = None

    def holds(self, intervention: str) -> bool:
        """Whether it moves this one."""
        return not self.only or self.only == intervention


STILL = Moved()


@dataclass(frozen=True)
class Built:
    """`cases`: the first problem; `rest`: the second, whose budget is set when the first is
    solved. `reserved`: rupiah the first leaves so that every village can get its least."""

    cases: Problem
    rest: Problem
    reserved: float


def left_out(inputs: Inputs, ask: Ask) -> dict[str, Why]:
    """Interventions that are needed and cannot be in a plan, and why."""
    found: dict[str, Why] = {}
    for code in inputs.asked:
        mine, price = ask.of(code), inputs.price_of.get(code)
        if not mine.use:
            found[code] = "tidak-dipakai"
        elif mine.cost is None and price is None:
            found[code] = "tanpa-biaya"
        elif mine.cost is None and price is not None and not _same_unit(inputs, code, price.unit):
            found[code] = "beda-satuan"
    return found


def _same_unit(inputs: Inputs, code: str, unit: str) -> bool:
    """Whether a price is of the unit the need is counted in."""
    units = {_plain(one.unit) for one in inputs.needs if one.intervention == code}
    return _plain(unit) in units | {_plain(inputs.kind_of[code].unit)}


def _plain(unit: str) -> str:
    return " ".join(unit.lower().split())


def built(inputs: Inputs, ask: Ask, moved: Moved = STILL) -> Built:
    """The problems of a scenario."""
    out = left_out(inputs, ask)
    costs = {
        code: _cost(inputs, ask, code) * (moved.cost if moved.holds(code) else 1.0)
        for code in inputs.asked if code not in out
    }  # fmt: skip
    needs = _needs(inputs, ask, costs)
    claims = {code: _claim(inputs, ask, code, moved) for code in costs}
    first = [*_of_children(inputs, ask, moved, needs, costs, claims)]
    second = []
    for (_place, code), need in needs.items():
        if claims[code] is not None:
            continue
        group = _of_need(ask, need, costs[code])
        if ask.of(code).worth:
            first.append(group)
        else:
            second.append(group)
    return _limited(ask, tuple(first), tuple(second))


def shares(inputs: Inputs, ask: Ask, code: str, moved: Moved = STILL) -> float:
    """Share of cases an intervention averts in whom it reaches, 0 without a counted effect."""
    claim = _claim(inputs, ask, code, moved)
    return 0.0 if claim is None else _share(inputs, ask, claim, moved)


def _cost(inputs: Inputs, ask: Ask, code: str) -> float:
    own = ask.of(code).cost
    return float(inputs.price_of[code].amount if own is None else own)


def _needs(inputs: Inputs, ask: Ask, costs: Mapping[str, float]) -> dict[tuple[str, str], Need]:
    """Needs with a gap, of the scope."""
    return {
        (one.place, one.intervention): one
        for one in inputs.needs
        if one.gap and one.intervention in costs and _inside(one.place, ask.scope)
    }


def _inside(place: str, scope: str) -> bool:
    return not scope or place == scope or place.startswith(f"{scope}.")


def _claim(inputs: Inputs, ask: Ask, code: str, moved: Moved) -> Claim | None:
    """The effect a plan counts of an intervention; none where no child of the age was measured:
    without cases that are known there is nothing to avert."""
    known = inputs.claims_of.get(code, ())
    if not known or not inputs.prevalence(known[0].group):
        return None
    asked = ask.of(code).effect
    if moved.effect is not None and moved.only == code:
        asked = moved.effect
    return known[min(asked, len(known) - 1)]


def _share(inputs: Inputs, ask: Ask, claim: Claim, moved: Moved) -> float:
    prevalence = min(max(inputs.prevalence(claim.group), 0.005), 0.995)
    found = [share_averted(claim.measure, v, prevalence, ask.spread) for v in claim.ends]
    if moved.effects == "tengah" or not moved.holds(claim.intervention):
        return found[0]
    return min(found) if moved.effects == "rendah" else max(found)


def _of_children(
    inputs: Inputs, ask: Ask, moved: Moved, needs: Mapping[tuple[str, str], Need],
    costs: Mapping[str, float], claims: Mapping[str, Claim | None],
) -> Iterator[Group]:  # fmt: skip
    """A group a village and age, with the services that act on it."""
    averts = {
        code: _share(inputs, ask, claim, moved) for code, claim in claims.items() if claim
    }  # fmt: skip
    for kids in inputs.children:
        mine = [
            needs[kids.place, code]
            for code, claim in claims.items()
            if claim and claim.group == kids.group and (kids.place, code) in needs
        ]
        if not mine:
            continue
        year = max(kids.children, *(need.need for need in mine))
        if not year:
            continue
        share = {"tengah": kids.share, "rendah": kids.low, "tinggi": kids.high}[moved.cases]
        cases = kids.children * share
        services = []
        for need in mine:
            code = need.intervention
            services.append(_on_children(ask, need, year, costs[code], averts[code]))
            cases *= 1 - averts[code] * min(need.reached, year) / year
        yield Group(kids.place, kids.group, cases, tuple(services))


def _on_children(ask: Ask, need: Need, year: int, cost: float, averts: float) -> Service:
    """A service on the children of an age through a year: who will have it anyhow, who can still
    get it. Its effect spreads over all of them, so a service for a few averts a few cases."""
    cap = _cap(ask, need)
    return Service(
        need.intervention, cost, year, min(need.reached, need.need), cap, averts,
        ask.of(need.intervention).worth / 1000, min(cap, _floor(ask, need)),
    )  # fmt: skip


def _of_need(ask: Ask, need: Need, cost: float) -> Group:
    """A group of one service without a measured effect."""
    cap = _cap(ask, need)
    worth = ask.of(need.intervention).worth / 1000
    service = Service(
        need.intervention, cost, need.need, min(need.reached, need.need), cap,
        worth=worth or 1.0, floor=min(cap, _floor(ask, need)),
    )  # fmt: skip
    return Group(need.place, need.intervention, 0.0, (service,))


def _cap(ask: Ask, need: Need) -> int:
    """Most to reach, to the nearest person: in a village with one pregnant woman it is her."""
    return min(need.gap, round(ask.cap_of(need.intervention) * need.gap))


def _floor(ask: Ask, need: Need) -> int:
    """Fewest to reach: a share of the gap, and never less than one where one is asked."""
    share = ask.of(need.intervention).floor / 100
    return 0 if not share else max(1, int(share * need.gap))


def _limited(ask: Ask, first: tuple[Group, ...], second: tuple[Group, ...]) -> Built:
    """Budgets and limits of places of both problems, the second's for when nothing is spent."""
    most = float("inf") if ask.most is None else float(ask.most)
    able, more, floors = _able(first), _able(second), _floors(second)
    limits: dict[str, Limits] = {}
    reserved = sum(floors.values())
    if ask.least or ask.most is not None:
        for place in sorted({*able, *more}):
            least = min(float(ask.least), able[place] + more[place], most)
            mine = max(0.0, least - able[place], floors[place])  # what the second must spend here
            reserved += mine - floors[place]
            limits[place] = Limits(min(least, able[place], most - mine), most - mine)
    first_places = {one.place for one in first}
    cases = Problem(
        first, max(0.0, ask.budget - reserved),
        {code: one for code, one in limits.items() if code in first_places},
    )  # fmt: skip
    second_places = {one.place for one in second}
    held = {code: Limits(0.0, most) for code in limits if code in second_places}
    return Built(cases, Problem(second, float(ask.budget), held), reserved)


def after(ask: Ask, made: Built, spent: Mapping[str, float]) -> Problem:
    """The second problem once the first is solved: `spent` rupiah by place."""
    budget = max(0.0, ask.budget - sum(spent.values()))
    floors, able = _floors(made.rest.groups), _able(made.rest.groups)
    if ask.rest == "simpan":
        budget = max(sum(floors.values()), min(budget, made.reserved))
    limits = {}
    for place, one in made.rest.places.items():
        gone = spent.get(place, 0.0)
        least = min(max(0.0, ask.least - gone), able[place])
        limits[place] = Limits(min(least, max(0.0, one.most - gone)), max(0.0, one.most - gone))
    lacking = sum(max(0.0, one.least - floors[code]) for code, one in limits.items())
    room = budget - sum(floors.values())
    if lacking > max(0.0, room):  # the first problem spent by whole persons, a little too much
        share = max(0.0, room) / lacking
        limits = {
            code: replace(one, least=min(one.least, floors[code]
                          + share * max(0.0, one.least - floors[code])))
            for code, one in limits.items()
        }  # fmt: skip
    return Problem(made.rest.groups, budget, limits)


def _able(groups: tuple[Group, ...]) -> defaultdict[str, float]:
    """Rupiah each place could use at most."""
    found: defaultdict[str, float] = defaultdict(float)
    for group in groups:
        found[group.place] += group.spent([one.cap for one in group.services])
    return found


def _floors(groups: tuple[Group, ...]) -> defaultdict[str, float]:
    """Rupiah the floors of each place cost."""
    found: defaultdict[str, float] = defaultdict(float)
    for group in groups:
        found[group.place] += group.spent([one.floor for one in group.services])
    return found
