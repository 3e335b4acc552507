"""One invented sheet per layout of the agency lists, with the headings the agencies use. A row is
a dictionary by heading; `LAYOUTS` names every layout with its generator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.intake_sheets import table, xlsx

KECAMATAN, VILLAGE = "SEKAYU", "BAILANGU"
VILLAGE_CODE = "16.06.01.2003"
Row = dict[str, Any]


def nik(number: int, born: dt.date = dt.date(1988, 5, 17), sex: str = "L") -> str:
    """An invented NIK that fits a birth date and a sex."""
    day = born.day + (40 if sex == "P" else 0)
    return f"160601{day:02d}{born:%m%y}{number % 10000:04d}"


def card(number: int) -> str:
    """An invented card number, issued on 11 March 2018."""
    return f"160601110318{number % 10000:04d}"


WOMAN = dt.date(1995, 8, 3)
MAN = dt.date(1988, 5, 17)
CHILD = dt.date(2025, 2, 9)


LAYOUTS: dict[str, Callable[..., Row]] = {}
"""Layout -> its generator: `generator(number, **cells)` is a row with the cells given put in."""


def _layout(code: str) -> Callable[[Callable[[int], Row]], Callable[..., Row]]:
    """Register the row of a layout; the cells given win over the invented ones."""

    def register(row: Callable[[int], Row]) -> Callable[..., Row]:
        LAYOUTS[code] = lambda n=1, **given: row(n) | given
        return LAYOUTS[code]

    return register


@_layout("krs-verval")
def krs_verval(n: int) -> Row:
    return {
        "No": n,
        "No. Kartu Keluarga": card(n),
        "NIK Kepala Keluarga": nik(n),
        "Nama Kepala Keluarga": f"Kepala {n}",
        "NIK Istri": nik(n, WOMAN, "P"),
        "Nama Istri": f"Istri {n}",
        "Kecamatan": KECAMATAN,
        "Desa": VILLAGE,
        "Punya Anak 0-23 Bulan": 1,
        "Punya Anak 24-59 Bulan": 2,
        "PUS": 1,
        "PUS Hamil": 2,
        "Sumber Air Minum Utama tidak layak": 1,
        "Jamban tidak layak": 2,
        "Terlalu Muda (istri < 20)": 2,
        "Terlalu Tua (35 sd 40)": 3,
        "Terlalu Dekat (< 2 tahun)": 2,
        "Terlalu Banyak (>= 3 anak)": 1,
        "Bukan Peserta KB Modern": 1,
        "Jenis Pendampingan yang Diterima": 3,
    }


@_layout("krs-siga")
def krs_siga(n: int) -> Row:
    return {
        "No": n,
        "Kecamatan": KECAMATAN,
        "Desa/Kelurahan": VILLAGE,
        "RT": "01",
        "RW": "02",
        "Nomor KK": card(n),
        "Nama Kepala Keluarga": f"Kepala {n}",
        "NIK": nik(n),
        "Nama Istri": f"Istri {n}",
        "Anak 0-23 Bulan": "V",
        "Anak 24-59 Bulan": "",
        "PUS": "V",
        "PUS Hamil": "",
        "Sumber Air Minum Tidak Layak": "V",
        "Jamban Tidak Layak": "",
        "Terlalu Muda": "",
        "Terlalu Tua": "",
        "Terlalu Dekat": "",
        "Terlalu Banyak": "V",
        "Bukan Peserta KB Modern": "V",
        "Peringkat Kesejahteraan": "> 4",
        "Kategori Berisiko": "Berisiko",
        "Rujukan": "",
        "Bansos": "V",
        "KIE": "V",
        "Surveilans Elsimil": "",
        "Surveilans e-PPGBM": "",
        "Bapak Asuh": "",
        "PMT": "",
        "Tidak Ada": "",
    }


@_layout("krs-pk21")
def krs_pk21(n: int) -> Row:
    return {
        "No": n,
        "Kecamatan": KECAMATAN,
        "Desa": VILLAGE,
        "RT": "1",
        "RW": "2",
        "No KK": card(n),
        "Kepala Keluarga": f"Kepala {n}",
        "NIK Kepala Keluarga": nik(n),
        "Nama Istri": f"Istri {n}",
        "Baduta": "V",
        "Balita": "",
        "PUS": "V",
        "PUS Hamil": "",
        "Pra Sejahtera": "V",
        "Lantai Tanah": "V",
        "Tidak Makan Beragam": "",
        "Rumah Tidak Layak Huni": "V",
        "Pendidikan Ibu di Bawah SLTP": "",
        "Air Minum Tidak Layak": "",
        "Jamban Tidak Layak": "V",
        "Terlalu Muda": "",
        "Terlalu Tua (> 35)": "V",
        "Terlalu Dekat": "",
        "Terlalu Banyak": "",
        "Bukan KB Modern": "V",
    }


@_layout("krs-rekap")
def krs_rekap(n: int) -> Row:
    return {
        "No": n,
        "Kecamatan": KECAMATAN,
        "Desa": VILLAGE,
        "Keluarga Sasaran": 120,
        "Total KRS": 40,
        "Tidak Berisiko": 80,
        "Peringkat 1": 5,
        "Peringkat 2": 6,
        "Peringkat 3": 7,
        "Peringkat 4": 8,
        "Peringkat > 4": 14,
        "Air Minum Tidak Layak": 9,
        "Jamban Tidak Layak": 21,
        "Terlalu Muda": 1,
        "Terlalu Tua": 12,
        "Terlalu Dekat": 3,
        "Terlalu Banyak": 10,
        "Bukan Peserta KB Modern": 19,
    }


@_layout("dtsen")
def dtsen(n: int) -> Row:
    return {
        "nomor_kartu_keluarga": card(n),
        "nomor_induk_kependudukan": nik(n),
        "nama": f"Warga {n}",
        "jenis_kelamin": "L",
        "tanggal_lahir": "17-05-1988",
        "nama_desa_kelurahan": VILLAGE,
        "nama_kecamatan": KECAMATAN,
        "nama_kabupaten_kota": "MUSI BANYUASIN",
        "nama_provinsi": "SUMATERA SELATAN",
        "alamat": "DUSUN II",
        "desil_nasional": 2,
        "pkh": 1,
        "bpnt": 0,
        "pbi": 1,
        "edisi": "Triwulan I 2026",
    }


@_layout("p3ke")
def p3ke(n: int) -> Row:
    return {
        "No": n,
        "Provinsi": "SUMATERA SELATAN",
        "Kabupaten/Kota": "MUSI BANYUASIN",
        "Kecamatan": KECAMATAN,
        "Desa/Kelurahan": VILLAGE,
        "Kode Kemdagri": "1606012003",
        "Desil Kesejahteraan": "Desil 1",
        "Alamat": "Dusun I",
        "ID Keluarga P3KE": f"K{n:08d}",
        "No KK": card(n),
        "Nama Kepala Keluarga": f"Kepala {n}",
        "NIK": nik(n),
        "Padan Dukcapil": "Ya",
        "Jenis Kelamin": "Laki-laki",
        "Tanggal Lahir": "17/05/1988",
        "Pekerjaan": "Petani",
        "Pendidikan": "Tamat SD/sederajat",
        "Kepemilikan Rumah": "Milik sendiri",
        "Memiliki Simpanan": "Tidak",
        "Jenis Atap": "Seng",
        "Jenis Dinding": "Kayu/Papan",
        "Jenis Lantai": "Tanah",
        "Sumber Penerangan": "Listrik PLN",
        "Bahan Bakar Memasak": "Kayu Bakar",
        "Sumber Air Minum": "Sumur tidak terlindung",
        "Fasilitas Buang Air Besar": "Tidak ada",
        "Resiko Stunting": "Ya",
        "Penerima BPNT": "Tidak",
        "Penerima BPUM": "Tidak",
        "Penerima BST": "Ya",
        "Penerima PKH": "Ya",
        "Penerima Sembako": "Tidak",
    }


@_layout("regsosek-keluarga")
def regsosek_keluarga(n: int) -> Row:
    return {
        "101": "16",
        "102": "06",
        "103": "01",
        "104": "2003",
        "Kecamatan": KECAMATAN,
        "Desa/Kelurahan": VILLAGE,
        "SLS": "RT 003 DUSUN I",
        "109 Nomor Bangunan": n,
        "110 Nomor Keluarga": 1,
        "Nama Kepala Keluarga": f"Kepala {n}",
        "NIK Kepala Keluarga": nik(n),
        "Nomor KK": card(n),
        "Jumlah Anggota Keluarga": 4,
        "301a Status Penguasaan Bangunan": 1,
        "302 Luas Lantai": 36,
        "303 Jenis Lantai Terluas": 5,
        "304 Jenis Dinding Terluas": "Kayu/papan",
        "305 Jenis Atap Terluas": "3. Seng",
        "306a Sumber Air Minum Utama": "Air hujan",
        "307a Sumber Penerangan Utama": "Listrik PLN dengan meteran",
        "308 Bahan Bakar Utama Memasak": "Kayu bakar",
        "309a Fasilitas BAB": "Ada, digunakan sendiri",
        "310 Tempat Pembuangan Akhir Tinja": "Lubang tanah",
        "Desil": 3,
        "PKH": 2,
    }


@_layout("regsosek-anggota")
def regsosek_anggota(n: int) -> Row:
    return {
        "Kecamatan": KECAMATAN,
        "Desa/Kelurahan": VILLAGE,
        "Nomor KK": card(n),
        "Nomor Urut Anggota": 1,
        "Nama Anggota Keluarga": f"Warga {n}",
        "NIK": nik(n),
        "Hubungan dengan Kepala Keluarga": "Kepala keluarga",
        "Jenis Kelamin": 1,
        "Tanggal Lahir": "17/05/1988",
        "Status Perkawinan": "Kawin",
        "Ijazah Tertinggi": "SD/sederajat",
        "Pekerjaan": "Petani",
        "Sedang Hamil": "",
        "Disabilitas": "Tidak",
        "Penyakit Kronis": "Tidak",
    }


@_layout("dtks-siksng")
def dtks(n: int) -> Row:
    return {
        "No": n,
        "ID DTKS": f"D{n:08d}",
        "NIK": nik(n, WOMAN, "P"),
        "No KK": card(n),
        "Nama": f"Penerima {n}",
        "Tempat Lahir": "SEKAYU",
        "Tanggal Lahir": "03/08/1995",
        "Jenis Kelamin": "P",
        "Nama Ibu Kandung": f"Nenek {n}",
        "Hubungan Keluarga": "Istri",
        "Kecamatan": KECAMATAN,
        "Kelurahan": VILLAGE,
        "Alamat": "Dusun I",
        "RT": "1",
        "RW": "1",
        "BPNT": 1,
        "PKH": 0,
        "PBI": 1,
    }


@_layout("dinsos")
def dinsos(n: int) -> Row:
    return {
        "NO": n,
        "NAMA": f"Warga {n}",
        "KETERANGAN DESIL": "DESIL 4",
        "NIK": nik(n),
        "KK": card(n),
        "TEMPAT TGL LAHIR": "SEKAYU, 17-05-1988",
        "PEKERJAAN": "BURUH HARIAN LEPAS",
        "JENIS KELAMIN": "L",
        "DESA": VILLAGE,
        "KECAMATAN": KECAMATAN,
        "KRITERIA PPKS": "FAKIR MISKIN",
    }


@_layout("dukcapil-kk")
def dukcapil(n: int) -> Row:
    return {
        "No": n,
        "NO KK": card(n),
        "NIK": nik(n),
        "NAMA LENGKAP": f"Warga {n}",
        "JENIS KELAMIN": "LAKI-LAKI",
        "TEMPAT LAHIR": "SEKAYU",
        "TANGGAL LAHIR": "17-05-1988",
        "AGAMA": "",
        "STATUS PERKAWINAN": "KAWIN",
        "STATUS HUBUNGAN DALAM KELUARGA": "KEPALA KELUARGA",
        "PENDIDIKAN": "TAMAT SD/SEDERAJAT",
        "JENIS PEKERJAAN": "PETANI/PEKEBUN",
        "NAMA IBU": f"Nenek {n}",
        "NAMA AYAH": f"Kakek {n}",
        "ALAMAT": "DUSUN II",
        "RT": "003",
        "RW": "001",
        "KECAMATAN": KECAMATAN,
        "KELURAHAN": VILLAGE,
    }


def dukcapil_family(n: int = 1, child: str = "") -> list[Row]:
    """A head, his wife and their child on one card."""
    return [
        dukcapil(n),
        dukcapil(
            n,
            NIK=nik(n, WOMAN, "P"),
            **{
                "NAMA LENGKAP": f"Istri {n}",
                "JENIS KELAMIN": "PEREMPUAN",
                "TANGGAL LAHIR": f"{WOMAN:%d-%m-%Y}",
                "STATUS HUBUNGAN DALAM KELUARGA": "ISTRI",
            },
        ),
        dukcapil(
            n,
            NIK=nik(n, CHILD),
            **{
                "NAMA LENGKAP": child or f"Anak {n}",
                "TANGGAL LAHIR": f"{CHILD:%d-%m-%Y}",
                "STATUS PERKAWINAN": "BELUM KAWIN",
                "STATUS HUBUNGAN DALAM KELUARGA": "ANAK",
                "NAMA IBU": f"Istri {n}",
                "NAMA AYAH": f"Warga {n}",
            },
        ),
    ]


@_layout("elsimil-catin")
def catin(n: int) -> Row:
    return {
        "No": n,
        "NIK Calon Pengantin Perempuan": nik(n, dt.date(2004, 3, 12), "P"),
        "Nama Calon Pengantin Perempuan": f"Calon {n}",
        "Tanggal Lahir Calon Pengantin Perempuan": "12/03/2004",
        "No HP": "08120000000",
        "NIK Calon Pengantin Laki-laki": nik(n, dt.date(2001, 6, 2)),
        "Nama Calon Pengantin Laki-laki": f"Mempelai {n}",
        "Tanggal Lahir Calon Pengantin Laki-laki": "02/06/2001",
        "Rencana Tanggal Pernikahan": "14/02/2027",
        "Tanggal Skrining": "01/11/2026",
        "Kecamatan": KECAMATAN,
        "Desa/Kelurahan": VILLAGE,
        "Tinggi Badan (cm)": "151",
        "Berat Badan (kg)": "43,5",
        "IMT": "19,1",
        "LiLA (cm)": "22,9",
        "Hb": "10,8",
        "Merokok": "Ya",
        "Sertifikat Elsimil": "Ya",
    }


@_layout("elsimil-bumil")
def bumil(n: int) -> Row:
    return {
        "No": n,
        "NIK Ibu": nik(n, WOMAN, "P"),
        "Nama Ibu Hamil": f"Ibu {n}",
        "Tanggal Lahir": "03/08/1995",
        "No HP": "08120000000",
        "Nama Suami": f"Suami {n}",
        "NIK Suami": nik(n),
        "Kecamatan": KECAMATAN,
        "Desa": VILLAGE,
        "Alamat": "Dusun I",
        "Tanggal Pendampingan": "05/11/2026",
        "Usia Kehamilan (minggu)": 24,
        "HPL": "28/02/2027",
        "Jumlah Anak": 2,
        "Usia Anak Terakhir": 3,
        "Riwayat Anak Stunting": "Tidak",
        "Tinggi Badan": "149,5",
        "Berat Badan": "52",
        "LiLA": "23,1",
        "Hb": "10,9",
        "Jumlah Janin": 1,
        "Jumlah TTD": 60,
        "Terpapar Asap Rokok": "Ya",
        "Sumber Air Bersih": "Ya",
        "Jamban Sehat": "Tidak",
    }


@_layout("elsimil-pasca")
def pasca(n: int) -> Row:
    return {
        "No": n,
        "NIK Ibu": nik(n, WOMAN, "P"),
        "Nama Ibu": f"Ibu {n}",
        "Tanggal Lahir Ibu": "03/08/1995",
        "Nama Suami": f"Suami {n}",
        "Nama Bayi": f"Bayi {n}",
        "Jenis Kelamin Bayi": "P",
        "Tanggal Persalinan": "20/09/2026",
        "Kecamatan": KECAMATAN,
        "Desa": VILLAGE,
        "Jumlah Bayi": 1,
        "Usia Kehamilan Saat Lahir": 38,
        "Berat Bayi Lahir (gram)": 2950,
        "Panjang Bayi Lahir (cm)": "48,5",
        "IMD": "Ya",
        "ASI Eksklusif": "Ya",
        "KB Pascapersalinan": "Tidak",
        "Komplikasi Nifas": "Tidak",
    }


def write(path: Path, rows: Sequence[Row], sheet: str = "Data", top: int = 0) -> Path:
    """The rows as a workbook."""
    return xlsx(path, table(rows), sheet=sheet, top=top)
