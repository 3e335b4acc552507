"""What the posyandu room and the referrals say of children, read for many at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

import polars as pl

from rembuk import reference
from rembuk.office.accompaniment.episodes import Look, Step
from rembuk.office.accompaniment.models import Referral
from rembuk.office.accompaniment.models.referrals import Haste
from rembuk.office.intake.among import among
from rembuk.office.people.models import Person
from rembuk.office.posyandu.models import CaseEvent, Measurement
from rembuk.reference.cases import CaseRules
from rembuk.science.growth.case_walk import plus_months
from rembuk.science.growth.red_flags import open_flags

RED_FLAG = "tanda-bahaya"
URGENT = "rujukan-segera"


def steps(ids: Sequence[int]) -> dict[int, list[Step]]:
    """Case events by child, in order."""
    found: dict[int, list[Step]] = defaultdict(list)
    rows = CaseEvent.objects.filter(among("child", list(ids))).order_by("child", "on", "pk")
    for child, on, event in rows.values_list("child", "on", "event"):
        found[child].append((on, event))
    return found


def end_of(person: Person, rules: CaseRules | None) -> Step | None:
    """The day somebody leaves the place, or a child (with `rules`) the age, and the word for it."""
    ends: list[Step] = []
    if person.birth_date is not None and rules is not None:
        ends.append((plus_months(person.birth_date, rules.age_out_months), "lewat-umur"))
    if person.left_on is not None:
        ends.append((person.left_on, person.left_why or "pindah"))
    return min(ends) if ends else None


def looks(ids: Collection[int], on: dt.date) -> dict[int, list[Look]]:
    """Valid measurements of children with whether a red flag was open."""
    found: dict[int, list[Look]] = defaultdict(list)
    for child, day, z, flags, position, doubts, flagged in _flagged(ids, on):
        if z is None or "len" in flags.split() or position not in {"L", "H"}:
            continue
        if "before-birth" not in doubts:
            found[child].append((day, z, flagged))
    return found


def held(ids: Collection[int], on: dt.date) -> dict[int, str]:
    """Children whose accompaniment stays open though recovered: a red flag stands open at the last
    measurement, or an urgent referral is not answered."""
    found: dict[int, str] = {}
    for child, _day, _z, _flags, _position, _doubts, flagged in _flagged(ids, on):
        if flagged:
            found[child] = RED_FLAG
        else:
            found.pop(child, None)
    waiting = Referral.objects.filter(
        among("accompaniment__person", list(ids)),
        urgency=Haste.NOW,
        answered_on__isnull=True,
        cancelled_on__isnull=True,
        accompaniment__closed_on__isnull=True,
    )
    for child in waiting.values_list("accompaniment__person", flat=True):
        found.setdefault(child, URGENT)
    return found


_Row = tuple[int, dt.date, float | None, str, str, str, bool]


def _flagged(ids: Collection[int], on: dt.date) -> list[_Row]:
    """Standing measurements with `red_flag`, by child and day."""
    if not ids:
        return []
    rows = Measurement.objects.filter(among("child", list(ids)), superseded_by__isnull=True)
    names = ("child", "date", "zlen", "flags", "position", "doubts", "oedema", "muac", "bbtb")
    listed = list(rows.order_by("child", "date", "pk").values_list(*names, "age_days"))
    if not listed:
        return []
    frame = pl.DataFrame(
        listed,
        schema={
            **{"child_id": pl.Int64, "date": pl.Date, "zlen": pl.Float64, "flags": pl.String},
            **{"position": pl.String, "doubts": pl.String, "oedema": pl.Boolean},
            **{"muac_cm": pl.Float64, "bbtb": pl.String, "age_days": pl.Int64},
        },
        orient="row",
    ).with_columns((pl.col("age_days") / 30.4375).floor().alias("age_months"))
    flags = open_flags(frame, reference.load().red_flags(on))
    kept = frame.with_columns(flags).select(
        "child_id", "date", "zlen", "flags", "position", "doubts", "red_flag"
    )
    return list(kept.iter_rows())
