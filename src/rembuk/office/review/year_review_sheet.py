"""Plan and realisation of a year as a workbook: activities, offices, coverage, filing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rembuk import reference
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.review.year_review import Review, worst_first
from rembuk.office.review.year_review_coverage import Covered, Reading
from rembuk.office.review.year_review_promises import Group
from rembuk.office.review.year_review_tables import hides

NOTES: Final = (
    "Kosong berarti belum ada, bukan nol.",
    "Janji ditepati: selesai paling lambat pada tenggat dan dibenarkan kantor lain.",
    "Perubahan cakupan hanya di tempat yang terisi pada kedua periode.",
    "Tanpa data perorangan; cacah kecil dan persen yang membukanya ditutup.",
)


KEPT: Final = (
    Column("Kegiatan", 10, "integer"), Column("Pagu (Rp)", 16, "integer"),
    Column("Belanja (Rp)", 16, "integer"), Column("Tanpa pagu", 11, "integer"),
    Column("Jatuh tempo", 11, "integer"), Column("Ditepati", 10, "integer"),
    Column("Terlambat", 10, "integer"), Column("Menunggu periksa", 12, "integer"),
    Column("Belum selesai", 12, "integer"), Column("Ditolak", 9, "integer"),
    Column("Dibawa", 9, "integer"), Column("Dibatalkan", 10, "integer"),
)  # fmt: skip


def book(found: Review) -> bytes:
    """The workbook of a review."""
    limit = int(reference.load().number("small_count", found.on))
    title = f"{found.place_name}, {found.year.year}, keadaan {found.on:%d/%m/%Y}"
    promised = found.promised
    return workbook(
        [
            _activities(found, title),
            _grouped("Kantor", 40, f"Menurut kantor. {title}", promised.offices),
            _grouped("Jenis", 24, f"Menurut jenis. {title}", promised.kinds),
            _grouped("Asal", 24, f"Menurut asal janji. {title}", promised.sources),
            _coverage(found, title, limit),
            _register(found, title, limit),
            _filled(found, title),
            _steps(found, title),
        ],
        NOTES,
    )


def _activities(found: Review, title: str) -> Sheet:
    return Sheet(
        "Kegiatan", f"Rencana dan realisasi kegiatan. {title}",
        (
            Column("Nomor", 14), Column("Kegiatan", 46), Column("Kantor", 30),
            Column("Lokasi", 20), Column("Jenis", 12), Column("Volume", 10, "decimal"),
            Column("Satuan", 12), Column("Pagu (Rp)", 15, "integer"),
            Column("Belanja (Rp)", 15, "integer"), Column("Kemajuan", 10, "percent"),
            Column("Tenggat", 12, "date"), Column("Keadaan", 22),
            Column("Lewat (hari)", 10, "integer"), Column("Kendala", 34),
        ),
        [
            (one.number, one.title, one.office, one.place, one.kind,
             None if one.volume is None else float(one.volume), one.unit, one.budget,
             one.spent, one.percent / 100, one.due, one.state_words, one.late or None,
             one.obstacle)
            for one in found.promised.activities
        ],
        paper=True,
    )  # fmt: skip


def _grouped(name: str, width: int, title: str, rows: Sequence[Group]) -> Sheet:
    """Promises and money by office, kind or origin."""
    return Sheet(
        name, title, (Column(name, width), *KEPT),
        [
            (one.name, one.money.activities, one.money.budget if one.money.activities else None,
             one.money.spent, one.money.without, one.kept.due, one.kept.kept, one.kept.late,
             one.kept.waiting, one.kept.broken, one.kept.refused, one.kept.carried,
             one.kept.cancelled)
            for one in rows
        ],
    )  # fmt: skip


def _coverage(found: Review, title: str, limit: int) -> Sheet:
    return Sheet(
        "Cakupan", f"Cakupan layanan. {title}",
        (
            Column("Kode", 16), Column("Indikator", 54), Column("Periode awal", 16),
            Column("n awal", 9, "integer"), Column("N awal", 9, "integer"),
            Column("Periode akhir", 16), Column("n akhir", 9, "integer"),
            Column("N akhir", 9, "integer"), Column("Tempat sama", 10, "integer"),
            Column("Perubahan (poin)", 12, "decimal"), Column("Terakhir", 22),
            Column("n", 9, "integer"), Column("N", 9, "integer"),
            Column("Cakupan", 10, "percent"), Column("Target", 10, "percent"),
            Column("Dokumen target", 34), Column("Tercapai", 10),
            Column("Sel diminta", 10, "integer"), Column("Sel kosong", 10, "integer"),
        ),
        [_covered(one, limit) for one in worst_first(found.coverage)],
        paper=True,
    )  # fmt: skip


def _register(found: Review, title: str, limit: int) -> Sheet:
    return Sheet(
        "Register", f"Register posyandu. {title}",
        (
            Column("Bulan", 12, "month"), Column("S", 9, "integer"),
            Column("D", 9, "integer"), Column("D/S", 9, "percent"),
            Column("Pendek", 9, "integer"), Column("Dinilai TB/U", 12, "integer"),
            Column("Prevalensi", 11, "percent"), Column("Dapat dibaca", 12),
        ),
        [
            (one.month, one.ds.of, one.ds.n, _share(one.ds.pct),
             f"< {limit}" if 0 < one.stunting.n < limit else one.stunting.n,
             one.stunting.of,
             _share(one.stunting.pct)
             if one.readable and not 0 < one.stunting.n < limit else None,
             "ya" if one.readable else "belum")
            for one in found.children.months
        ],
    )  # fmt: skip


def _filled(found: Review, title: str) -> Sheet:
    return Sheet(
        "Isian", f"Isian indikator menurut kantor. {title}",
        (
            Column("Kantor", 40), Column("Sel lewat tenggat", 14, "integer"),
            Column("Tepat waktu", 12, "integer"), Column("Terlambat", 12, "integer"),
            Column("Kosong", 10, "integer"), Column("Tepat waktu", 12, "percent"),
        ),
        [
            (one.name, one.expected, one.in_time, one.late, one.empty, _share(one.in_time_pct))
            for one in found.filing.offices
        ],
    )  # fmt: skip


def _steps(found: Review, title: str) -> Sheet:
    return Sheet(
        "Langkah", f"Langkah aksi. {title}",
        (
            Column("Kode", 9), Column("Langkah", 50), Column("Tutup", 12, "date"),
            Column("Wilayah", 10, "integer"), Column("Selesai", 10, "integer"),
            Column("Tepat waktu", 12, "integer"),
        ),
        [
            (one.code, one.name, one.closes, one.places, one.done, one.in_time)
            for one in found.filing.steps
        ],
    )  # fmt: skip


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _covered(one: Covered, limit: int) -> tuple[object, ...]:
    """A row; small counts and the shares that would tell them are hidden, as in the document."""
    hidden = hides(one, limit)
    same, now = (None if hidden else one.same), one.now
    if now is not None and hidden:
        shown: tuple[object, ...] = (
            now.words,
            f"< {limit}" if 0 < now.n < limit else "ditutup",
            now.of,
        )
    else:
        shown = _reading(now)
    return (
        one.code, one.name, *_reading(same.first if same else None),
        *_reading(same.last if same else None), same.places if same else None,
        same.points if same else None, *shown, None if hidden else _share(one.percent),
        _share(one.aim.value if one.aim else None), one.aim.document if one.aim else "",
        "" if one.reached is None else "ya" if one.reached else "belum", one.expected, one.empty,
    )  # fmt: skip


def _reading(one: Reading | None) -> tuple[object, ...]:
    return (one.words, one.n, one.of) if one else ("", None, None)
