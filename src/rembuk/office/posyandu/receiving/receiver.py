"""Receiver of measurements: rows of the kind `pengukuran` become visits of children."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl
from django.db.transaction import atomic
from django.utils.translation import gettext_noop

from rembuk.office.intake.receivers import Context, Examined, Field, Issue, Progress
from rembuk.office.people import services as people
from rembuk.office.people.models import Person, SourceRecord
from rembuk.office.people.nik import MESSAGES
from rembuk.office.posyandu import bulk, versions
from rembuk.office.posyandu.models import HealthCentre, Measurement, Posyandu
from rembuk.office.posyandu.receiving import differing, measuring, undoing
from rembuk.office.posyandu.receiving.fields import MEASURING
from rembuk.office.posyandu.receiving.posts import Posts
from rembuk.office.posyandu.services import derive_children, derive_imports

CHANGES: Final[dict[str, Any]] = {
    "row_no": pl.Int64,
    "subject": pl.String,
    "column": pl.String,
    "before": pl.String,
    "after": pl.String,
}

TWO_CHILDREN: Final = gettext_noop(
    "Dua anak cocok dengan baris ini (nama, tanggal lahir, jenis kelamin, dan desa sama). Isi NIK "
    "atau nama ibu, lalu unggah lagi; baris ini tidak disimpan."
)
TWICE: Final = gettext_noop(
    "Anak ini sudah ada di berkas ini pada tanggal yang sama dengan ukuran lain; baris "
    "terakhir yang dipakai. Hapus salah satu bila keliru."
)
BEFORE_BIRTH: Final = gettext_noop(
    "Tanggal pengukuran sebelum tanggal lahir. Periksa keduanya; mungkin hari dan bulan tertukar."
)

_UNDOING: Final = gettext_noop("Membatalkan data masuk")


class Measurements:
    """Takes rows of one child measured on one day."""

    kind = "pengukuran"
    label = gettext_noop("Penimbangan dan pengukuran balita")
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
        seen = with_child(placed, matched)
        visits = measuring.decided(measuring.visits(seen), context)
        return Examined(
            _verdicts(matched, visits.verdicts),
            (*identity_issues(matched), *_doubled(visits.decisions), *_early(rows)),
            _changes(matched, visits.decisions),
            {"new_posts": [{"village": p.village_code, "name": p.name} for p in new_posts]},
            people.worked_out(matched),
        )

    @atomic
    def commit(self, rows: pl.DataFrame, context: Context) -> None:
        """Write one chunk of good rows."""
        posts = Posts(set(rows["area_code"].drop_nulls().to_list()))
        posts.create(rows, context.import_id)
        placed = posts.columns(rows)
        matched = people.match_or_create(placed, context)
        seen = with_child(placed, matched).filter(pl.col("child") > 0)
        measuring.write(measuring.decided(measuring.visits(seen), context), context)

    def finish(self, contexts: Sequence[Context], progress: Progress) -> list[dict[str, object]]:
        """Derive what follows for every child these imports touched."""
        touched = derive_imports([one.import_id for one in contexts], progress)
        return [
            {
                "children": touched[mine],
                "measurements": Measurement.objects.filter(import_id=mine).count(),
                "posts": Posyandu.objects.filter(import_id=mine).count(),
                "differences": differing.summary(mine),
            }
            for mine in (one.import_id for one in contexts)
        ]

    def undo(self, context: Context, progress: Progress) -> dict[str, object]:
        """Take everything of this import back and derive again."""
        mine = context.import_id
        progress(_UNDOING, 0, 3)
        since = undoing.since_of(mine)
        places = set(
            Measurement.objects.filter(import_id=mine)
            .order_by()
            .values_list("place_code", flat=True)
            .distinct()
        ) | undoing.homes_told(SourceRecord.objects.filter(import_id=mine))
        with atomic():
            undoing.keep_measured_again(mine)
            removed = undoing.remove(mine)
            people.undo(mine, undoing.still_told(since))
            left = undoing.existing(since)
            Posyandu.objects.filter(import_id=mine).exclude(code__in=undoing.used()).delete()
            HealthCentre.objects.filter(import_id=mine, posyandu__isnull=True).delete()
        progress(_UNDOING, 1, 3)
        derive_children({child: since[child] for child in left}, places, progress)
        return {"measurements": removed, "children": len(since)}


def with_child(rows: pl.DataFrame, matched: pl.DataFrame) -> pl.DataFrame:
    """Rows with `child`: the person, or a negative number for one not yet known (the same for
    rows of one new person; a row in doubt stands alone)."""
    known = pl.col("person_id").cast(pl.Int64)
    new = pl.when(pl.col("how") == "baru").then(-pl.col("group").rank("dense").cast(pl.Int64))
    alone = -pl.col("row_no").cast(pl.Int64) - 1_000_000_000
    return rows.with_columns(
        matched.select(pl.coalesce(known, new, alone)).to_series().alias("child")
    )


def _verdicts(matched: pl.DataFrame, visited: pl.DataFrame) -> pl.DataFrame:
    """A verdict per row: that of the visit, or of what the row says of the child."""
    joined = matched.select(pl.col("row_no").cast(pl.Int64), "how", "facts_said").join(
        visited, on="row_no", how="left", maintain_order="left"
    )
    return joined.select(
        "row_no",
        pl.when(pl.col("how") == "ragu")
        .then(pl.lit("ragu"))
        .when(pl.col("visit").is_null())
        .then("facts_said")
        .when((pl.col("visit") == "sama") & (pl.col("facts_said") != "sama"))
        .then(pl.lit("berubah"))
        .otherwise("visit")
        .alias("verdict"),
    )


def _changes(matched: pl.DataFrame, decisions: list[versions.Decision]) -> pl.DataFrame:
    """What changes, by public id; of the child itself only that it does, never a name."""
    person = dict(matched.select("row_no", "person_id").iter_rows())
    facts = matched.filter(pl.col("facts_said") == "berubah")["row_no"].to_list()
    changed = [one for one in decisions if one.verdict == "berubah" and one.before is not None]
    numbers = {*facts, *(one.row.row_no for one in changed)}
    ids = sorted({person[number] for number in numbers if person[number] is not None})
    subjects: dict[int | None, str] = {None: ""}
    for part in bulk.batches(ids):
        subjects.update(Person.objects.filter(pk__in=list(part)).values_list("pk", "public_id"))
    found = [
        (one.row.row_no, subjects[person[one.row.row_no]], label, before, after)
        for one in changed
        if one.before is not None
        for label, before, after in versions.differences(one.before.said, one.row.said)
    ]
    found += [
        (
            number,
            subjects[person[number]],
            gettext_noop("Data diri anak"),
            gettext_noop("tersimpan"),
            gettext_noop("dilengkapi atau diganti"),
        )
        for number in facts
    ]
    return pl.DataFrame(found, schema=CHANGES, orient="row").sort("row_no", maintain_order=True)


def identity_issues(
    matched: pl.DataFrame, column: str = "Nama anak", doubt_said: str = TWO_CHILDREN
) -> list[Issue]:
    """What does not fit in the NIK, and persons who could be one or two. Told once a claim."""
    found = []
    rows = matched.filter((pl.col("nik_findings") != "") | (pl.col("doubt") != ""))
    first = rows.filter(pl.col("facts_said") != "sama").unique("claim", keep="first")
    for number, findings, doubt in (
        first.sort("row_no").select("row_no", "nik_findings", "doubt").iter_rows()
    ):
        codes = [*findings.split(), *(["ganda"] if doubt == "ganda" else [])]
        for code in dict.fromkeys(codes):
            found.append(Issue(number, "NIK", "catatan", f"nik-{code}", MESSAGES[code]))
    for number in rows.filter(pl.col("how") == "ragu")["row_no"].to_list():
        found.append(Issue(number, column, "ragu", "kembar-nama", doubt_said))
    return found


def _doubled(decisions: list[versions.Decision]) -> list[Issue]:
    """One child twice on one day in one file, saying different things."""
    return [
        Issue(
            one.row.row_no,
            "Tanggal pengukuran",
            "catatan",
            "dua-kali-sehari",
            TWICE,
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
            BEFORE_BIRTH,
        )
        for number in found
    ]
