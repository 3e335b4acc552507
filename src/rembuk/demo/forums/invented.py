"""What the meetings of the demo decided and who sat in the teams. Invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Fate = Literal["ditepati", "selesai", "berjalan", "diam", "gugur"]
"""Kept and judged; called done and waiting; begun; never answered; refused or called off."""


@dataclass(frozen=True)
class Said:
    """A decision as the secretary typed it. `owner` is an office's code, "@" the host's; `due` is
    month and day, of the year after where `next_year`; `verdict` "" leaves it proposed."""

    what: str
    target: str
    now: str
    value: str
    unit: str
    owner: str
    due: tuple[int, int]
    volume: str = ""
    volume_unit: str = ""
    cost: str = ""
    money: str = ""
    intervention: str = ""
    next_year: bool = True
    verdict: str = "disepakati|mufakat"
    objection: tuple[str, str] = ("", "")
    fates: tuple[Fate, Fate] = ("ditepati", "berjalan")  # of last year's meeting, of this year's
    texts: dict[str, str] = field(default_factory=dict)


VILLAGE: Final = (
    Said(
        "Membangun jamban sehat bagi keluarga berisiko", "Keluarga berisiko tanpa jamban layak",
        "14", "8", "keluarga", "@", (10, 31), "6", "unit", "45.000.000", "DANA-DD", "INT-JAMBAN",
        verdict="disepakati|suara|21|4|2",
        objection=("Dusun III", "Rumah di bantaran sungai tidak dapat menggali; perlu cara lain."),
        fates=("ditepati", "berjalan"),
    ),
    Said(
        "PMT lokal 120 hari bagi ibu hamil KEK", "Ibu hamil KEK yang mendapat PMT", "60", "100",
        "persen", "dinkes", (6, 30), "7", "orang", "15.120.000", "DANA-BOK", "INT-PMT-BUMIL",
        fates=("ditepati", "selesai"),
    ),
    Said(
        "Biaya jalan kader dan tim pendamping keluarga", "Keluarga berisiko yang didampingi", "58",
        "90", "persen", "@", (3, 31), "12", "bulan", "7.200.000", "DANA-DD", "INT-PENDAMPINGAN",
        fates=("berjalan", "berjalan"),
    ),
    Said(
        "Sambungan air minum di dusun yang memakai air sungai", "Keluarga tanpa air minum layak",
        "22", "10", "keluarga", "pupr", (3, 31), "12", "sambungan", "50.400.000", "DANA-APBD",
        "INT-AIR", fates=("diam", "diam"),
    ),
    Said(
        "Membeli alat pijat bayi untuk posyandu", "Bayi yang dipijat di posyandu", "0", "50",
        "persen", "@", (3, 31), verdict="ditolak|mufakat",
    ),
)  # fmt: skip
KECAMATAN: Final = (
    Said(
        "Jadwal tetap posyandu di luar hari kerja", "Balita ditimbang (D/S)", "74", "85", "persen",
        "@", (8, 31), cost="", money="DANA-TANPA", intervention="", next_year=False,
        fates=("ditepati", "ditepati"),
    ),
    Said(
        "Konseling PMBA bagi ibu baduta di semua posyandu", "Baduta yang mendapat MP-ASI beragam",
        "48", "65", "persen", "dinkes", (12, 20), "12", "sesi", "9.600.000", "DANA-BOK",
        "INT-PMBA", next_year=False, fates=("selesai", "berjalan"),
    ),
)  # fmt: skip
DISTRICT: Final = (
    Said(
        "Semua desa menulis target stunting dalam RKPDes", "Desa dengan target dalam RKPDes", "31",
        "100", "persen", "dpmd", (10, 31), cost="", money="DANA-TANPA", next_year=False,
        fates=("ditepati", "berjalan"),
    ),
    Said(
        "Iuran jaminan kesehatan bagi ibu hamil dan balita miskin",
        "Ibu hamil dan balita miskin tanpa jaminan", "210", "60", "orang", "dinkes", (12, 31),
        "150", "orang", "68.040.000", "DANA-APBD", "INT-JAMINAN", fates=("berjalan", "berjalan"),
    ),
    Said(
        "Bantuan pangan bagi keluarga berisiko termiskin di desa lokus",
        "Keluarga berisiko desil 1 tanpa bantuan pangan", "320", "120", "keluarga", "ketapang",
        (6, 30), "200", "keluarga", "120.000.000", "DANA-APBD", "INT-PANGAN",
        fates=("gugur", "berjalan"),
    ),
    Said(
        "Data keluarga berisiko dipadankan dengan kependudukan", "Keluarga tanpa NIK padan", "18",
        "5", "persen", "dppkb", (11, 30), cost="", money="DANA-TANPA",
        intervention="INT-PADAN-DATA", next_year=False, fates=("ditepati", "selesai"),
    ),
)  # fmt: skip
RAKOR: Final = (
    Said(
        "Tiap kantor mengisi sel yang kosong sebelum tanggal 5", "Sel kosong lewat tenggat", "25",
        "10", "persen", "bappeda", (12, 15), cost="", money="DANA-TANPA", next_year=False,
        fates=("ditepati", "berjalan"),
    ),
)  # fmt: skip
CAME: Final = (
    ("Warsito (tiruan)", "BPD"), ("Sulastri (tiruan)", "TP PKK"),
    ("Mardiyah (tiruan)", "Kader posyandu"), ("Bambang (tiruan)", "Puskesmas"),
    ("Rukmini (tiruan)", "Bidan"), ("Sutarno (tiruan)", "Tokoh masyarakat"),
    ("Wagiman (tiruan)", "Pendamping desa"), ("Ngatini (tiruan)", "Kader pembangunan manusia"),
)  # fmt: skip
MEMBERS: Final = (
    # name, part, order of the field in its level (0: none), office code, institution
    ("Hartono (tiruan)", "wakil", 0, "", "Wakil ketua menurut keputusan"),
    ("Suparti (tiruan)", "sekretaris", 0, "dppkb", ""),
    ("Darmawan (tiruan)", "koordinator", 1, "dinkes", ""),
    ("Kusnadi (tiruan)", "koordinator", 2, "dppkb", ""),
    ("Purnomo (tiruan)", "koordinator", 3, "bappeda", ""),
    ("Rahayu (tiruan)", "koordinator", 4, "bappeda", ""),
    ("Sumiati (tiruan)", "anggota", 1, "", "TP PKK"),
    ("Widodo (tiruan)", "anggota", 2, "", "Tokoh masyarakat"),
)  # fmt: skip
