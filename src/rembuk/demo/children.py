"""The invented children: born when, of whom, where; what their papers say of them."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rembuk.demo.names import draw_names, twin_name
from rembuk.demo.places import Ints, Places
from rembuk.demo.plan import Plan
from rembuk.demo.population import numbers

Dates = NDArray[np.datetime64]
Objects = NDArray[np.object_]
NEVER = np.datetime64("2999-01-01")


@dataclass(frozen=True)
class Children:
    """Arrays of n children. Days are datetime64[D]; `NEVER` = did not happen."""

    girl: NDArray[np.bool_]
    birth: Dates
    name: Objects
    mother: Objects
    father: Objects
    nik: Objects
    mother_nik: Objects
    kk: Objects
    order: Ints
    weeks: Ints
    family: Ints  # twins share it
    household: Ints  # siblings share it: the index of the eldest
    mother_birth: Dates
    area: Objects  # six digits of the kecamatan that gave the NIK
    post: Ints
    moved_on: Dates  # to another post of the district
    moved_to: Ints
    left_on: Dates
    left_why: Objects  # "", "Pindah", "Meninggal"
    arrived_on: Dates  # moved in from elsewhere; birth for most
    rt: Ints
    rw: Ints

    def __len__(self) -> int:
        return len(self.birth)


def bear(plan: Plan, places: Places) -> Children:
    """Children who are under five at some time of the plan. About 1.2 % are twins."""
    rng = np.random.default_rng([plan.seed, 2])
    window = 60 + plan.months
    per_village = np.round(places.children * window / 60).astype(np.int64)
    village = np.repeat(np.arange(len(per_village)), per_village)
    n = len(village)
    last = np.datetime64(plan.last_day)
    birth = (last - rng.integers(0, int(window * 30.4375), n)).astype("datetime64[D]")
    girl = rng.random(n) < 0.488
    drawn = draw_names(rng, girl)
    name = drawn.child
    first_post = np.searchsorted(places.post_village, village, side="left")
    posts = np.bincount(places.post_village, minlength=len(per_village))[village]
    post = first_post + (rng.random(n) * posts).astype(np.int64)
    order = 1 + rng.poisson(0.9, n)
    weeks = np.where(rng.random(n) < 0.08, rng.integers(31, 37, n), rng.integers(37, 42, n))
    mother_birth = (birth - rng.integers(18 * 365, 39 * 365, n)).astype("datetime64[D]")
    rt, rw = rng.integers(1, 15, n), rng.integers(1, 5, n)
    registered = _registered_in(rng, places, village)
    issued = (birth - rng.integers(300, 3000, n)).astype("datetime64[D]")
    kk = numbers.cards(_series(registered), pl.Series(issued)).to_numpy().astype(object)
    family = np.arange(n)

    mother, father = drawn.mother, drawn.father
    for i in np.flatnonzero(rng.random(n) < 0.006):
        j = int(i) + 1
        if j >= n or village[j] != village[i] or family[i] != i:
            continue
        family[j] = i
        girl[j] = girl[i] if rng.random() < 0.6 else not girl[i]
        birth[j], post[j], order[j], weeks[j] = (
            birth[i],
            post[i],
            order[i],
            36 if weeks[i] > 36 else weeks[i],
        )
        weeks[i] = weeks[j]
        rt[j], rw[j], kk[j], registered[j] = rt[i], rw[i], kk[i], registered[i]
        mother[j], father[j], mother_birth[j] = mother[i], father[i], mother_birth[i]
        name[j] = twin_name(rng, str(name[i]), bool(girl[j]))
    household = _siblings(np.random.default_rng([plan.seed, 9]), village, birth, family)
    for i in np.flatnonzero(household != np.arange(n)):
        j = int(household[i])
        mother[i], father[i], mother_birth[i] = mother[j], father[j], mother_birth[j]
        rt[i], rw[i], kk[i], post[i] = rt[j], rw[j], kk[j], post[j]
        order[i] = order[j] + 1 + int(birth[i] > birth[j] + 1800)
    order[family != np.arange(n)] = order[family[family != np.arange(n)]]
    people = pl.DataFrame(
        {"area": _series(registered), "birth": birth,
         "sex": pl.Series(np.where(girl, "P", "L").tolist())}
    )  # fmt: skip
    one = household == np.arange(n)  # a mother has one number, whoever of hers is registered
    mothers = people.with_columns(
        pl.Series("birth", mother_birth), pl.lit("P").alias("sex")
    ).filter(pl.Series(one))
    given = numbers.niks(pl.concat([people, mothers]))
    nik = given[:n].to_numpy().astype(object)
    of_eldest = np.empty(n, dtype=object)
    of_eldest[one] = given[n:].to_numpy()
    mother_nik = of_eldest[household]

    moved_on, left_on, left_why = _moves(rng, plan, birth)
    target = rng.integers(0, len(places.post_village), n)
    target, moved_on = target[household], _together(moved_on, household, birth)
    moved_on = np.where(target == post, NEVER, moved_on)
    away = _together(np.where(left_why == "Pindah", left_on, NEVER), household, birth)
    died = left_why == "Meninggal"
    left_why = np.where(died, "Meninggal", np.where(away < NEVER, "Pindah", "")).astype(object)
    left_on = np.where(died, left_on, away)
    arrived = np.where(rng.random(n) < 0.02, birth + rng.integers(120, 900, n), birth).astype(
        "datetime64[D]"
    )
    return Children(
        girl=girl, birth=birth, name=name, mother=mother, father=father,
        nik=nik, mother_nik=mother_nik, kk=kk, order=order, weeks=weeks, family=family,
        household=household, mother_birth=mother_birth, area=registered, post=post,
        moved_on=moved_on, moved_to=target,
        left_on=left_on, left_why=left_why, arrived_on=arrived, rt=rt, rw=rw,
    )  # fmt: skip


def _registered_in(rng: np.random.Generator, places: Places, village: Ints) -> Objects:
    """Six digits of the kecamatan a NIK was first given in: 80 % the child's own."""
    own = places.kecamatan_of[village]
    other = rng.integers(0, len(places.kecamatan_code), len(village))
    chosen = np.where(rng.random(len(village)) < 0.8, own, other)
    codes = np.array([code.replace(".", "") for code in places.kecamatan_code], dtype=object)
    return np.asarray(codes[chosen])


