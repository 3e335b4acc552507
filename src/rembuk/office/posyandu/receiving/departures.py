"""Children who left: moved away or died, as the office notes it beside their last measurement.

The note belongs to its row. A child has left while the newest row in force says so, and is back
when a later one does not; taking an import back therefore restores what stood before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from rembuk.office.intake.among import among
from rembuk.office.people.models import Person
from rembuk.office.posyandu import bulk

MOVED: Final = "pindah"
DIED: Final = "meninggal"
_LEFT: Final = {"id": pl.Int64, "left_on": pl.Date, "left_why": pl.String}


def why(rows: pl.DataFrame) -> pl.Expr:
    """`left_why` of rows from the words of `detail`: `pindah`, `meninggal`, or nothing.

    Who moved in ("pindahan", "pindah dari", "pindah masuk") did not leave.
    """
    if "detail" not in rows.columns:
        return pl.lit("").alias("left_why")
    words = pl.col("detail").cast(pl.String).fill_null("").str.to_lowercase().str.strip_chars()
    away = words.str.contains(r"^pindah\b") & ~words.str.contains(r"\b(?:masuk|dari|datang)\b")
    died = words.str.contains(r"^(?:meninggal|wafat)\b")
    return (
        pl.when(died).then(pl.lit(DIED)).when(away).then(pl.lit(MOVED)).otherwise(pl.lit(""))
        .alias("left_why")
    )  # fmt: skip


def told(rows: pl.DataFrame) -> pl.DataFrame:
    """`id left_on left_why` of the children whose newest measurement says that they left."""
    newest = rows.sort("child", "date", "id").group_by("child", maintain_order=True).last()
    return newest.filter(pl.col("left_why") != "").select(
        pl.col("child").alias("id"), pl.col("date").alias("left_on"), "left_why"
    )


def settle(ids: Sequence[int], gone: Sequence[pl.DataFrame]) -> None:
    """Make the departures of children `ids` equal to `gone` (frames of `told`); the others among
    them are here. Persons taken out as wrong data are left alone."""
    wanted = pl.concat(gone) if gone else pl.DataFrame(schema=_LEFT)
    for part in bulk.batches(list(ids)):
        query = Person.objects.filter(among("pk", part), left_why__in=("", MOVED, DIED))
        known = bulk.read(query.order_by(), _LEFT)
        after = (
            known.join(wanted, on="id", how="left", suffix="_new")
            .with_columns(pl.col("left_why_new").fill_null(""))
            .filter(
                pl.col("left_on").ne_missing(pl.col("left_on_new"))
                | (pl.col("left_why") != pl.col("left_why_new"))
            )
        )
        changed = after.select(
            "id", pl.col("left_on_new").alias("left_on"), pl.col("left_why_new").alias("left_why")
        )
        bulk.update(Person, ["left_on", "left_why"], changed)
