"""The families of the demo: those of the weighed children, and others without small children."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from rembuk.demo.children import Children
from rembuk.demo.growth import Growth
from rembuk.demo.places import Places
from rembuk.demo.plan import Plan
from rembuk.demo.population import households, naming, numbers
from rembuk.demo.population.addresses import Villages
from rembuk.demo.population.households import NOBODY

WITHOUT_SMALL: Final = 0.19
"""Families without a child of the register, for each one with."""
FATHER_THERE: Final = 0.94
GRANDPARENT: Final = 0.12


@dataclass(frozen=True)
class District:
    """Families and members as they stand on the last day (see `households.settle`). A member who
    is in the register of children has its index in `child`, others -1. Families also have `haz`,
    the mean length-for-age of their children under five (null without any), and `births`, how
    many children the mother has borne."""

    families: pl.DataFrame
    members: pl.DataFrame
    at: Villages


def district(plan: Plan, places: Places, children: Children, growth: Growth) -> District:
    """The people of a plan; same plan, same people."""
    rng = np.random.default_rng([plan.seed, 21])
    at = _villages(places)
    homes, members = _of_children(rng, plan, places, children, growth)
    more, others = _without_small(rng, plan, at, homes.height)
    others = others.with_columns(pl.col("family") + homes.height)
    more = more.with_columns(
        pl.col("family") + homes.height,  # cards of their own: serials of another hundred
        pl.concat_str(pl.col("kk").str.head(13), pl.lit("4"), pl.col("kk").str.tail(2)).alias("kk"),
    )
    everyone = pl.concat([members, others.select(members.columns)]).sort(
        "family", maintain_order=True
    )
    families = pl.concat([homes, more.select(homes.columns)])
    families = families.with_columns(
        pl.Series("phone", numbers.phones(rng, families.height), dtype=pl.String)
    )
    return District(families, _completed(rng, everyone, families, at), at)


def _villages(places: Places) -> Villages:
    n = len(places.village_code)
    return Villages(
        kecamatan=[code[:8] for code in places.village_code],
        kecamatan_name=[places.kecamatan_name[k] for k in places.kecamatan_of],
        code=places.village_code,
        name=places.village_name,
        weight=places.children.astype(np.float64),
        hamlets=np.full(n, 4),
        rws=np.full(n, 4),
        rts=np.full(n, 14),
    )


def _of_children(
    rng: np.random.Generator, plan: Plan, places: Places, children: Children, growth: Growth
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Families of the register's children who still live here, and their members."""
    on = np.datetime64(plan.last_day)
    n = len(children)
    here = (children.left_on > on) & (children.arrived_on <= on) & (children.birth <= on)
    stayed = here | (children.left_why == "Meninggal")  # the family stays where a child died
    eldest = np.unique(children.household[stayed])
    number = np.full(n, NOBODY)
    number[eldest] = np.arange(len(eldest))
    family = number[children.household]
    post = np.where(children.moved_on <= on, children.moved_to, children.post)
    small = here & ((on - children.birth).astype(int) < 1826)
    haz = pl.DataFrame({"family": family[small], "haz": growth.zlen[small, -1]})
    home = pl.DataFrame(
        {
            "family": np.arange(len(eldest)),
            "village": places.post_village[post[eldest]].astype(np.int64),
            "dusun": 1 + children.rw[eldest] % 4,
            "rt": children.rt[eldest],
            "rw": children.rw[eldest],
            "kk": pl.Series(children.kk[eldest].tolist(), dtype=pl.String),
        }
    )
    births = pl.DataFrame({"family": family, "order": children.order}).filter(pl.col("family") >= 0)
    home = home.join(
        haz.group_by("family").agg(pl.col("haz").mean()), on="family", how="left",
        maintain_order="left",
    ).join(
        births.group_by("family").agg(pl.col("order").max().alias("births")), on="family",
        how="left", maintain_order="left",
    )  # fmt: skip
    parts = [
        *_parents(rng, children, eldest),
        _elder(rng, plan, children, eldest),
        _person(
            family[here], "anak", children.girl[here], children.birth[here],
            name=children.name[here], nik=children.nik[here], child=np.flatnonzero(here),
        ),
    ]  # fmt: skip
    order = {"kepala": 0, "istri": 1, "anak": 2, "orang-tua": 3}
    members = pl.concat(parts).with_columns(
        pl.col("role").replace_strict(order, return_dtype=pl.Int8).alias("o")
    )
    return home, members.sort("family", "o", "birth", maintain_order=True).drop("o")


def _parents(
    rng: np.random.Generator, children: Children, eldest: np.ndarray
) -> list[pl.DataFrame]:
    """Mother, father, and a grandparent here and there."""
    m = len(eldest)
    family = np.arange(m)
    father = rng.random(m) < FATHER_THERE
    mother_birth = children.mother_birth[eldest]
    his_birth = mother_birth - (np.clip(rng.normal(3.4, 3.0, m), -4, 18) * 365.25).astype(int)
    mothers = _person(
        family, "istri", np.ones(m, dtype=bool), mother_birth, name=children.mother[eldest],
        nik=children.mother_nik[eldest],
    ).with_columns(
        pl.when(pl.Series(father)).then("role").otherwise(pl.lit("kepala")).alias("role")
    )  # fmt: skip
    fathers = _person(
        family[father], "kepala", np.zeros(m, dtype=bool)[father], his_birth[father],
        name=children.father[eldest][father],
    )  # fmt: skip
    old = np.flatnonzero(rng.random(m) < GRANDPARENT)
    birth = mother_birth[old] - rng.integers(19 * 365, 34 * 365, len(old))
    return [mothers, fathers, _person(old, "orang-tua", rng.random(len(old)) < 0.68, birth)]


