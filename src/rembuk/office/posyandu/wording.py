"""Codes of the room in the words officers use; see also Permenkes 2/2020 for the categories."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

Words = dict[str, str | Promise]

STATUSES: tuple[tuple[str | Promise, tuple[tuple[str, str | Promise], ...]], ...] = (
    (
        __("Kehadiran"),
        (
            ("s", __("semua balita terdaftar (S)")),
            ("d", __("ditimbang (D)")),
            ("tidak-diukur", __("tidak ditimbang")),
        ),
    ),
    (
        __("Kenaikan berat"),
        (
            ("n", __("N, naik")),
            ("t", __("T, tidak naik")),
            ("2t", __("2T, dua kali tidak naik")),
            ("o", __("O, bulan lalu tidak ditimbang")),
            ("b", __("B, baru pertama ditimbang")),
            ("bgm", __("BGM, di bawah garis merah")),
        ),
    ),
    (
        __("Status gizi"),
        (
            ("pendek", __("pendek dan sangat pendek (PB/U, TB/U)")),
            ("sangat-pendek", __("sangat pendek (PB/U, TB/U)")),
            ("kurus", __("gizi kurang dan gizi buruk (BB/PB, BB/TB)")),
            ("gizi-kurang", __("gizi kurang (BB/PB, BB/TB)")),
            ("gizi-buruk", __("gizi buruk (BB/PB, BB/TB)")),
            ("bb-kurang", __("berat badan kurang dan sangat kurang (BB/U)")),
            ("dinilai-tbu", __("dapat dinilai PB/U atau TB/U")),
            ("dinilai-bbtb", __("dapat dinilai BB/PB atau BB/TB")),
            ("dinilai-bbu", __("dapat dinilai BB/U")),
        ),
    ),
    (
        __("Kasus dan data"),
        (
            ("kasus", __("kasus terkonfirmasi pendek")),
            ("kasus-baru", __("kasus baru bulan ini")),
            ("diduga", __("diduga, tunggu ukur ulang")),
            ("ragu", __("ada data yang diragukan")),
        ),
    ),
)
"""Filters of the child list by group; the codes are those of `figures.Status`."""

STATUS_WORD: Words = {code: word for _group, items in STATUSES for code, word in items}

AGES: tuple[tuple[str, int, int, str | Promise], ...] = (
    ("0-5", 0, 5, __("0–5 bulan")),
    ("6-11", 6, 11, __("6–11 bulan")),
    ("12-23", 12, 23, __("12–23 bulan")),
    ("24-35", 24, 35, __("24–35 bulan")),
    ("36-59", 36, 59, __("36–59 bulan")),
    ("0-23", 0, 23, __("baduta, 0–23 bulan")),
)
"""Age groups of form F1, in completed months."""

ORDERS: Words = {
    "tempat": __("desa dan posyandu"),
    "urutan": __("siapa dilihat dulu"),
    "umur": __("umur, termuda dulu"),
    "tbu": __("PB/U atau TB/U, terendah dulu"),
    "nama": __("nama"),
}

SEXES: Words = {"L": __("laki-laki"), "P": __("perempuan")}
POSITIONS: Words = {"L": __("berbaring"), "H": __("berdiri")}

CASE_EVENTS: Words = {
    "diduga": __("Diduga pendek, tunggu ukur ulang"),
    "baru": __("Kasus baru: pengukuran kedua memastikan pendek"),
    "ditemukan": __("Kasus ditemukan: sudah pendek saat pertama diukur"),
    "pindah-masuk": __("Pindah masuk, sudah pendek"),
    "kambuh": __("Kambuh: pendek lagi setelah lulus"),
    "pulih": __("Pulih: dua pengukuran tidak lagi pendek"),
    "lulus": __("Lulus: tiga bulan bertahan pulih"),
    "lewat-umur": __("Keluar: genap lima tahun"),
    "pindah": __("Keluar: pindah"),
    "meninggal": __("Keluar: meninggal"),
    "hilang": __("Tidak terpantau lagi"),
    "salah-data": __("Dikeluarkan: data keliru"),
}
CASES: Words = {
    "diduga": __("diduga pendek"),
    "baru": __("kasus baru"),
    "ditemukan": __("kasus ditemukan"),
    "pindah-masuk": __("kasus pindah masuk"),
    "kambuh": __("kasus kambuh"),
    "pulih": __("pulih"),
    "lulus": __("lulus"),
    "hilang": __("tidak terpantau"),
}
CONFIRMED = frozenset({"baru", "ditemukan", "pindah-masuk", "kambuh"})
"""Events that open a confirmed case."""
ENDED = frozenset({"pulih", "lulus", "lewat-umur", "pindah", "meninggal", "hilang", "salah-data"})

FLAGS: Words = {
    "len": __("PB/U atau TB/U di luar batas wajar WHO"),
    "wei": __("BB/U di luar batas wajar WHO"),
    "wfl": __("BB/PB atau BB/TB di luar batas wajar WHO"),
    "bmi": __("IMT/U di luar batas wajar WHO"),
    "hc": __("lingkar kepala di luar batas wajar WHO"),
    "ac": __("LiLA di luar batas wajar WHO"),
}
DOUBTS: Words = {
    "before-birth": __("tanggal ukur sebelum tanggal lahir"),
    "birth-date": __("tanggal lahir belum pasti"),
    "position": __("posisi ukur tidak sesuai umur, disesuaikan 0,7 cm"),
    "recheck": __("diukur berdiri sebelum 9 bulan, posisi diabaikan"),
    "no-position": __("posisi ukur tidak dicatat"),
    "shrink": __("lebih pendek daripada pengukuran sebelumnya"),
}
"""Doubts of a measurement; the codes are those of `science.growth.derive`."""

SHORT_MARKS: Words = {
    "before-birth": __("tanggal keliru"),
    "birth-date": __("tanggal lahir?"),
    "position": __("posisi disesuaikan"),
    "recheck": __("posisi diabaikan"),
    "no-position": __("posisi kosong"),
    "shrink": __("memendek?"),
    **dict.fromkeys(FLAGS, __("nilai tak wajar")),
}
"""The same in one or two words, for a narrow list."""

FACTS: Words = {
    "name": __("Nama"),
    "sex": __("Jenis kelamin"),
    "birth_date": __("Tanggal lahir"),
    "birth_date_sure": __("Tanggal lahir pasti"),
    "birth_weight": __("Berat lahir"),
    "birth_weight_g": __("Berat lahir"),
    "birth_length": __("Panjang lahir"),
    "birth_length_mm": __("Panjang lahir"),
    "birth_headc": __("Lingkar kepala lahir"),
    "gestation_weeks": __("Umur kehamilan saat lahir"),
    "birth_order": __("Anak ke"),
    "parent_name": __("Nama orang tua"),
    "mother_name": __("Nama ibu"),
    "father_name": __("Nama ayah"),
    "address": __("Alamat"),
    "rt": "RT",
    "rw": "RW",
    "phone": __("Telepon"),
    "place_code": __("Posyandu"),
    "posyandu": __("Posyandu"),
    "village": __("Desa atau kelurahan"),
    "area_code": __("Desa atau kelurahan"),
    "left_on": __("Keluar sejak"),
    "left_why": __("Sebab keluar"),
}
SECRET_FACTS = frozenset(
    {"name", "parent_name", "mother_name", "father_name", "address", "rt", "rw", "phone"}
)
"""Facts that identify: masked until the identity is opened."""

LEFT: Words = {
    "pindah": __("pindah"),
    "meninggal": __("meninggal"),
    "salah-data": __("data keliru"),
}


def word(words: Words, code: str) -> str:
    """The word of a code; an unknown code is shown as it is, never hidden."""
    return str(words.get(code, code))


def length_index(age_days: int | None) -> tuple[str, str, str]:
    """Names by position standard: (`PB/U`, `BB/PB`, `panjang`) or (`TB/U`, `BB/TB`, `tinggi`)."""
    if age_days is not None and age_days < 731:
        return "PB/U", "BB/PB", _("panjang")
    return "TB/U", "BB/TB", _("tinggi")


def age_words(born: dt.date | None, on: dt.date) -> str:
    """Age as `18 bulan 4 hari`, calendar months."""
    if born is None or on < born:
        return _("umur tidak diketahui")
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    month_index = born.month - 1 + months
    year, month = born.year + month_index // 12, month_index % 12 + 1
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
    days = (on - dt.date(year, month, min(born.day, last))).days
    return _("%(months)d bulan %(days)d hari") % {"months": months, "days": days}
