"""Receiver of feeding histories: rows of the kind `pmt` become episodes of a child."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl
from django.db.transaction import atomic
from django.utils.translation import gettext_noop

from rembuk.office.intake.receivers import Context, Examined, Field, Progress
from rembuk.office.people import services as people
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import HealthCentre, PmtEpisode, Posyandu
from rembuk.office.posyandu.receiving import undoing
from rembuk.office.posyandu.receiving.fields import FEEDING
from rembuk.office.posyandu.receiving.posts import Posts
from rembuk.office.posyandu.receiving.receiver import identity_issues, with_child
from rembuk.office.posyandu.services import derive_children, derive_imports

_SAID: Final[dict[str, Any]] = {
    "place_code": pl.String,
    "weight_start": pl.Float64,
    "weight_end": pl.Float64,
    "lenhei_start": pl.Float64,
    "lenhei_end": pl.Float64,
    "status": pl.String,
    "budget": pl.String,
    "cycle": pl.String,
    "monitored": pl.Int64,
}
_KEY: Final = ("child", "start", "programme")
_LENGTHS: Final = {"programme": 40, "status": 60, "budget": 60, "cycle": 20}


class FeedingHistories:
    """Takes rows of one child's feeding episode; the child's weights there are no visits."""

    kind = "pmt"
    label = gettext_noop("Riwayat PMT balita")
    fields: tuple[Field, ...] = FEEDING

    def examine(self, rows: pl.DataFrame, context: Context) -> Examined:
        """Judge rows without writing."""
        if rows.is_empty():
            return Examined(rows.select("row_no", pl.lit("baru").alias("verdict")))
        placed = Posts(set(rows["area_code"].drop_nulls().to_list())).columns(rows)
        matched = people.match(placed, context)
        episodes = _episodes(with_child(placed, matched))
        joined = episodes.join(
            _stored(episodes), on=_KEY, how="left", suffix="_old", maintain_order="left"
        )
        differs = pl.any_horizontal(
            pl.col(name).ne_missing(pl.col(f"{name}_old")) for name in _SAID if name != "place_code"
        )
        verdicts = joined.select(
            "row_no",
            pl.when(pl.col("child") < -1_000_000_000)
            .then(pl.lit("ragu"))
            .when(pl.col("id").is_null())
            .then(pl.lit("baru"))
            .when(differs)
            .then(pl.lit("berubah"))
            .otherwise(pl.lit("sama"))
            .alias("verdict"),
        )
        return Examined(verdicts, tuple(identity_issues(matched)))

    @atomic
    def commit(self, rows: pl.DataFrame, context: Context) -> None:
        """Write one chunk. A history is a statement of the whole episode: a later file about the
        same episode completes it (weights and status at the end)."""
        posts = Posts(set(rows["area_code"].drop_nulls().to_list()))
        posts.create(rows, context.import_id)
        placed = posts.columns(rows)
        matched = people.match_or_create(placed, context)
        episodes = _episodes(with_child(placed, matched)).filter(pl.col("child") > 0)
        episodes = episodes.unique(_KEY, keep="last", maintain_order=True)
        PmtEpisode.objects.bulk_create(
            [
                PmtEpisode(
                    child_id=row.pop("child"),
                    import_id=context.import_id,
                    source=context.layout[:40],
                    **row,
                )
                for row in episodes.iter_rows(named=True)
            ],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["child", "start", "programme"],
            update_fields=[*_SAID, "row_no"],
        )

    def finish(self, contexts: Sequence[Context], progress: Progress) -> list[dict[str, object]]:
        """New children enter the register; nothing is derived from the weights of a history."""
        touched = derive_imports([one.import_id for one in contexts], progress)
        return [
            {
                "children": touched[mine],
                "episodes": PmtEpisode.objects.filter(import_id=mine).count(),
            }
            for mine in (one.import_id for one in contexts)
        ]

    def undo(self, context: Context, progress: Progress) -> dict[str, object]:
        """Take the episodes back that this import was the first to tell."""
        mine = context.import_id
        since = undoing.since_of(mine)
        with atomic():
            removed, _ = PmtEpisode.objects.filter(import_id=mine).delete()
            people.undo(mine, undoing.still_told(since))
            left = undoing.existing(since)
            Posyandu.objects.filter(import_id=mine).exclude(code__in=undoing.used()).delete()
            HealthCentre.objects.filter(import_id=mine, posyandu__isnull=True).delete()
        derive_children({child: since[child] for child in left}, (), progress)
        return {"episodes": removed, "children": len(since)}


def _episodes(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as columns of `PmtEpisode`."""
    texts = [
        pl.col(name).fill_null("").str.strip_chars().str.slice(0, length).alias(name)
        for name, length in _LENGTHS.items()
    ]
    return rows.with_columns(*texts, pl.col("date").alias("start")).select(
        "row_no", *_KEY, *(pl.col(name).cast(kind) for name, kind in _SAID.items())
    )


def _stored(episodes: pl.DataFrame) -> pl.DataFrame:
    schema = {"id": pl.Int64, "child": pl.Int64, "start": pl.Date, "programme": pl.String, **_SAID}
    children = episodes.filter(pl.col("child") > 0)["child"].unique().to_list()
    parts = [
        bulk.read(PmtEpisode.objects.filter(child__in=list(part)).order_by("id"), schema)
        for part in bulk.batches(children)
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)
