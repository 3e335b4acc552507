"""Three files of the demo's own people to try the command `rembuk link` on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from rembuk.demo.lists.town import Town
from rembuk.demo.population.linkage import SOURCES, records_of


def write_link_files(town: Town, folder: Path) -> None:
    """Write dukcapil, keluarga and kesehatan as Parquet, and `truth.parquet` (record_id,
    person_id), with the noise of the linkage notes."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([town.plan.seed, 51])
    standing = town.homes.select("family", (pl.col("w").rank() / pl.len()).alias("wealth"))
    families = town.people.families.join(standing, on="family", maintain_order="left")
    records, truth = records_of(
        rng, families, town.people.members, town.people.at, town.plan.last_day
    )
    for source in SOURCES:
        records.filter(pl.col("sumber") == source).write_parquet(folder / f"{source}.parquet")
    truth.write_parquet(folder / "truth.parquet")
