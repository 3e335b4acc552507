"""Check an import: read every value, find the village, ask the receiver, keep the preview."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rembuk.office.jobs.progress import silent

from . import bulk, editions, overlap, receivers, staging, villages
from .models import Import, ImportState, RowIssue
from .reading import areas, header, normalise
from .reading.grid import Grid
from .reading.header import Match
from .reading.issues import kept
from .reading.limits import Unreadable
from .receivers import Context, Field, Issue, Progress
from .receiving import known_layouts
from .rights import outside
from .sentences import Sentence, noop

NOTHING_NEW: Final = noop("Tidak ada yang baru.")
HELD: Final = noop("{n} baris tertahan karena galat.")


def context(imported: Import) -> Context:
    """What the receiver is told about an import."""
    return Context(
        import_id=imported.pk,
        layout=imported.layout,
        as_of=imported.as_of or timezone.localdate(),
        area=settings.REMBUK_AREA,
        edition=editions.label_of(imported),
        swap=bool(imported.mapping.get("swap")),
    )


def check(imported: Import, as_of: dt.date | None = None, progress: Progress = silent) -> Import:
    """Read and judge every row; afterwards the import is in state PREVIEW, or DONE when there is
    nothing to save and no village to name, or REFUSED with a message. Writes no record of a
    person."""
    if imported.state not in {ImportState.CHECKING, ImportState.PREVIEW}:
        return imported
    Import.objects.filter(pk=imported.pk).update(state=ImportState.CHECKING)
    try:
        _check(imported, as_of, progress)
    except Unreadable as problem:
        imported.state = ImportState.REFUSED
        imported.tell(problem.sentence)
        imported.save()
        staging.forget(imported)
    return imported


def match_of(imported: Import) -> tuple[Grid, Match]:
    """The sheet and its match, as recognised or mapped."""
    cells = staging.cells(imported)
    heading = header.find_heading(cells, imported.mapping["row"], imported.mapping["depth"])
    if chosen := imported.mapping.get("columns"):
        return cells, Match(None, heading, chosen, 1.0)
    layout = next(one for one in known_layouts() if one.code == imported.layout)
    return cells, header.try_layout(heading, layout)


def _check(imported: Import, as_of: dt.date | None, progress: Progress) -> None:
    progress("Membaca berkas", 0, 4)
    receiver = receivers.receiver(imported.kind)
    cells, match = match_of(imported)
    progress("Memeriksa nilai", 1, 4)
    today = timezone.localdate()
    normal = normalise.normalise(cells, match, receiver.fields, today)
    named = villages.named()
    rows, unknown = areas.resolve(normal.rows, settings.REMBUK_AREA, normal.headings, named)
    if getattr(receiver, "by_edition", False):
        rows = editions.settle(imported, cells, match, rows, today)
    else:
        imported.as_of = as_of or imported.as_of or _as_of(rows, today)
    del cells
    far = outside(rows, imported.created_by, normal.headings)
    issues = pl.concat([normal.issues, unknown, far])
    progress("Mencocokkan dengan data yang ada", 2, 4)
    bad = issues.filter(pl.col("verdict") == "galat").select("row_no").unique()
    good = rows.join(bad, on="row_no", how="anti", maintain_order="left")
    examined = receiver.examine(good, context(imported))
    issues = pl.concat([issues, _told(examined.issues, receiver.fields, normal.headings)])
    verdicts = _verdicts(rows, examined.verdicts, issues)
    progress("Menyiapkan pratinjau", 3, 4)
    staging.write(imported, "rows", rows)
    staging.write(imported, "verdicts", verdicts)
    staging.write(imported, "changes", examined.changes)
    if examined.kept is not None:
        staging.write(imported, "kept", examined.kept)
    counts = dict(verdicts["verdict"].value_counts().iter_rows())
    imported.counts = {v: counts.get(v, 0) for v in ("baru", "berubah", "sama", "galat", "ragu")}
    imported.counts |= {"catatan": _notes(issues, verdicts), "bukan-data": normal.skipped}
    imported.rows = rows.height
    imported.place_code = _common(rows)
    imported.report = imported.report | {
        "check": examined.report,
        "unread": list(match.unread),
        "doubled": list(match.doubled),
        "villages": villages.report(rows, named),
        **overlap.covers(rows),
    }
    imported.report["overlap"] = overlap.earlier(imported)
    imported.tell()
    _conclude(imported)
    _save(imported, issues, rows)
    progress("Menyiapkan pratinjau", 4, 4)


def _told(
    issues: Sequence[Issue], fields: Sequence[Field], headings: Mapping[str, str]
) -> pl.DataFrame:
    """What the receiver says, under the headings of the sheet."""
    heads = {f.label: headings[f.name] for f in fields if f.name in headings}
    plain = {label: head for label, head in heads.items() if head != "{month}"}
    return pl.DataFrame(
        [
            pl.Series("row_no", [one.row_no for one in issues], dtype=pl.Int64),
            pl.Series("column", [plain.get(one.column, one.column) for one in issues], pl.String),
            pl.Series("verdict", [one.verdict for one in issues], pl.String),
            pl.Series("code", [one.code for one in issues], pl.String),
            *kept(one.sentence for one in issues),
        ]
    )


def _verdicts(rows: pl.DataFrame, given: pl.DataFrame, issues: pl.DataFrame) -> pl.DataFrame:
    """One verdict per row: an error beats a doubt, a doubt beats what the receiver says."""
    flagged = issues.group_by("row_no").agg(
        galat=(pl.col("verdict") == "galat").any(), ragu=(pl.col("verdict") == "ragu").any()
    )
    joined = (
        rows.select("row_no", "sheet_row")
        .join(flagged, on="row_no", how="left")
        .join(given.select(pl.col("row_no").cast(pl.Int64), "verdict"), on="row_no", how="left")
    )
    verdict = (
        pl.when(pl.col("galat").fill_null(False))
        .then(pl.lit("galat"))
        .when(pl.col("ragu").fill_null(False) & (pl.col("verdict") != "galat").fill_null(True))
        .then(pl.lit("ragu"))
        .otherwise(pl.col("verdict").fill_null("galat"))
    )
    return joined.select("row_no", "sheet_row", verdict.alias("verdict")).sort("row_no")


def _notes(issues: pl.DataFrame, verdicts: pl.DataFrame) -> int:
    noted = issues.filter(pl.col("verdict") == "catatan").select("row_no").unique()
    return noted.join(verdicts, on="row_no", how="semi").height


def _as_of(rows: pl.DataFrame, today: dt.date) -> dt.date:
    """The day the data speak of: the newest visit in the sheet."""
    newest = rows["date"].max() if "date" in rows.columns else None
    return min(newest, today) if isinstance(newest, dt.date) else today


def _common(rows: pl.DataFrame) -> str:
    """The smallest place that holds every row: a common path, `""` when unknown."""
    if "area_code" not in rows.columns:
        return str(settings.REMBUK_AREA)
    codes = rows["area_code"].drop_nulls().unique().to_list()
    if not codes:
        return str(settings.REMBUK_AREA)
    paths = [code.split(".") for code in codes]
    shared: list[str] = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return ".".join(shared)


def _conclude(imported: Import) -> None:
    counts = imported.counts
    imported.state = ImportState.PREVIEW
    nameless = imported.report["villages"]["unknown"]  # the user can still say which they are
    if counts["baru"] + counts["berubah"] + counts["ragu"] == 0 and not nameless:
        imported.state, imported.finished_at = ImportState.DONE, timezone.now()
        held = Sentence(HELD, {"n": counts["galat"]})
        imported.tell(Sentence(NOTHING_NEW, {}, (held,) if counts["galat"] else ()))


@transaction.atomic
def _save(imported: Import, issues: pl.DataFrame, rows: pl.DataFrame) -> None:
    imported.issues.all().delete()
    sheet = dict(rows.select("row_no", "sheet_row").iter_rows())
    values = lru_cache(maxsize=4096)(json.loads)
    bulk.insert(
        RowIssue,
        ("imported", "row_no", "column", "verdict", "code", "message", "params"),
        (
            (imported.pk, sheet.get(row, row), column[:80], verdict, code[:40], message, values(of))
            for row, column, verdict, code, message, of in issues.sort("row_no").iter_rows()
        ),
    )
    imported.save()
