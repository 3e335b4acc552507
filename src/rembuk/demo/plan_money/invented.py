"""What the demo's offices and villages plan, and what they say it costs. Invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COSTS: Final = (
    # entry of the catalogue, rupiah a unit this year, document it was read in
    ("INT-PMT-BALITA", 1_620_000, "DPA Dinkes, PMT lokal 90 hari"),
    ("INT-PMT-BUMIL", 2_160_000, "DPA Dinkes, PMT lokal 120 hari"),
    ("INT-GIZI-BURUK", 5_000_000, "DPA Dinkes, tata laksana gizi buruk"),
    ("INT-PMBA", 150_000, "RKA BOK puskesmas, konseling PMBA"),
    ("INT-TTD-REMATRI", 26_000, "DPA Dinkes, TTD dan media sekolah"),
    ("INT-VIT-A", 9_000, "DPA Dinkes, vitamin A dan obat cacing"),
    ("INT-CATIN", 120_000, "DPA DPPKB, pendampingan calon pengantin"),
    ("INT-KBPP", 185_000, "RKA BOKB, pelayanan KB pascasalin"),
    ("INT-PENDAMPINGAN", 500_000, "RKA BOKB, operasional TPK"),
    ("INT-BKB", 210_000, "RKA BOKB, kelas BKB"),
    ("INT-JAMBAN", 7_500_000, "DPA Perkim, tangki septik individual"),
    ("INT-AIR", 4_200_000, "DPA PUPR, sambungan rumah"),
    ("INT-RTLH", 20_000_000, "DPA Perkim, stimulan rumah"),
    ("INT-JAMINAN", 453_600, "DPA Dinkes, iuran PBI APBD 12 bulan"),
    ("INT-PANGAN", 600_000, "DPA Dinas Ketapang, cadangan pangan"),
    ("INT-PEKARANGAN", 750_000, "DPA Dinas Ketapang, pekarangan pangan"),
)
OLDER: Final = 0.94
"""Share of this year's price that last year's was."""


@dataclass(frozen=True)
class Planned:
    """One activity as it is planned again each year. `role` and `who`: office and account;
    `reach` the last status it comes to in a year that has begun; `share` percent that reaches
    persons (None: nobody judged it, -1: no label at all)."""

    role: str
    who: str
    intervention: str
    group: str
    title: str
    problem: str
    volume: int
    unit: str
    money: str
    code: str = ""
    reach: str = "apb"
    share: int | None = -1
    amount: int | None = None


DISTRICT: Final = (
    Planned("DINKES", "dinkes", "INT-PMT-BALITA", "balita", "PMT lokal bagi balita gizi kurang",
            "Balita gizi kurang belum semua mendapat PMT 90 hari", 90, "anak", "DANA-BOK",
            "1.02.02.2.02.0015", share=88),
    Planned("DINKES", "dinkes", "INT-PMT-BUMIL", "hamil", "PMT lokal bagi ibu hamil KEK",
            "Ibu hamil KEK ditemukan, PMT berhenti di bulan kedua", 36, "ibu", "DANA-APBD",
            "1.02.02.2.02.0001", share=85),
    Planned("DINKES", "dinkes", "INT-GIZI-BURUK", "balita", "Tata laksana balita gizi buruk",
            "Rujukan gizi buruk sering terlambat", 8, "anak", "DANA-APBD", "1.02.02.2.02.0015",
            share=None),
    Planned("DINKES", "dinkes", "INT-TTD-REMATRI", "remaja-putri", "TTD mingguan di sekolah",
            "Tablet sampai di sekolah, minum bersama tidak tercatat", 420, "orang", "DANA-DAK",
            "1.02.02.2.02.0004", reach="rkp"),
    Planned("DINKES", "dinkes", "", "", "Rapat koordinasi dan perjalanan dinas gizi",
            "Data posyandu terlambat masuk", 12, "kali", "DANA-APBD", "1.02.02.2.02.0015",
            share=0, amount=180_000_000),
    Planned("DPPKB", "dppkb", "INT-PENDAMPINGAN", "", "Pendampingan keluarga berisiko oleh TPK",
            "Kunjungan TPK belum teratur", 240, "keluarga", "DANA-BOKB", "2.14.03.2.02.0010",
            share=70),
    Planned("DPPKB", "dppkb", "INT-CATIN", "catin", "Pendampingan calon pengantin",
            "Calon pengantin periksa sesudah menikah", 90, "pasangan", "DANA-BOKB", "",
            reach="rkp"),
    Planned("PERKIM", "perkim", "INT-JAMBAN", "", "Jamban sehat keluarga berisiko",
            "Keluarga berisiko tanpa jamban sehat", 40, "unit", "DANA-APBD",
            "1.04.03.2.01.0006", share=95),
    Planned("PERKIM", "perkim", "INT-RTLH", "", "Perbaikan rumah tidak layak huni",
            "Rumah tidak layak huni keluarga berisiko", 12, "rumah", "DANA-APBD", "", reach="usul"),
    Planned("DINSOS", "dinsos", "INT-JAMINAN", "", "Iuran jaminan kesehatan keluarga tidak mampu",
            "Ibu dan balita keluarga miskin tanpa jaminan", 150, "orang", "DANA-APBD", "",
            reach="musrenbang"),
    Planned("DISPANGAN", "ketapang", "INT-PEKARANGAN", "", "Pekarangan pangan keluarga berisiko",
            "Lauk hewani jarang", 60, "keluarga", "DANA-APBD", "2.09.03.2.02.0003"),
)  # fmt: skip
"""Of offices of the district, for the district as a whole."""

VILLAGE: Final = (
    Planned("PEMDES", "", "INT-PMT-BALITA", "balita", "PMT penyuluhan posyandu",
            "Balita berat tidak naik dua bulan berturut", 10, "anak", "DANA-DD", "2.2.02.01",
            share=90),
    Planned("PEMDES", "", "INT-JAMBAN", "", "Jamban keluarga tidak mampu",
            "Keluarga berisiko masih menumpang jamban", 4, "unit", "DANA-DD", "2.3.13.04",
            share=95),
    Planned("PEMDES", "", "INT-PANGAN", "", "Telur bagi keluarga berisiko stunting",
            "Keluarga berisiko kurang lauk hewani", 18, "keluarga", "DANA-DD", "2.2.02.09",
            reach="rkp"),
    Planned("PEMDES", "", "", "", "Bantuan transport dan insentif kader",
            "Kader berhenti karena jarak", 12, "bulan", "DANA-DD", "2.2.02.02", share=None,
            amount=21_600_000),
)  # fmt: skip
"""Of villages, from their own money. A village's number in the list leaves one of them out: the
holes of the board are not everywhere the same."""

CEILING: Final = 912_000_000
"""Dana Desa of the largest village; the others' follow by size."""
