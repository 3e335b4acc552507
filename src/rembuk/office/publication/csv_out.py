"""The table as CSV: one row an area, UTF-8, comma, decimal point. What is hidden is empty, and the
last two columns say what and why."""

from __future__ import annotations

import csv
import io
from typing import Final

from rembuk.office.publication.frozen import Line, Published
from rembuk.office.publication.models import Publication

COLUMNS: Final = (
    "bulan", "edisi", "kode_wilayah", "tingkat", "nama", "sasaran_s", "ditimbang_d", "d_s_persen",
    "dinilai_tbu", "sangat_pendek", "pendek", "stunting", "prevalensi_persen", "perubahan_poin",
    "tidak_ditampilkan", "alasan_tanpa_prevalensi",
)  # fmt: skip


def text(one: Publication, published: Published) -> str:
    """The file. The district first, then kecamatan and villages by code."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in sorted(published.lines, key=lambda held: held.code):
        writer.writerow(_row(one, line))
    return out.getvalue()


def _row(one: Publication, line: Line) -> list[object]:
    counts = {"sangat_pendek": line.severe, "pendek": line.short, "stunting": line.stunted}
    told = line.known and line.judged > 0
    hidden = [name for name, n in counts.items() if told and n is None]
    return [
        one.period, one.edition, line.code, line.level, line.name,
        *([line.s, line.d, _decimal(line.coverage), line.judged] if line.known else [""] * 4),
        *("" if n is None or not told else n for n in counts.values()),
        _decimal(line.percent), _decimal(line.change), " ".join(hidden), line.why,
    ]  # fmt: skip


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
