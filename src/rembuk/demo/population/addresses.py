"""Where families live: villages of unequal size with their hamlets, RW and RT."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rembuk.reference import areas

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Villages:
    """Arrays per village."""

    kecamatan: list[str]  # codes
    kecamatan_name: list[str]
    code: list[str]
    name: list[str]
    weight: NDArray[np.float64]
    hamlets: Ints
    rws: Ints
    rts: Ints

    def __len__(self) -> int:
        return len(self.code)


def villages_of(rng: np.random.Generator, area: str, subdistricts: int = 14) -> Villages:
    """Up to `subdistricts` real kecamatan of a district, 9-16 villages of each."""
    table = areas.areas(under=area).sort("code")
    names = dict(zip(table["code"], table["name"], strict=True))
    chosen: list[str] = []
    for code in table.filter(pl.col("level") == 3)["code"].to_list()[:subdistricts]:
        mine = table.filter(pl.col("parent") == code)["code"].to_list()
        chosen += mine[: int(rng.integers(9, 17))]
    return furnished(rng, chosen, names)


def furnished(rng: np.random.Generator, codes: list[str], names: dict[str, str]) -> Villages:
    """Sizes, hamlets (2-5), RW (2-9) and RT (8-36) of the villages with these codes."""
    n = len(codes)
    return Villages(
        kecamatan=[code[:8] for code in codes],
        kecamatan_name=[names[code[:8]] for code in codes],
        code=codes,
        name=[names[code] for code in codes],
        weight=rng.lognormal(0.0, 0.5, n),
        hamlets=rng.integers(2, 6, n),
        rws=rng.integers(2, 10, n),
        rts=rng.integers(8, 37, n),
    )


def addresses(rng: np.random.Generator, at: Villages, village: Ints) -> pl.DataFrame:
    """An address in each of the villages: `village` (index), `dusun`, `rt`, `rw`.

    An RT lies in one RW, an RW in one hamlet.
    """
    rt = (rng.random(len(village)) * at.rts[village]).astype(np.int64)
    rw = rt * at.rws[village] // at.rts[village]
    hamlet = rw * at.hamlets[village] // at.rws[village]
    return pl.DataFrame({"village": village, "dusun": hamlet + 1, "rt": rt + 1, "rw": rw + 1})