def _series(values: Objects) -> pl.Series:
    return pl.Series(values.tolist(), dtype=pl.String)


def _siblings(rng: np.random.Generator, village: Ints, birth: Dates, twin_of: Ints) -> Ints:
    """Index of the eldest child of one mother: nearly a third of the children have an elder in
    the plan, born 1.7 to 4.6 years before them in the same village."""
    n = len(birth)
    eldest = np.arange(n)
    asks, pick = rng.random(n) < 0.33, rng.random(n)
    days = birth.astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((days, village))
    youngest: list[tuple[int, int, int]] = []  # birth, eldest of the household, village
    for i in order.tolist():
        if twin_of[i] != i:
            continue
        while youngest and (youngest[0][2] != village[i] or youngest[0][0] < days[i] - 1680):
            youngest.pop(0)
        ready = bisect.bisect_right(youngest, (int(days[i]) - 620, n, n))
        if asks[i] and ready:
            at = int(pick[i] * ready)
            eldest[i] = youngest.pop(at)[1]
        youngest.append((int(days[i]), int(eldest[i]), int(village[i])))
    of_twin = twin_of != np.arange(n)
    eldest[of_twin] = eldest[twin_of[of_twin]]
    return eldest


def _together(day: Dates, household: Ints, birth: Dates) -> Dates:
    """The day of the eldest for all children of a household who were born by then."""
    shared = day[household]
    return np.where(shared > birth + 60, shared, NEVER).astype("datetime64[D]")


def _moves(rng: np.random.Generator, plan: Plan, birth: Dates) -> tuple[Dates, Dates, Objects]:
    """Moves inside the district (1 % a year), moves away (1.5 %), deaths (1.2 % of births)."""
    n = len(birth)
    first, days = np.datetime64(plan.first_day), plan.months * 30
    some_day = (first + rng.integers(20, max(21, days - 20), n)).astype("datetime64[D]")
    after_birth = some_day > birth + 60
    inside = (rng.random(n) < 0.010 * plan.months / 12) & after_birth
    away = (rng.random(n) < 0.015 * plan.months / 12) & after_birth & ~inside
    died = (rng.random(n) < 0.012) & (birth > first - 30) & ~inside
    death = (birth + np.minimum(rng.exponential(60, n), 700).astype(int)).astype("datetime64[D]")
    left_on = np.where(died, death, np.where(away, some_day, NEVER)).astype("datetime64[D]")
    why = np.where(died, "Meninggal", np.where(away, "Pindah", "")).astype(object)
    return np.where(inside, some_day, NEVER).astype("datetime64[D]"), left_on, why
