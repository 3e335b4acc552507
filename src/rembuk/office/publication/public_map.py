"""What the map script draws of a publication: the table's own values, nothing hidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.office.insight.maps import LegendLine, class_of, counted
from rembuk.office.places.numbers import count
from rembuk.office.publication.frozen import Line


def legend(lines: Sequence[Line]) -> tuple[LegendLine, ...]:
    """The classes of WHO and UNICEF with their counts of areas."""
    return counted(line.percent for line in lines)


def drawn(district: str, level: str, lines: Sequence[Line]) -> dict[str, Any]:
    """Data of `js/map.js`. `level`: "kecamatan" or "desa"."""
    shapes = reverse("places:boundaries", args=[district])
    return {
        "batas": f"{shapes}?tingkat={level}",
        "rows": [_area(line, level) for line in lines],
    }


def _area(line: Line, level: str) -> dict[str, Any]:
    tone = None if line.percent is None else class_of(line.percent)
    kecamatan = line.code if level == "kecamatan" else line.parent
    unread = line.known and line.stunted is not None and not line.readable
    return {
        "kode": line.code, "nama": line.name, "nilai": tone,
        "kelas": 0 if unread else tone, "rendah": unread, "tutup": line.hidden,
        "kata": words(line),
        "tunjuk": tone is not None and tone >= 3,
        "alamat": f"?kec={kecamatan}#kec-{kecamatan}",
    }  # fmt: skip


def words(line: Line) -> str:
    """An area in words."""
    if not line.known:
        return _("belum ada data bulan ini")
    if not line.judged:
        return _("tidak ada balita yang dinilai")
    if line.stunted is None:
        return _("ditutup: angka kecil, atau pelindungnya")
    told = {"n": count(line.stunted), "of": count(line.judged)}
    text = _("%(n)s dari %(of)s balita pendek atau sangat pendek") % told
    return text if line.readable else text + "\n" + _("D/S rendah: angka belum bisa dibaca")
