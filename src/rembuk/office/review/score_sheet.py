"""The own score as a workbook; a kept score is evidence of the step that asks for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone, translation

from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.review import score
from rembuk.office.review.models import Snapshot
from rembuk.office.review.score import Row
from rembuk.office.review.score_words import shown
from rembuk.office.review.year_review import name_of
from rembuk.office.review.year_review_freeze import prove

ASSESSMENT = "penilaian"
"""The requirement of a step a kept score meets: the kecamatan's own assessment."""
NOTES = (
    "Nilai sendiri menurut rubrik, sebelum dinilai provinsi. Tidak ada jumlah nilai: bobotnya "
    "tidak ditemukan di sumber umum.",
    "Kosong berarti belum dapat dihitung atau belum dinilai, bukan nilai terendah.",
)


def book(
    year: Year, place: str, on: dt.date, rows: Sequence[Row], province: Mapping[str, str]
) -> bytes:
    """Criteria on one sheet, what lacks on another."""
    title = f"{place}, {year.year}, keadaan {on:%d/%m/%Y}"
    told = [shown(one) for one in rows]
    return workbook(
        [
            Sheet(
                "Nilai", f"Nilai sendiri menurut rubrik. {title}",
                (
                    Column("Nomor", 8), Column("Kriteria", 48), Column("Aksi", 30),
                    Column("Nilai", 12), Column("n", 9, "integer"), Column("N", 9, "integer"),
                    Column("Dasar", 48), Column("Untuk nilai berikutnya", 44),
                    Column("Bukti", 9, "integer"), Column("Nilai provinsi", 13),
                    Column("Kepastian kriteria", 26), Column("Sumber", 48),
                ),
                [
                    (one.row.criterion.number, one.row.name, one.row.action, one.row.letter,
                     one.row.measured.n if one.row.measured else None,
                     one.row.measured.of if one.row.measured else None,
                     one.row.measured.words if one.row.measured
                     else one.row.hand.reason if one.row.hand else "",
                     one.lacking, len(one.row.evidence),
                     province.get(one.row.criterion.code, ""), one.sure, "; ".join(one.sources))
                    for one in told
                ],
                paper=True,
            ),
            Sheet(
                "Yang kurang", f"Yang masih kurang. {title}",
                (Column("Nomor", 8), Column("Kriteria", 48), Column("Kurang", 60),
                 Column("Jumlah", 10, "integer")),
                [
                    (one.row.criterion.number, one.row.name, lack.words, lack.n)
                    for one in told for lack in (*one.first, *one.rest)
                ],
                paper=True,
            ),
        ],
        NOTES,
    )  # fmt: skip


@transaction.atomic
def keep(year: Year, place: str, account: Account, note: str = "") -> Snapshot:
    """Keep the score, and bring its workbook where a step of the place asks for an assessment."""
    made = score.keep(year, place, account, note)
    today = timezone.localdate()
    with translation.override("id"):
        content = book(year, name_of(place), today, score.rows(year, place, today), {})
    prove(year, place, account, today, ASSESSMENT, content, "penilaian.xlsx")
    return made
