"""Counts of need that only records of this program tell: families by their standing, children of
the posts. One function a count; every one answers with the records themselves, so that a number
and the list of who stands behind it cannot differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from rembuk.office.convergence.computing import Found, Ground
from rembuk.office.convergence.computing.children import aged
from rembuk.office.convergence.computing.register import records
from rembuk.office.convergence.periods import Period
from rembuk.office.families.models import Standing
from rembuk.office.people.models import Identifier, IdentifierKind, Person
from rembuk.office.places.scope import within
from rembuk.office.posyandu import bulk

SMALL_BABY: Final = 2500
"""Grams under which a newborn is small (BBLR)."""
VILLAGE: Final = 13


@dataclass
class Basis:
    """What counts are made from: the ground of the convergence, and how families stand today."""

    ground: Ground

    @cached_property
    def homes(self) -> pl.DataFrame:
        """Families as they stand: `family, village, under_five, pregnant, stunted, at_risk, decile,
        unfit_house, aid_known`."""
        rows = Standing.objects.filter(within("place_code", self.ground.place))
        frame = bulk.read(
            rows.order_by(),
            {
                "family": pl.Int64, "place_code": pl.String, "under_five": pl.Int64,
                "pregnant": pl.Int64, "stunted": pl.Int64, "at_risk": pl.Boolean,
                "decile": pl.Int64, "unfit_house": pl.Boolean, "programmes_known": pl.Boolean,
            },
        )  # fmt: skip
        village = pl.col("place_code").str.slice(0, VILLAGE).alias("village")
        return frame.with_columns(village).rename({"programmes_known": "aid_known"})

    def receiving(self, programme: str) -> frozenset[int]:
        """Families known to receive a programme."""
        rows = Standing.objects.filter(
            within("place_code", self.ground.place), programmes_known=True
        )
        held = rows.order_by().values_list("family_id", "programmes")
        return frozenset(family for family, codes in held.iterator() if programme in codes)

    def told(self, one: Period, known: pl.Expr) -> frozenset[str]:
        """Villages where a fact is known of at least the share of families the setting asks."""
        least = self.ground.number("told_pct", self.ground.day(one)) / 100
        share = self.homes.group_by("village").agg(known.mean().alias("share"))
        return frozenset(share.filter(pl.col("share") >= least)["village"])


Count = Callable[[Basis, Period], Found]


def _homes(basis: Basis, one: Period, there: pl.Expr, known: pl.Expr) -> Found:
    mine = basis.homes.filter(there.fill_null(False))
    return Found(records(mine, "keluarga", "family"), basis.told(one, known))


def _always() -> pl.Expr:
    return pl.col("family").is_not_null()


def all_homes(basis: Basis, one: Period) -> Found:
    """Families of the place."""
    return _homes(basis, one, _always(), _always())


def at_risk(basis: Basis, one: Period) -> Found:
    """At risk of stunting, by evidence."""
    return _homes(basis, one, pl.col("at_risk"), pl.col("at_risk").is_not_null())


def with_component(basis: Basis, one: Period) -> Found:
    """With a pregnant woman or a child under five."""
    there = (pl.col("under_five") > 0) | (pl.col("pregnant") > 0)
    return _homes(basis, one, there, _always())


def unfit(basis: Basis, one: Period) -> Found:
    """In a house that fails one of the tests."""
    return _homes(basis, one, pl.col("unfit_house"), pl.col("unfit_house").is_not_null())


def with_stunted(basis: Basis, one: Period) -> Found:
    """With a stunted child under five."""
    found = _homes(basis, one, pl.col("stunted") > 0, _always())
    return Found(found.records, found.told & basis.ground.told_by_posts(one))


def _families_of(basis: Basis, children: Found) -> Found:
    """Families of children, each once, where the child lives."""
    mine = children.records.join(
        basis.ground.members.select("family", "person"), left_on="key", right_on="person",
        how="inner", maintain_order="left",
    )  # fmt: skip
    carded = frozenset(basis.homes["village"])
    return Found(records(mine, "keluarga", "family"), children.told & carded)


def with_6_23(basis: Basis, one: Period) -> Found:
    """With a child of 6 to 23 months."""
    return _families_of(basis, aged(basis.ground, one, 6, 24, everyone=True))


def with_under_five(basis: Basis, one: Period) -> Found:
    """With a child under five."""
    return _families_of(basis, aged(basis.ground, one, 0, 60, everyone=True))


def children_6_59(basis: Basis, one: Period) -> Found:
    """Registered children of 6 to 59 months."""
    return aged(basis.ground, one, 6, 60)


def small_babies(basis: Basis, one: Period) -> Found:
    """Infants under a year born too small; only where enough birth weights are known."""
    ground = basis.ground
    infants = aged(ground, one, 0, 12)
    since = ground.day(one) - dt.timedelta(days=370)
    rows = Person.objects.filter(
        within("place_code", ground.place), birth_date__gt=since, birth_weight_g__isnull=False
    )
    weights = bulk.read(rows.order_by(), {"pk": pl.Int64, "birth_weight_g": pl.Int64})
    mine = infants.records.join(
        weights, left_on="key", right_on="pk", how="left", maintain_order="left"
    )
    grams = pl.col("birth_weight_g")
    share = mine.group_by("village").agg(grams.is_not_null().mean().alias("share"))
    least = ground.number("told_pct", ground.day(one)) / 100
    known = frozenset(share.filter(pl.col("share") >= least)["village"])
    small = mine.filter((grams < SMALL_BABY).fill_null(False)).drop("birth_weight_g")
    empty = infants.told - frozenset(mine["village"])  # no infant at all: known to be none
    return Found(small, infants.told & (known | empty))


def without_number(basis: Basis, one: Period) -> Found:
    """Registered children under five without an identity number."""
    children = aged(basis.ground, one, 0, 60)
    rows = Identifier.objects.filter(
        within("person__place_code", basis.ground.place), kind=IdentifierKind.NIK
    )
    numbered = bulk.read(rows.order_by(), {"person": pl.Int64})["person"].unique().implode()
    return Found(children.records.filter(~pl.col("key").is_in(numbered)), children.told)


COUNTS: Final[dict[str, Count]] = {
    "anak_6_59": children_6_59,
    "balita_tanpa_nik": without_number,
    "bayi_bblr": small_babies,
    "keluarga_anak_6_23": with_6_23,
    "keluarga_balita": with_under_five,
    "keluarga_berisiko": at_risk,
    "keluarga_komponen": with_component,
    "keluarga_rumah_tak_layak": unfit,
    "keluarga_semua": all_homes,
    "keluarga_stunting": with_stunted,
}
"""Name in needs.yaml -> count."""

TODAY_ONLY: Final = frozenset({
    "keluarga_berisiko", "keluarga_komponen", "keluarga_rumah_tak_layak", "keluarga_semua",
    "keluarga_stunting",
})  # fmt: skip
"""Counts of how families stand today; of an earlier year nothing is kept."""
