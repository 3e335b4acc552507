"""Two files of one month: told before anything is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl
from django.utils.formats import date_format

from .models import Import, ImportState


def covers(rows: pl.DataFrame) -> dict[str, object]:
    """Which months (`2026-10` -> rows) and kecamatan a frame speaks of."""
    months: dict[str, int] = {}
    if "date" in rows.columns:
        counted = rows["date"].drop_nulls().dt.strftime("%Y-%m").value_counts(sort=True)
        months = dict(sorted(counted.iter_rows()))
    codes = rows["area_code"].drop_nulls() if "area_code" in rows.columns else pl.Series([])
    kecamatan = sorted({str(code).rpartition(".")[0] for code in codes.unique()})
    return {"months": months, "kecamatan": kecamatan}


def earlier(imported: Import) -> list[dict[str, object]]:
    """Imports done or being saved of the same kind with a month and a kecamatan in common."""
    months = set(imported.report.get("months", {}))
    places = set(imported.report.get("kecamatan", []))
    found = []
    others = Import.objects.filter(
        kind=imported.kind, state__in=[ImportState.DONE, ImportState.COMMITTING]
    )
    for other in others.exclude(pk=imported.pk).select_related("file")[:500]:
        shared = sorted(months & set(other.report.get("months", {})))
        if shared and places & set(other.report.get("kecamatan", [])):
            found.append({"import": other.pk, "file": other.file.name, "months": shared})
    return found


def months_of(imported: Import) -> Iterator[tuple[dt.date, int]]:
    """Months of an import with their rows, as dates of the first day."""
    for text, rows in sorted(imported.report.get("months", {}).items()):
        yield dt.date.fromisoformat(f"{text}-01"), rows


def told(imported: Import) -> list[dict[str, object]]:
    """Overlaps for the page: the months in words."""
    return [
        one
        | {
            "months": ", ".join(
                date_format(dt.date.fromisoformat(f"{m}-01"), "F Y") for m in one["months"]
            )
        }
        for one in imported.report.get("overlap", [])
    ]
