"""The map of a publication for paper: areas by class, as plain SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from rembuk.office.insight.maps import class_of
from rembuk.office.publication.frozen import Line
from rembuk.reference import areas

COLOURS: Final = ("#f5eed2", "#aed0b6", "#5da4ac", "#2a6a93", "#27285f")
NAMES: Final = ("di bawah 2,5", "2,5 sampai <10", "10 sampai <20", "20 sampai <30", "30 ke atas")
LINE: Final = "#5c6670"
SHUT: Final = "#d9d6cf"
WIDTH: Final = 600.0
Ring = Sequence[Sequence[float]]


def legend() -> str:
    """The classes in words, from light to dark."""
    return (
        f"Dari terang ke gelap (persen): {', '.join(NAMES)}. Bergaris: D/S rendah, belum bisa "
        "dibaca. Abu-abu: ditutup. Putih: belum ada data."
    )


def svg(district: str, lines: Iterable[Line]) -> str:
    """The areas right under a district; "" where no boundary is known."""
    shapes = areas.boundaries(district)["features"]
    if not shapes:
        return ""
    known = {line.code: line for line in lines}
    points = [point for shape in shapes for ring in _rings(shape["geometry"]) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shrink = math.cos(math.radians((south + north) / 2))  # a degree east is shorter than one north
    scale = WIDTH / ((east - west) * shrink)
    height = (north - south) * scale

    def drawn(ring: Ring) -> str:
        return "M" + "L".join(
            f"{(x - west) * shrink * scale:.1f} {(north - y) * scale:.1f}" for x, y, *_z in ring
        ) + "Z"  # fmt: skip

    parts = [
        f'<path d="{"".join(drawn(ring) for ring in _rings(shape["geometry"]))}" '
        f'fill={quoteattr(_fill(known.get(shape["properties"]["code"])))} stroke="{LINE}" '
        'stroke-width="1" fill-rule="evenodd"/>'
        for shape in shapes
    ]
    hatch = (
        '<defs><pattern id="garis" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="M0 6L6 0" stroke="{LINE}" stroke-width="1"/></pattern></defs>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}">'
        f"{hatch}{''.join(parts)}</svg>"
    )


def _fill(line: Line | None) -> str:
    if line is None or not line.judged:
        return "#ffffff"
    if line.hidden:
        return SHUT
    return "url(#garis)" if line.percent is None else COLOURS[class_of(line.percent)]


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        yield from polygon
