"""Who came to which post when, and what was read off scale and board there, errors included."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rembuk.demo.children import NEVER, Children, Dates
from rembuk.demo.growth import Growth, arm_cm, length_cm, weight_kg
from rembuk.demo.places import Floats, Ints, Places
from rembuk.demo.plan import Plan
from rembuk.reference import load
from rembuk.reference.gain import Sex


@dataclass(frozen=True)
class Visits:
    """Arrays of rows, ordered by month, post, child. NaN = not measured. A row without weight and
    length is a registered child who did not come."""

    child: Ints
    month: Ints
    day: Dates
    post: Ints
    age_days: Ints
    weight: Floats
    lenhei: Floats
    lying: NDArray[np.bool_]  # as written
    muac: Floats
    nt: NDArray[np.str_]  # as the kader wrote it: N T O B or ""
    came: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.child)


def attend(plan: Plan, places: Places, children: Children, growth: Growth) -> Visits:
    """Rows of the register for every month of the plan."""
    rng = np.random.default_rng([plan.seed, 4])
    n, months = len(children), plan.months
    child_ease = rng.normal(0.0, 0.9, n)
    child_ease[rng.random(n) < 0.04] = -9.0  # never comes
    late = rng.random((len(places.post_name), months)) * 3
    silent = rng.random((len(places.post_name), months)) < places.silent[:, None]
    floor = _intercepts(places, children, child_ease)
    seen = np.zeros(n, dtype=bool)
    listed = np.zeros(n, dtype=bool)
    last_weight = np.full(n, np.nan)
    rows: list[tuple[NDArray[np.generic], ...]] = []
    for m, start in enumerate(plan.month_starts):
        usual = np.datetime64(start)
        post = np.where(children.moved_on <= usual, children.moved_to, children.post)
        day = usual + (places.post_day[post] + late[post, m]).astype(int)
        day = day + np.where(rng.random(n) < 0.15, rng.integers(1, 6, n), 0)
        age = (day - children.birth).astype(int)
        here = (age >= 0) & (age < 1826) & (children.arrived_on <= day) & (children.left_on > day)
        here &= ~silent[post, m]
        village = places.post_village[post]
        ease = floor[village] + child_ease + _season(start.month) + _by_age(age)
        came = here & (rng.random(n) < 1.0 / (1.0 + np.exp(-ease)))
        only_listed = here & ~came & ~listed
        listed |= here
        take = np.flatnonzero(came | only_listed)
        take = take[np.argsort(post[take], kind="stable")]
        read = _read(rng, places, children, growth, take, m, post[take], age[take], came[take])
        least = _expected(plan, children.girl[take], age[take])
        weight = _hoped(rng, read[0], last_weight[take], least)
        nt = _kader_says(rng, weight, last_weight[take], seen[take], least)
        rows.append((take, np.full(len(take), m), day[take], post[take], age[take], weight,
                     *read[1:], nt, came[take]))  # fmt: skip
        last_weight = np.full(n, np.nan)
        last_weight[take] = weight
        seen[take[~np.isnan(weight)]] = True
    parts = [np.concatenate(column) for column in zip(*rows, strict=True)]
    return Visits(*parts)


def _season(month: int) -> float:
    """Vitamin A months fill the posts; the fasting month and floods empty them."""
    return {2: 0.35, 8: 0.45, 1: -0.15, 3: -0.2, 4: -0.12, 12: -0.15}.get(month, 0.0)


def _by_age(age_days: Ints) -> Floats:
    """Infants are brought more often than the child who plays already."""
    ease = np.interp(age_days, (0, 60, 300, 730, 1460, 1826), (0.5, 0.8, 0.7, 0.1, -0.5, -0.7))
    return np.asarray(ease, dtype=np.float64)


def _intercepts(places: Places, children: Children, ease: Floats) -> Floats:
    """One number per village so that the mean chance to come is the village's coverage."""
    village = places.post_village[children.post]
    count = len(places.village_code)
    many = np.maximum(np.bincount(village, minlength=count), 1)
    low, high = np.full(count, -6.0), np.full(count, 9.0)
    for _ in range(40):
        mid = (low + high) / 2
        chance = 1.0 / (1.0 + np.exp(-(mid[village] + ease)))
        mean = np.bincount(village, weights=chance, minlength=count) / many
        low, high = (
            np.where(mean < places.coverage, mid, low),
            np.where(mean < places.coverage, high, mid),
        )
    return np.asarray((low + high) / 2, dtype=np.float64)


