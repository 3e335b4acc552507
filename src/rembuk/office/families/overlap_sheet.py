"""The overlap as Excel: by place, by kind, and the families for who may export names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.families.overlap import Line, Told
from rembuk.office.families.overlap_words import SET_HEADS, kind_words

if TYPE_CHECKING:
    from rembuk.office.families.pages_overlap import FamilyLine


def book(
    told: Told,
    areas: Sequence[tuple[Line, str]],
    families: Sequence[FamilyLine],
    sources: Sequence[str],
    name: str,
) -> bytes:
    """The workbook. A hidden number is the word for it, never an empty cell."""
    title = _("Irisan keluarga, %(place)s") % {"place": name}
    heads: list[Column] = [Column(_("Wilayah"), 26), Column(_("Kode"), 16)]
    heads.append(Column(_("Keluarga"), 12, "integer"))
    for head in SET_HEADS.values():
        heads.append(Column(str(head), 14, "integer"))
        heads.append(Column(_("dari (diketahui)"), 12, "integer"))
    heads += [
        Column(_("Keempatnya"), 12, "integer"),
        Column(_("Data belum lengkap"), 12, "integer"),
        Column(_("Tidak di daftar mana pun"), 14, "integer"),
    ]
    sheets = [
        Sheet(_("Per wilayah"), title, heads, [_area(line, label) for line, label in areas]),
        Sheet(
            _("Per irisan"),
            title,
            [Column(_("Tepat di"), 70), Column(_("Keluarga"), 12, "integer")],
            [[kind_words(kind), _shown(n)] for kind, n in told.kinds()],
        ),
    ]
    if families:
        columns = [
            Column(_("Kode keluarga"), 16), Column(_("Kepala keluarga"), 28),
            Column(_("Desa"), 22), Column(_("Ada di"), 60), Column(_("Belum diketahui"), 40),
            Column(_("Desil"), 8, "integer"), Column(_("Anggota"), 10, "integer"),
        ]  # fmt: skip
        rows = [
            [one.standing.family.public_id, one.head, one.village, "; ".join(one.inside),
             "; ".join(one.unknown), one.standing.decile, one.standing.members]
            for one in families
        ]  # fmt: skip
        sheets.append(Sheet(_("Keluarga"), title, columns, rows))
    return workbook(sheets, _notes(told, sources))


def _area(line: Line, label: str) -> list[object]:
    row: list[object] = [label, line.code, _shown(line.total)]
    for size in line.sizes:
        row += [_shown(None), _shown(None)] if size is None else [size.yes, size.known]
    return [*row, *(_shown(n) for n in (line.every, line.incomplete, line.unlisted))]


def _shown(n: int | None) -> object:
    return pgettext("angka", "ditutup") if n is None else n


def _notes(told: Told, sources: Sequence[str]) -> list[str]:
    notes = [
        _("Miskin ekstrem diduga dari desil daftar, bukan dihitung dari pengeluaran."),
        _("Yang belum diketahui tidak dihitung sebagai tidak."),
        _("Sumber: %(sources)s.") % {"sources": "; ".join(sources) or _("belum ada daftar")},
    ]
    if told.protected:
        notes.append(
            _(
                "“ditutup”: angka di bawah %(n)s, atau angka lain yang ikut ditutup supaya angka "
                "kecil tidak dapat dihitung dari jumlahnya."
            )
            % {"n": told.table.limit}
        )
    when = date_format(timezone.localtime(), "j F Y H.i")
    return [*notes, _("Diunduh dari Rembuk, %(when)s. Unduhan ini dicatat.") % {"when": when}]
