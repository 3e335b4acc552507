"""The field list as Excel: printed and taken along, filled and brought back.

Always in Indonesian, whoever downloads it: it is read in the village and read back by its heads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.families import ground
from rembuk.office.families.models import FieldCheck, Finding, Found
from rembuk.office.lists.models import ListRow
from rembuk.office.people.masking import masked_name

CODE: Final = "Kode baris"
FOUND: Final = "Hasil"
DATE: Final = "Tanggal kunjungan"
BY: Final = "Petugas"
NOTE: Final = "Catatan"


def book(check: FieldCheck, names: bool, village: str) -> bytes:
    """The field list of a check with what was found so far. `names`: open, else masked."""
    rows = ground.rows_of(check)
    people = ground.people_of(rows)
    latest = ground.latest(check)
    lines = []
    for number, (code, row) in enumerate(ground.codes(check, rows).items(), 1):
        one = people.get(row.pk)
        name = (one.name if names else masked_name(one.name)) if one else ""
        lines.append([number, code, name, *_where(row), *_told(row, latest)])
    columns = [
        Column("No", 5, "integer"), Column(CODE, 23), Column("Nama", 26), Column("Dusun", 14),
        Column("RT", 5), Column("RW", 5), Column("Alamat", 22), Column("Desil", 7, "integer"),
        Column(FOUND, 24, choices=[str(one.label) for one in Found]), Column(DATE, 14, "date"),
        Column(BY, 20), Column(NOTE, 34),
    ]  # fmt: skip
    edition = check.edition
    title = (
        f"Cek lapangan {check.public_id}: {edition.get_source_display()} {edition.label}, "
        f"{village}, paling lambat {check.due:%d/%m/%Y}, {check.officer}"
    )
    return workbook([Sheet("Daftar lapangan", title, columns, lines, paper=True)], NOTES)


NOTES: Final = (
    "Isi kolom Hasil dari pilihan yang ada. Baris yang belum didatangi dibiarkan kosong.",
    "Jangan mengubah kolom Kode baris: dengan itu Rembuk mengenali barisnya.",
    "Tanggal dan petugas yang kosong diisi dari formulir unggah.",
    "Berkas boleh diunggah sebagian dan berulang; baris yang sama tidak dicatat dua kali.",
    "Daftar ini memuat data pribadi. Simpan baik-baik dan musnahkan kertasnya sesudah dipakai.",
    "Unduhan ini dicatat.",
)


def _where(row: ListRow) -> Sequence[object]:
    decile = row.facts.get("decile")
    return [row.dusun, row.rt, row.rw, row.address, decile if isinstance(decile, int) else None]


def _told(row: ListRow, latest: Mapping[str, Finding]) -> Sequence[object]:
    one = latest.get(row.key)
    if one is None:
        return [None, None, None, None]
    return [str(Found(one.found).label), one.found_on, one.by, one.note]
