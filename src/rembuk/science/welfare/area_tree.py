"""Areas by their codes, each in the one above: `16.06.01.2001` in `16.06.01` in `16.06`."""

from __future__ import annotations

from collections.abc import Collection


def parent(code: str) -> str:
    """The area above: `16.06.01` -> `16.06`, `16` -> ``."""
    return code.rpartition(".")[0]


def ways_up(leaves: Collection[str], root: str) -> dict[str, tuple[str, ...]]:
    """Each leaf with itself and the areas above it up to `root`, in the order of codes.

    Raises:
        ValueError: a leaf does not lie below `root`, or lies above another leaf.
    """
    known, found = set(leaves), {}
    for leaf in sorted(known):
        way = [leaf]
        while way[-1] != root and way[-1]:
            way.append(parent(way[-1]))
        if way[-1] != root or not known.isdisjoint(way[1:]):
            raise ValueError(f"{leaf} does not lie below {root} alone")
        found[leaf] = tuple(way)
    return found
