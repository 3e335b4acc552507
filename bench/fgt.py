"""Rows a second of P0, P1, P2 with design-based errors in one thread, beside plain numpy.

Plain numpy is what anybody writes without a design: mask, gap, three weighted means, and no
standard error. The ratio says what the standard errors cost.
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars is imported

import numpy as np
import polars as pl
from tests.survey_sample import survey

from bench.growth import best
from rembuk.science.survey import design
from rembuk.science.welfare.fgt import fgt

LINE = 351_957.4


def plain(spending: np.ndarray, weights: np.ndarray) -> list[float]:
    """The three estimates without errors."""
    gap = np.where(spending < LINE, (LINE - spending) / LINE, 0.0)
    powers = (gap > 0, gap, gap * gap)
    return [float(np.sum(weights * power) / np.sum(weights)) for power in powers]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strata", type=int, default=5_000, help="200 households each")
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    data = survey(options.strata)
    rows, times = data.height, options.times
    spending, weights = data["y"].to_numpy(), data["w"].to_numpy()
    size = data["persons"].cast(pl.Float64)
    made = design(data, "w", "p", "s")
    numpy = best(lambda: plain(spending, weights), times)
    drawn = best(lambda: design(data, "w", "p", "s"), times)
    whole = best(lambda: fgt(made, data["y"], LINE), times)
    persons = best(lambda: fgt(made, data["y"], LINE, size=size, by=data["wilayah"]), times)
    ours = fgt(made, data["y"], LINE)["estimate"].to_list()
    assert np.allclose(ours, plain(spending, weights), rtol=1e-9)
    print(f"fgt: {rows:,} rows, {made.stratum.size:,} PSUs, one thread, best of {times}")
    print(f"  numpy, no errors           {rows / numpy / 1e6:6.1f} M rows/s")
    print(f"  reading the design         {rows / drawn / 1e6:6.1f} M rows/s")
    print(
        f"  P0 P1 P2 with errors       {rows / whole / 1e6:6.1f} M rows/s   "
        f"ratio to numpy {whole / numpy:.1f}"
    )
    print(
        f"  of persons, 17 domains     {rows / persons / 1e6:6.1f} M rows/s   "
        f"ratio to numpy {persons / numpy:.1f}"
    )


if __name__ == "__main__":
    main()
