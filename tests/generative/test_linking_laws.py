"""Laws of linking, whatever the clusters: every record ends once, ids stay, joins can be parted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rembuk.office.linking import refs
from rembuk.office.linking.planning import Edge, Known, plan

NAMES = [f"l:{number:032d}#0" for number in range(9)] + ["p:AA-AAAA-A1", "p:AA-AAAA-A2"]


@st.composite
def worlds(draw: st.DrawFn):
    """Clusters, compared pairs, and the persons some records belong to."""
    there = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    clusters = {ref: f"c{draw(st.integers(0, 4))}" for ref in there}
    now = {ref: draw(st.integers(1, 4)) for ref in there if draw(st.booleans())}
    now |= {ref: 100 + place for place, ref in enumerate(there) if ref.startswith("p:")}
    edges = [
        Edge(*refs.ordered(a, b), draw(st.floats(-2, 20)), 0.5)
        for a in there for b in there
        if a < b and draw(st.booleans())
    ]  # fmt: skip
    unique = frozenset(ref for ref in there if draw(st.booleans()) and ref.startswith("l:"))
    children = frozenset(pk for pk in now.values() if pk >= 100)
    return clusters, edges, Known(now, children, {}, unique)


@given(worlds())
def test_every_record_ends_in_exactly_one_place(world) -> None:
    clusters, edges, known = world
    made = plan(clusters, edges, known, 8.0)
    new = [ref for members in made.new.values() for ref in members]
    ends = [*made.person, *new, *made.doubtful]
    assert sorted(ends) == sorted(clusters)


@given(worlds())
def test_a_health_record_keeps_its_person(world) -> None:
    clusters, edges, known = world
    made = plan(clusters, edges, known, 8.0)
    for ref in clusters:
        if ref.startswith("p:"):
            assert made.person[ref] == known.now[ref]


@given(worlds())
def test_a_plan_made_again_from_its_own_result_changes_nobody(world) -> None:
    clusters, edges, known = world
    first = plan(clusters, edges, known, 8.0)
    now = dict(first.person)
    for number, (_name, members) in enumerate(sorted(first.new.items()), start=1000):
        now |= dict.fromkeys(members, number)
    again = plan(clusters, edges, Known(now, known.children, {}, known.unique), 8.0)
    assert {ref: again.person[ref] for ref in now} == now
    assert not again.new


@given(worlds())
def test_two_known_persons_are_never_one_without_being_asked(world) -> None:
    clusters, edges, known = world
    made = plan(clusters, edges, known, 8.0)
    assert not made.joins
    held: dict[str, set[int]] = {}
    for ref, pk in made.person.items():
        held.setdefault(clusters[ref], set()).add(pk)
    for cluster, persons in held.items():
        if len(persons) > 1:
            inside = [
                one for one in made.asked
                if clusters[one.edge.left] == clusters[one.edge.right] == cluster
                and one.kind in {"orang", "anak"}
            ]  # fmt: skip
            assert len(inside) >= len(persons) - 1


@given(worlds())
def test_a_pair_called_different_is_not_asked_about_again(world) -> None:
    clusters, edges, known = world
    apart = frozenset(e.pair for e in edges if clusters[e.left] != clusters[e.right])
    told = Known(known.now, known.children, {}, known.unique, apart, apart)
    made = plan(clusters, edges, told, 8.0)
    assert not [one for one in made.asked if one.edge.pair in apart]
    assert not made.doubtful
