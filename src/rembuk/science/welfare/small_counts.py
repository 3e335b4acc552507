"""Small counts hidden in a table of areas by kinds, so that no total gives them away.

Counts of 1 to `limit - 1` are hidden wherever they stand: villages, sums of areas, totals of rows.
A reader who knows all shown numbers, and that a hidden one is at least 1 (0 is shown: nobody is
there to be recognised), must not be able to work any hidden number out.

The table is a flow: a village's kinds add up to its total, villages add up to their area. Every
number is an edge between two sums. A hidden number stays open exactly when it lies on a cycle of
hidden numbers round which one family can be moved without a shown number changing (the cycle test
of cell suppression, Gusfield 1988, for tables with one hierarchy). Where there is no such cycle the
cheapest one is hidden as well.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final

from rembuk.science.welfare.area_tree import parent, ways_up

TOTAL: Final = "jumlah"

Key = tuple[str, str]
"""Area code and kind; `TOTAL` for all kinds."""

Node = Hashable


@dataclass(frozen=True)
class Edge:
    """One number of the table between two sums: raising it takes from `tail`, gives to `head`."""

    tail: Node
    head: Node
    value: int


def summed(leaves: Mapping[Key, int], root: str) -> dict[Key, int]:
    """Every number of the table: the leaves given, areas up to `root`, and totals of kinds.

    Raises:
        ValueError: a leaf outside `root`, above another leaf, a negative count, or the kind
            `TOTAL` among the leaves.
    """
    areas = {area for area, _kind in leaves}
    kinds = sorted({kind for _area, kind in leaves})
    if TOTAL in kinds:
        raise ValueError(f"{TOTAL} is a sum, not a kind")
    found: dict[Key, int] = defaultdict(int)
    for area, way in ways_up(areas, root).items():
        for kind in kinds:
            count = leaves.get((area, kind), 0)
            if count < 0:
                raise ValueError("a count is negative")
            for one in way:
                found[one, kind] += count
                found[one, TOTAL] += count
    return dict(found)


def hidden(leaves: Mapping[Key, int], root: str, limit: int) -> set[Key]:
    """Which numbers of `summed(leaves, root)` must not be shown."""
    table = summed(leaves, root)
    edges = _edges(table, {area for area, _kind in leaves}, root)
    out = {key for key, edge in edges.items() if 0 < edge.value < limit}
    arcs: dict[Node, list[tuple[Node, Key, bool]]] = defaultdict(list)
    for key, edge in edges.items():
        if edge.value >= 1:  # a nought is known to be one
            arcs[edge.tail].append((edge.head, key, True))
        if edge.value >= 2:
            arcs[edge.head].append((edge.tail, key, False))
    open_: set[Key] = set()
    for key in sorted(out):
        if key not in open_:
            cycle = _cycle(key, edges, arcs, out)
            out |= cycle
            open_ |= cycle
    return out


def protected(leaves: Mapping[Key, int], root: str, limit: int) -> dict[Key, int | None]:
    """The whole table with None for what is hidden."""
    out = hidden(leaves, root, limit)
    return {key: None if key in out else n for key, n in summed(leaves, root).items()}


def _edges(table: Mapping[Key, int], leaves: set[str], root: str) -> dict[Key, Edge]:
    edges = {}
    for (area, kind), value in table.items():
        upper: Node = "top" if area == root else (parent(area), kind)
        lower: Node = area if area in leaves else (area, kind)
        ends = (upper, lower) if kind == TOTAL else (lower, upper)
        edges[area, kind] = Edge(*ends, value)
    return edges


def _cycle(
    key: Key,
    edges: Mapping[Key, Edge],
    arcs: Mapping[Node, list[tuple[Node, Key, bool]]],
    out: set[Key],
) -> set[Key]:
    """The cheapest cycle through a hidden number: hidden ones cost nothing, shown ones what they
    tell. There always is one: one more family of its kind, counted all the way up."""
    edge = edges[key]
    ways = [(edge.head, edge.tail)]
    if edge.value >= 2:
        ways.append((edge.tail, edge.head))
    best: tuple[int, list[Key]] | None = None
    for start, end in ways:
        found = _cheapest(start, end, key, edges, arcs, out)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
            if best[0] == 0:
                break
    if best is None:
        raise AssertionError("a number without a cycle")
    return {key, *best[1]}


def _cheapest(
    start: Node,
    end: Node,
    without: Key,
    edges: Mapping[Key, Edge],
    arcs: Mapping[Node, list[tuple[Node, Key, bool]]],
    out: set[Key],
) -> tuple[int, list[Key]] | None:
    """Dijkstra from `start` to `end` without one edge: cost and edges."""
    done: set[Node] = set()
    came: dict[Node, tuple[Node, Key]] = {}
    cost: dict[Node, int] = {start: 0}
    queue: list[tuple[int, int, Node]] = [(0, 0, start)]
    pushed = 0
    while queue:
        so_far, _tie, node = heapq.heappop(queue)
        if node in done:
            continue
        if node == end:
            path = []
            while node != start:
                node, key = came[node]
                path.append(key)
            return so_far, path
        done.add(node)
        for other, key, _raised in arcs.get(node, ()):
            if key == without or other in done:
                continue
            price = so_far + (0 if key in out else edges[key].value)
            if price < cost.get(other, price + 1):
                cost[other], came[other] = price, (node, key)
                pushed += 1
                heapq.heappush(queue, (price, pushed, other))
    return None
