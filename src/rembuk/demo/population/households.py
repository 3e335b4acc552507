"""Families of one district and their members: who lives with whom, born when, called what."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rembuk.demo.population import naming, numbers
from rembuk.demo.population.addresses import Villages, addresses

Dates = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

MEAN_SIZE: Final = 3.5
"""Fewer than live in a family of the draw below, so that enough are drawn for any number."""
HEAD_BORN: Final = (1950, 2003)
"""Years between which heads of families were born, more of them late than early."""
CHILDREN: Final = (0.04, 0.11, 0.30, 0.30, 0.16, 0.09)
"""Chance of 0 to 5 births in a life; the age of the mother says how many have happened."""
LEAVING: Final = ((19, 1.0), (24, 0.85), (29, 0.55), (36, 0.25), (50, 0.08))
"""Share of the children who still live with their parents, by age."""
TWINS: Final = 0.012
NOBODY: Final = -1


def settle(
    rng: np.random.Generator, persons: int, at: Villages, on: dt.date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Families and exactly `persons` members as they stand on a day.

    Families: family, village, dusun, rt, rw, kk, phone, wealth (0 poorest - 1).
    Persons: person, family, role (kepala, istri, anak, orang-tua), sex, birth, name, mother (a
    person or -1), mother_name, nik.
    """
    count = int(persons / MEAN_SIZE) + 50
    members = _members(rng, count, on)
    members = members.head(persons).with_columns(pl.int_range(pl.len()).alias("person"))
    families = int(members["family"].to_numpy().max(initial=0)) + 1
    house = _houses(rng, families, at, members, on)
    members = mothers(members)
    members = _named(rng, members)
    codes = pl.Series([code.replace(".", "") for code in at.kecamatan])
    own = codes.gather(house["village"])
    area = registered(rng, own.gather(members["family"]), codes.unique().sort())
    nik = numbers.niks(members.with_columns(area.alias("area")))
    return house, members.with_columns(nik)


def _members(rng: np.random.Generator, n: int, on: dt.date) -> pl.DataFrame:
    """Family, role, sex and birth of the members of n families, family by family."""
    first, last = (np.datetime64(f"{year}-01-01") for year in (HEAD_BORN[0], HEAD_BORN[1] + 1))
    head = first + (rng.beta(1.6, 1.0, n) * int((last - first).astype(int))).astype(int)
    paired = rng.random(n) < 0.85
    widow = ~paired & (rng.random(n) < 0.7)
    wife = head + (rng.normal(3.4, 3.2, n) * 365.25).astype(int)
    wife = np.minimum(wife, np.datetime64(on) - 6400)
    mother = np.where(paired, wife, head)
    family = np.arange(n)
    parts = [
        _part(family, "kepala", widow, head),
        _part(family[paired], "istri", np.ones(int(paired.sum()), dtype=bool), wife[paired]),
        _children(rng, family, mother, on),
        _grandparents(rng, family, head),
    ]
    order = {"kepala": 0, "istri": 1, "anak": 2, "orang-tua": 3}
    return (
        pl.concat(parts)
        .with_columns(pl.col("role").replace_strict(order, return_dtype=pl.Int8).alias("o"))
        .sort("family", "o", "birth", maintain_order=True)
        .drop("o")
    )


def _part(family: Ints, role: str, woman: Flags, birth: Dates) -> pl.DataFrame:
    return pl.DataFrame(
        {"family": family, "birth": birth.astype("datetime64[D]"), "woman": woman}
    ).select(
        "family",
        pl.lit(role).alias("role"),
        pl.when("woman").then(pl.lit("P")).otherwise(pl.lit("L")).alias("sex"),
        "birth",
        pl.lit(NOBODY, dtype=pl.Int64).alias("twin"),
    )


def _children(rng: np.random.Generator, family: Ints, mother: Dates, on: dt.date) -> pl.DataFrame:
    """Births 2-6 years apart, some twins; those not born yet or gone from home are left out."""
    n = len(family)
    lived = rng.choice(len(CHILDREN), n, p=CHILDREN)
    age_at_first = np.clip(rng.normal(23.5, 4.2, n), 16.5, 39)
    born = mother + (age_at_first * 365.25).astype(int)
    parts: list[pl.DataFrame] = []
    for k in range(len(CHILDREN) - 1):
        if k:
            born = born + rng.integers(730, 2192, n)
        aged = (np.datetime64(on) - born).astype(int) / 365.25
        past_bearing = (born - mother).astype(int) > 46 * 365
        knots, shares = zip(*LEAVING, strict=True)
        here = (lived > k) & (aged >= 0) & ~past_bearing
        here &= rng.random(n) < np.interp(aged, knots, shares)
        girl, twins = rng.random(n) < 0.488, rng.random(n) < TWINS
        part = _part(family[here], "anak", girl[here], born[here])
        parts.append(part)
        second = np.where(rng.random(n) < 0.6, girl, ~girl)
        pair = here & twins
        parts.append(
            _part(family[pair], "anak", second[pair], born[pair]).with_columns(
                pl.lit(1, dtype=pl.Int64).alias("twin")
            )
        )
    return pl.concat(parts)


