"""An invented expenditure survey: 12,000 households, 60 strata, 1,200 PSUs.

`python -m tests.survey_sample` writes `tests/data/fgt.csv` again; R's answers to it stand in
`tests/data/survey/oracle.csv`, written by `oracle.R` beside it.
"""

from pathlib import Path

import numpy as np
import polars as pl

FILE = Path(__file__).parent / "data" / "fgt.csv"
SEED = 20221125
STRATA, PSUS, HOUSEHOLDS = 60, 20, 10  # 20 PSUs a stratum, 10 households a PSU


def survey(strata: int = STRATA, seed: int = SEED) -> pl.DataFrame:
    """`id s p w persons wilayah y psus`: stratum, PSU, weight, household size, one of 17 areas cut
    across the strata, spending per person and month (log-normal with an effect of the stratum and
    of the PSU), PSUs of the stratum in the population."""
    r = np.random.default_rng(seed)
    psu_count, rows = strata * PSUS, strata * PSUS * HOUSEHOLDS
    psu = np.repeat(np.arange(psu_count), HOUSEHOLDS)
    stratum = psu // PSUS
    of_stratum = r.normal(0, 0.20, strata)
    of_psu = r.normal(0, 0.25, psu_count)
    level = 13.45 + of_stratum[stratum] + of_psu[psu]
    spending = np.exp(level + r.normal(0, 0.45, rows))
    weight = r.uniform(60, 240, psu_count)[psu] * r.uniform(0.8, 1.25, rows)
    return pl.DataFrame(
        {
            "id": np.arange(1, rows + 1),
            "s": stratum + 1,
            "p": psu + 1,
            "w": np.round(weight, 3),
            "persons": r.integers(1, 8, rows),
            "wilayah": pl.Series([f"D{n:02}" for n in 1 + r.integers(0, 17, psu_count)[psu]]),
            "y": np.round(spending, 2),
            "psus": r.integers(40, 400, strata)[stratum],
        }
    )


if __name__ == "__main__":
    survey().write_csv(FILE)
