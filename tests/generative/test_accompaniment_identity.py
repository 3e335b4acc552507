"""Stock and flow of the board, and the number of open accompaniments, over random lives.

Open accompaniments are the stock of cases, plus children recovered but not yet for three months,
plus children lost to measuring that nobody has closed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk import reference
from rembuk.office.accompaniment.board import FLOWS, _flow, claim
from rembuk.office.accompaniment.episodes import episodes
from rembuk.office.posyandu.measures import INFLOW, OUTFLOW, add_months
from rembuk.reference.cases import CaseRules
from rembuk.science.growth.case_walk import Life, Seen, Walk

FIRST = dt.date(2024, 1, 12)
RULES: CaseRules = reference.load().case_rules(dt.date(2026, 1, 1))


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Seen], Life]:
    """Monthly measurements with gaps around the limit, and a birth that may reach five years."""
    age = draw(st.integers(2, 58))
    born = FIRST - dt.timedelta(days=round(age * 30.4375))
    seen: list[Seen] = []
    for n in range(draw(st.integers(2, 24))):
        if draw(st.integers(0, 5)) == 0:
            continue
        day = add_months(FIRST.replace(day=1), n).replace(day=draw(st.integers(8, 20)))
        z = draw(st.sampled_from([-3.1, -2.4, -2.1, -1.9, -1.5]))
        seen.append((day, z, (day - born).days, draw(st.integers(0, 9)) == 0))
    return seen, Life(birth=born)


@settings(max_examples=150, deadline=None)
@given(st.lists(lives(), min_size=1, max_size=8), st.integers(1, 26))
def test_stock_flow_and_open_accompaniments_agree(
    children: list[tuple[list[Seen], Life]], months: int
) -> None:
    until = add_months(FIRST.replace(day=1), months) - dt.timedelta(days=1)
    counted: dict[str, list[int]] = {}
    month = until.replace(day=1)
    open_now = waiting = lost = stock = 0
    for seen, life in children:
        walk = Walk(RULES, life).run(seen, until)
        net = sum((e in INFLOW) - (e in OUTFLOW) for _d, e in walk.events)
        assert net in (0, 1)
        stock += net
        for day, event in walk.events:
            row = counted.setdefault(event, [0, 0])
            row[0] += 1
            row[1] += day.replace(day=1) == month
        looks = [(day, z, flag) for day, z, _age, flag in seen if z is not None]
        end = walk._end()
        found = episodes(
            walk.events, (end[0], end[1]) if end[0] else None, until, looks=looks, rules=RULES
        )
        assert all(one.closed_on is not None for one in found[:-1])
        now = found[-1] if found and found[-1].closed_on is None else None
        open_now += now is not None
        if now is not None and net == 0:
            # not in the stock, but still accompanied: one of the two reasons, never without one
            waiting += now.recovered_on is not None and now.lost_on is None
            lost += now.lost_on is not None
    flow = _flow("x", month, {event: (a, b) for event, (a, b) in counted.items()})
    assert flow.holds
    assert flow.end == stock
    assert open_now == stock + waiting + lost


@given(
    new=st.integers(0, 20), suspected=st.integers(0, 20), measured=st.integers(0, 500),
    children=st.integers(0, 500), needed=st.floats(60, 100),
)  # fmt: skip
def test_zero_is_claimed_only_of_measured_children(
    new: int, suspected: int, measured: int, children: int, needed: float
) -> None:
    said = claim(new, suspected, measured, children, needed)
    assert (said.code == "ada") == (new > 0)
    if said.code == "nol":
        assert suspected == 0
        assert measured > 0
        assert 100 * measured / children >= needed


def test_every_event_of_the_reference_has_a_place_on_the_board() -> None:
    kinds = Counter(one.code for one in reference.load().case_events(dt.date(2026, 1, 1)))
    assert set(kinds) == set(FLOWS)
