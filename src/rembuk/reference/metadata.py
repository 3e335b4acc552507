"""Metadata cards of an indicator in the three parts of Satu Data: activity, variable, indicator.

Statistical metadata travels with the data it describes (Perpres 39/2019; Peraturan BPS 5/2020 has
the three forms). The cards are derived: nothing stands in them that the reference does not hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rembuk.reference.indicators import Conflict, Indicator, Quantity

if TYPE_CHECKING:
    from rembuk.reference.loader import Reference

FREQUENCY: Final[Mapping[str, str]] = {
    "bulan": "Bulanan", "semester": "Semesteran", "tahun": "Tahunan",
}  # fmt: skip
LEVEL: Final[Mapping[str, str]] = {
    "desa": "Desa/kelurahan", "kecamatan": "Kecamatan", "kabupaten": "Kabupaten/kota",
}  # fmt: skip
UNIT: Final[Mapping[str, str]] = {
    "persen": "Persen", "jumlah": "Jumlah", "ya-tidak": "Ya/tidak", "rupiah": "Rupiah",
}  # fmt: skip
KIND: Final[Mapping[str, str]] = {
    "count": "Bilangan bulat", "yes-no": "Ya/tidak", "money": "Rupiah",
}  # fmt: skip
BETTER: Final[Mapping[str, str]] = {
    "naik": "Semakin tinggi semakin baik", "turun": "Semakin rendah semakin baik",
}  # fmt: skip


class Card(NamedTuple):
    """The three parts, each as (heading, value) in the order of the form; a variable a quantity."""

    activity: tuple[tuple[str, str], ...]
    variables: tuple[tuple[tuple[str, str], ...], ...]
    indicator: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """The card as plain data, for JSON."""
        return {
            "kegiatan": dict(self.activity),
            "variabel": [dict(one) for one in self.variables],
            "indikator": dict(self.indicator),
        }


def card(
    reference: Reference, indicator: Indicator, on: dt.date, *, district: str = "",
    quantities: Mapping[str, Quantity] | None = None,
) -> Card:  # fmt: skip
    """The card of an indicator on a day. `quantities`: those of the district over the national."""
    known = {one.code: one for one in reference.quantities(on)} | dict(quantities or {})
    mine = [known[code] for code in indicator.quantities if code in known]
    conflict = next(
        (one for one in reference.conflicts(on) if one.indicator == indicator.code), None
    )
    roles = {one.code: one.name_id for one in reference.owners(on)}
    return Card(
        _activity(reference, indicator, mine, on, district, roles),
        tuple(_variable(reference, one, roles) for one in mine),
        _indicator(reference, indicator, mine, conflict, roles),
    )


def _activity(
    reference: Reference, one: Indicator, mine: Iterable[Quantity], on: dt.date, district: str,
    roles: Mapping[str, str],
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    lists = {found.code: found for found in reference.indicator_lists(on)}
    listed = lists.get(one.list_code)
    keepers = dict.fromkeys(roles.get(part.owner, part.owner) for part in mine)
    return _filled(
        ("Judul kegiatan", listed.name_id if listed else one.list_code),
        ("Wilayah", district),
        ("Penyelenggara", roles.get(one.owner, one.owner)),
        ("Produsen data", "; ".join(keepers)),
        ("Cara pengumpulan", "Kompilasi produk administrasi" if one.kind != "survei" else "Survei"),
        ("Sumber data", one.source_app),
        ("Frekuensi", FREQUENCY[one.frequency]),
        ("Cakupan wilayah terkecil", LEVEL[one.level]),
        ("Dasar", _texts(reference, listed.source if listed else one.source)),
    )


def _variable(
    reference: Reference, one: Quantity, roles: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    return _filled(
        ("Kode variabel", one.code),
        ("Nama variabel", one.name_id),
        ("Konsep dan definisi", one.definition),
        ("Satuan", one.unit_id),
        (
            "Tipe data",
            {"count": "Bilangan bulat", "yes-no": "Ya/tidak", "money": "Rupiah"}[one.kind],
        ),
        ("Pemilik", roles.get(one.owner, one.owner)),
        ("Wilayah terkecil", LEVEL[one.level]),
        ("Frekuensi", FREQUENCY[one.frequency]),
        ("Penjumlahan antarwaktu", {"akhir": "Keadaan terakhir", "jumlah": "Dijumlah"}[one.over]),
        ("Tidak melebihi", one.max_of),
        ("Cara diperoleh", f"Dihitung dari catatan: {one.computed}" if one.computed else "Diisi"),
        ("Sumber", _texts(reference, one.source)),
        ("Keyakinan", one.confidence),
    )


def _indicator(
    reference: Reference, one: Indicator, mine: Iterable[Quantity], conflict: Conflict | None,
    roles: Mapping[str, str],
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    names = {part.code: part.name_id for part in mine}
    formula = ""
    if one.numerator and one.denominator:
        formula = f"{names.get(one.numerator, one.numerator)} / "
        formula += f"{names.get(one.denominator, one.denominator)} x 100"
    elif one.numerator:
        formula = names.get(one.numerator, one.numerator)
    targets = "; ".join(
        f"{target.value:g} {target.unit}{f' ({target.year})' if target.year else ''}: "
        f"{target.document} [{target.confidence}]"
        for target in one.targets
    )
    return _filled(
        ("Kode indikator", one.code),
        ("Nama indikator", one.name_id),
        ("Rumus", formula),
        ("Ukuran", UNIT[one.unit]),
        ("Interpretasi", BETTER[one.direction]),
        ("Agregasi", "Jumlah pembilang dibagi jumlah penyebut" if one.denominator else "Jumlah"),
        ("Penanggung jawab", roles.get(one.owner, one.owner)),
        ("Lembaga nasional", one.responsible),
        ("Target", targets),
        ("Penyebut yang dipakai", conflict.reason_id if conflict else ""),
        ("Berlaku", _span(one)),
        ("Sumber", _texts(reference, one.source)),
        ("Keyakinan", one.confidence),
        ("Catatan", one.note),
    )


def _span(one: Indicator) -> str:
    return f"{one.valid_from} sampai {one.valid_to or 'seterusnya'}"


def _texts(reference: Reference, keys: Iterable[str]) -> str:
    return "; ".join(reference.source_text(key) for key in keys)


def _filled(*lines: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Lines that say something."""
    return tuple((head, value) for head, value in lines if value)
