"""Receiver of agency lists: one per kind of row (see `shapes`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import polars as pl

from rembuk.office.intake.receivers import Context, Examined, Field, Issue, Progress
from rembuk.office.lists import changes, checks, followers, recaps, swapping, writing
from rembuk.office.lists.models import ListedPerson, ListRow
from rembuk.office.lists.preparing import prepare
from rembuk.office.lists.shapes import LABELS, Shape


class Lists:
    """Takes the rows of one kind of list. A row needs no known person: linking finds or makes it
    afterwards."""

    by_edition = True

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.kind, self.label = shape.kind, shape.label

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The columns of the kind, facts of the catalogue among them."""
        return self.shape.fields

    def examine(self, rows: pl.DataFrame, context: Context) -> Examined:
        """Judge rows without writing."""
        if rows.is_empty():
            return Examined(rows.select("row_no", pl.lit("baru").alias("verdict")))
        rows, told, swap = self._swapped(rows, context)
        prepared = prepare(rows, self.shape, context).with_columns(
            pl.lit(context.edition).alias("main_edition")
        )
        stored = writing.stored_rows(prepared, self.shape)
        verdicts = _verdicts(prepared, stored)
        turned = {one.row_no for one in told}
        found = checks.issues(prepared, self.shape)
        issues = [
            *told,
            *(one for one in found if one.code != "nik-tak-dipakai" or one.row_no not in turned),
        ]
        sure = set(verdicts.filter(pl.col("verdict") == "sama")["row_no"].to_list())
        issues = [_calmed(one) if one.row_no in sure else one for one in issues]
        report: dict[str, object] = {
            "swap": swap,
            "editions": dict(prepared["edition_label"].value_counts(sort=True).iter_rows()),
            "found": _counted(issues),
        }
        shown = changes.frame(prepared, verdicts, stored, self.shape)
        return Examined(verdicts, tuple(issues), shown, report)

    def commit(self, rows: pl.DataFrame, context: Context) -> None:
        """Write one chunk of good rows in one transaction."""
        if context.swap and swapping.applies(self.shape, rows):
            rows, _ = swapping.put_right(rows, self.shape)
        writing.write(prepare(rows, self.shape, context), self.shape, context)

    def finish(self, contexts: Sequence[Context], progress: Progress) -> list[dict[str, object]]:
        """Compare with the recap, tell who follows; the import's report."""
        return [self._told(one) for one in contexts]

    def _told(self, context: Context) -> dict[str, object]:
        rows = ListRow.objects.filter(import_id=context.import_id)
        touched = set(rows.values_list("edition_id", flat=True).distinct())
        followers.tell(touched)
        return {
            "rows": rows.count(),
            "persons": ListedPerson.objects.filter(row__import_id=context.import_id).count(),
            "recap": recaps.differences(touched),
        }

    def undo(self, context: Context, progress: Progress) -> dict[str, object]:
        """Take everything of this import back."""
        gone, touched = writing.forget(context.import_id)
        followers.tell(touched)
        return dict(gone)

    def _swapped(
        self, rows: pl.DataFrame, context: Context
    ) -> tuple[pl.DataFrame, list[Issue], dict[str, object]]:
        """Numbers in each other's column: exchanged when the user said so, else told."""
        if not swapping.applies(self.shape, rows):
            return rows, [], {}
        nik = LABELS[self.shape.parts[0].column("nik")]
        if context.swap:
            rows, turned = swapping.put_right(rows, self.shape)
            numbers = rows.filter(turned)["row_no"].to_list()
            told = [checks.issue(row, nik, "catatan", "nik-kk-ditukar") for row in numbers]
            return rows, told, {"rows": len(numbers), "done": True}
        found = swapping.evidence(rows, self.shape)
        wrong = found["swapped"]
        if swapping.whole(found):
            wrong = found["both"] & ~found["right"]
        numbers = rows.filter(wrong)["row_no"].to_list()
        told = [checks.issue(row, nik, "ragu", "nik-kk-tertukar") for row in numbers]
        return rows, told, {"rows": len(numbers), "done": False}


def _verdicts(prepared: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """`sama` when the edition already has the row, `berubah` when it says otherwise, else `baru`;
    a row said twice in the file is new once."""
    here = ["edition_label", "key"]
    same = stored.select(*here, "digest").unique().with_columns(pl.lit(True).alias("same"))
    keyed = stored.select(here).unique().with_columns(pl.lit(True).alias("keyed"))
    joined = (
        prepared.select("row_no", *here, "digest")
        .join(same, on=[*here, "digest"], how="left", maintain_order="left")
        .join(keyed, on=here, how="left", maintain_order="left")
        .with_columns(pl.struct(*here, "digest").is_first_distinct().alias("first"))
    )
    return joined.select(
        "row_no",
        pl.when(pl.col("same").fill_null(False) | ~pl.col("first"))
        .then(pl.lit("sama"))
        .when(pl.col("keyed").fill_null(False))
        .then(pl.lit("berubah"))
        .otherwise(pl.lit("baru"))
        .alias("verdict"),
    )


def _calmed(one: Issue) -> Issue:
    """A doubt about a row that is already stored is a note: it was accepted before."""
    if one.verdict != "ragu":
        return one
    return Issue(one.row_no, one.column, "catatan", one.code, one.message, one.params)


def _counted(issues: Iterable[Issue]) -> dict[str, int]:
    out: dict[str, int] = {}
    for one in issues:
        out[one.code] = out.get(one.code, 0) + 1
    return out
