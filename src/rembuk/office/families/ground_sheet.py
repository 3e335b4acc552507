"""The field list as Excel: printed and taken along, filled and brought back.

Written in the language of who downloads it; `ground_reading` takes it back in any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.families import ground, ground_words
from rembuk.office.families.models import FieldCheck, Finding
from rembuk.office.lists.models import ListRow
from rembuk.office.people.masking import masked_name

CODE: Final = noop("Kode baris")
FOUND: Final = noop("Hasil")
DATE: Final = noop("Tanggal kunjungan")
BY: Final = noop("Petugas")
NOTE: Final = noop("Catatan")


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
    choices = [str(word) for word in ground_words.WORDS.values()]
    columns = [
        Column(_("No"), 5, "integer"), Column(_(CODE), 23), Column(_("Nama"), 26),
        Column(_("Dusun"), 14), Column("RT", 5), Column("RW", 5), Column(_("Alamat"), 22),
        Column(_("Desil"), 7, "integer"), Column(_(FOUND), 24, choices=choices),
        Column(_(DATE), 14, "date"), Column(_(BY), 20), Column(_(NOTE), 34),
    ]  # fmt: skip
    edition = check.edition
    title = _("Cek lapangan %(code)s: %(list)s %(edition)s, %(village)s, %(until)s, %(by)s") % {
        "code": check.public_id,
        "list": edition.get_source_display(),
        "edition": edition.label,
        "village": village,
        "until": _("paling lambat %(day)s") % {"day": f"{check.due:%d/%m/%Y}"},
        "by": check.officer,
    }
    return workbook([Sheet(_("Daftar lapangan"), title, columns, lines, paper=True)], notes(names))


def notes(names: bool) -> list[str]:
    """How the list is filled, and why names are dots when they are."""
    told = [
        _("Isi kolom Hasil dari pilihan yang ada. Baris yang belum didatangi dibiarkan kosong."),
        _("Jangan mengubah kolom Kode baris: dengan itu Rembuk mengenali barisnya."),
        _("Tanggal dan petugas yang kosong diisi dari formulir unggah."),
        _("Berkas boleh diunggah sebagian dan berulang; baris yang sama tidak dicatat dua kali."),
        _("Daftar ini memuat data pribadi. Musnahkan kertasnya sesudah dipakai."),
        _("Unduhan ini dicatat."),
    ]
    if not names:
        told.insert(0, str(ground_words.WHY_MASKED))
    return told


def _where(row: ListRow) -> Sequence[object]:
    decile = row.facts.get("decile")
    return [row.dusun, row.rt, row.rw, row.address, decile if isinstance(decile, int) else None]


def _told(row: ListRow, latest: Mapping[str, Finding]) -> Sequence[object]:
    one = latest.get(row.key)
    if one is None:
        return [None, None, None, None]
    return [ground_words.word(one.found), one.found_on, one.by, one.note]
