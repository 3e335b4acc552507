"""Everything that is true of the families of a plan: what the agencies' lists are written from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from rembuk.demo.children import Children
from rembuk.demo.growth import Growth
from rembuk.demo.lists.hand import Hand
from rembuk.demo.places import Places
from rembuk.demo.plan import Plan
from rembuk.demo.population.district import District, district
from rembuk.demo.population.linkage import known
from rembuk.demo.population.mothers import wives
from rembuk.demo.population.noise import Noise
from rembuk.demo.population.welfare import welfare


@dataclass(frozen=True)
class Town:
    """`everyone`: members with home, card and mother (`linkage.known`). `homes`: one row a family:
    address, card, welfare (`welfare`), `head` and `wife` (persons or null), and what is true of
    the wife (`mothers.wives`)."""

    plan: Plan
    places: Places
    people: District
    everyone: pl.DataFrame
    homes: pl.DataFrame

    def hand(self, number: int, noise: Noise) -> Hand:
        """A hand of its own for file `number`."""
        return Hand([self.plan.seed, 40, number], noise, self.everyone, self.people.at)

    def of(self, kecamatan: int | None) -> pl.DataFrame:
        """Homes of one kecamatan, or all."""
        if kecamatan is None:
            return self.homes
        return self.homes.filter(pl.col("kecamatan_no") == kecamatan)

    def called(self, kecamatan: int | None) -> tuple[str, str]:
        """`Kecamatan Sekayu` and `-sekayu`; the district and "" for all of it."""
        if kecamatan is None:
            return self.places.district_name, ""
        name = self.places.kecamatan_name[kecamatan]
        return f"Kecamatan {name}", f"-{name.lower().replace(' ', '-')}"

    def members(self, families: pl.Series, born_by: dt.date) -> pl.DataFrame:
        """Everybody of these families who was born by then, family by family."""
        return self.everyone.filter(
            pl.col("family").is_in(families.implode()) & (pl.col("birth") <= born_by)
        )


def town(plan: Plan, places: Places, children: Children, growth: Growth) -> Town:
    """The town of a plan; same plan, same town."""
    people = district(plan, places, children, growth)
    living = welfare(plan.seed, people)
    mothers = wives(plan.seed, people, living, plan.last_day)
    everyone = known(people.families, people.members, plan.last_day).with_columns(
        (pl.col("role") == "anak").alias("mother_known")
    )
    heads = people.members.filter(pl.col("role") == "kepala")
    village = pl.DataFrame(
        {"village": range(len(people.at)), "kecamatan_no": places.kecamatan_of},
        schema_overrides={"village": pl.Int64, "kecamatan_no": pl.Int64},
    )
    homes = (
        people.families.drop("births")
        .join(living, on="family", maintain_order="left")
        .join(village, on="village", maintain_order="left")
        .join(
            heads.select("family", pl.col("person").alias("head")), on="family",
            maintain_order="left",
        )
        .join(
            mothers.rename({"person": "woman"}), on="family", how="left", maintain_order="left"
        )
    )  # fmt: skip
    homes = homes.with_columns(
        pl.col("married").fill_null(False),
        pl.when("married").then("woman").alias("wife"),
        pl.col("children").fill_null(0),
        pl.col("pregnant", "modern_fp", "had_short", "has_child_0_23", "has_child_24_59")
        .fill_null(False),
    )  # fmt: skip
    return Town(plan, places, people, everyone, homes)
