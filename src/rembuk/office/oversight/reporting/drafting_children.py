"""The chapters of convergence actions, case audits and stunting figures."""

from __future__ import annotations

import datetime as dt

from rembuk import reference
from rembuk.office.documents.blocks import Block, Value
from rembuk.office.documents.letters import Column, Heading, Paragraph, Table
from rembuk.office.documents.numbers import MONTHS
from rembuk.office.oversight.models import Chapter
from rembuk.office.oversight.reporting.chapter import NONE, Drafted, pct
from rembuk.office.oversight.reporting.reading import Read
from rembuk.office.places.numbers import count, plain
from rembuk.office.review.year_review_children import Month
from rembuk.office.review.year_review_tables import of_words


def convergence(read: Read) -> Drafted:
    """Cells in time, by office; steps inside their window."""
    told = read.filing
    if told is None:
        none = f"Tahun aksi konvergensi {read.half.year} belum dibuka di Rembuk."
        return Drafted(Chapter.CONVERGENCE, "Aksi konvergensi", (none,))
    total = told.total
    in_time, steps = told.pairs
    said = (
        f"Sel indikator yang jatuh tempo: {count(total.expected)}; terisi tepat waktu "
        f"{of_words(total.in_time, total.expected, total.in_time_pct)}, {count(total.late)} "
        f"terlambat, {count(total.empty)} masih kosong.",
        "Langkah yang selesai dalam jendelanya: "
        f"{of_words(in_time, steps, 100 * in_time / steps if steps else None)} "
        "(langkah kali wilayah).",
    )
    blocks: list[Block] = [
        Heading("Isian menurut kantor", 2),
        Table(
            (
                Column("Kantor", 4), Column("Sel lewat tenggat", 1.4, "integer"),
                Column("Tepat waktu", 1.2, "integer"), Column("Terlambat", 1.2, "integer"),
                Column("Kosong", 1, "integer"), Column("Tepat (%)", 1.1, "percent"),
            ),
            [(one.name, one.expected, one.in_time, one.late, one.empty, pct(one.in_time_pct))
             for one in told.offices],
            small=True, empty="Belum ada sel yang lewat tenggat.",
        ),
        Heading("Langkah aksi", 2),
        Table(
            (
                Column("Langkah", 0.8), Column("Apa", 4.4), Column("Jendela tutup", 1.3, "date"),
                Column("Wilayah", 1, "integer"), Column("Selesai", 1, "integer"),
                Column("Tepat waktu", 1.1, "integer"),
            ),
            [(one.code, one.name, one.closes, one.places, one.done, one.in_time)
             for one in told.steps],
            small=True, empty="Belum ada langkah di wilayah ini.",
        ),
    ]  # fmt: skip
    return Drafted(Chapter.CONVERGENCE, "Aksi konvergensi", said, blocks)


def audit(read: Read) -> Drafted:
    """The cycle of the half and its follow-up."""
    told = read.audits
    limit = int(reference.load().number("small_count", read.on))
    if not told.cycles:
        said = [f"Tidak ada siklus audit kasus pada {read.half.words}."]
    else:
        names = "; ".join(f"{name} ({state.lower()})" for name, state in told.cycles)
        said = [f"Siklus audit kasus: {names}. Kasus diaudit: {_small(told.cases, limit)}."]
    kept = told.kept
    said.append(
        f"Tindak lanjut audit yang jatuh tempo ditepati "
        f"{of_words(kept.kept, kept.due, kept.percent)}; {count(told.open)} masih terbuka, "
        f"{count(told.late)} lewat tenggat."
    )
    table = Table(
        (Column("Kelompok sasaran", 4), Column("Kasus", 1.2)),
        [(group, _small(n, limit)) for group, n in told.groups], small=True,
        empty="Belum ada kasus.",
    )  # fmt: skip
    return Drafted(Chapter.AUDIT, "Audit kasus stunting", tuple(said), [table])


def prevalence(read: Read) -> Drafted:
    """The register and the surveys, apart."""
    told = read.children
    limit = int(reference.load().number("small_count", read.on))
    if told is None:
        said = ("Tahun ini belum dibuka di Rembuk, sehingga angkanya belum dibaca.",)
        return Drafted(Chapter.PREVALENCE, "Angka stunting", said)
    months = [one for one in told.months if read.half.begins <= one.month <= read.half.ends]
    said_ = []
    if months:
        last = months[-1]
        said_.append(
            f"Register posyandu {_named(last.month)}: D/S "
            + of_words(last.ds.n, last.ds.of, last.ds.pct)
            + ("." if last.readable else ", belum cukup untuk membaca persentase stunting.")
        )
    else:
        said_.append("Belum ada pengukuran bersama pada semester ini di register.")
    if told.tested is not None:
        said_.append(f"Survei: {told.survey_words}; {told.tested.word}.")
    blocks: list[Block] = [
        Heading("Register posyandu", 2),
        Table(
            (
                Column("Bulan", 1.2), Column("S", 1, "integer"), Column("D", 1, "integer"),
                Column("D/S", 1, "percent"), Column("Pendek", 1, "integer"),
                Column("Dinilai TB/U", 1.2, "integer"),
                Column("Persen", 1.2, "percent"),
            ),
            [_month(one, limit) for one in months], small=True,
            empty="Belum ada bulan pengukuran bersama pada semester ini.",
        ),
        Paragraph(
            "Bulan yang ditampilkan ialah bulan pengukuran bersama dan bulan terakhir. "
            f"Persentase dibaca bila D/S paling sedikit {plain(told.limit, 0)}%."
        ),
    ]  # fmt: skip
    if read.of_district:
        blocks += [
            Heading("Survei", 2),
            Table(
                (Column("Survei", 2), Column("Tahun", 1), Column("Persen", 1, "percent"),
                 Column("Selang", 1.6), Column("Sumber", 3)),
                [
                    (one.point.survey, str(one.point.year), pct(one.point.percent),
                     f"{plain(one.interval.low)}–{plain(one.interval.high)}%"
                     if one.interval else NONE, one.source)
                    for one in told.surveys
                ],
                small=True, empty="Belum ada angka survei.",
            ),
        ]  # fmt: skip
    return Drafted(Chapter.PREVALENCE, "Angka stunting", tuple(said_), blocks)


def _named(month: dt.date) -> str:
    """`Juni 2026`."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def _month(one: Month, limit: int) -> tuple[Value, ...]:
    share = pct(one.stunting.pct) if one.readable else "belum dapat dibaca"
    small = 0 < one.stunting.n < limit
    return (
        _named(one.month), one.ds.of, one.ds.n, pct(one.ds.pct), _small(one.stunting.n, limit),
        one.stunting.of, NONE if small else share,
    )  # fmt: skip


def _small(n: int, limit: int) -> str:
    return f"< {limit}" if 0 < n < limit else count(n)
