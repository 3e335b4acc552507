"""What a dissemination pack may say: case codes, no names, and counts of places protected.

Pure: cases in as plain data, what may be shown out. A pack goes round a table, so it must not let
a reader find a house: one bride in a village is a name.

- A sheet says code, group, causes and recommendations: no place, age, sex or day of birth.
- The only counts that carry a place are cases by kecamatan, all groups together. Small ones are
  hidden together with others, so that the total (which is the number of sheets) does not give
  them away. With fewer cases in all than the smallest count shown, there is no such table.
- Causes are listed with the codes of their cases: without a place they point at nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rembuk.science.welfare.small_counts import TOTAL, protected

KIND = "kasus"


@dataclass(frozen=True)
class CaseFacts:
    """One case as the pack is given it."""

    code: str
    group: str
    kecamatan: str
    causes: tuple[tuple[str, str, bool], ...] = ()  # code, certainty, main
    conclusion: str = ""
    red_flags: tuple[str, ...] = ()
    hospital: bool | None = None
    recommendations: tuple[tuple[str, str], ...] = ()  # text, measured by


@dataclass(frozen=True)
class Shown:
    """What the pack shows: sheets in order of code, cases by kecamatan (None: hidden), cases by
    cause."""

    sheets: tuple[CaseFacts, ...]
    by_kecamatan: Mapping[str, int | None] = field(default_factory=dict)
    by_cause: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def shown(cases: Iterable[CaseFacts], kecamatan: Iterable[str], limit: int) -> Shown:
    """Cut the cases of a cycle to what a pack may say.

    Args:
        cases: of the cycle.
        kecamatan: every kecamatan the cycle works in, those without a case too.
        limit: the smallest count shown.
    """
    sheets = tuple(sorted(cases, key=lambda case: case.code))
    by_cause: dict[str, list[str]] = {}
    for case in sheets:
        for cause, certainty, _main in case.causes:
            if certainty != "disingkirkan":
                by_cause.setdefault(cause, []).append(case.code)
    order = sorted(by_cause, key=lambda cause: (-len(by_cause[cause]), cause))
    return Shown(
        sheets,
        places(Counter(case.kecamatan for case in sheets), kecamatan, limit),
        {cause: tuple(by_cause[cause]) for cause in order},
    )


def places(
    counts: Mapping[str, int], kecamatan: Iterable[str], limit: int
) -> dict[str, int | None]:
    """Cases by kecamatan with small counts hidden; empty when there are too few cases in all, or a
    case outside the kecamatan named."""
    every = sorted({*kecamatan, *counts})
    total = sum(counts.values())
    if total < limit or len(every) < 2:
        return {}
    roots = {code.rpartition(".")[0] for code in every}
    if len(roots) != 1:
        return {}
    root = roots.pop()
    table = protected({(code, KIND): counts.get(code, 0) for code in every}, root, limit)
    if table[root, TOTAL] is None:
        return {}
    return {code: table[code, KIND] for code in every}


def shown_place(village: str, people_in_village: int, people_in_kecamatan: int, limit: int) -> str:
    """The smallest area a row without a name may tell: the village when enough people of the same
    group live there, else the kecamatan, else the district. An unknown number counts as none."""
    kecamatan = village[:8]
    if people_in_village >= limit:
        return village
    return kecamatan if people_in_kecamatan >= limit else village[:5]
