"""What the map draws: the numbers of the table beside it, nothing else."""

from __future__ import annotations

from rembuk.office.insight.situation import Situation
from rembuk.reference.areas import boundaries

Datum = dict[str, str | int | float | bool | None]


def boundary_code(found: Situation) -> str:
    """Code whose children's boundaries to fetch; empty when there are none to draw."""
    if found.level not in {"kecamatan", "desa"}:
        return ""
    return found.code if boundaries(found.code)["features"] else ""


def map_data(found: Situation) -> list[Datum]:
    """One entry an area with data. A hidden count goes without its number."""
    return [
        {
            "code": row.figures.code,
            "name": row.figures.name,
            "pct": None if row.stunting.hidden else row.stunting.ratio.pct,
            "n": None if row.stunting.hidden else row.stunting.ratio.n,
            "of": row.stunting.ratio.of,
            "ds": row.figures.counts.ds.pct,
            "low": not row.readable,
            "hidden": row.stunting.hidden,
            "class": None if row.stunting.hidden else row.klass,
        }
        for row in found.rows
        if row.figures.known
    ]
