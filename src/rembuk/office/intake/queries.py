"""Imports as the pages show them, cut to the places of who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.utils.translation import gettext

from rembuk.office.access.policies import Rights
from rembuk.office.places.scope import within_any

from . import receivers, staging
from .models import Import, ImportState, RowIssue
from .wording import shown as value

CHANGES_SHOWN = 100
ISSUES_SHOWN = 100
RANGES_SHOWN = 8


def imports(rights: Rights) -> QuerySet[Import]:
    """Imports in the places of `rights`, and those the account itself brought."""
    inside = within_any("place_code", rights.places_for("impor"))
    own = Q(created_by_id=rights.account_id)
    return Import.objects.filter(inside | own).select_related("file", "created_by")


@dataclass(frozen=True)
class Freshness:
    """The newest data of one kind: as of which day, from which import."""

    label: str
    as_of: object
    imported: Import | None


def freshness(rights: Rights) -> list[Freshness]:
    """One line per kind of row: the date of the data, not of the upload."""
    done = imports(rights).filter(state=ImportState.DONE, as_of__isnull=False)
    out = []
    for receiver in receivers.receivers():
        newest = done.filter(kind=receiver.kind).order_by("-as_of").first()
        out.append(Freshness(receiver.label, newest.as_of if newest else None, newest))
    return out


@dataclass(frozen=True)
class Change:
    """One value before and after; `doing` is what saving will do with the row."""

    row: int
    subject: str
    column: str
    before: str
    after: str


def changes(imported: Import) -> list[Change]:
    """The first changed values of a preview."""
    frame = staging.read(imported, "changes")
    rows = staging.read(imported, "verdicts")
    if frame is None or rows is None or frame.is_empty():
        return []
    changed = rows.filter(pl.col("verdict") == "berubah")
    shown = frame.cast({"row_no": pl.Int64}).join(changed, on="row_no").sort("row_no")
    wanted = ("sheet_row", "subject", "column", "before", "after")
    return [
        Change(row, subject, gettext(column) if column else "", value(before), value(after))
        for row, subject, column, before, after in (
            shown.select(wanted).head(CHANGES_SHOWN).iter_rows()
        )
    ]


DIFFERENCES_SHOWN = 50


def differences(imported: Import) -> dict[str, Any]:
    """The receiver's report of values that the file and the tables tell differently."""
    found: dict[str, Any] = imported.report.get("result", {}).get("differences", {})
    first = [
        one | {"file": value(one["file"]), "computed": value(one["computed"])}
        for one in found.get("first", [])[:DIFFERENCES_SHOWN]
    ]
    return found | {"first": first}


def new_rows(imported: Import) -> str:
    """Sheet rows of the new rows of a preview, as ranges: `42–51, 55`."""
    rows = staging.read(imported, "verdicts")
    if rows is None:
        return ""
    new = rows.filter(pl.col("verdict") == "baru").select(pl.col("sheet_row").unique().sort())
    runs = (
        new.with_columns(run=pl.col("sheet_row") - pl.int_range(pl.len()))
        .group_by("run", maintain_order=True)
        .agg(first=pl.col("sheet_row").first(), last=pl.col("sheet_row").last())
    )
    shown = [
        f"{first}" if first == last else f"{first}–{last}"
        for _, first, last in runs.head(RANGES_SHOWN).iter_rows()
    ]
    return ", ".join(shown) + (" …" if runs.height > RANGES_SHOWN else "")


def issues(imported: Import, verdict: str = "") -> QuerySet[RowIssue]:
    """What is said about rows, errors first."""
    rows = imported.issues.filter(verdict__in=["galat", "ragu", "catatan"])
    if verdict:
        return rows.filter(verdict=verdict).order_by("row_no", "pk")
    gravity = Case(
        When(verdict="galat", then=0), When(verdict="ragu", then=1), default=2,
        output_field=IntegerField(),
    )  # fmt: skip
    return rows.order_by(gravity, "row_no", "pk")
