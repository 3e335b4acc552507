"""Metadata cards of an indicator in the three parts of Satu Data: activity, variable, indicator.

Statistical metadata travels with the data it describes (Perpres 39/2019; Peraturan BPS 5/2020 has
the three forms). The cards are derived: nothing stands in them that the reference does not hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from rembuk.reference import fields
from rembuk.reference.indicators import Conflict, Indicator, Quantity

if TYPE_CHECKING:
    from rembuk.reference.loader import Reference

Language = Literal["id", "en"]
Pair = tuple[str, str]
"""A word in Indonesian and in English."""
FREQUENCY: Final[Mapping[str, Pair]] = {
    "bulan": ("Bulanan", "Monthly"), "semester": ("Semesteran", "Half-yearly"),
    "tahun": ("Tahunan", "Yearly"),
}  # fmt: skip
LEVEL: Final[Mapping[str, Pair]] = {
    "desa": ("Desa/kelurahan", "Village (desa/kelurahan)"),
    "kecamatan": ("Kecamatan", "Subdistrict (kecamatan)"),
    "kabupaten": ("Kabupaten/kota", "District (kabupaten/kota)"),
}  # fmt: skip
UNIT: Final[Mapping[str, Pair]] = {
    "persen": ("Persen", "Percent"), "jumlah": ("Jumlah", "Count"),
    "ya-tidak": ("Ya/tidak", "Yes/no"), "rupiah": ("Rupiah", "Rupiah"),
}  # fmt: skip
KIND: Final[Mapping[str, Pair]] = {
    "count": ("Bilangan bulat", "Whole number"), "yes-no": ("Ya/tidak", "Yes/no"),
    "money": ("Rupiah", "Rupiah"),
}  # fmt: skip
BETTER: Final[Mapping[str, Pair]] = {
    "naik": ("Semakin tinggi semakin baik", "Higher is better"),
    "turun": ("Semakin rendah semakin baik", "Lower is better"),
}  # fmt: skip
SIZE: Final[Pair] = (
    "Besar kelompok sasaran; bukan baik atau buruk",
    "Size of a group; not good or bad",
)
OVER: Final[Mapping[str, Pair]] = {
    "akhir": ("Keadaan terakhir", "The last state"), "jumlah": ("Dijumlah", "Added up"),
}  # fmt: skip
CONFIDENCE: Final[Mapping[str, Pair]] = {
    "resmi": ("resmi", "official"), "dikuatkan": ("dikuatkan", "corroborated"),
    "kode": ("kode", "read in code of district forms"), "sekunder": ("sekunder", "secondary"),
    "bertentangan": ("bertentangan", "sources disagree"),
    "belum-pasti": ("belum-pasti", "not certain"),
}  # fmt: skip
TARGET_UNIT: Final[Mapping[str, Pair]] = {
    "persen": ("persen", "percent"), "jumlah": ("jumlah", "count"),
    "kali-setahun": ("kali-setahun", "times a year"),
    "kali-sebulan": ("kali-sebulan", "times a month"),
}  # fmt: skip
HEADS: Final[Mapping[str, str]] = {
    "Judul kegiatan": "Title of the activity", "Wilayah": "Area", "Penyelenggara": "Organiser",
    "Produsen data": "Data producers", "Cara pengumpulan": "Way of collecting",
    "Sumber data": "Source of data", "Frekuensi": "Frequency",
    "Cakupan wilayah terkecil": "Smallest area covered", "Dasar": "Basis",
    "Kode variabel": "Code of the variable", "Nama variabel": "Name of the variable",
    "Konsep dan definisi": "Concept and definition", "Satuan": "Unit", "Tipe data": "Data type",
    "Pemilik": "Owner", "Wilayah terkecil": "Smallest area",
    "Penjumlahan antarwaktu": "Adding over time", "Tidak melebihi": "Cannot exceed",
    "Cara diperoleh": "How obtained", "Sumber": "Source", "Keyakinan": "Confidence",
    "Kode indikator": "Code of the indicator", "Nama indikator": "Name of the indicator",
    "Rumus": "Formula", "Ukuran": "Measure", "Interpretasi": "Interpretation",
    "Agregasi": "Aggregation", "Penanggung jawab": "Responsible office",
    "Lembaga nasional": "National body", "Target": "Target",
    "Penyebut yang dipakai": "Denominator in use", "Berlaku": "In force", "Catatan": "Note",
}  # fmt: skip
"""Headings of the forms, and the same in English."""


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
    quantities: Mapping[str, Quantity] | None = None, language: Language = "id",
) -> Card:  # fmt: skip
    """The card of an indicator on a day. `quantities`: those of the district over the national.
    What a document says, and what a district wrote, stays in its own language."""
    known = {one.code: one for one in reference.quantities(on)} | dict(quantities or {})
    mine = [known[code] for code in indicator.quantities if code in known]
    conflict = next(
        (one for one in reference.conflicts(on) if one.indicator == indicator.code), None
    )
    words = _Words(reference, language, on)
    return Card(
        words.heads(_activity(words, indicator, mine, district)),
        tuple(words.heads(_variable(words, one)) for one in mine),
        words.heads(_indicator(words, indicator, mine, conflict)),
    )


class _Words:
    """Words of one language."""

    def __init__(self, reference: Reference, language: Language, on: dt.date) -> None:
        self.reference, self.on, self.english = reference, on, language == "en"
        self.roles = {one.code: one.name_id for one in reference.owners(on)}  # names of offices

    def name(self, thing: Any) -> str:
        """Its name."""
        return str((self.english and thing.name_en) or thing.name_id)

    def of(self, pair: Pair) -> str:
        """One of two words."""
        return pair[self.english]

    def day(self, value: dt.date) -> str:
        """A day in words."""
        return fields.day(value, ("id", "en")[self.english])

    def role(self, code: str) -> str:
        """An office."""
        return self.roles.get(code, code)

    def texts(self, keys: Iterable[str]) -> str:
        """Sources."""
        return "; ".join(
            self.reference.source_text(key, ("id", "en")[self.english]) for key in keys
        )

    def heads(self, lines: Iterable[Pair]) -> tuple[Pair, ...]:
        """Lines that say something, with the heading of the language."""
        return tuple(
            (HEADS[head] if self.english else head, value) for head, value in lines if value
        )


def _activity(
    words: _Words, one: Indicator, mine: Iterable[Quantity], district: str
) -> tuple[Pair, ...]:
    lists = {found.code: found for found in words.reference.indicator_lists(words.on)}
    listed = lists.get(one.list_code)
    keepers = dict.fromkeys(words.role(part.owner) for part in mine)
    collected = ("Kompilasi produk administrasi", "Compilation of administrative records")
    return (
        ("Judul kegiatan", words.name(listed) if listed else one.list_code),
        ("Wilayah", district),
        ("Penyelenggara", words.role(one.owner)),
        ("Produsen data", "; ".join(keepers)),
        ("Cara pengumpulan", words.of(collected if one.kind != "survei" else ("Survei", "Survey"))),
        ("Sumber data", one.source_app),
        ("Frekuensi", words.of(FREQUENCY[one.frequency])),
        ("Cakupan wilayah terkecil", words.of(LEVEL[one.level])),
        ("Dasar", words.texts(listed.source if listed else one.source)),
    )


def _variable(words: _Words, one: Quantity) -> tuple[Pair, ...]:
    counted = words.of(("Dihitung dari catatan", "Counted from records"))
    return (
        ("Kode variabel", one.code),
        ("Nama variabel", words.name(one)),
        ("Konsep dan definisi", (words.english and one.definition_en) or one.definition),
        ("Satuan", words.of((one.unit_id, one.unit_en))),
        ("Tipe data", words.of(KIND[one.kind])),
        ("Pemilik", words.role(one.owner)),
        ("Wilayah terkecil", words.of(LEVEL[one.level])),
        ("Frekuensi", words.of(FREQUENCY[one.frequency])),
        ("Penjumlahan antarwaktu", words.of(OVER[one.over])),
        ("Tidak melebihi", one.max_of),
        (
            "Cara diperoleh",
            counted if one.computed else words.of(("Diisi", "Typed")),
        ),
        ("Sumber", words.texts(one.source)),
        ("Keyakinan", words.of(CONFIDENCE[one.confidence])),
    )


def _is_size(one: Indicator) -> bool:
    """Whether it only counts the people a service is for, who are neither too many nor too few."""
    return one.kind == "dampak" and one.unit == "jumlah" and not one.denominator


def _indicator(
    words: _Words, one: Indicator, mine: Iterable[Quantity], conflict: Conflict | None
) -> tuple[Pair, ...]:
    names = {part.code: words.name(part) for part in mine}
    formula = ""
    if one.numerator and one.denominator:
        formula = f"{names.get(one.numerator, one.numerator)} / "
        formula += f"{names.get(one.denominator, one.denominator)} x 100"
    elif one.numerator:
        formula = names.get(one.numerator, one.numerator)
    targets = "; ".join(
        f"{target.value:g} {words.of(TARGET_UNIT[target.unit])}"
        f"{f' ({target.year})' if target.year else ''}: "
        f"{target.document} [{words.of(CONFIDENCE[target.confidence])}]"
        for target in one.targets
    )
    summed = (
        "Jumlah pembilang dibagi jumlah penyebut",
        "Sum of numerators over sum of denominators",
    )
    below = "" if conflict is None else words.of((conflict.reason_id, conflict.reason_en))
    until = words.of(("sampai", "until")), words.of(("seterusnya", "further notice"))
    return (
        ("Kode indikator", one.code),
        ("Nama indikator", words.name(one)),
        ("Rumus", formula),
        ("Ukuran", words.of(UNIT[one.unit])),
        ("Interpretasi", words.of(SIZE if _is_size(one) else BETTER[one.direction])),
        ("Agregasi", words.of(summed if one.denominator else ("Jumlah", "Sum"))),
        ("Penanggung jawab", words.role(one.owner)),
        ("Lembaga nasional", one.responsible),
        ("Target", targets),
        ("Penyebut yang dipakai", below),
        (
            "Berlaku",
            f"{words.day(one.valid_from)} {until[0]} "
            f"{words.day(one.valid_to) if one.valid_to else until[1]}",
        ),
        ("Sumber", words.texts(one.source)),
        ("Keyakinan", words.of(CONFIDENCE[one.confidence])),
        ("Catatan", words.of((one.note_id or one.note, one.note))),
    )
