"""What the program itself knows of villages, posts, audits and lists."""

from __future__ import annotations

import polars as pl

from rembuk.office.audits.models import Case, Cycle
from rembuk.office.convergence.computing.ground import Ground
from rembuk.office.convergence.computing.register import SCHEMA, Found, query, records
from rembuk.office.convergence.periods import Period
from rembuk.office.lists.models import Edition

DONE = ("disimpulkan", "diseminasi", "tindak-lanjut", "selesai")
"""States of a case whose audit has been held."""


@query("desa", "kantor", "wilayah yang berlaku", "areas in force")
def villages(ground: Ground, one: Period) -> Found:
    """One for every village."""
    there = sorted(ground.villages)
    frame = pl.DataFrame(
        {"village": there, "number": range(len(there))}, {"village": pl.String, "number": pl.Int64}
    )
    return Found(records(frame, "wilayah", "number"), ground.villages)


@query("posyandu", "kantor", "posyandu yang tercatat", "posts on record")
def posts(ground: Ground, one: Period) -> Found:
    """Posts of the village."""
    return Found(records(ground.posts, "wilayah", "key"), frozenset(ground.posts["village"]))


def _of_district(ground: Ground, kind: str, keys: list[int]) -> Found:
    frame = pl.DataFrame([(ground.district, kind, key, 1) for key in keys], SCHEMA, orient="row")
    return Found(frame, frozenset({ground.district}))


@query(
    "audit_baduta", "kantor", "siklus audit dengan kasus baduta/balita disimpulkan", "audit cycles"
)
def audits(ground: Ground, one: Period) -> Found:
    """Cycles of the period in which a case of a child was concluded."""
    cycles = Cycle.objects.filter(district_code=ground.district, year=one.year)
    if one.kind == "semester":
        cycles = cycles.filter(semester=int(one.code[-1]))
    cases = Case.objects.filter(cycle__in=cycles, group__in=("baduta", "balita"), state__in=DONE)
    return _of_district(ground, "audit", sorted(set(cases.values_list("cycle_id", flat=True))))


@query("data_krs", "kantor", "edisi daftar KRS yang diterima", "editions of the list of families")
def editions(ground: Ground, one: Period) -> Found:
    """Editions of the list of families at risk with a day in the period."""
    rows = Edition.objects.filter(
        source="krs", place_code=ground.district, as_of__range=(one.starts, one.ends)
    )
    return _of_district(ground, "edisi", sorted(rows.values_list("pk", flat=True)))
