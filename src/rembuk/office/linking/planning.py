"""From clusters to persons with stable ids: pure, no database.

A person stays the person of its records. A cluster with one known person gives its new records to
that person; one with several is a question, never a silent join; one with none is a new person. A
record alone in doubt belongs to nobody until somebody says so.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rembuk.office.linking import refs

Pair = tuple[str, str]
CANDIDATES: Final = 3
"""A record alone in doubt is asked about with at most so many others."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Two compared records."""

    left: str
    right: str
    weight: float
    probability: float
    same_card: bool = False
    levels: Mapping[str, int] = field(default_factory=dict)

    @property
    def pair(self) -> Pair:
        """The two references in order."""
        return refs.ordered(self.left, self.right)


@dataclass(frozen=True)
class Known:
    """What the records hold before the run."""

    now: Mapping[str, int]
    """Reference -> person."""
    children: frozenset[int] = frozenset()
    slots: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    unique: frozenset[str] = frozenset()
    """References of lists without duplicates."""
    different: frozenset[Pair] = frozenset()
    """Pairs somebody said are two."""
    settled: frozenset[Pair] = frozenset()
    """Pairs somebody answered."""


@dataclass(frozen=True)
class Asked:
    """A doubt to raise."""

    edge: Edge
    kind: str  # catatan, orang, anak, contoh
    alone: str = ""
    """The record that belongs to nobody until this is answered."""


@dataclass(frozen=True)
class Plan:
    """What the run will write."""

    person: Mapping[str, int]
    """Reference -> known person."""
    new: Mapping[str, tuple[str, ...]]
    """Name of a new person -> its references, the one that founds it first."""
    doubtful: frozenset[str]
    asked: tuple[Asked, ...]
    joins: tuple[tuple[int, int], ...] = ()
    """(giver, taker): only when the district lets children be joined without asking."""


def plan(
    clusters: Mapping[str, str],
    edges: Iterable[Edge],
    known: Known,
    threshold: float,
    *,
    join_children: bool = False,
    sample: int = 0,
    seed: int = 0,
) -> Plan:
    """The persons of all records, and what must be asked.

    Args:
        clusters: reference -> cluster.
        edges: compared pairs down to the review floor.
        known: persons and decisions before the run.
        threshold: weight from which pairs count as linked.
        join_children: whether two children above the threshold are joined unasked.
        sample: how many linked pairs are drawn at random, to test the threshold.
        seed: of that drawing.
    """
    edges = sorted(edges, key=lambda e: (-e.weight, e.pair))
    groups: dict[str, list[str]] = defaultdict(list)
    for ref, cluster in clusters.items():
        groups[cluster].append(ref)
    owners = _owners(groups, known)
    best = _best(edges, clusters)
    person: dict[str, int] = {}
    joins: list[tuple[int, int]] = []
    inside: list[Asked] = []
    for cluster, members in groups.items():
        mine = owners.get(cluster, [])
        for ref in members:
            own = known.now.get(ref)
            if own in mine:
                person[ref] = own
            elif mine:
                person[ref] = _nearest(ref, mine, members, known, edges_of=best)
        for other in mine[1:]:
            edge = _between(mine[0], other, members, known, best, threshold)
            both = {mine[0], other} <= known.children
            if join_children and both and edge.weight >= threshold:
                joins.append((other, mine[0]))
            elif edge.pair not in known.settled:
                inside.append(Asked(edge, "anak" if both else "orang"))
    asked, doubtful = _outside(edges, clusters, groups, person, known, threshold)
    new = {
        cluster: tuple(_founder_first(members, known))
        for cluster, members in groups.items()
        if cluster not in owners and not (len(members) == 1 and members[0] in doubtful)
    }
    drawn = _drawn(edges, clusters, known, threshold, sample, seed)
    return Plan(person, new, doubtful, (*inside, *asked, *drawn), tuple(joins))


