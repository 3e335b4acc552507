"""Receiver of measurements: rows of the kind `pengukuran` become visits of children."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import polars as pl
from django.db.models import OuterRef, Subquery
from django.db.transaction import atomic

from rembuk.office.intake.receivers import Context, Examined, Field, Issue, Progress
from rembuk.office.people import services as people
from rembuk.office.people.models import Person
from rembuk.office.posyandu import bulk, differing, measuring, versions
from rembuk.office.posyandu.fields import MEASURING
from rembuk.office.posyandu.models import ChildStatus, HealthCentre, Measurement, Posyandu
from rembuk.office.posyandu.posts import Posts
from rembuk.office.posyandu.services import derive_children

CHANGES: Final[dict[str, Any]] = {
    "row_no": pl.Int64,
    "subject": pl.String,
    "column": pl.String,
    "before": pl.String,
    "after": pl.String,
}


class Measurements:
    """Takes rows of one child measured on one day."""

    kind = "pengukuran"
    label = "Penimbangan dan pengukuran balita"
    fields: tuple[Field, ...] = MEASURING

    def examine(self, rows: pl.DataFrame, context: Context) -> Examined:
        """Judge rows without writing: new, changed, same, or in doubt."""
        if rows.is_empty():
            return Examined(rows.select("row_no", pl.lit("baru").alias("verdict")))
        posts = Posts(set(rows["area_code"].drop_nulls().to_list()))
        new_posts = posts.unknown(rows)
        placed = posts.columns(rows).with_columns(
            # a post of tomorrow still tells its children apart from those of others
            pl.coalesce("place_code", pl.col("area_code") + ".P?").alias("place_code")
        )
        matched = people.match(placed, context)
        seen = placed.join(_children(matched), on="row_no", how="left", maintain_order="left")
        visits = measuring.visits(seen)
        decisions = versions.decide(
            measuring.told(visits),
            measuring.stored(visits),
            context.layout,
            context.import_id,
            context.as_of,
        )
        verdicts = _verdicts(rows, matched, decisions)
        changes = _changes(decisions)
        return Examined(
            verdicts,
            (*people.issues(matched), *_doubled(decisions), *_early(rows)),
            changes,
            {"new_posts": [{"village": p.village_code, "name": p.name} for p in new_posts]},
        )

    @atomic
    def commit(self, rows: pl.DataFrame, context: Context) -> None:
        """Write one chunk of good rows."""
        posts = Posts(set(rows["area_code"].drop_nulls().to_list()))
        posts.create(rows, context.import_id)
        placed = posts.columns(rows)
        matched = people.match_or_create(placed, context)
        seen = placed.join(_children(matched), on="row_no", how="inner", maintain_order="left")
        visits = measuring.visits(seen)
        decisions = versions.decide(
            measuring.told(visits),
            measuring.stored(visits),
            context.layout,
            context.import_id,
            context.as_of,
        )
        measuring.write(visits, decisions, context)

    def finish(self, context: Context, progress: Progress) -> dict[str, object]:
        """Derive what follows for every child this import touched."""
        since = _since(context.import_id)
        derive_children(since, (), progress)
        return {
            "children": len(since),
            "measurements": Measurement.objects.filter(import_id=context.import_id).count(),
            "posts": Posyandu.objects.filter(import_id=context.import_id).count(),
            "differences": differing.summary(context.import_id),
        }

    def undo(self, context: Context, progress: Progress) -> dict[str, object]:
        """Take everything of this import back and derive again."""
        mine = context.import_id
        progress("batal", 0, 3)
        since = _since(mine)
        places = set(
            Measurement.objects.filter(import_id=mine)
            .order_by()
            .values_list("place_code", flat=True)
            .distinct()
        )
        with atomic():
            removed = _remove(mine)
            people.undo(mine)
            left = _existing(since)
            Posyandu.objects.filter(import_id=mine).exclude(code__in=_used()).delete()
            HealthCentre.objects.filter(import_id=mine, posyandu__isnull=True).delete()
        progress("batal", 1, 3)
        derive_children({child: since[child] for child in left}, places, progress)
        return {"measurements": removed, "children": len(since)}


def _children(matched: pl.DataFrame) -> pl.DataFrame:
    """`row_no child`: the person, or a negative number for one not yet known."""
    return matched.select(
        "row_no",
        pl.coalesce(
            pl.col("person_id").cast(pl.Int64),
            -(pl.col("group").rank("dense").cast(pl.Int64) + 1),
            -(pl.col("row_no").cast(pl.Int64) + 1_000_000_000),
        ).alias("child"),
    )


def _verdicts(
    rows: pl.DataFrame, matched: pl.DataFrame, decisions: list[versions.Decision]
) -> pl.DataFrame:
    """A verdict per row; a row without a visit is new only when its child is."""
    visited = pl.DataFrame(
        {
            "row_no": [one.row.row_no for one in decisions],
            "visit": [one.verdict for one in decisions],
        },
        schema={"row_no": pl.Int64, "visit": pl.String},
    )
    return (
        rows.select(pl.col("row_no").cast(pl.Int64))
        .join(visited, on="row_no", how="left", maintain_order="left")
        .join(
            matched.select(
                pl.col("row_no").cast(pl.Int64),
                pl.col("person_id").is_null().alias("unknown"),
                pl.col("doubt").fill_null("").alias("doubt"),
            ),
            on="row_no",
            how="left",
            maintain_order="left",
        )
        .select(
            "row_no",
            pl.when(pl.col("doubt") == "kembar-nama")
            .then(pl.lit("ragu"))
            .when(pl.col("visit").is_not_null())
            .then("visit")
            .when("unknown")
            .then(pl.lit("baru"))
            .otherwise(pl.lit("sama"))
            .alias("verdict"),
        )
    )


def _changes(decisions: list[versions.Decision]) -> pl.DataFrame:
    """What changes, by public id; never a name."""
    changed = [one for one in decisions if one.verdict == "berubah" and one.before is not None]
    ids = {one.row.child for one in changed if one.row.child > 0}
    subjects: dict[int, str] = {}
    for part in bulk.batches(sorted(ids)):
        subjects.update(Person.objects.filter(pk__in=list(part)).values_list("pk", "public_id"))
    found = [
        (one.row.row_no, subjects.get(one.row.child, ""), label, before, after)
        for one in changed
        if one.before is not None
        for label, before, after in versions.differences(one.before.said, one.row.said)
    ]
    return pl.DataFrame(found, schema=CHANGES, orient="row")


def _doubled(decisions: list[versions.Decision]) -> list[Issue]:
    """One child twice on one day in one file, saying different things."""
    return [
        Issue(
            one.row.row_no,
            "Tanggal pengukuran",
            "catatan",
            "dua-kali-sehari",
            "Anak ini sudah ada di berkas ini pada tanggal yang sama dengan ukuran lain; baris "
            "terakhir yang dipakai. Hapus salah satu bila keliru.",
        )
        for one in decisions
        if one.before is not None and one.before.pk is None
    ]


def _early(rows: pl.DataFrame) -> list[Issue]:
    """Visits before birth, and of children past the programme's age."""
    found = rows.filter(pl.col("date") < pl.col("birth_date"))["row_no"].to_list()
    return [
        Issue(
            number,
            "Tanggal pengukuran",
            "galat",
            "sebelum-lahir",
            "Tanggal pengukuran sebelum tanggal lahir. Periksa keduanya; mungkin hari dan bulan "
            "tertukar.",
        )
        for number in found
    ]


