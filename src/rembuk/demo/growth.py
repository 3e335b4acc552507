"""How the invented children grow: z-score trajectories, turned into centimetres and kilograms by
the WHO tables used backwards. Everything here is the truth; errors come in `visits`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rembuk.demo.children import Children
from rembuk.demo.places import Floats, Ints, Places
from rembuk.demo.plan import Plan
from rembuk.reference import who

AGE_KNOTS = (0.0, 3.0, 6.0, 12.0, 18.0, 24.0, 36.0, 60.0)
FALTER = (0.05, 0.12, 0.05, -0.32, -0.58, -0.66, -0.55, -0.42)
"""Mean length-for-age by month of age: the usual faltering from 6 to 24 months."""


@lru_cache(maxsize=4)
def _by_age(name: str) -> Floats:
    """L, M, S as (sex, day, 3); sex 0 boys, 1 girls."""
    table = who.table(name).sort("sex", "age_days")
    low = int(table["age_days"].to_numpy().min())
    lms = np.stack([table[c].to_numpy().astype(np.float64) for c in ("l", "m", "s")], axis=-1)
    lms = lms.reshape(2, -1, 3)
    return np.concatenate([np.repeat(lms[:, :1], low, axis=1), lms], axis=1)


@lru_cache(maxsize=2)
def _by_size(name: str, column: str) -> tuple[int, Floats]:
    """First tenth of a centimetre and L, M, S as (sex, tenth, 3)."""
    table = who.table(name).sort("sex", column)
    lms = np.stack([table[c].to_numpy().astype(np.float64) for c in ("l", "m", "s")], axis=-1)
    return round(float(table[column].to_numpy().min()) * 10), lms.reshape(2, -1, 3)


def _value(lms: Floats, z: Floats) -> Floats:
    """The value of a z-score; beyond 3 in WHO's restricted steps."""
    power, median, spread = lms[..., 0], lms[..., 1], lms[..., 2]

    def at(score: Floats) -> Floats:
        return np.asarray(median * np.power(1.0 + power * spread * score, 1.0 / power))

    inner = np.clip(z, -3.0, 3.0)
    edge, before = at(np.sign(z) * 3.0), at(np.sign(z) * 2.0)
    return np.where(np.abs(z) > 3, edge + (np.abs(z) - 3.0) * (edge - before), at(inner))


def length_cm(girl: NDArray[np.bool_], age_days: Ints, z: Floats) -> Floats:
    """Length (to day 730) or height of a z-score, cm."""
    table = _by_age("who2006_lhfa")
    lms = table[girl.astype(int), np.clip(age_days, 0, 1826)]
    return np.asarray(lms[..., 1] * (1.0 + lms[..., 2] * z))


def weight_kg(girl: NDArray[np.bool_], age_days: Ints, cm: Floats, z: Floats) -> Floats:
    """Weight of a weight-for-length z-score; below 45 cm weight falls with the cube of length."""
    sex, tenth = girl.astype(int), np.round(cm * 10).astype(int)
    low_l, lying = _by_size("who2006_wfl", "length_cm")
    low_h, standing = _by_size("who2006_wfh", "height_cm")
    a = lying[sex, np.clip(tenth - low_l, 0, lying.shape[1] - 1)]
    b = standing[sex, np.clip(tenth - low_h, 0, standing.shape[1] - 1)]
    small = np.minimum(1.0, (cm / 45.0) ** 3)
    return np.asarray(_value(np.where((age_days < 731)[..., None], a, b), z) * small)


def arm_cm(girl: NDArray[np.bool_], age_days: Ints, z: Floats) -> Floats:
    """Mid-upper arm circumference of a z-score, cm."""
    return _value(_by_age("who2006_acfa")[girl.astype(int), np.clip(age_days, 91, 1826)], z)


@dataclass(frozen=True)
class Growth:
    """True scores, (children, months), and what was written at birth (kg, cm)."""

    zlen: Floats
    zwfl: Floats
    birth_weight: Floats
    birth_length: Floats