def _grandparents(rng: np.random.Generator, family: Ints, head: Dates) -> pl.DataFrame:
    """One parent of the head in 12 % of the families whose head is not too old for it."""
    n = len(family)
    born = head - rng.integers(20 * 365, 36 * 365, n)
    alive = born > np.datetime64("1930-01-01")
    there = alive & (rng.random(n) < 0.12 / max(alive.mean(), 0.12))
    return _part(family[there], "orang-tua", rng.random(n)[there] < 0.68, born[there])


def _houses(
    rng: np.random.Generator, n: int, at: Villages, members: pl.DataFrame, on: dt.date
) -> pl.DataFrame:
    """Address, card, telephone and wealth of n families."""
    village = rng.choice(len(at), n, p=at.weight / at.weight.sum())
    head = members.filter(pl.col("role") == "kepala").sort("family")["birth"].to_numpy()[:n]
    oldest = np.maximum(head + 20 * 365, np.datetime64("1998-01-01"))
    room = np.maximum((np.datetime64(on) - 40 - oldest).astype(int), 30)
    issued = oldest + (rng.random(n) * room).astype(int)
    own = pl.Series([code.replace(".", "") for code in at.kecamatan]).gather(village)
    return addresses(rng, at, village).with_columns(
        pl.Series("family", np.arange(n)),
        numbers.cards(own, pl.Series(issued.astype("datetime64[D]"))),
        pl.Series("phone", numbers.phones(rng, n), dtype=pl.String),
        pl.Series("wealth", rng.permutation(n) / n),
    )


def mothers(members: pl.DataFrame) -> pl.DataFrame:
    """The person who bore each child of the family; -1 for everybody else."""
    women = members.filter(
        pl.col("role").is_in(["kepala", "istri"]) & (pl.col("sex") == "P")
    ).unique("family", keep="last", maintain_order=True)
    found = members.join(
        women.select("family", pl.col("person").alias("mother")), on="family", how="left",
        maintain_order="left",
    )  # fmt: skip
    mine = (pl.col("role") == "anak") & pl.col("mother").is_not_null()
    return found.with_columns(
        pl.when(mine).then("mother").otherwise(pl.lit(NOBODY)).alias("mother")
    )


def _named(rng: np.random.Generator, members: pl.DataFrame) -> pl.DataFrame:
    """Names of all and of their mothers; a second twin gets a name of its own."""
    year = members["birth"].dt.year().cast(pl.Int64).to_numpy()
    woman = (members["sex"] == "P").to_numpy()
    name = naming.draw(rng, woman, year)
    for i in np.flatnonzero((members["twin"] == 1).to_numpy()).tolist():
        name[i] = naming.twin(rng, str(name[i - 1]), bool(woman[i]), int(year[i]))
    mother = members["mother"].to_numpy()
    older = naming.draw(rng, np.ones(len(year), dtype=bool), year - 26)
    older = np.where(mother >= 0, name[np.maximum(mother, 0)], older)
    return members.drop("twin").with_columns(
        pl.Series("name", name, dtype=pl.String), pl.Series("mother_name", older, dtype=pl.String)
    )


def registered(rng: np.random.Generator, own: pl.Series, codes: pl.Series) -> pl.Series:
    """Six digits of where a NIK was given: 80 % the own kecamatan, half of the rest elsewhere in
    the district, half in another one."""
    n, u = len(own), rng.random(len(own))
    near = codes.gather(rng.integers(0, len(codes), n))
    district = codes[0][:2]
    other = zip(rng.integers(1, 18, n).tolist(), rng.integers(1, 20, n).tolist(), strict=True)
    far = pl.Series([f"{district}{regency:02d}{part:02d}" for regency, part in other])
    frame = pl.DataFrame({"own": own, "near": near, "far": far, "u": u})
    chosen = pl.when(pl.col("u") < 0.8).then("own").when(pl.col("u") < 0.9).then("near")
    return frame.select(chosen.otherwise("far").alias("area")).to_series()
