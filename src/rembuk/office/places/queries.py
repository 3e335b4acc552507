"""Reads of areas: one area, its children, its way up, and which village a sheet means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.db.models import QuerySet

from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within
from rembuk.reference.area_names import resolved


@dataclass(frozen=True)
class Resolved:
    """The village a name or code means; else up to three suggestions in words."""

    area: Area | None
    suggestion: str = ""


def path_to(code: str) -> tuple[Area, ...]:
    """The areas from the province down to `code` (a posyandu code gives its village)."""
    parts = code.split(".")
    codes = [".".join(parts[: depth + 1]) for depth in range(min(len(parts), 4))]
    found = Area.objects.in_bulk(codes)
    return tuple(found[one] for one in codes if one in found)


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """Code -> name of areas."""
    return dict(Area.objects.filter(code__in=set(codes)).values_list("code", "name"))


def children(code: str) -> QuerySet[Area]:
    """Present children of an area by code; of `""`, the provinces."""
    return Area.objects.filter(parent=code or None, valid_to=None).order_by("code")


def villages(under: str) -> pl.DataFrame:
    """Present villages of a district: `code, kind, village, kecamatan`."""
    rows = (
        Area.objects.filter(within("code", under), level=Level.DESA, valid_to=None)
        .order_by("code")
        .values_list("code", "kind", "name", "parent__name")
    )
    columns = ["code", "kind", "village", "kecamatan"]
    return pl.DataFrame(list(rows), schema=dict.fromkeys(columns, pl.String), orient="row")


def resolve(asked: str | tuple[str, str], under: str) -> Resolved:
    """Which village of the district `under` is meant: a code with or without dots, the path
    `Kecamatan / Desa`, a village's name alone, or the pair (kecamatan, village)."""
    kecamatan = village = code = ""
    if isinstance(asked, tuple):
        kecamatan, village = asked
    elif asked.replace(".", "").strip().isdigit():
        code = asked.strip()
    else:
        kecamatan, _slash, village = (part.strip() for part in asked.rpartition("/"))
    one = pl.DataFrame({"kecamatan": [kecamatan], "village": [village], "code": [code]})
    answer = resolved(one, villages(under)).row(0, named=True)
    if answer["area_code"] is None:
        return Resolved(None, answer["suggestion"] or "")
    return Resolved(Area.objects.get(pk=answer["area_code"]))