def _owners(groups: Mapping[str, Sequence[str]], known: Known) -> dict[str, list[int]]:
    """Cluster -> persons it holds, the one that takes new records first. A person whose records
    fell apart stays with the part that holds the health record, else with the largest."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for cluster, members in groups.items():
        for ref in members:
            if ref in known.now:
                weight = 1_000_000 if ref.startswith("p:") else 1
                votes[known.now[ref]][cluster] += weight
    owners: dict[str, list[int]] = defaultdict(list)
    for pk in sorted(votes):
        cluster = min(votes[pk], key=lambda c: (-votes[pk][c], c))
        owners[cluster].append(pk)
    for cluster, persons in owners.items():
        persons.sort(key=lambda pk: (pk not in known.children, -votes[pk][cluster], pk))
    return dict(owners)


def _best(edges: Sequence[Edge], clusters: Mapping[str, str]) -> dict[str, list[Edge]]:
    """Reference -> its edges inside its own cluster, strongest first."""
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        if clusters.get(edge.left) == clusters.get(edge.right) is not None:
            found[edge.left].append(edge)
            found[edge.right].append(edge)
    return found


def _other(edge: Edge, ref: str) -> str:
    return edge.right if edge.left == ref else edge.left


def _nearest(
    ref: str,
    persons: Sequence[int],
    members: Sequence[str],
    known: Known,
    edges_of: Mapping[str, list[Edge]],
) -> int:
    for edge in edges_of.get(ref, ()):
        own = known.now.get(_other(edge, ref))
        if own is not None and own in persons:
            return own
    return persons[0]


def _between(
    one: int,
    other: int,
    members: Sequence[str],
    known: Known,
    edges_of: Mapping[str, list[Edge]],
    threshold: float,
) -> Edge:
    """The strongest pair that speaks for joining two persons of one cluster."""
    mine = [ref for ref in members if known.now.get(ref) == one]
    theirs = {ref for ref in members if known.now.get(ref) == other}
    found = [edge for ref in mine for edge in edges_of.get(ref, ()) if _other(edge, ref) in theirs]
    if found:
        return max(found, key=lambda e: (e.weight, e.pair))
    left, right = refs.ordered(min(mine), min(theirs))
    return Edge(left, right, threshold, 1 / (1 + 2**-threshold))  # joined through others only


def _outside(
    edges: Sequence[Edge],
    clusters: Mapping[str, str],
    groups: Mapping[str, Sequence[str]],
    person: Mapping[str, int],
    known: Known,
    threshold: float,
) -> tuple[list[Asked], frozenset[str]]:
    """Doubts between clusters: the strongest pair of each two, and who waits alone."""
    answered = {
        tuple(sorted((clusters[a], clusters[b])))
        for a, b in known.different
        if a in clusters and b in clusters
    }
    seen: set[tuple[str, ...]] = set()
    asked: list[Asked] = []
    doubtful: set[str] = set()
    tries: Counter[str] = Counter()
    for edge in edges:
        left, right = clusters.get(edge.left), clusters.get(edge.right)
        if left is None or right is None or left == right:
            continue
        two = tuple(sorted((left, right)))
        if two in seen or two in answered or edge.pair in known.settled:
            continue
        if _surely_two(edge, groups[left], groups[right], known):
            continue
        seen.add(two)
        alone = [
            ref
            for ref in (edge.left, edge.right)
            if ref not in person and len(groups[clusters[ref]]) == 1
        ]
        if any(tries[ref] >= CANDIDATES for ref in alone):
            continue
        for ref in alone:
            tries[ref] += 1
            doubtful.add(ref)
        if alone:
            asked.append(Asked(edge, "catatan", alone[0]))
            continue
        both = [person.get(edge.left), person.get(edge.right)]
        children = all(one in known.children for one in both)
        asked.append(Asked(edge, "anak" if children else "orang"))
    return asked, frozenset(doubtful)


def _surely_two(edge: Edge, left: Sequence[str], right: Sequence[str], known: Known) -> bool:
    """A list without duplicates names both, or one list names them as two of one card."""
    if any(ref in known.unique for ref in left) and any(ref in known.unique for ref in right):
        return True
    slot = known.slots.get(edge.left)
    return slot is not None and slot == known.slots.get(edge.right)


def _founder_first(members: Sequence[str], known: Known) -> list[str]:
    return sorted(members, key=lambda ref: (ref not in known.unique, ref))


def _drawn(
    edges: Sequence[Edge],
    clusters: Mapping[str, str],
    known: Known,
    threshold: float,
    sample: int,
    seed: int,
) -> list[Asked]:
    """Linked pairs of different lists, at random: asked so that the precision can be told."""
    linked = [
        edge
        for edge in edges
        if edge.weight >= threshold
        and clusters.get(edge.left) == clusters.get(edge.right) is not None
        and edge.pair not in known.settled
    ]
    chosen = random.Random(seed).sample(linked, min(sample, len(linked)))  # noqa: S311 - repeatable
    return [Asked(edge, "contoh") for edge in sorted(chosen, key=lambda e: e.pair)]
