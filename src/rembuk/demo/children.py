"""The invented children: born when, of whom, where; what their papers say of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rembuk.demo.names import draw_names, twin_name
from rembuk.demo.places import Ints, Places
from rembuk.demo.plan import Plan

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
    kk = _number(registered, issued, np.zeros(n, dtype=bool), rng.integers(9000, 9990, n))
    serial = rng.integers(9001, 9900, n)
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
        serial[j] = serial[i] + 1
        name[j] = twin_name(rng, str(name[i]), bool(girl[j]))
    one_mother = family  # a mother's papers are drawn once per family
    mother_nik = _number(
        registered, mother_birth, np.ones(n, dtype=bool), rng.integers(9001, 9900, n)[one_mother]
    )

    moved_on, left_on, left_why = _moves(rng, plan, birth)
    target = rng.integers(0, len(places.post_village), n)
    moved_on = np.where(target == post, NEVER, moved_on)
    arrived = np.where(rng.random(n) < 0.02, birth + rng.integers(120, 900, n), birth).astype(
        "datetime64[D]"
    )
    return Children(
        girl=girl, birth=birth, name=name, mother=mother, father=father,
        nik=_number(registered, birth, girl, serial), mother_nik=mother_nik, kk=kk,
        order=order, weeks=weeks, family=family, post=post, moved_on=moved_on, moved_to=target,
        left_on=left_on, left_why=left_why, arrived_on=arrived, rt=rt, rw=rw,
    )  # fmt: skip


def _registered_in(rng: np.random.Generator, places: Places, village: Ints) -> Objects:
    """Six digits of the kecamatan a NIK was first given in: 80 % the child's own."""
    own = places.kecamatan_of[village]
    other = rng.integers(0, len(places.kecamatan_code), len(village))
    chosen = np.where(rng.random(len(village)) < 0.8, own, other)
    codes = np.array([code.replace(".", "") for code in places.kecamatan_code], dtype=object)
    return np.asarray(codes[chosen])


def _number(area: Objects, day: Dates, woman: NDArray[np.bool_], serial: Ints) -> Objects:
    """PPKKCC DDMMYY NNNN, women day + 40. Serials start at 9001: real ones are given from 0001
    upwards per area and birth date and never reach that far, so no number is a real person's."""
    day = day.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    dd = (day - month).astype(int) + 1 + 40 * woman
    mm = month.astype(int) % 12 + 1
    yy = (1970 + month.astype(int) // 12) % 100
    parts = zip(area, dd, mm, yy, serial, strict=True)
    return np.array([f"{a}{d:02d}{m:02d}{y:02d}{s:04d}" for a, d, m, y, s in parts], dtype=object)


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
