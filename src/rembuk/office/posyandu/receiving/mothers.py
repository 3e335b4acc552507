"""Receiver of feeding histories of pregnant women: rows of the kind `pmt-bumil`.

What each file says of an episode (a woman, the day of the first portion) is a row of its own, kept
only when it says something new; the newest stands. Taking a file back removes its rows, and what
an earlier file said stands again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl
from django.db.transaction import atomic
from django.utils.translation import gettext_noop

from rembuk.office.intake.among import KEYS, among
from rembuk.office.intake.receivers import Context, Examined, Field, Issue, Progress
from rembuk.office.people import services as people
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import HealthCentre, MotherPmt, Posyandu
from rembuk.office.posyandu.receiving import undoing
from rembuk.office.posyandu.receiving.fields import FEEDING_MOTHERS
from rembuk.office.posyandu.receiving.posts import Posts
from rembuk.office.posyandu.receiving.receiver import identity_issues, with_child

_SAID: Final[dict[str, Any]] = {
    "end": pl.Date,
    "reason": pl.String,
    "weight_start": pl.Float64,
    "weight_end": pl.Float64,
    "result": pl.String,
    "status": pl.String,
    "cycle": pl.String,
    "monitored": pl.Int64,
}
_LENGTHS: Final = {"reason": 60, "result": 60, "status": 60, "cycle": 20}
_WRITTEN: Final = (
    *("person", "place_code", "start", *_SAID),
    *("as_of", "import_id", "row_no", "source"),
)
_KEY: Final = ("person", "start", "import_id")
TWO_WOMEN: Final = gettext_noop(
    "Dua orang cocok dengan baris ini (nama, tanggal lahir, dan desa sama). Isi NIK, lalu unggah "
    "lagi; baris ini tidak disimpan."
)
ENDS_EARLY: Final = gettext_noop(
    "Tanggal selesai sebelum pemberian pertama. Periksa keduanya; tanggal selesai dikosongkan."
)


class MotherFeedingHistories:
    """Takes rows of one pregnant woman's feeding episode; she becomes a person, not a child."""

    kind = "pmt-bumil"
    label = gettext_noop("Riwayat PMT ibu hamil")
    fields: tuple[Field, ...] = FEEDING_MOTHERS

    def examine(self, rows: pl.DataFrame, context: Context) -> Examined:
        """Judge rows without writing."""
        if rows.is_empty():
            return Examined(rows.select("row_no", pl.lit("baru").alias("verdict")))
        women = _women(rows)
        placed = Posts(set(women["area_code"].drop_nulls().to_list())).columns(women)
        matched = people.match(placed, context)
        told = _told(_episodes(with_child(placed, matched)), context)
        verdicts = told.select(
            pl.col("row_no").cast(pl.Int64),
            pl.when(pl.col("person") < -1_000_000_000)
            .then(pl.lit("ragu"))
            .otherwise("verdict")
            .alias("verdict"),
        )
        early = rows.filter(pl.col("end_date") < pl.col("date"))["row_no"].to_list()
        issues = [
            Issue(number, "Tanggal selesai", "catatan", "selesai-sebelum-mulai", ENDS_EARLY)
            for number in early
        ]
        return Examined(
            verdicts,
            (*identity_issues(matched, "Nama ibu hamil", TWO_WOMEN), *issues),
            kept=people.worked_out(matched),
        )

    @atomic
    def commit(self, rows: pl.DataFrame, context: Context) -> None:
        """Write one chunk: what the rows say that was not said before."""
        women = _women(rows)
        posts = Posts(set(women["area_code"].drop_nulls().to_list()))
        posts.create(women, context.import_id)
        placed = posts.columns(women)
        matched = people.match_or_create(placed, context)
        known = _episodes(with_child(placed, matched)).filter(pl.col("person") > 0)
        written = (
            _told(known, context)
            .filter(pl.col("verdict") != "sama")
            .with_columns(
                pl.lit(context.as_of).alias("as_of"),
                pl.lit(context.import_id).alias("import_id"),
                pl.lit(context.layout[:40]).alias("source"),
            )
        )
        bulk.upsert(MotherPmt, _WRITTEN, written.select(_WRITTEN).rows(), unique=_KEY)

    def finish(self, contexts: Sequence[Context], progress: Progress) -> list[dict[str, object]]:
        """What the file told; nothing is derived from it."""
        return [self._told(one) for one in contexts]

    def _told(self, context: Context) -> dict[str, object]:
        mine = MotherPmt.objects.filter(import_id=context.import_id)
        rows = bulk.read(mine.order_by("row_no"), {"person": pl.Int64, **_SAID})
        gained = rows.select((pl.col("weight_end") - pl.col("weight_start")).alias("kg"))
        return {
            "mothers": rows["person"].n_unique(),
            "episodes": rows.height,
            "figures": [
                {"label": gettext_noop("Ibu hamil"), "n": rows["person"].n_unique()},
                {"label": gettext_noop("Riwayat PMT"), "n": rows.height},
                {
                    "label": gettext_noop("Selesai"),
                    "n": rows.filter(pl.col("end").is_not_null()).height,
                },
                {
                    "label": gettext_noop("Berat naik"),
                    "n": gained.filter(pl.col("kg") > 0).height,
                    "of": gained.drop_nulls().height,
                },
            ],
            "groups": [
                {"label": gettext_noop("Alasan diberi"), "rows": _counted(rows["reason"])},
                {"label": gettext_noop("Hasil"), "rows": _counted(rows["result"])},
                {"label": gettext_noop("Status PMT"), "rows": _counted(rows["status"])},
            ],
        }

    def undo(self, context: Context, progress: Progress) -> dict[str, object]:
        """Take back what this import said."""
        mine = context.import_id
        with atomic():
            since = undoing.since_of(mine)
            removed, _ = MotherPmt.objects.filter(import_id=mine).delete()
            people.undo(mine, {**undoing.still_told(since), **_still_fed(since)})
            Posyandu.objects.filter(import_id=mine).exclude(code__in=undoing.used()).delete()
            HealthCentre.objects.filter(import_id=mine, posyandu__isnull=True).delete()
        return {"episodes": removed}


