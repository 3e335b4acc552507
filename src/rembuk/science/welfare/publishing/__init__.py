"""What of a district's table of stunting may be published, and the proof that it protects.

A table is areas (desa in kecamatan in kabupaten) by kinds (very short + short = stunted; stunted +
not stunted = judged). How many were judged is always public. See docs/methods/publication.md.
"""

from rembuk.science.welfare.publishing.audit import Range, cover, ranges
from rembuk.science.welfare.publishing.hiding import Hiding, hide
from rembuk.science.welfare.publishing.needs import Need, needs
from rembuk.science.welfare.publishing.system import Release, System
from rembuk.science.welfare.publishing.tables import (
    KINDS,
    SEVERE,
    SHORT,
    STUNTED,
    Key,
    Measured,
    Table,
    table,
)

__all__ = [
    "KINDS", "SEVERE", "SHORT", "STUNTED", "Hiding", "Key", "Measured", "Need", "Range", "Release",
    "System", "Table", "cover", "hide", "needs", "ranges", "table",
]  # fmt: skip
