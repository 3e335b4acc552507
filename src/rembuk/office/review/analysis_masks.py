"""Which numerators of areas a paper hides. The denominators and the sum are shown: so whoever is
reached tells who is missed, and both are protected."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rembuk.office.review.analysis_reach import Counted, Reach


def masked(one: Reach, least: int) -> list[bool]:
    """For each area, whether its numerator is hidden. `least` 0: nothing is. Supply counts villages
    and posts, no people. More areas are hidden until no small count can be worked out from the
    sum and the denominators; when all are and it still can, everybody (or nobody) is reached and
    the sum itself says so."""
    areas = one.areas
    if not least or one.indicator.kind == "suplai":
        return [False] * len(areas)
    if one.covered(least):
        return [True] * len(areas)
    small = [n for n, area in enumerate(areas) if _small(one, area, least)]
    hidden = list(small)
    rest = sorted(
        (n for n, area in enumerate(areas) if n not in small and area.held),
        key=lambda n: (areas[n].of, areas[n].n, n),
    )
    while rest and small and not _safe(one, areas, small, hidden):
        hidden.append(rest.pop(0))
    return [n in hidden for n in range(len(areas))]


def _small(one: Reach, area: Counted, least: int) -> bool:
    counts = (area.n, area.of - area.n) if one.ratio else (area.n,)
    return any(0 < count < least for count in counts)


def between(
    one: Reach, areas: Sequence[Counted], hidden: Collection[int], which: int
) -> tuple[int, int]:
    """What can be worked out of a hidden numerator from the sum: the least and the most it is."""
    total = sum(areas[n].n for n in hidden)
    most = {n: areas[n].of if one.ratio else total for n in hidden}
    others = sum(most[n] for n in hidden if n != which)
    return max(0, total - others), min(most[which], total)


def _safe(
    one: Reach, areas: Sequence[Counted], small: Sequence[int], hidden: Sequence[int]
) -> bool:
    """Whether each small count may still be something else."""
    for which in small:
        low, high = between(one, areas, hidden, which)
        if low == high:
            return False
    return True
