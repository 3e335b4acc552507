"""One agency's hand: how it writes persons and places, wrong as often as it is in life."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
import polars as pl

from rembuk.demo.cells import Cells
from rembuk.demo.population import records
from rembuk.demo.population.addresses import Villages, addresses
from rembuk.demo.population.noise import PLACEHOLDERS, Noise


class Hand:
    """Writes persons (by index into `everyone`, see `linkage.known`) as one agency does."""

    def __init__(
        self, seed: Sequence[int], noise: Noise, everyone: pl.DataFrame, at: Villages
    ) -> None:
        self.rng = np.random.default_rng(list(seed))
        self.draw = Random(int(self.rng.integers(2**62)))  # noqa: S311 - invented names
        self.noise, self.everyone, self.at = noise, everyone, at

    def persons(self, who: pl.Series) -> pl.DataFrame:
        """Each person as written: name, sex, birth, nik, kk, mother, phone (null rows for nobody).

        `who` is an index of `everyone` or null.
        """
        there = pl.DataFrame({"at": who}).with_row_index("row").drop_nulls("at")
        chosen = self.everyone[there["at"].to_numpy()]
        written = pl.DataFrame(
            {
                "row": there["row"],
                "name": records.names(self.rng, self.draw, chosen, self.noise).str.to_uppercase(),
                "sex": chosen["sex"],
                "birth": records.wrong_births(self.rng, chosen["birth"], self.noise),
                "nik": records.wrong_niks(self.rng, chosen, self.noise),
                "kk": chosen["kk"],
                "mother": records.mothers(
                    self.rng, self.draw, chosen, self.noise
                ).str.to_uppercase(),
                "phone": chosen["phone"],
            }
        )
        rows = pl.DataFrame({"row": np.arange(len(who), dtype=np.uint32)})
        return rows.join(written, on="row", how="left", maintain_order="left").drop("row")

    def places(self, homes: pl.DataFrame) -> pl.DataFrame:
        """Kecamatan, village, dusun, rt, rw as written; some families moved or were put wrongly."""
        moved = self.rng.random(homes.height) < self.noise.moved
        new = self.rng.choice(
            len(self.at), int(moved.sum()), p=self.at.weight / self.at.weight.sum()
        )
        other = addresses(self.rng, self.at, new)
        parts = {c: homes[c].to_numpy().copy() for c in ("village", "dusun", "rt", "rw")}
        for name, values in parts.items():
            values[moved] = other[name].to_numpy()
        kecamatan = pl.Series(self.at.kecamatan_name).gather(parts["village"])
        return pl.DataFrame(
            {
                "kecamatan": kecamatan.str.to_uppercase(),
                "village": pl.Series(self.at.name).gather(parts["village"]).str.to_uppercase(),
                "dusun": [f"DUSUN {x}" for x in parts["dusun"]],
                "rt": [f"{x:03d}" for x in parts["rt"]],
                "rw": [f"{x:03d}" for x in parts["rw"]],
            }
        )

    def cards(self, kk: pl.Series) -> Cells:
        """Card numbers; some left out, some a placeholder."""
        out: Cells = []
        for number, u in zip(kk, self.rng.random(len(kk)).tolist(), strict=True):
            gone = u < self.noise.card_missing
            filler = gone and u < 0.15 * self.noise.card_missing
            out.append(PLACEHOLDERS[0] if filler else None if gone else number)
        return out

    def again(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with some rows a second time, all in another order."""
        twice = frame.filter(pl.Series(self.rng.random(frame.height) < self.noise.duplicates))
        both = pl.concat([frame, twice])
        return both[self.rng.permutation(both.height)]

    def wrong(self, flags: pl.Series, share: float = 0.035) -> pl.Series:
        """Yes and no as ticked; a few the other way round."""
        return flags ^ pl.Series(self.rng.random(len(flags)) < share)

    def chance(self, n: int, share: float) -> pl.Series:
        """`n` lots."""
        return pl.Series(self.rng.random(n) < share)
