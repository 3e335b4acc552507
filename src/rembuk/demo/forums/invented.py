"""What the demo's meetings decide and what becomes of it. Invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Said:
    """One decision. `owner` is a role, "" the host; `due` (years after the meeting's, month, day);
    `carries` the key of an older decision it takes up; `votes` "" for consensus. `fate` names what
    becomes of it (`fates.FATES`)."""

    key: str
    fate: str
    what: str = ""
    target: str = ""
    now: str = ""
    value: str = ""
    unit: str = ""
    volume: str = ""
    volume_unit: str = ""
    cost: str = ""
    money: str = ""
    owner: str = ""
    due: tuple[int, int, int] = (1, 8, 31)
    intervention: str = ""
    carries: str = ""
    votes: str = ""
    objection: tuple[str, str, str] = ("", "", "")
    place: str = ""


@dataclass(frozen=True)
class Sitting:
    """One meeting: kind, whose place and account, day in its year (`back` years ago), what it says.
    `ends`: `disahkan`, `berlangsung` (left unfinished), `diundang` (still to come, `day` counts
    days from today)."""

    key: str
    kind: str
    at: str
    back: int
    month: int
    day: int
    said: tuple[Said, ...] = ()
    ends: str = "disahkan"
    came: int = 9


OWN_MONEY: Final = "dana-sendiri"
"""Dana Desa in a desa; the district's budget in a kelurahan, which has none."""

FIRST: Final = (
    Sitting("desa-lalu", "rembuk-desa", "desa", 1, 1, 28, came=14, said=(
        Said("jamban", "ditepati", "Membangun jamban dan tangki septik bagi keluarga baduta",
             "Keluarga baduta tanpa jamban layak", "14", "4", "keluarga", "10", "unit",
             "75.000.000", OWN_MONEY, intervention="INT-JAMBAN"),
        Said("pmt", "sebagian", "Memberi PMT pangan lokal 90 hari bagi balita gizi kurang",
             "Balita gizi kurang yang mendapat PMT", "3", "12", "anak", "12", "anak",
             "19.440.000", OWN_MONEY, due=(1, 9, 30), intervention="INT-PMT-BALITA",
             objection=("Kader posyandu", "PMT tahun lalu berhenti di bulan kedua.",
                        "Jadwal belanja disusun per bulan dan ditempel di posyandu.")),
        Said("pekarangan", "tanpa-anggaran", "Menanami pekarangan keluarga berisiko dengan sayur "
             "dan kolam ikan", "Keluarga berisiko dengan pekarangan pangan", "5", "20",
             "keluarga", "15", "keluarga", "11.250.000", OWN_MONEY, due=(1, 10, 31),
             intervention="INT-PEKARANGAN", votes="12|3|1"),
        Said("kelas", "bukti", "Mengadakan kelas ibu hamil tiap bulan di balai desa",
             "Ibu hamil ikut kelas paling sedikit 4 kali", "40", "80", "persen",
             money="DANA-TANPA", due=(1, 6, 30), intervention="INT-MENYUSUI"),
    )),
    Sitting("desa2-lalu", "rembuk-desa", "desa2", 1, 2, 4, said=(
        Said("septik2", "musrenbang", "Membangun tangki septik bagi rumah di tepi sungai",
             "Rumah tepi sungai tanpa tangki septik", "35", "5", "rumah", "30", "unit",
             "225.000.000", "DANA-APBD", "PERKIM", (1, 11, 30), "INT-JAMBAN"),
        Said("data2", "bukti", "Menempel daftar sasaran 1.000 HPK yang dimutakhirkan tiap tiga "
             "bulan", "Pemutakhiran data sasaran setahun", "0", "4", "kali",
             money="DANA-TANPA", due=(1, 3, 31)),
    )),
    Sitting("kec-lalu", "rembuk-kecamatan", "kec", 1, 3, 11, came=18, said=(
        Said("septik-kec", "jalan", carries="septik2", owner="PERKIM", due=(1, 12, 15),
             cost="262.500.000", volume="35"),
        Said("jadwal", "bukti", "Menyatukan jadwal posyandu dengan jadwal pendampingan keluarga",
             "Posyandu yang jadwalnya disepakati", "9", "24", "posyandu", money="DANA-TANPA",
             due=(0, 9, 30)),
    )),
    Sitting("kab-lalu", "rembuk-kabupaten", "kab", 1, 4, 22, came=26, said=(
        Said("septik-kab", "salur-jalan", carries="septik-kec", owner="PERKIM",
             due=(1, 12, 15)),
        Said("kek", "ditepati", "Menjamin PMT 120 hari bagi setiap ibu hamil KEK",
             "P72-A-S01", "62", "90", "persen", "36", "ibu", "77.760.000", "DANA-BOK", "DINKES",
             (1, 10, 15), "INT-PMT-BUMIL"),
        Said("kie", "gugur", "Mencetak baliho stunting di setiap kecamatan",
             "Kecamatan dengan baliho", "0", "15", "kecamatan", "15", "kecamatan",
             "90.000.000", "DANA-APBD", "DPPKB", (1, 5, 31), "INT-KIE", votes="14|9|3"),
        Said("obat", "ditolak", "Membeli suplemen impor bagi semua balita",
             "Balita mendapat suplemen", "0", "100", "persen", cost="4.500.000.000",
             money="DANA-APBD", owner="DINKES", due=(1, 12, 15), votes="4|20|2",
             objection=("Ikatan Dokter Indonesia", "Belum ada bukti manfaatnya bagi semua balita.",
                        "Rapat menolak usul ini.")),
    )),
)  # fmt: skip
SECOND: Final = (
    Sitting("desa-ini", "rembuk-desa", "desa", 0, 1, 27, came=16, said=(
        Said("jamban-ini", "rkp", "Melanjutkan jamban dan tangki septik bagi keluarga baduta",
             "Keluarga baduta tanpa jamban layak", "4", "0", "keluarga", "8", "unit",
             "60.000.000", OWN_MONEY, intervention="INT-JAMBAN"),
        Said("air-ini", "musrenbang", "Menyambung air minum ke rumah keluarga berisiko",
             "Keluarga berisiko tanpa air minum layak", "17", "5", "keluarga", "12", "sambungan",
             "50.400.000", "DANA-APBD", "PUPR", (1, 10, 31), "INT-AIR"),
    )),
    Sitting("kec-ini", "rembuk-kecamatan", "kec", 0, 3, 10, came=20, said=(
        Said("air-kec", "rkp", carries="air-ini", owner="PUPR", due=(1, 10, 31)),
        Said("kader-ini", "usul", "Melatih kader dua posyandu yang timbangannya baru",
             "Kader terlatih mengukur", "22", "60", "persen", "40", "orang", "18.000.000",
             "DANA-BOK", "DINKES", (1, 7, 31), "INT-LATIH-KADER"),
    )),
    Sitting("kab-ini", "rembuk-kabupaten", "kab", 0, 4, 21, came=28, said=(
        Said("air-kab", "rkp", carries="air-kec", owner="PUPR", due=(1, 11, 15)),
        Said("kek-ini", "rkp", "Menjamin PMT 120 hari bagi setiap ibu hamil KEK, termasuk yang "
             "ditemukan sesudah Juli", "P72-A-S01", "81", "95", "persen", "44", "ibu",
             "95.040.000", "DANA-BOK", "DINKES", (1, 10, 15), "INT-PMT-BUMIL"),
        Said("tagging", "bukti", "Memeriksa label konvergensi tiap triwulan: hanya belanja yang "
             "sampai ke orang", "Pemeriksaan label setahun", "1", "4", "kali",
             money="DANA-TANPA", owner="BAPPEDA", due=(0, 9, 30)),
    )),
)  # fmt: skip
UNFINISHED: Final = Sitting(
    "kec2-ini", "rembuk-kecamatan", "kec2", 0, 0, -1, ends="berlangsung", came=11, said=(
        Said("k2-tim", "", "Mengaktifkan kembali TPPS di dua desa yang masa tugasnya habis",
             "Desa dengan TPPS berlaku", "5", "7", "desa", money="DANA-TANPA", due=(1, 2, 28)),
        Said("k2-jamban", "usul", "Jamban bagi keluarga yang tinggal di rumah sewa",
             "Keluarga sewa tanpa jamban", "9", "", "keluarga", cost="36.000.000",
             money="DANA-APBD", owner="PERKIM", due=(1, 8, 31)),
        Said("k2-ukur", "usul", "Mengukur ulang balita yang hasilnya diragukan", due=(1, 1, 31)),
    ),
)  # fmt: skip
"""Begun yesterday: one decision agreed, one without a target figure, one without an owner."""
COMING: Final = (
    Sitting("tw-datang", "triwulan-desa", "desa", 0, 0, 6, ends="diundang"),
    Sitting("rakor-datang", "rakor", "kab", 0, 0, 8, ends="diundang"),
)
RAKOR: Final = Sitting(
    "rakor-lalu", "rakor", "kab", 0, 6, 24, came=12, said=(
        Said("sel", "bukti", "Mengisi sel indikator yang kosong sebelum tanggal 5 tiap bulan",
             "Sel kosong lewat tenggat", "25", "10", "persen", money="DANA-TANPA",
             owner="BAPPEDA", due=(0, 11, 10)),
    ),
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
)
