"""The workbook of a report: what the paper cuts short, whole."""

from __future__ import annotations

from rembuk.office.documents.numbers import long_date
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.oversight.reporting.reading import Read

NOTES = (
    "Kosong berarti belum ada, bukan nol.",
    "Janji ditepati: selesai paling lambat pada tenggat dan dibenarkan kantor lain.",
    "Tanpa data perorangan: janji untuk orang atau keluarga hanya dihitung.",
)


def book(read: Read) -> bytes:
    """Promises, activities, decisions, findings."""
    title = f"{read.name}, {read.half.words}, keadaan {long_date(read.on)}"
    return workbook(
        [
            Sheet(
                "Janji", f"Janji yang jatuh tempo. {title}",
                (
                    Column("Pilar", 7, "integer"), Column("Nomor", 14), Column("Janji", 46),
                    Column("Pemilik", 26), Column("Tempat", 20), Column("Tenggat", 12, "date"),
                    Column("Keadaan", 22), Column("Lewat (hari)", 10, "integer"),
                    Column("Kendala", 34),
                ),
                [
                    (number, one.number, one.title, one.office, one.place, one.due, one.state,
                     one.late or None, one.obstacle)
                    for number, rows in sorted(read.promised.lines.items()) for one in rows
                ],
                paper=True,
            ),
            Sheet(
                "Kegiatan", f"Kegiatan tahun {read.half.year}. {title}",
                (
                    Column("Pilar", 7, "integer"), Column("Nomor", 16), Column("Kegiatan", 46),
                    Column("Kantor", 26), Column("Tempat", 20), Column("Volume", 16),
                    Column("Pagu (Rp)", 16, "integer"), Column("Belanja (Rp)", 16, "integer"),
                    Column("Tahap", 24), Column("Dokumen", 36),
                ),
                [
                    (number, one.number, one.title, one.office, one.place, one.volume, one.amount,
                     one.spent, one.status, one.document)
                    for number, rows in sorted(read.money.planned.items()) for one in rows
                ],
                paper=True,
            ),
            Sheet(
                "Keputusan", f"Keputusan rembuk. {title}",
                (
                    Column("Keputusan", 46), Column("Target", 36), Column("Tempat", 20),
                    Column("Pemilik", 30), Column("Biaya (Rp)", 16, "integer"),
                    Column("Tenggat", 12, "date"), Column("Keadaan", 24),
                ),
                [(one.what, one.target, one.place, one.owner, one.cost, one.due, one.standing)
                 for one in read.meetings.decided],
            ),
            Sheet(
                "Temuan", f"Temuan kunjungan. {title}",
                (
                    Column("Pilar", 7, "integer"), Column("Temuan", 46),
                    Column("Yang disepakati", 40), Column("Pemilik", 28),
                    Column("Tenggat", 12, "date"), Column("Keadaan", 22),
                ),
                [(one.pillar, one.text, one.agreed, one.owner, one.due, one.state)
                 for one in read.overseen.findings],
            ),
        ],
        notes=NOTES,
    )  # fmt: skip
