"""No hidden count of an area table can be worked out from what is shown."""

from typing import Any

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from rembuk.science.welfare.area_tree import parent
from rembuk.science.welfare.small_counts import TOTAL, Key, hidden, summed

LIMIT = 5
AREAS = ["16.06.01.2001", "16.06.01.2002", "16.06.02.2001", "16.06.02.2002", "16.06.03.2001"]
KINDS = ["a", "b", "c"]


def tables(most: int) -> st.SearchStrategy[dict[Key, int]]:
    cells = st.integers(0, most) | st.sampled_from([0, 0, 1, 2, LIMIT - 1, LIMIT, 40])
    return st.builds(
        lambda areas, kinds, values: dict(
            zip([(a, k) for a in AREAS[:areas] for k in KINDS[:kinds]], values, strict=False)
        ),
        st.integers(1, len(AREAS)),
        st.integers(1, len(KINDS)),
        st.lists(cells, min_size=15, max_size=15),
    )


def ranges(leaves: dict[Key, int], out: set[Key]) -> dict[Key, tuple[float, float]]:
    """The least and most a reader can conclude of each hidden number, from every sum there is.

    Written apart from the code under test: a linear programme over the leaves.
    """
    table = summed(leaves, "16.06")
    cells = [(a, k) for a in {a for a, _ in leaves} for k in {k for _, k in leaves}]
    place = {cell: n for n, cell in enumerate(cells)}

    def row(key: Key) -> Any:
        area, kind = key
        below = [
            n
            for (a, k), n in place.items()
            if (a == area or a.startswith(f"{area}.")) and kind in {TOTAL, k}
        ]
        line = np.zeros(len(cells))
        line[below] = 1
        return line

    equal = [key for key in table if key not in out]
    least = sorted(out)
    given_ = {
        "A_eq": np.array([row(k) for k in equal]) if equal else None,
        "b_eq": [table[k] for k in equal] if equal else None,
        "A_ub": np.array([-row(k) for k in least]),  # a hidden number is at least 1
        "b_ub": [-1] * len(least),
        "bounds": (0, 5000),
    }
    found = {}
    for key in least:
        low, high = (linprog(sign * row(key), **given_) for sign in (1, -1))
        assert (low.status, high.status) == (0, 0)
        found[key] = (low.fun, -high.fun)
    return found


@settings(max_examples=60, deadline=None)
@given(tables(12))
@example({("16.06.01.2001", "a"): 3})
@example({("16.06.01.2001", "a"): 1, ("16.06.01.2001", "b"): 1, ("16.06.01.2002", "a"): 90})
@example({("16.06.01.2001", "a"): 3, ("16.06.01.2002", "a"): 40, ("16.06.02.2001", "a"): 60})
def test_every_hidden_number_stays_open(leaves: dict[Key, int]) -> None:
    out = hidden(leaves, "16.06", LIMIT)
    for key, (low, high) in ranges(leaves, out).items():
        assert high - low > 0.99, f"{key} is {low}"


@settings(max_examples=60, deadline=None)
@given(tables(12))
def test_every_small_number_is_hidden_and_no_nought(leaves: dict[Key, int]) -> None:
    out = hidden(leaves, "16.06", LIMIT)
    for key, n in summed(leaves, "16.06").items():
        if 0 < n < LIMIT:
            assert key in out
        if n == 0:
            assert key not in out


@settings(max_examples=60, deadline=None)
@given(tables(12))
def test_nothing_is_hidden_where_nothing_is_small(leaves: dict[Key, int]) -> None:
    large = {key: n and n + LIMIT for key, n in leaves.items()}
    assert hidden(large, "16.06", LIMIT) == set()


@settings(max_examples=60, deadline=None)
@given(tables(60))
def test_sums_are_sums(leaves: dict[Key, int]) -> None:
    table = summed(leaves, "16.06")
    assert table["16.06", TOTAL] == sum(leaves.values())
    kinds = {kind for _area, kind in leaves}
    for (area, kind), n in table.items():
        if kind == TOTAL:
            assert n == sum(table[area, one] for one in kinds)
        below = [m for (a, k), m in table.items() if parent(a) == area and k == kind]
        assert not below or n == sum(below)
