"""Two editions of one list: who entered, who left, who moved to another village or decile.

The same row in two editions is found by its key; what is left over, by the person or family it is
linked to. Every row of either edition falls in exactly one class, so for each village
`before + entered + came = after + left + went`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import polars as pl
from django.db.models import OuterRef, Subquery

from rembuk.office.lists.models import Edition, ListedPerson, ListRow
from rembuk.office.places.scope import contains


@dataclass(frozen=True)
class Moves:
    """Counts of a village or of several. Those who moved village and decile count under both."""

    before: int = 0
    after: int = 0
    entered: int = 0
    left: int = 0
    came: int = 0
    went: int = 0
    up: int = 0
    down: int = 0
    same: int = 0

    @property
    def moved(self) -> int:
        """Rows whose decile changed."""
        return self.up + self.down

    def __add__(self, other: Moves) -> Moves:
        return Moves(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Moves)))


@dataclass(frozen=True)
class Comparison:
    """Two editions compared in a place."""

    earlier: Edition
    later: Edition
    villages: dict[str, Moves]
    total: Moves
    deciles: tuple[tuple[int, int, int], ...]
    """(decile before, decile after, rows), for rows in both editions with another decile."""

    @property
    def matrix(self) -> tuple[tuple[int, ...], tuple[tuple[int, tuple[int, ...]], ...]]:
        """Deciles after as columns; per decile before, the rows that went to each."""
        moved = {(before, after): n for before, after, n in self.deciles}
        columns = tuple(sorted({after for _, after in moved}))
        rows = tuple(sorted({before for before, _ in moved}))
        return columns, tuple(
            (row, tuple(moved.get((row, column), 0) for column in columns)) for row in rows
        )


def compare(earlier: Edition, later: Edition, place: str) -> Comparison:
    """The comparison of a place. Both editions are read whole, so that a move within the district
    is a move and not a leaving."""
    pairs = matched(earlier, later)
    codes = sorted(set(pairs["place"].drop_nulls()) | set(pairs["place_b"].drop_nulls()))
    inside = [code for code in codes if contains(place, code)]
    villages = {code: _moves(pairs, code) for code in inside}
    total = sum(villages.values(), Moves())
    changed = pairs.filter(
        pl.col("place_b").is_in(inside) & (pl.col("decile") != pl.col("decile_b"))
    )
    flow = changed.group_by("decile", "decile_b").len().sort("decile", "decile_b")
    return Comparison(earlier, later, villages, total, tuple(flow.iter_rows()))


def matched(earlier: Edition, later: Edition) -> pl.DataFrame:
    """One line per row of either edition: `id, place, decile` (earlier), `id_b, place_b,
    decile_b` (later), and `move`."""
    a, b = _frame(earlier), _frame(later)
    b = b.rename({name: f"{name}_b" for name in b.columns})
    by_key = a.join(b, left_on=["key", "nth"], right_on=["key_b", "nth_b"], how="inner")
    rest_a = a.join(by_key, on="id", how="anti")
    rest_b = b.join(by_key, on="id_b", how="anti")
    by_link = (
        rest_a.filter(pl.col("who").is_not_null())
        .unique("who", keep="first", maintain_order=True)
        .join(
            rest_b.filter(pl.col("who_b").is_not_null()).unique(
                "who_b", keep="first", maintain_order=True
            ),
            left_on="who",
            right_on="who_b",
            how="inner",
        )
    )
    columns = ("id", "place", "decile", "id_b", "place_b", "decile_b")
    both = pl.concat([by_key.select(columns), by_link.select(columns)])
    gone = rest_a.join(both, on="id", how="anti").select("id", "place", "decile")
    come = rest_b.join(both, on="id_b", how="anti").select("id_b", "place_b", "decile_b")
    every = pl.concat([both, gone, come], how="diagonal")
    return every.with_columns(
        pl.when(pl.col("id").is_null())
        .then(pl.lit("masuk"))
        .when(pl.col("id_b").is_null())
        .then(pl.lit("keluar"))
        .when(pl.col("place") != pl.col("place_b"))
        .then(pl.lit("pindah"))
        .when((pl.col("decile_b") > pl.col("decile")).fill_null(False))
        .then(pl.lit("naik"))
        .when((pl.col("decile_b") < pl.col("decile")).fill_null(False))
        .then(pl.lit("turun"))
        .otherwise(pl.lit("tetap"))
        .alias("move")
    )


def rows_moved(earlier: Edition, later: Edition, place: str, moves: Iterable[str]) -> pl.DataFrame:
    """The lines of `matched` in a place with one of the moves, by village: those who left by the
    village they left."""
    pairs = matched(earlier, later).filter(pl.col("move").is_in(list(moves)))
    where = pl.coalesce("place_b", "place")
    codes = [code for code in pairs.select(where.unique()).to_series() if contains(place, code)]
    return pairs.filter(where.is_in(codes)).sort(where, "move", "id_b", "id")


def _moves(pairs: pl.DataFrame, code: str) -> Moves:
    was, now = pl.col("place") == code, pl.col("place_b") == code
    both = pl.col("id").is_not_null() & pl.col("id_b").is_not_null()
    up, down = pl.col("decile_b") > pl.col("decile"), pl.col("decile_b") < pl.col("decile")
    counted = pairs.select(
        before=was.sum(),
        after=now.sum(),
        entered=(now & pl.col("id").is_null()).sum(),
        left=(was & pl.col("id_b").is_null()).sum(),
        came=(now & both & ~was).sum(),
        went=(was & both & ~now).sum(),
        up=(now & both & up.fill_null(False)).sum(),
        down=(now & both & down.fill_null(False)).sum(),
        same=(now & was & both & ~(up | down).fill_null(False)).sum(),
    )
    return Moves(**{name: int(n or 0) for name, n in counted.row(0, named=True).items()})


def _frame(edition: Edition) -> pl.DataFrame:
    """Standing rows: key (and the how-manieth of that key), place, decile, whom it is linked to."""
    first = ListedPerson.objects.filter(row=OuterRef("pk"), part=0)
    rows = (
        ListRow.objects.current()
        .filter(edition=edition)
        .order_by("pk")
        .annotate(person=Subquery(first.values("person")[:1]))
        .values_list("pk", "key", "place_code", "facts__decile", "family_id", "person")
    )
    schema = {
        "id": pl.Int64, "key": pl.String, "place": pl.String, "decile": pl.Int64,
        "family": pl.Int64, "person": pl.Int64,
    }  # fmt: skip
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    return frame.with_columns(
        pl.int_range(pl.len()).over("key").alias("nth"),
        pl.coalesce(pl.format("p{}", "person"), pl.format("f{}", "family")).alias("who"),
    ).drop("family", "person")
