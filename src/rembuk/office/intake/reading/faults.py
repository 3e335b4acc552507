"""What is said about a value that could not be read or was mended, in plain Indonesian: what is
wrong, and what to do. A message may quote a figure or a visit date, never a person's value. The
sentences are texts of the catalogue; the page that shows one says it in the reader's language."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

from rembuk.office.intake.receivers import Field
from rembuk.office.intake.sentences import Param, Sentence, Word, noop

Verdict = Literal["galat", "ragu", "catatan"]
PRIVATE: Final = "birth_date"
"""How the names of fields end whose value, though a date, identifies a person."""


@dataclass(frozen=True)
class Fault:
    """`message` may use {label} {raw} {hint} {unit} {low} {high}; `private` is said instead where
    the value must not be quoted; `hinted` is said after it when there is a hint; `always`
    overrides the rule that a grave field makes an error and another field a note."""

    message: str
    always: Verdict | None = None
    hinted: str = ""
    private: str = ""


EMPTIED: Final = noop("Nilai ini dikosongkan.")

FAULTS: Final[dict[str, Fault]] = {
    "wajib": Fault(noop("{label} kosong. Isi di berkas asal.")),
    "bukan-angka": Fault(
        noop("{label} tertulis {raw}, bukan angka. Tulis angka saja, misalnya 9,7.")
    ),
    "bukan-bulat": Fault(noop("{label} tertulis {raw}, seharusnya bilangan bulat.")),
    "angka-jadi-tanggal": Fault(
        noop(
            "{label} terbaca sebagai tanggal karena diubah Excel. Ketik ulang sebagai angka; "
            "mungkin {hint}."
        )
    ),
    "negatif": Fault(
        noop("{label} tertulis {raw}, tidak mungkin negatif."), hinted=noop("Mungkin {hint}?")
    ),
    "di-luar-batas": Fault(
        noop(
            "{label} {raw} {unit} tidak mungkin (batas {low} sampai {high}). Periksa catatan asli."
        ),
        hinted=noop("Mungkin {hint}?"),
    ),
    "nol": Fault(noop("{label} tertulis 0, dibaca sebagai tidak diukur."), "catatan"),
    "kode-kosong": Fault(
        noop("{label} tertulis {raw}, kode untuk tidak terhitung; dikosongkan."), "catatan"
    ),
    "angka-dibetulkan": Fault(noop("{label} tertulis {raw}, dibaca {hint}."), "catatan"),
    "bukan-tanggal": Fault(
        noop(
            "{label} tidak terbaca sebagai tanggal ({raw}). Tulis hari/bulan/tahun, seperti "
            "09/10/2026."
        ),
        private=noop(
            "{label} tidak terbaca sebagai tanggal. Tulis hari/bulan/tahun, seperti 09/10/2026."
        ),
    ),
    "bulan-hari": Fault(noop("{label} tertulis bulan lebih dulu; dibaca {hint}."), "catatan"),
    "masa-depan": Fault(
        noop("{label} sesudah hari ini ({raw}). Betulkan tanggalnya."),
        private=noop("{label} sesudah hari ini. Betulkan tanggalnya."),
    ),
    "bukan-sex": Fault(noop("{label} tertulis {raw}. Tulis L atau P.")),
    "bukan-position": Fault(noop("{label} tertulis {raw}. Tulis Terlentang atau Berdiri.")),
    "bukan-yesno": Fault(noop("{label} tertulis {raw}. Tulis Ya atau Tidak.")),
    "bukan-mark": Fault(noop("{label} tertulis {raw}. Tulis V, Ya, Tidak, atau angka kodenya.")),
    "bukan-nt": Fault(noop("{label} tertulis {raw}. Tulis N, T, O atau B.")),
    "bukan-bbu": Fault(noop("{label} tertulis {raw}; bukan kategori BB/U yang dikenal.")),
    "bukan-tbu": Fault(noop("{label} tertulis {raw}; bukan kategori TB/U yang dikenal.")),
    "bukan-bbtb": Fault(noop("{label} tertulis {raw}; bukan kategori BB/TB yang dikenal.")),
    "nik-ilmiah": Fault(
        noop(
            "{label} tertulis dalam notasi ilmiah (seperti 1,6E+15) sehingga angka akhirnya "
            "hilang. Format kolomnya sebagai Teks dan isi ulang dari sumbernya."
        ),
        "ragu",
    ),
    "nik-angka": Fault(
        noop(
            "{label} tersimpan sebagai angka; Excel mengubah angka ke-16 menjadi 0. Cocokkan "
            "dengan sumbernya dan format kolomnya sebagai Teks."
        ),
        "catatan",
    ),
    "lahir-sesudah-ukur": Fault(
        noop("Tanggal lahir sesudah tanggal pengukuran. Salah satunya keliru; periksa buku KIA."),
        "galat",
    ),
    "luar-wilayah": Fault(noop("Wilayah baris ini di luar wilayah tugas Anda."), "galat"),
    "bukan-data": Fault(
        noop("Baris ini tidak berisi data (judul ulang, jumlah atau tanda tangan); tidak dibaca."),
        "catatan",
    ),
}


def verdict(code: str, field: Field) -> Verdict:
    """Whether the fault makes the row an error, a doubt or a note."""
    return FAULTS[code].always or ("galat" if field.required or field.grave else "catatan")


def sentence(code: str, field: Field, raw: str, hint: str = "") -> Sentence:
    """The sentence for one value."""
    fault = FAULTS[code]
    private = field.name.endswith(PRIVATE) or field.type in {"nik", "kk"}
    params: dict[str, Param] = {
        "label": Word(field.label),
        "raw": Word("lain") if private else f"“{raw[:30]}”",
        "hint": "" if private else _typed(hint),
        "unit": Word(field.unit),
        "low": field.low,
        "high": field.high,
    }
    then = []
    if fault.hinted and hint and not private:
        then.append(_used(fault.hinted, params))
    if verdict(code, field) == "catatan" and code not in _READ:
        then.append(Sentence(EMPTIED))
    text = fault.private if private and fault.private else fault.message
    return _used(text, params, tuple(then))


def _used(message: str, params: dict[str, Param], then: tuple[Sentence, ...] = ()) -> Sentence:
    """A sentence with only the values its text names."""
    named = {name: value for name, value in params.items() if f"{{{name}}}" in message}
    return Sentence(message, named, then)


_READ: Final = {"angka-dibetulkan", "bulan-hari", "nik-angka", "bukan-data", "nol", "kode-kosong"}
"""Notes that already say what became of the value."""

_NUMBER: Final = re.compile(r"-?\d+(,\d+)?")
_DAY: Final = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


def _typed(hint: str) -> Param:
    """A hint as number or day, so that it is said as the reader writes those."""
    if _NUMBER.fullmatch(hint):
        return float(hint.replace(",", "."))
    if found := _DAY.fullmatch(hint):
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    return hint
