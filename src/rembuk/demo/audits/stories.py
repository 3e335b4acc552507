"""What invented experts find and ask for, by group and expertise. No family is behind any of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CHILD: Final = ("baduta", "balita")


@dataclass(frozen=True)
class Asked:
    """A recommendation, and how the office that is asked usually answers."""

    text: str
    to: str
    role: str
    urgency: str
    intervention: str
    measured_by: str
    expected: str
    budget: int | None = None
    money: str = "DANA-TANPA"
    volume: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class Story:
    """A cause with its evidence (what was seen, where from) and what is asked for."""

    groups: tuple[str, ...]
    expertise: str
    cause: str
    certainty: str
    evidence: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]


STORIES: Final = (
    Story(
        CHILD, "anak", "I-DIS-03", "diduga",
        (
            ("Serumah ada yang batuk lebih dari dua minggu, belum diperiksa", "Kunjungan rumah"),
            ("Berat tidak naik pada tiga penimbangan", "Catatan posyandu"),
        ),
        (
            Asked(
                "Foto dada dan pengobatan TB bila terbukti; periksa semua serumah",
                "orang", "PUSKESMAS", "segera", "INT-TB", "Hasil pemeriksaan, kartu pengobatan",
                "Penyakit ditemukan atau disingkirkan dalam sebulan", 1_250_000, "DANA-BOK", 1,
                "keluarga",
            ),
        ),
    ),
    Story(
        CHILD, "anak", "I-DIS-01", "terbukti",
        (
            ("Diare tiga kali dalam enam bulan", "Buku KIA"),
            ("Sumur enam meter dari lubang jamban", "Sanitarian puskesmas"),
        ),
        (
            Asked(
                "Tangki septik kedap dan jarak sumur paling dekat 10 meter",
                "keluarga", "PERKIM", "semester", "INT-JAMBAN", "Foto, uji air, serah terima",
                "Tidak ada diare berulang", 7_800_000, "DANA-DD", 1, "unit",
            ),
        ),
    ),
    Story(
        CHILD, "anak", "U-SVC-07", "terbukti",
        (("Belum punya jaminan kesehatan, rujukan tertunda", "Wawancara keluarga"),),
        (
            Asked(
                "Jaminan kesehatan aktif sebelum rujukan ke rumah sakit",
                "orang", "DINSOS", "segera", "INT-JAMINAN", "Kartu jaminan aktif",
                "Rujukan dapat dijalankan", None, "DANA-APBD", 1, "orang",
            ),
        ),
    ),
    Story(
        CHILD, "gizi", "I-DIET-01", "terbukti",
        (
            ("Ingatan makan 24 jam: nasi dan kuah, tanpa lauk hewani", "Wawancara keluarga"),
            ("Telur satu kali dalam tujuh hari", "Wawancara keluarga"),
        ),
        (
            Asked(
                "PMT lokal 56 hari dengan dua sumber protein hewani",
                "orang", "PUSKESMAS", "segera", "INT-PMT-BALITA", "Berat tiap minggu, hari makan",
                "Berat naik tiap minggu", 924_000, "DANA-BOK", 56, "hari",
            ),
        ),
    ),
    Story(
        CHILD, "gizi", "U-PRA-02", "terbukti",
        (("Makanan pendamping mulai bulan kedelapan, bubur encer", "Buku KIA"),),
        (
            Asked(
                "Konseling pemberian makan di rumah, empat kali, dengan contoh masak",
                "keluarga", "PUSKESMAS", "sebulan", "INT-PMBA", "Ingatan makan sebelum dan sesudah",
                "Lauk hewani tiap hari", 400_000, "DANA-BOK", 4, "kali",
            ),
        ),
    ),
    Story(
        CHILD, "psikolog", "U-PRA-03", "diduga",
        (("Diasuh nenek sepanjang hari, jarang diajak bermain", "Kunjungan rumah"),),
        (
            Asked(
                "Kelas pengasuhan untuk ibu dan nenek, empat kali pertemuan",
                "keluarga", "DPPKB", "semester", "INT-BKB", "Daftar hadir, kunjungan bulan ketiga",
                "Anak disuapi dan diajak bermain tiap hari", 600_000, "DANA-BOKB", 4, "kali",
            ),
        ),
    ),
    Story(
        ("bumil",), "gizi", "I-DIET-02", "terbukti",
        (("LILA di bawah 23,5 cm", "Pemeriksaan bidan"),),
        (
            Asked(
                "PMT ibu hamil KEK 120 hari dan pantau berat tiap dua minggu",
                "orang", "PUSKESMAS", "segera", "INT-PMT-BUMIL", "Berat dan LILA tiap bulan",
                "Berat naik sesuai umur kehamilan", 2_400_000, "DANA-BOK", 120, "hari",
            ),
        ),
    ),
    Story(
        ("bumil",), "obgin", "I-DIET-03", "terbukti",
        (("Hb di bawah batas, tablet diminum jarang", "Buku KIA"),),
        (
            Asked(
                "MMS tiap hari diawasi keluarga; periksa Hb lagi sebulan kemudian",
                "orang", "PUSKESMAS", "segera", "INT-TTD-BUMIL", "Hb, hitung sisa tablet",
                "Hb naik dalam sebulan", 150_000, "DANA-BOK", 1, "ibu",
            ),
            Asked(
                "USG oleh dokter dan rencana persalinan di rumah sakit",
                "orang", "RSUD", "sebulan", "INT-RUJUK-SPOG", "Hasil USG, rencana persalinan",
                "Persalinan di tempat yang siap", None, "DANA-APBN", 1, "ibu",
            ),
        ),
    ),
    Story(
        ("bufas",), "obgin", "U-SVC-05", "terbukti",
        (("Belum memilih KB sesudah bersalin, anak terakhir berjarak dekat", "Bidan desa"),),
        (
            Asked(
                "KB pascapersalinan jangka panjang sesudah konseling suami istri",
                "keluarga", "DPPKB", "sebulan", "INT-KBPP", "Metode dan tanggal pelayanan",
                "Jarak kehamilan paling dekat dua tahun", None, "DANA-DAK", 1, "ibu",
            ),
        ),
    ),
    Story(
        ("bufas",), "gizi", "U-PRA-01", "terbukti",
        (("Susu formula sejak hari ketiga", "Kunjungan nifas"),),
        (
            Asked(
                "Pendampingan menyusui oleh konselor, tiga kunjungan",
                "orang", "PUSKESMAS", "segera", "INT-MENYUSUI", "Cara menyusui, berat bayi",
                "Menyusui saja sampai enam bulan", 300_000, "DANA-BOK", 3, "kunjungan",
            ),
        ),
    ),
    Story(
        ("catin",), "obgin", "U-SVC-01", "terbukti",
        (("Periksa kesehatan seminggu sebelum menikah", "Elsimil"),),
        (
            Asked(
                "Tunda kehamilan sampai Hb dan berat cukup; dampingi tiap bulan",
                "orang", "DPPKB", "sebulan", "INT-CATIN", "Hb dan LILA sebelum hamil",
                "Masuk kehamilan dalam keadaan sehat", 200_000, "DANA-BOKB", 3, "bulan",
            ),
        ),
    ),
    Story(
        ("catin",), "gizi", "I-DIET-03", "diduga",
        (("Hb di bawah 12 g/dL", "Elsimil"),),
        (
            Asked(
                "Tablet tambah darah tiap minggu dan menu kaya zat besi",
                "orang", "PUSKESMAS", "sebulan", "INT-CATIN", "Hb sesudah tiga bulan",
                "Hb cukup sebelum hamil", 90_000, "DANA-BOK", 12, "tablet",
            ),
        ),
    ),
)  # fmt: skip

EXPERTS: Final = {
    "catin": ("obgin", "gizi"),
    "bumil": ("obgin", "gizi"),
    "bufas": ("obgin", "gizi"),
    "baduta": ("anak", "gizi", "psikolog"),
    "balita": ("anak", "gizi"),
}
"""Expertise asked about a case of each group."""


def stories_for(group: str, expertise: str) -> tuple[Story, ...]:
    """What an expert may find in a case of a group; at least one."""
    return tuple(one for one in STORIES if group in one.groups and one.expertise == expertise)
