"""Rows a second of the z-scores in one thread, beside whole-array `numpy.power` on as many rows.

Absolute figures depend on the machine and its neighbours; the ratio says more. One index needs one
power of every row, so four main indices in the time of r powers means ratio r.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars is imported

import numpy as np
import polars as pl

from rembuk.reference import who
from rembuk.science.growth import zscores
from rembuk.science.growth.zscores import INDICES, MAIN

GOAL = 8_000_000


def children(rows: int, seed: int = 7) -> pl.DataFrame:
    """Invented children around the WHO medians, a little shorter and lighter, as registers are."""
    r = np.random.default_rng(seed)
    age, sex = r.integers(0, 1826, rows), r.integers(1, 3, rows)
    row = (sex - 1) * 1827 + age
    length = who.table("who2006_lhfa")["m"].to_numpy()[row]
    weight = who.table("who2006_wfa")["m"].to_numpy()[row]
    size = r.normal(-0.8, 1.0, rows)
    return pl.DataFrame(
        {
            "sex": sex,
            "age": age.astype(np.float64),
            "weight": np.round(weight * np.exp(0.09 * size + r.normal(0, 0.06, rows)), 1),
            "lenhei": np.round(length * (1 + 0.036 * size), 1),
            "measure": np.where(age < 731, "L", "H"),
        }
    )


def best(act: Callable[[], object], times: int) -> float:
    """Seconds of the quickest of some runs: the one the neighbours disturbed least."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    rows, times = options.rows, options.times
    frame = children(rows)
    base, exponent = np.random.default_rng(1).uniform(0.5, 1.5, (2, rows))
    power = best(lambda: np.power(base, exponent), times)
    main_four = best(lambda: zscores(frame, MAIN), times)
    all_eight = best(
        lambda: zscores(frame.with_columns(headc=45.0, armc=14.0, triskin=8.0, subskin=6.0)), 2
    )
    print(f"growth: {rows:,} rows, one thread, best of {times}")
    print(f"  numpy.power, whole array   {rows / power / 1e6:6.1f} M rows/s")
    print(
        f"  four main indices          {rows / main_four / 1e6:6.1f} M rows/s   "
        f"ratio to numpy.power {main_four / power:.1f}   goal {GOAL / 1e6:.0f} M"
    )
    print(f"  all {len(INDICES)} indices, all columns {rows / all_eight / 1e6:5.1f} M rows/s")


if __name__ == "__main__":
    main()
