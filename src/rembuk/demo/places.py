"""Real villages with invented posts: how many children, how well they cover, how they measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rembuk.demo.plan import FOCUS, TARGETS, Plan
from rembuk.reference import areas

POST_NAMES: Final = (
    "Melati", "Mawar", "Anggrek", "Kenanga", "Cempaka", "Dahlia", "Teratai", "Flamboyan",
    "Bougenvil", "Kamboja", "Seruni", "Nusa Indah", "Tulip", "Sakura",
)  # fmt: skip
PER_POST: Final = 48
"""Under-fives of a usual post."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Places:
    """Arrays per village (v) and per post (p); `post_village[p]` is the village of a post."""

    district: str
    province: str
    district_name: str
    village_code: list[str]
    village_name: list[str]
    kecamatan_of: Ints  # v -> index into kecamatan_code
    kecamatan_code: list[str]
    kecamatan_name: list[str]
    centre: list[str]  # puskesmas of each village
    children: Ints  # v, under-fives in any month
    coverage: Floats  # v, 0.55-0.95
    start_end: Floats  # (kecamatan, 2) register prevalence at the start and the end
    growth_shift: Floats  # v, SD of length-for-age
    thin_shift: Floats  # v, SD of weight-for-length
    post_village: Ints
    post_name: list[str]
    post_day: Ints  # p, usual day of the month
    whole_and_half: Floats  # p, share of lengths written as .0 or .5
    wrong_position: Floats  # p, share measured in the other position
    silent: Floats  # p, chance that a month is never sent

    @property
    def home_village(self) -> int:
        """Where the demo's village accounts work: the largest village of the first kecamatan."""
        first = [v for v, k in enumerate(self.kecamatan_of) if k == 0]
        return max(first, key=lambda v: int(self.children[v]))


def settle(plan: Plan) -> Places:
    """Place `plan.under_fives` children in the villages of the plan; ValueError if it has none."""
    rng = np.random.default_rng([plan.seed, 1])
    table = areas.areas(under=plan.area)
    if table.height == 0 or plan.area not in areas.DISTRICTS:
        known = ", ".join(sorted(areas.DISTRICTS))
        raise ValueError(f"Daerah contoh salah satu dari {known}; {plan.area!r} bukan")
    kecamatan = table.filter(pl.col("code").str.len_chars() == 8).sort("code")
    codes = kecamatan["code"].to_list()
    if plan.scale != "full":
        codes = list(FOCUS.get(plan.area, tuple(codes[:3])))
    names = dict(zip(kecamatan["code"], kecamatan["name"], strict=True))
    villages = (
        table.filter(
            (pl.col("code").str.len_chars() == 13) & pl.col("code").str.head(8).is_in(codes)
        )
        .unique("code")
        .sort("code")
    )
    if plan.scale == "small":  # two villages of each kecamatan are enough for a test
        villages = villages.filter(pl.int_range(pl.len()).over(pl.col("code").str.head(8)) < 2)
    village_codes = villages["code"].to_list()
    return _posts(plan, rng, codes, names, village_codes, villages["name"].to_list())


def _posts(
    plan: Plan,
    rng: np.random.Generator,
    codes: list[str],
    names: dict[str, str],
    village_codes: list[str],
    village_names: list[str],
) -> Places:
    count = len(village_codes)
    town = np.array([code[9] == "1" for code in village_codes])
    weight = rng.lognormal(0.0, 0.45, count) * np.where(town, 1.9, 1.0)
    children = np.maximum(8, np.round(plan.under_fives * weight / weight.sum())).astype(np.int64)
    kecamatan_of = np.array([codes.index(code[:8]) for code in village_codes])
    start_end = np.empty((len(codes), 2))
    for i, code in enumerate(codes):
        start = float(np.clip(rng.lognormal(np.log(0.098), 0.4), 0.03, 0.24))
        drawn = (start, float(np.clip(start * rng.uniform(0.72, 1.12), 0.022, 0.24)))
        start_end[i] = TARGETS.get(code, drawn)
    mean_cover = np.clip(rng.normal(0.77, 0.06, len(codes)), 0.6, 0.9)
    coverage = np.clip(rng.normal(mean_cover[kecamatan_of], 0.085), 0.56, 0.95)

    post_village: list[int] = []
    post_name: list[str] = []
    for v in range(count):
        many = int(min(len(POST_NAMES), max(1, round(children[v] / PER_POST))))
        chosen = rng.permutation(len(POST_NAMES))[:many]
        for k, at in enumerate(sorted(int(x) for x in chosen)):
            suffix = f" {('I', 'II', 'III')[k % 3]}" if rng.random() < 0.15 else ""
            post_village.append(v)
            post_name.append(POST_NAMES[at] + suffix)
    posts = len(post_village)
    rounding = np.where(rng.random(posts) < 0.34, rng.uniform(0.5, 0.95, posts), 0.22)
    return Places(
        district=plan.area,
        province=_name(plan.area[:2]),
        district_name=_name(plan.area),
        village_code=village_codes,
        village_name=village_names,
        kecamatan_of=kecamatan_of,
        kecamatan_code=codes,
        kecamatan_name=[names[code] for code in codes],
        centre=_centres(codes, names, village_codes, village_names, children),
        children=children,
        coverage=coverage,
        start_end=start_end,
        growth_shift=rng.normal(0.0, 0.24, count),
        thin_shift=rng.normal(0.0, 0.15, count),
        post_village=np.array(post_village),
        post_name=post_name,
        post_day=rng.integers(4, 22, posts),
        whole_and_half=rounding,
        wrong_position=np.where(rng.random(posts) < 0.12, rng.uniform(0.15, 0.5, posts), 0.012),
        silent=np.where(rng.random(posts) < 0.15, rng.uniform(0.06, 0.25, posts), 0.006),
    )


def _name(code: str) -> str:
    return str(areas.areas(under=code).filter(pl.col("code") == code)["name"][0])


def _centres(
    codes: list[str],
    names: dict[str, str],
    village_codes: list[str],
    village_names: list[str],
    children: Ints,
) -> list[str]:
    """One puskesmas a kecamatan, named after it; a second one for the last third of the villages
    where a kecamatan has ten or more, named after the largest of them."""
    centre = [names[code[:8]] for code in village_codes]
    for code in codes:
        mine = [i for i, village in enumerate(village_codes) if village.startswith(code)]
        if len(mine) >= 10:
            rest = mine[-(len(mine) // 3) :]
            largest = max(rest, key=lambda i: int(children[i]))
            for i in rest:
                centre[i] = village_names[largest].title()
    return centre
