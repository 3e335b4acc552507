"""How the families live: spending, house, water, latrine, aid; poorer where children are short."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rembuk.demo.population.district import District

Floats = NDArray[np.float64]

MEDIAN_SPENDING: Final = 1_080_000
"""Rupiah a head and month; with the spread below one in eight lies under the poverty line of
2025 and one in sixty under the extreme line."""
SPREAD: Final = 0.48
Steps = tuple[tuple[str, float], ...]
FLOOR: Final[Steps] = (
    ("tanah", 0.035), ("bambu", 0.055), ("kayu", 0.33), ("semen", 0.66), ("ubin", 0.72),
    ("keramik", 0.98), ("marmer", 1.0),
)  # fmt: skip
"""Share of the families, poorest first, up to which each kind of floor goes."""
WALL: Final[Steps] = (
    ("bambu", 0.03), ("lainnya", 0.04), ("kayu", 0.46), ("plesteran", 0.50), ("tembok", 1.0)
)  # fmt: skip
ROOF: Final[Steps] = (("rumbia", 0.035), ("seng", 0.60), ("asbes", 0.68), ("genteng", 1.0))
WATER: Final[Steps] = (
    ("permukaan", 0.07), ("hujan", 0.10), ("sumur-tak-terlindung", 0.20),
    ("mata-air-tak-terlindung", 0.215), ("mata-air-terlindung", 0.225),
    ("sumur-terlindung", 0.50), ("sumur-bor", 0.68), ("ledeng", 0.80), ("kemasan", 1.0),
)  # fmt: skip
LATRINE: Final[Steps] = (("tidak-ada", 0.085), ("umum", 0.105), ("bersama", 0.16), ("sendiri", 1.0))
SEPTIC: Final[Steps] = (("kolam", 0.10), ("lubang", 0.22), ("tangki-septik", 1.0))
LIGHT: Final[Steps] = (
    ("bukan-listrik", 0.012), ("non-pln", 0.05), ("pln-tanpa-meteran", 0.16), ("pln", 1.0)
)  # fmt: skip
FUEL: Final[Steps] = (("kayu-bakar", 0.20), ("minyak-tanah", 0.205), ("gas", 0.985),
                      ("listrik", 1.0))  # fmt: skip
TENURE: Final[Steps] = (("bebas-sewa", 0.09), ("sewa", 0.14), ("dinas", 0.16),
                        ("milik-sendiri", 1.0))  # fmt: skip
WATER_PROPER: Final = ("kemasan", "ledeng", "sumur-bor", "sumur-terlindung")
AID: Final = {
    "pkh": (0.62, 0.52, 0.34, 0.18, 0.05, 0.02, 0.01, 0.0, 0.0, 0.0),
    "bpnt": (0.70, 0.62, 0.45, 0.26, 0.09, 0.04, 0.02, 0.01, 0.0, 0.0),
    "pbi": (0.82, 0.78, 0.70, 0.60, 0.42, 0.25, 0.12, 0.06, 0.02, 0.01),
    "blt_dd": (0.16, 0.09, 0.05, 0.02, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
}
"""Chance to receive an aid by decile: some of the poorest do not, some others do."""


def welfare(seed: int, people: District) -> pl.DataFrame:
    """One row a family, in order: w (standing, SD), spending (Rp a head and month), score (what a
    proxy means test sees of it), decile (1 poorest), the house in words of the fact catalogue,
    floor_area_m2, household_size, and the aids."""
    rng = np.random.default_rng([seed, 22])
    families = people.families
    n = families.height
    size = families.join(
        people.members.group_by("family").len(), on="family", how="left", maintain_order="left"
    )["len"].to_numpy()
    told = families["haz"].drop_nulls().to_numpy()
    haz = families["haz"].fill_null(float(told.mean()) if len(told) else 0.0).to_numpy()
    short = (haz - haz.mean()) / max(float(haz.std()), 0.1)
    village = families["village"].to_numpy()
    place = rng.normal(0.0, 1.0, len(people.at))[village]
    w = 0.22 * short + 0.30 * place + 0.87 * rng.normal(0.0, 1.0, n) - 0.16 * (size - 3.8)
    w = (w - w.mean()) / max(float(w.std()), 0.1)
    score = proxy(rng, w)
    decile = national(score)
    count = np.maximum(np.bincount(village, minlength=len(people.at)), 1)
    where = np.bincount(village, weights=short, minlength=len(people.at)) / count
    wet = 0.5 * where / max(float(where.std()), 0.1) + rng.normal(0.0, 0.87, len(people.at))
    wet = wet[village]  # water and latrines go by village
    house = {
        "floor": _step(rng, w, FLOOR, 0.75),
        "wall": _step(rng, w, WALL, 0.7),
        "roof": _step(rng, w, ROOF, 0.5),
        "water_source": _step(rng, 0.6 * w + 0.8 * wet, WATER, 0.75),
        "latrine": _step(rng, 0.75 * w + 0.66 * wet, LATRINE, 0.8),
        "septic": _step(rng, 0.8 * w + 0.6 * wet, SEPTIC, 0.8),
        "lighting": _step(rng, 0.8 * w + 0.6 * place, LIGHT, 0.8),
        "cooking_fuel": _step(rng, w, FUEL, 0.75),
        "tenure": _step(rng, w, TENURE, 0.4),
    }
    area = np.clip(rng.lognormal(np.log(46) + 0.24 * w, 0.35), 12, 260).round()
    aid = {name: rng.random(n) < np.array(chances)[decile - 1] for name, chances in AID.items()}
    frame = pl.DataFrame(
        {
            "family": families["family"],
            "w": w,
            "spending": np.round(MEDIAN_SPENDING * np.exp(SPREAD * w), -2),
            "score": score,
            "decile": decile,
            **house,
            "floor_area_m2": area,
            "household_size": size.astype(np.int64),
            "savings": rng.random(n) < 1 / (1 + np.exp(-0.2 - 0.9 * w)),
            **aid,
        }
    )
    return frame.with_columns(
        pl.when(pl.col("latrine") == "tidak-ada").then(pl.lit("kolam")).otherwise("septic")
        .alias("septic"),
        pl.col("water_source").is_in(WATER_PROPER).alias("water_proper"),
    ).with_columns(
        (pl.col("latrine").is_in(["sendiri", "bersama"]) & (pl.col("septic") == "tangki-septik"))
        .alias("latrine_proper"),
    )  # fmt: skip


def proxy(rng: np.random.Generator, w: Floats, keep: float = 0.86) -> Floats:
    """What a proxy means test makes of a standing: right in the main, wrong by a decile or two."""
    return np.asarray(keep * w + np.sqrt(1 - keep**2) * rng.normal(0.0, 1.0, len(w)))


def national(score: Floats) -> NDArray[np.int64]:
    """National decile of a score; this district is somewhat poorer than the nation."""
    edges = np.array([-1.02, -0.62, -0.31, -0.05, 0.21, 0.46, 0.74, 1.08, 1.52])
    return np.asarray(np.searchsorted(edges, score) + 1, dtype=np.int64)


def _step(rng: np.random.Generator, base: Floats, steps: Steps, keep: float) -> NDArray[np.object_]:
    """A word by rank: the poorest get the first one, with `keep` of the order kept."""
    base = (base - base.mean()) / max(float(base.std()), 0.1)
    mixed = keep * base + np.sqrt(1 - keep**2) * rng.normal(0.0, 1.0, len(base))
    rank = (np.argsort(np.argsort(mixed)) + 0.5) / len(mixed)
    at = np.searchsorted(np.array([upto for _, upto in steps]), rank)
    return np.array([word for word, _ in steps], dtype=object)[np.minimum(at, len(steps) - 1)]