def _elder(
    rng: np.random.Generator, plan: Plan, children: Children, eldest: np.ndarray
) -> pl.DataFrame:
    """Brothers and sisters born before the register's months, as far as birth orders say."""
    on = np.datetime64(plan.last_day)
    birth, left = children.birth[eldest].copy(), children.order[eldest] - 1
    family, parts = np.arange(len(eldest)), []
    for _ in range(5):
        birth = birth - rng.integers(730, 2000, len(birth))
        old_enough = (birth - children.mother_birth[eldest]).astype(int) > 16 * 365
        age = (on - birth).astype(int) / 365.25
        knots, shares = zip(*households.LEAVING, strict=True)
        take = (left > 0) & old_enough & (rng.random(len(birth)) < np.interp(age, knots, shares))
        take &= birth < np.datetime64(plan.first_day) - 1830
        girl = rng.random(len(birth)) < 0.488
        parts.append(_person(family[take], "anak", girl[take], birth[take]))
        left = left - 1
    return pl.concat(parts)


def _without_small(
    rng: np.random.Generator, plan: Plan, at: Villages, with_small: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Families of the same villages that no child of the register belongs to: young couples, those
    whose children are grown, the old."""
    want = round(with_small * WITHOUT_SMALL)
    families, members = households.settle(rng, want * 8 + 60, at, plan.last_day)
    limit = np.datetime64(plan.first_day) - 1830
    small = members.filter((pl.col("role") == "anak") & (pl.col("birth") > limit.item()))
    chosen = families.join(small, on="family", how="anti").head(want)
    number = chosen.select("family").with_row_index("no").cast(pl.Int64)
    births = (
        members.filter(pl.col("role") == "anak").group_by("family").agg(pl.len().alias("births"))
    )
    homes = (
        chosen.join(births, on="family", how="left", maintain_order="left")
        .join(number, on="family", maintain_order="left")
        .with_columns(
            pl.col("no").alias("family"), pl.lit(None, dtype=pl.Float64).alias("haz"),
            pl.col("births").fill_null(0).cast(pl.Int64),
            pl.col("rt", "rw", "dusun", "village").cast(pl.Int64),
        )
    )  # fmt: skip
    people = (
        members.join(number, on="family", maintain_order="left")
        .with_columns(pl.col("no").alias("family"), pl.lit(NOBODY, dtype=pl.Int64).alias("child"))
        .with_columns(pl.lit("").alias("nik"))
    )
    return homes, people


def _person(
    family: np.ndarray,
    role: str,
    woman: np.ndarray,
    birth: np.ndarray,
    name: np.ndarray | None = None,
    nik: np.ndarray | None = None,
    child: np.ndarray | None = None,
) -> pl.DataFrame:
    """Members; names and numbers not given are "" until `_completed`."""
    n = len(family)
    return pl.DataFrame(
        {
            "family": np.asarray(family, dtype=np.int64),
            "role": [role] * n,
            "sex": pl.Series(["P" if x else "L" for x in woman.tolist()], dtype=pl.String),
            "birth": birth.astype("datetime64[D]"),
            "name": pl.Series([""] * n if name is None else name.tolist(), dtype=pl.String),
            "nik": pl.Series([""] * n if nik is None else nik.tolist(), dtype=pl.String),
            "child": np.full(n, NOBODY) if child is None else child.astype(np.int64),
        },
        schema_overrides={"role": pl.String},
    )


def _completed(
    rng: np.random.Generator, members: pl.DataFrame, families: pl.DataFrame, at: Villages
) -> pl.DataFrame:
    """Members with a number, mother and every name and NIK they still lack."""
    members = members.with_columns(pl.int_range(pl.len()).alias("person"))
    members = households.mothers(members)
    year = members["birth"].dt.year().cast(pl.Int64).to_numpy()
    woman = (members["sex"] == "P").to_numpy()
    drawn = naming.draw(rng, woman, year)
    given = members["name"].to_numpy()
    name = np.where(given == "", drawn, given)
    mother = members["mother"].to_numpy()
    older = naming.draw(rng, np.ones(len(year), dtype=bool), year - 26)
    older = np.where(mother >= 0, name[np.maximum(mother, 0)], older)
    codes = pl.Series([code.replace(".", "") for code in at.kecamatan])
    own = codes.gather(families["village"]).gather(members["family"])
    area = households.registered(rng, own, codes.unique().sort())
    known = members["nik"] != ""
    # the numbers already given keep their serials: theirs are counted first
    stem = pl.when(known).then(pl.col("nik").str.head(6)).otherwise(area)
    frame = members.with_columns(stem.alias("area"), (~known).alias("late"))
    ordered = frame.sort("late", "nik", maintain_order=True)
    numbered = ordered.with_columns(numbers.niks(ordered).alias("fresh")).sort("person")
    return numbered.select(
        "person", "family", "role", "sex", "birth",
        pl.Series("name", name, dtype=pl.String),
        "mother",
        pl.Series("mother_name", older, dtype=pl.String),
        pl.when(pl.col("nik") == "").then("fresh").otherwise("nik").alias("nik"),
        "child",
    )  # fmt: skip
