"""No small count of a published table can be worked out, by an attacker written apart.

The attacker tries every table there could be (all ways to call children of each village short or
very short) and keeps those that agree with all that was ever published. What differs among them is
all that stays secret.
"""

from itertools import product

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rembuk.science.welfare.publishing import (
    KINDS,
    STUNTED,
    Key,
    Measured,
    Release,
    Table,
    hide,
    needs,
    ranges,
    table,
)

LIMIT = 3
ROOT = "16.06"
AREAS = ("16.06.01.2001", "16.06.01.2002", "16.06.02.2001")
Leaves = dict[str, Measured]


def measured(most: int) -> st.SearchStrategy[Measured]:
    return st.integers(0, most).flatmap(
        lambda judged: st.integers(0, judged).flatmap(
            lambda severe: st.integers(0, judged - severe).map(
                lambda short: Measured(judged, severe, short)
            )
        )
    )


def leaves(most: int, many: int = 3) -> st.SearchStrategy[Leaves]:
    return st.lists(measured(most), min_size=1, max_size=many).map(
        lambda rows: dict(zip(AREAS, rows, strict=False))
    )


class Attacker:
    """Every possible table of one release, one row each; a column is a village's kind."""

    def __init__(self, made: Table, shown: frozenset[Key]) -> None:
        self.villages = [a for a in AREAS if a in made.judged]
        pairs = [
            [(a, b) for a, b in product(range(made.judged[v] + 1), repeat=2)
             if a + b <= made.judged[v]]
            for v in self.villages
        ]  # fmt: skip
        grid = np.array(list(product(*(range(len(p)) for p in pairs))), dtype=int)
        parts = [np.array(p)[grid[:, n]] for n, p in enumerate(pairs)]
        fits = np.ones(len(grid), dtype=bool)
        self.number: dict[Key, np.ndarray] = {}
        for area in made.judged:
            under = [
                n for n, v in enumerate(self.villages) if v == area or v.startswith(f"{area}.")
            ]
            severe, short = (sum(parts[n][:, kind] for n in under) for kind in (0, 1))
            for kind, column in zip(KINDS, (severe, short, severe + short), strict=True):
                self.number[area, kind] = column
                if (area, kind) in shown:
                    fits &= column == made.values[area, kind]
                elif made.judged[area] >= LIMIT:
                    fits &= column >= 1  # the rule: a nought would be shown
        self.number = {key: column[fits] for key, column in self.number.items()}


def spans(found: Attacker) -> dict[Key, tuple[int, int]]:
    return {key: (int(col.min()), int(col.max())) for key, col in found.number.items()}


@settings(max_examples=40, deadline=None)
@given(leaves(7))
@example({AREAS[0]: Measured(6, 2, 4)})  # all stunted
@example({AREAS[0]: Measured(1, 0, 1), AREAS[1]: Measured(7, 0, 0), AREAS[2]: Measured(2, 0, 0)})
@example({AREAS[0]: Measured(7, 1, 3), AREAS[1]: Measured(7, 2, 1), AREAS[2]: Measured(7, 0, 6)})
def test_an_attacker_who_tries_all_tables_learns_no_small_count(given_: Leaves) -> None:
    made = table(given_, ROOT)
    assume(made.judged)
    hiding = hide(made, LIMIT)
    could = spans(Attacker(made, hiding.shown))
    nothing = spans(Attacker(made, frozenset(key for key, n in made.values.items()
                                             if n == 0 and key not in hiding.hidden)))  # fmt: skip
    for key, need in needs(made, LIMIT).items():
        assert key in hiding.hidden
        low, high = could[key]
        assert low <= max(need.low, nothing[key][0]), key
        assert high >= min(need.high, nothing[key][1]), key
    # The audit by linear programming finds exactly what trying all tables finds.
    audited = ranges(hiding.system, hiding.mask())
    for key in hiding.hidden:
        if (n := hiding.system.mine[key]) in audited:
            assert (audited[n].low, audited[n].high) == could[key], key
    assert hiding.holds()


@settings(max_examples=25, deadline=None)
@given(leaves(4, many=2), leaves(4, many=2), st.booleans())
def test_a_correction_does_not_open_an_earlier_edition(
    first: Leaves, second: Leaves, same: bool
) -> None:
    if same and AREAS[0] in first:  # only the second village changed
        second = {**second, AREAS[0]: first[AREAS[0]]}
    before, after = table(first, ROOT), table(second, ROOT)
    assume(before.judged and after.judged)
    earlier = Release(before, hide(before, LIMIT).shown)
    hiding = hide(after, LIMIT, [earlier])
    one, two = Attacker(before, earlier.shown), Attacker(after, hiding.shown)
    # Joined: pairs of tables whose numbers agree wherever the truth did not change.
    tied = [k for k, n in before.values.items() if after.values.get(k) == n]
    left = np.stack([one.number[k] for k in tied], axis=1) if tied else None
    right = np.stack([two.number[k] for k in tied], axis=1) if tied else None
    if left is not None and right is not None:
        known = {tuple(row) for row in left} & {tuple(row) for row in right}
        keep = [np.array([tuple(row) in known for row in side]) for side in (left, right)]
    else:
        keep = [np.ones(len(x.number[ROOT, STUNTED]), dtype=bool) for x in (one, two)]
    for hidden, side, fits in (
        (set(before.values) - earlier.shown, one, keep[0]), (hiding.hidden, two, keep[1]),
    ):  # fmt: skip
        truth = before if side is one else after
        audited = hiding.system
        index = {unknown: n for n, unknown in enumerate(audited.unknowns)}
        for key in hidden:
            n = index[(*key, truth.values[key])]
            if n not in hiding.aims:
                continue
            low, high = hiding.aims[n]
            column = side.number[key][fits]
            assert column.min() <= low
            assert high <= column.max()
    assert hiding.holds()


@settings(max_examples=25, deadline=None)
@given(leaves(40))
def test_what_needs_no_hiding_is_shown(given_: Leaves) -> None:
    made = table(given_, ROOT)
    assume(made.judged)
    hiding = hide(made, LIMIT)
    if not needs(made, LIMIT):
        assert not hiding.hidden
    for key in hiding.hidden - hiding.sensitive:  # each of them protects something
        mask = hiding.mask()
        mask[hiding.system.mine[key]] = True
        found = ranges(hiding.system, mask)
        assert any(
            found[n].low > low or found[n].high < high for n, (low, high) in hiding.aims.items()
        ), key