def _since(import_id: int) -> dict[int, dt.date]:
    """Children an import touched -> first month that changed; `date.max` when only facts did."""
    since: dict[int, dt.date] = dict.fromkeys(people.touched(import_id), dt.date.max)
    rows = Measurement.objects.filter(import_id=import_id).order_by()
    for child, month in rows.values_list("child", "month").distinct():
        since[child] = min(month, since.get(child, dt.date.max))
    return since


def _existing(since: dict[int, dt.date]) -> list[int]:
    found: list[int] = []
    for part in bulk.batches(sorted(since)):
        found += Person.objects.filter(pk__in=list(part)).values_list("pk", flat=True)
    return found


def _remove(import_id: int) -> int:
    """Delete an import's measurements; what they superseded stands again, or is superseded by
    whatever superseded them."""
    mine = Measurement.objects.filter(import_id=import_id)
    while True:
        nexts = Measurement.objects.filter(pk=OuterRef("superseded_by"))
        relinked = Measurement.objects.filter(superseded_by__import_id=import_id).update(
            superseded_by=Subquery(nexts.values("superseded_by")[:1])
        )
        if not relinked:
            break
    ChildStatus.objects.filter(last__import_id=import_id).update(last=None)
    count: int = mine._raw_delete(mine.db)  # type: ignore[attr-defined]
    return count


def _used() -> set[str]:
    """Posts where anybody is registered or was measured."""
    homes = Person.objects.order_by().values_list("place_code", flat=True).distinct()
    visited = Measurement.objects.order_by().values_list("place_code", flat=True).distinct()
    return {*homes, *visited}