def _women(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as of women; a birth date is all the sheet says beside the name."""
    return rows.with_columns(pl.lit("P").alias("sex"))


def _episodes(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as columns of `MotherPmt`, in order of the sheet."""
    texts = [
        pl.col(name).fill_null("").str.strip_chars().str.slice(0, length).alias(name)
        for name, length in _LENGTHS.items()
    ]
    ended = pl.when(pl.col("end_date") >= pl.col("date")).then(pl.col("end_date"))
    whole = rows.with_columns(*texts, ended.alias("end"), pl.col("child").alias("person"))
    return whole.select(
        *("row_no", "person", "place_code", pl.col("date").alias("start")),
        *(pl.col(name).cast(kind) for name, kind in _SAID.items()),
    ).sort("row_no")


def _told(episodes: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The episodes with `verdict`: new, or unlike what stood said on the day of the file, or the
    same. Of one episode told twice in a file the last row counts."""
    schema = {"id": pl.Int64, "person": pl.Int64, "start": pl.Date, "as_of": pl.Date, **_SAID}
    known = episodes.filter(pl.col("person") > 0)["person"].unique().to_list()
    parts = [
        bulk.read(MotherPmt.objects.filter(among("person", part), as_of__lte=context.as_of), schema)
        for part in bulk.batches(known, KEYS)
    ]
    stored = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    now = stored.sort("as_of", "id").unique(["person", "start"], keep="last", maintain_order=True)
    joined = episodes.join(
        now, on=["person", "start"], how="left", suffix="_old", maintain_order="left"
    )
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_old")) for name in _SAID)
    last = pl.col("row_no") == pl.col("row_no").max().over("person", "start")
    return joined.with_columns(
        pl.when(~last)
        .then(pl.lit("sama"))
        .when(pl.col("id").is_null())
        .then(pl.lit("baru"))
        .when(differs)
        .then(pl.lit("berubah"))
        .otherwise(pl.lit("sama"))
        .alias("verdict")
    )


def _still_fed(women: dict[int, Any]) -> dict[int, int]:
    """Woman -> another import that also tells of her feeding."""
    found: dict[int, int] = {}
    for part in bulk.batches(sorted(women), KEYS):
        rows = MotherPmt.objects.filter(among("person", part)).order_by("-import_id")
        found.update(rows.values_list("person", "import_id"))
    return found


def _counted(words: pl.Series) -> list[list[object]]:
    """The agency's own words with their rows, most first."""
    given = words.filter(words != "")
    counted = given.value_counts(sort=True, name="n")
    return [[word, n] for word, n in counted.sort("n", words.name, descending=[True, False]).rows()]
