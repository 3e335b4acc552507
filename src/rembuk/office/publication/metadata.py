"""Metadata of a publication in the three parts of Satu Data: activity, variables, indicator.

Perpres 39/2019 asks that data travel with their metadata; the forms are those of Peraturan BPS
5/2020. Always Indonesian, as the forms are.
"""

from __future__ import annotations

from typing import Any, Final

from rembuk.office.places.models import Area
from rembuk.office.publication.letter import month_words
from rembuk.office.publication.models import Publication
from rembuk.office.seats.queries import by_role
from rembuk.reference.metadata import Card

Lines = tuple[tuple[str, str], ...]
COUNT: Final = "Bilangan bulat"
REAL: Final = "Bilangan desimal (titik)"
TEXT: Final = "Teks"
VARIABLES: Final = (
    ("kode_wilayah", "Kode wilayah Kemendagri", "Kode kabupaten, kecamatan, desa", "", TEXT),
    ("tingkat", "Tingkat wilayah", "kabupaten, kecamatan, desa (atau kelurahan)", "", TEXT),
    ("sasaran_s", "Sasaran (S)", "Balita 0-59 bulan terdaftar pada bulan itu", "balita", COUNT),
    ("ditimbang_d", "Ditimbang (D)", "Balita terdaftar yang ditimbang pada bulan itu", "balita",
     COUNT),
    ("d_s_persen", "Cakupan D/S", "ditimbang_d / sasaran_s x 100", "persen", REAL),
    ("dinilai_tbu", "Dinilai TB/U",
     "Balita ditimbang yang panjang atau tingginya terukur dan z-skor TB/U-nya masuk akal",
     "balita", COUNT),
    ("sangat_pendek", "Sangat pendek", "TB/U di bawah -3 SD", "balita", COUNT),
    ("pendek", "Pendek", "TB/U -3 SD sampai di bawah -2 SD", "balita", COUNT),
    ("stunting", "Stunting", "sangat_pendek + pendek", "balita", COUNT),
    ("prevalensi_persen", "Prevalensi stunting di register", "stunting / dinilai_tbu x 100",
     "persen", REAL),
    ("perubahan_poin", "Perubahan", "prevalensi_persen dikurangi prevalensi pada publikasi "
     "sebelumnya; kosong bila salah satunya tidak ditampilkan", "poin persen", REAL),
    ("tidak_ditampilkan", "Kolom yang ditutup", "Nama kolom cacah yang tidak ditampilkan", "",
     TEXT),
    ("alasan_tanpa_prevalensi", "Alasan prevalensi kosong",
     "ditutup, d-s-rendah, tidak-ada-data, atau tidak-ada-yang-dinilai", "", TEXT),
)  # fmt: skip


def card(one: Publication) -> Card:
    """The three parts for an edition."""
    place = Area.objects.get(code=one.district_code)
    office = by_role("DINKES", one.district_code, one.as_of)
    return Card(
        _filled(
            ("Judul kegiatan", f"Publikasi data stunting {place.name}, {month_words(one)}"),
            ("Wilayah", f"{place.name} ({place.code})"),
            ("Penyelenggara", office.name if office else "Tim Percepatan Penurunan Stunting"),
            ("Cara pengumpulan", "Kompilasi produk administrasi: register posyandu (e-PPGBM)"),
            ("Cakupan", "Balita 0-59 bulan yang terdaftar di posyandu; bukan sampel, bukan survei"),
            ("Bulan pengukuran", month_words(one)),
            ("Keadaan data", f"{one.as_of}"),
            ("Edisi", f"{one.edition}" + (f": {one.reason}" if one.reason else "")),
            ("Diterbitkan", f"{one.day}" if one.day else ""),
            ("Frekuensi", "Dua kali setahun (Februari, Agustus) atau bulan lain"),
            ("Cakupan wilayah terkecil", "Desa/kelurahan"),
            ("Perlindungan", _protection(one)),
            ("Versi aturan", one.rule_version),
        ),
        tuple(
            _filled(
                ("Kode variabel", code), ("Nama variabel", name), ("Konsep dan definisi", told),
                ("Satuan", unit), ("Tipe data", kind),
            )
            for code, name, told, unit, kind in VARIABLES
        ),
        _filled(
            ("Nama indikator", "Prevalensi stunting balita di register posyandu"),
            ("Konsep", "Balita dengan tinggi atau panjang badan menurut umur di bawah -2 SD"),
            ("Rumus", "stunting / dinilai_tbu x 100"),
            ("Ukuran", "Persen"),
            ("Interpretasi", "Semakin rendah semakin baik; dibaca bersama D/S"),
            ("Agregasi", "Jumlah pembilang dibagi jumlah penyebut"),
            ("Klasifikasi",
             "WHO/UNICEF: <2,5 sangat rendah; 2,5-<10 rendah; 10-<20 sedang; 20-<30 tinggi; "
             "30 ke atas sangat tinggi"),
            ("Baku", "Standar Pertumbuhan WHO 2006; kategori Permenkes 2/2020"),
            ("Batas baca", f"D/S paling sedikit {one.minimum:g} persen".replace(".", ",")),
            ("Tidak dibandingkan dengan", "SSGI, SKI, Riskesdas: survei dengan cara ukur lain"),
        ),
    )  # fmt: skip


def as_json(one: Publication, files: dict[str, str]) -> dict[str, Any]:
    """The same for machines, with the addresses of the files."""
    return card(one).as_dict() | {"berkas": files, "keadaan": one.state}


def _protection(one: Publication) -> str:
    return (
        f"Cacah di bawah {one.limit} tidak ditampilkan, juga bila balita yang tidak stunting "
        f"kurang dari {one.limit}; cacah lain ikut ditutup agar yang kecil tidak dapat dihitung"
    )


def _filled(*lines: tuple[str, str]) -> Lines:
    return tuple((head, value) for head, value in lines if value)
