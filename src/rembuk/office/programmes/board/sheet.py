"""The board as a workbook: every village below a place, one row for each intervention."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within
from rembuk.office.programmes import balance
from rembuk.office.programmes.balance import Row
from rembuk.office.programmes.models import Balance

VILLAGE: Final = 13


def made(area: Area, year: int, on: dt.date) -> tuple[bytes, int]:
    """The workbook of a place and how many rows it has. Volumes stand as numbers."""
    rows = balance.balance(area.code[:5], year, "desa", area.code, on)
    rows += _upper(area, year, on)
    kecamatan = dict(
        Area.objects.filter(within("code", area.code[:5]), level=Level.KECAMATAN)
        .values_list("code", "name")
    )  # fmt: skip
    names = dict(Area.objects.filter(within("code", area.code[:5])).values_list("code", "name"))
    title = _("Kebutuhan, rencana, anggaran, dan penyaluran %(year)s · %(place)s") % {
        "year": year, "place": area.name,
    }  # fmt: skip
    body = [_cells(one, names, kecamatan) for one in rows]
    return workbook([Sheet("Imbangan", title, COLUMNS, body, paper=True)], _notes()), len(body)


def _upper(area: Area, year: int, on: dt.date) -> list[Row]:
    """What is planned above villages without saying where."""
    found = Balance.objects.filter(within("place_code", area.code), year=year, activities__gt=0)
    codes = found.order_by().values_list("place_code", flat=True).distinct()
    return balance.own((one for one in codes if len(one) < VILLAGE), year, on)


COLUMNS: Final = (
    Column("Kode wilayah", 15), Column("Kecamatan", 18), Column("Desa/kelurahan", 22),
    Column("Intervensi", 38), Column("Kelompok", 16), Column("Yang dihitung", 38),
    Column("Satuan", 12), Column("Kebutuhan", 11, "integer"), Column("Paling sedikit", 10),
    Column("Per tanggal", 12, "date"), Column("Direncanakan", 12, "decimal"),
    Column("Dianggarkan", 12, "decimal"), Column("Dukungan", 12, "decimal"),
    Column("Tersalur", 12, "decimal"), Column("Tersalur, diperiksa", 12, "decimal"),
    Column("Belum direncanakan", 13, "decimal"), Column("Belum dianggarkan", 13, "decimal"),
    Column("Belum tersalur", 13, "decimal"), Column("Melebihi kebutuhan", 13, "decimal"),
    Column("Pagu rencana (Rp)", 16, "integer"), Column("Pagu anggaran (Rp)", 16, "integer"),
    Column("Belanja (Rp)", 16, "integer"), Column("Satuan lain (kegiatan)", 12, "integer"),
    Column("Pemilik", 28),
)  # fmt: skip


def _cells(row: Row, names: dict[str, str], kecamatan: dict[str, str]) -> list[object]:
    village = names.get(row.place, "") if len(row.place) == VILLAGE else ""
    return [
        row.place, kecamatan.get(row.place[:8], ""), village, row.name, row.group_name, row.who,
        row.unit, row.need, ("ya" if row.least else "") if row.need is not None else "", row.as_of,
        float(row.planned), float(row.budgeted), float(row.supported), float(row.delivered),
        float(row.verified), float(row.unplanned) if row.need is not None else None,
        float(row.unbudgeted), float(row.undelivered),
        float(row.over) if row.need is not None else None, row.planned_amount,
        row.budgeted_amount, row.spent_amount, row.otherwise, str(row.owner or ""),
    ]  # fmt: skip


def _notes() -> list[str]:
    when = timezone.localtime().strftime("%d/%m/%Y %H.%M")
    return [
        _("Diunduh %s.") % when,
        _("Kebutuhan kosong berarti tidak ada yang menghitungnya di desa itu, bukan nol."),
        _("\"Paling sedikit\": sebagian bulan atau sasaran belum tercatat; kebutuhan dapat lebih."),
        _("Volume hanya dijumlah bila satuannya sama dengan satuan intervensi; kegiatan bersatuan "
          "lain dihitung di kolom tersendiri."),
        _("Baris tanpa nama desa direncanakan di tingkat kecamatan atau kabupaten tanpa menyebut "
          "desanya."),
    ]  # fmt: skip