def _read(
    rng: np.random.Generator,
    places: Places,
    children: Children,
    growth: Growth,
    take: Ints,
    m: int,
    post: Ints,
    age: Ints,
    came: NDArray[np.bool_],
) -> tuple[Floats, Floats, NDArray[np.bool_], Floats]:
    """Weight, length or height, written position, arm: as read."""
    k = len(take)
    girl, zwfl = children.girl[take], growth.zwfl[take, m]
    true_cm = length_cm(girl, age, growth.zlen[take, m])
    true_kg = weight_kg(girl, age, true_cm, zwfl)
    lying = age < 731
    other = rng.random(k) < places.wrong_position[post]
    other &= (age > 300) & (age < 1300)
    measured_lying = lying ^ other
    cm = true_cm + 0.7 * (measured_lying.astype(int) - lying.astype(int))
    cm = cm + rng.normal(0.0, np.where(measured_lying, 0.45, 0.35), k)
    written_lying = measured_lying ^ (rng.random(k) < 0.008)
    half = rng.random(k) < places.whole_and_half[post]
    cm = np.where(half, np.round(cm * 2) / 2, np.round(cm, 1))
    kg = true_kg + rng.normal(0.0, 0.07, k)
    half_kg = rng.random(k) < places.whole_and_half[post] * 0.25
    kg = np.where(half_kg & (kg > 7), np.round(kg * 2) / 2, np.round(kg, 1))
    muac = np.round(arm_cm(girl, age, np.clip(0.8 * zwfl + rng.normal(0, 0.5, k), -4, 3)), 1)
    muac = np.where((age < 183) | (rng.random(k) < 0.35), np.nan, muac)
    no_board = rng.random(k) < 0.035
    cm = np.where(no_board | ~came, np.nan, cm)
    kg = np.where((rng.random(k) < 0.006) | ~came, np.nan, kg)
    return kg, cm, written_lying, np.where(came, muac, np.nan)


@lru_cache(maxsize=4)
def _least_gain(on: dt.date) -> Floats:
    """Minimum gain of a month, kg, as (sex, completed month); sex 0 boys, 1 girls."""
    rule = load().minimum_gain(on)
    sexes: tuple[Sex, ...] = ("L", "P")
    grams = [[rule.grams(sex, month) or 0 for month in range(61)] for sex in sexes]
    return np.asarray(grams, dtype=np.float64) / 1000


def _expected(plan: Plan, girl: NDArray[np.bool_], age: Ints) -> Floats:
    """What the kader's card expects a child to gain in a month, kg."""
    months = np.clip((age / 30.4375).astype(int), 0, 60)
    return np.asarray(_least_gain(plan.until)[girl.astype(int), months])


def _hoped(rng: np.random.Generator, kg: Floats, before: Floats, least: Floats) -> Floats:
    """Some kaders round a short gain up to what they hoped for."""
    short = before + least - kg
    nudge = (short > 0) & (short < 0.16) & (rng.random(len(kg)) < 0.3)
    return np.asarray(np.round(np.where(nudge, kg + short, kg), 1), dtype=np.float64)


def _kader_says(
    rng: np.random.Generator, kg: Floats, before: Floats, seen: NDArray[np.bool_], least: Floats
) -> NDArray[np.str_]:
    """N T O B as the kader read the curve: now and then not what the grams say."""
    gained = kg - before >= least - 1e-9
    gained ^= rng.random(len(kg)) < 0.04
    compared = np.where(gained, "N", "T")
    nt = np.where(np.isnan(before), np.where(seen, "O", "B"), compared)
    return np.where(np.isnan(kg), "", nt)


def gone(children: Children, rows: Visits) -> NDArray[np.str_]:
    """`Pindah` or `Meninggal` beside the last row of a child who left, as offices note it."""
    last = np.zeros(len(children), dtype=np.int64) - 1
    last[rows.child] = np.arange(len(rows))
    note = np.full(len(rows), "", dtype="<U9")
    left = np.flatnonzero((children.left_on < NEVER) & (last >= 0))
    note[last[left]] = children.left_why[left].astype(str)
    return note