def _walk(rng: np.random.Generator, n: int, months: int, keep: float, sd: float) -> Floats:
    """A stationary AR(1) walk: what stays of last month is `keep`."""
    steps = rng.normal(0.0, sd, (n, months))
    for m in range(1, months):
        steps[:, m] = keep * steps[:, m - 1] + np.sqrt(1 - keep**2) * steps[:, m]
    return steps


def grow(plan: Plan, places: Places, children: Children) -> Growth:
    """Trajectories of all children over the months of the plan."""
    rng = np.random.default_rng([plan.seed, 3])
    n, months = len(children), plan.months
    village = places.post_village[children.post]
    middles = np.array(plan.month_starts, dtype="datetime64[D]") + 14
    age = (middles[None, :] - children.birth[:, None]).astype(int) / 30.4375
    age = np.maximum(age, 0.0)

    own = rng.normal(0.0, 0.82, n)
    early = np.where(children.weeks < 37, -0.45 * (38 - children.weeks), 0.0)
    twin = np.bincount(children.family, minlength=n)[children.family] > 1
    small = early - 0.7 * twin
    hurt = rng.lognormal(0.0, 0.45, n) * np.exp(-0.9 * places.growth_shift[village])
    falter = np.interp(age, AGE_KNOTS, FALTER)
    zlen = own[:, None] + falter * np.where(falter < 0, hurt[:, None], 1.0)
    zlen += small[:, None] * np.exp(-age / 9.0) + places.growth_shift[village][:, None]
    zlen += _walk(rng, n, months, 0.965, 0.5)
    zlen += _level(places, places.kecamatan_of[village], zlen, age, months)

    # children are thinnest in the wet months around January, in a smooth year
    season = np.array([-0.09 * np.cos((m.month - 1) * np.pi / 6) for m in plan.month_starts])
    ill = rng.random((n, months)) < np.where((age > 5) & (age < 26), 0.07, 0.035)
    thin = rng.normal(-0.2, 0.8, n)[:, None] + places.thin_shift[village][:, None] + season
    thin = thin + _walk(rng, n, months, 0.9, 0.5) + 0.18 * np.clip(zlen, -3, 0)
    dip = np.zeros(n)
    for m in range(months):
        dip = 0.45 * dip + np.where(ill[:, m], rng.uniform(0.4, 1.1, n), 0.0)
        thin[:, m] -= dip
    thin -= 0.25 * np.where(age < 2, 1.0, 0.0)

    at_birth = own + small + places.growth_shift[village] + rng.normal(0.0, 0.35, n) + 0.12
    day0 = np.zeros(n, dtype=np.int64)
    length = length_cm(children.girl, day0, np.clip(at_birth, -5, 3))
    heavy = np.clip(0.75 * at_birth + rng.normal(0.0, 0.6, n) + 0.1, -4.6, 3)
    weight = _value(_by_age("who2006_wfa")[children.girl.astype(int), 0], heavy)
    return Growth(np.clip(zlen, -5.2, 3.4), np.clip(thin, -4.2, 3.6), weight, length)


def _level(places: Places, kecamatan: Ints, zlen: Floats, age: Floats, months: int) -> Floats:
    """Shift that puts each kecamatan's share below -2 on its way from start to end."""
    shift = np.zeros_like(zlen)
    at = np.linspace(0.0, 1.0, months) if months > 1 else np.ones(1)
    for k in range(len(places.kecamatan_code)):
        mine = np.flatnonzero(kecamatan == k)
        for m in (0, months - 1):
            inside = mine[(age[mine, m] > 0) & (age[mine, m] < 60)]
            if len(inside) == 0:
                continue
            goal = places.start_end[k, 0 if m == 0 else 1]
            lift = -2.0 - float(np.quantile(zlen[inside, m], goal))
            share = at if m else 1.0 - at
            shift[mine] += lift * share if months > 1 else lift / 2
    return shift
