"""What is said about a value that could not be read or was mended, in plain Indonesian: what is
wrong, and what to do. A message may quote a figure or a visit date, never a person's value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from rembuk.office.intake.receivers import Field

Verdict = Literal["galat", "ragu", "catatan"]
PRIVATE: Final = {"birth_date"}
"""Fields whose value identifies a person although their type is a date or number."""


@dataclass(frozen=True)
class Fault:
    """`message` may use {label} {raw} {hint} {unit} {low} {high}; `always` overrides the rule that
    a grave field makes an error and another field a note."""

    message: str
    always: Verdict | None = None
    hinted: str = ""


FAULTS: Final[dict[str, Fault]] = {
    "wajib": Fault("{label} kosong. Isi di berkas asal."),
    "bukan-angka": Fault("{label} tertulis {raw}, bukan angka. Tulis angka saja, misalnya 9,7."),
    "bukan-bulat": Fault("{label} tertulis {raw}, seharusnya bilangan bulat."),
    "angka-jadi-tanggal": Fault(
        "{label} terbaca sebagai tanggal karena diubah Excel. Ketik ulang sebagai angka; "
        "mungkin {hint}."
    ),
    "negatif": Fault("{label} tertulis {raw}, tidak mungkin negatif.", hinted=" Mungkin {hint}?"),
    "di-luar-batas": Fault(
        "{label} {raw} {unit} tidak mungkin (batas {low} sampai {high}). Periksa catatan asli.",
        hinted=" Mungkin {hint}?",
    ),
    "nol": Fault("{label} tertulis 0, dibaca sebagai tidak diukur.", "catatan"),
    "kode-kosong": Fault(
        "{label} tertulis {raw}, kode untuk tidak terhitung; dikosongkan.", "catatan"
    ),
    "angka-dibetulkan": Fault("{label} tertulis {raw}, dibaca {hint}.", "catatan"),
    "bukan-tanggal": Fault(
        "{label} tidak terbaca sebagai tanggal{quoted}. Tulis hari/bulan/tahun, seperti 09/10/2026."
    ),
    "bulan-hari": Fault("{label} tertulis bulan lebih dulu; dibaca {hint}.", "catatan"),
    "masa-depan": Fault("{label} sesudah hari ini{quoted}. Betulkan tanggalnya."),
    "bukan-sex": Fault("{label} tertulis {raw}. Tulis L atau P."),
    "bukan-position": Fault("{label} tertulis {raw}. Tulis Terlentang atau Berdiri."),
    "bukan-yesno": Fault("{label} tertulis {raw}. Tulis Ya atau Tidak."),
    "bukan-nt": Fault("{label} tertulis {raw}. Tulis N, T, O atau B."),
    "bukan-bbu": Fault("{label} tertulis {raw}; bukan kategori BB/U yang dikenal."),
    "bukan-tbu": Fault("{label} tertulis {raw}; bukan kategori TB/U yang dikenal."),
    "bukan-bbtb": Fault("{label} tertulis {raw}; bukan kategori BB/TB yang dikenal."),
    "nik-ilmiah": Fault(
        "{label} tertulis dalam notasi ilmiah (seperti 1,6E+15) sehingga angka akhirnya hilang. "
        "Format kolomnya sebagai Teks dan isi ulang dari sumbernya.",
        "ragu",
    ),
    "nik-angka": Fault(
        "{label} tersimpan sebagai angka; Excel mengubah angka ke-16 menjadi 0. Cocokkan dengan "
        "sumbernya dan format kolomnya sebagai Teks.",
        "catatan",
    ),
    "lahir-sesudah-ukur": Fault(
        "Tanggal lahir sesudah tanggal pengukuran. Salah satunya keliru; periksa buku KIA.", "galat"
    ),
    "desa-tak-dikenal": Fault("{label} {raw} tidak dikenal.", "galat", hinted=" Mungkin {hint}?"),
    "desa-kosong": Fault(
        "{label} kosong, sehingga wilayahnya tidak diketahui. Isi nama desa.", "galat"
    ),
    "luar-wilayah": Fault("Wilayah baris ini di luar wilayah tugas Anda.", "galat"),
    "bukan-data": Fault(
        "Baris ini tidak berisi data (judul ulang, jumlah atau tanda tangan); tidak dibaca.",
        "catatan",
    ),
}


def verdict(code: str, field: Field) -> Verdict:
    """Whether the fault makes the row an error, a doubt or a note."""
    return FAULTS[code].always or ("galat" if field.required or field.grave else "catatan")


def message(code: str, field: Field, raw: str, hint: str = "") -> str:
    """The sentence for one value."""
    fault = FAULTS[code]
    private = field.name in PRIVATE or field.type in {"nik"}
    text = fault.message + (fault.hinted if hint and not private else "")
    shown = "lain" if private else f"“{raw[:30]}”"
    kept = "" if verdict(code, field) != "catatan" or code in _READ else " Nilai ini dikosongkan."
    said = text.format(
        **{
            "label": field.label,
            "raw": shown,
            "hint": "" if private else hint,
            "unit": field.unit,
            "low": _plain(field.low),
            "high": _plain(field.high),
            "quoted": "" if private else f" ({raw[:30]})",
        }
    )
    return (" ".join(said.split()) + kept)[:300]


_READ: Final = {"angka-dibetulkan", "bulan-hari", "nik-angka", "bukan-data", "nol", "kode-kosong"}
"""Notes that already say what became of the value."""


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")
