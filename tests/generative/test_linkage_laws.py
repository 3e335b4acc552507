"""Laws of the clusters that hold for any records: hypothesis hunts for a counter-example."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.science.linkage.clusters import Rules, join

N = 14
EDGES = st.lists(
    st.tuples(st.integers(0, N - 1), st.integers(0, N - 1), st.integers(0, 40)),
    max_size=40,
    unique_by=lambda edge: (min(edge[:2]), max(edge[:2])),
).map(lambda edges: [(min(a, b), max(a, b), w) for a, b, w in edges if a != b])
LISTS = st.lists(st.integers(-1, 1), min_size=N, max_size=N)
SEATS = st.lists(st.integers(-1, 3), min_size=N, max_size=N)
APART = st.frozensets(
    st.tuples(st.integers(0, N - 1), st.integers(0, N - 1))
    .filter(lambda p: p[0] < p[1]), max_size=5,
)  # fmt: skip


def grouped(edges: list[tuple[int, int, int]], lists, seats, apart, fixed=None) -> np.ndarray:
    columns = list(zip(*edges, strict=True)) or [(), (), ()]
    rules = Rules(np.array(lists), np.array(seats), np.array(fixed or [-1] * N), frozenset(), apart)
    left, right = (np.array(columns[at], np.int64) for at in (0, 1))
    return join(N, left, right, np.array(columns[2], np.float64), rules)


@settings(max_examples=300, deadline=None)
@given(EDGES, LISTS, SEATS, APART, st.randoms())
def test_the_order_of_pairs_changes_nothing(edges, lists, seats, apart, random) -> None:
    shuffled = list(edges)
    random.shuffle(shuffled)
    first = grouped(edges, lists, seats, apart)
    assert (first == grouped(shuffled, lists, seats, apart)).all()


@settings(max_examples=300, deadline=None)
@given(EDGES, LISTS, SEATS, APART)
def test_nobody_stands_where_a_rule_forbids_it(edges, lists, seats, apart) -> None:
    label = grouped(edges, lists, seats, apart)
    assert len(label) == N
    for a in range(N):
        for b in range(a + 1, N):
            if label[a] == label[b]:
                assert not (lists[a] >= 0 and lists[a] == lists[b])
                assert not (seats[a] >= 0 and seats[a] == seats[b])
                assert (a, b) not in apart


@settings(max_examples=200, deadline=None)
@given(EDGES, st.lists(st.integers(-1, 3), min_size=N, max_size=N))
def test_known_clusters_stay_as_they_were(edges, fixed) -> None:
    label = grouped(edges, [-1] * N, [-1] * N, frozenset(), fixed)
    for a in range(N):
        for b in range(N):
            if fixed[a] >= 0 and fixed[b] >= 0:
                assert (label[a] == label[b]) == (fixed[a] == fixed[b])


def test_records_in_any_order_give_the_same_persons() -> None:
    from rembuk.demo.population.linkage import linkage_files
    from rembuk.science.linkage import link

    records, _ = linkage_files(400, seed=3)
    first = link(records).clusters.sort("record_id")
    again = link(records.sample(fraction=1.0, shuffle=True, seed=1)).clusters.sort("record_id")
    assert first.equals(again)
    assert first["record_id"].to_list() == sorted(records["record_id"].to_list())
    assert isinstance(first, pl.DataFrame)
