"""Canonical columns of the two kinds of row this room takes. Limits are those of the plausible,
wide enough for the sickest child: beyond them a unit or a key was wrong."""

from __future__ import annotations

from typing import Final

from rembuk.office.intake.receivers import Field

IDENTITY: Final = (
    Field("nik", "NIK", "nik"),
    Field("no_kk", "Nomor KK", "nik"),
    Field("name", "Nama anak", "text", required=True),
    Field("sex", "Jenis kelamin", "sex", required=True),
    Field("birth_date", "Tanggal lahir", "date", required=True),
    Field("birth_weight", "Berat lahir", "decimal", low=0.3, high=7, unit="kg"),
    Field("birth_length", "Panjang lahir", "decimal", low=20, high=65, unit="cm"),
    Field("birth_headc", "Lingkar kepala lahir", "decimal", low=15, high=50, unit="cm"),
    Field("gestation_weeks", "Usia kehamilan", "integer", low=20, high=45, unit="minggu"),
    Field("birth_order", "Anak ke", "integer", low=1, high=20),
    Field("parent_name", "Nama orang tua", "text"),
    Field("mother_name", "Nama ibu", "text"),
    Field("father_name", "Nama ayah", "text"),
    Field("parent_nik", "NIK orang tua", "nik"),
    Field("phone", "Nomor HP", "text"),
    Field("address", "Alamat", "text"),
    Field("rt", "RT", "text"),
    Field("rw", "RW", "text"),
    Field("province", "Provinsi", "text"),
    Field("district", "Kabupaten/kota", "text"),
    Field("kecamatan", "Kecamatan", "text"),
    Field("puskesmas", "Puskesmas", "text"),
    Field("village", "Desa/kelurahan", "text"),
    Field("posyandu", "Posyandu", "text", required=True),
)

MEASURING: Final = (
    *IDENTITY,
    Field("date", "Tanggal pengukuran", "date", required=True),
    Field("weight", "Berat badan", "decimal", low=0.5, high=60, unit="kg", grave=True),
    Field("lenhei", "Panjang atau tinggi", "decimal", low=25, high=150, unit="cm", grave=True),
    Field("position", "Cara ukur", "position"),
    Field("muac", "Lingkar lengan atas (LiLA)", "decimal", low=5, high=40, unit="cm"),
    Field("headc", "Lingkar kepala", "decimal", low=20, high=65, unit="cm"),
    Field("oedema", "Edema", "yesno"),
    Field("file_zwei", "Nilai SD BB/U di berkas", "decimal"),
    Field("file_zlen", "Nilai SD TB/U di berkas", "decimal"),
    Field("file_zwfl", "Nilai SD BB/TB di berkas", "decimal"),
    Field("file_bbu", "BB/U di berkas", "bbu"),
    Field("file_tbu", "TB/U di berkas", "tbu"),
    Field("file_bbtb", "BB/TB di berkas", "bbtb"),
    Field("file_nt", "Naik berat badan di berkas", "nt"),
    Field("vita", "Vitamin A", "integer"),
    Field("kpsp", "KPSP", "text"),
    Field("kia", "Buku KIA", "text"),
    Field("kelas_ibu", "Kelas ibu balita", "text"),
    Field("mbg", "Makan Bergizi Gratis", "text"),
    Field("imd", "Inisiasi menyusu dini", "text"),
    Field("pmt_kg", "PMT diterima", "decimal", unit="kg"),
    Field("detail", "Keterangan", "text"),
)

FEEDING: Final = (
    *IDENTITY,
    Field("date", "Tanggal pengukuran awal", "date", required=True),
    Field("weight_start", "Berat badan awal", "decimal", low=0.5, high=60, unit="kg"),
    Field("weight_end", "Berat badan akhir", "decimal", low=0.5, high=60, unit="kg"),
    Field("lenhei_start", "Panjang atau tinggi awal", "decimal", low=25, high=150, unit="cm"),
    Field("lenhei_end", "Panjang atau tinggi akhir", "decimal", low=25, high=150, unit="cm"),
    Field("programme", "Program PMT", "text"),
    Field("status", "Status PMT", "text"),
    Field("growth_status", "Status pertumbuhan", "text"),
    Field("weight_status", "Status kenaikan berat badan", "text"),
    Field("budget", "Sumber anggaran", "text"),
    Field("partner", "Mitra", "text"),
    Field("cycle", "Siklus PMT", "text"),
    Field("monitored", "Jumlah pemantauan", "integer", low=0, high=400),
)

FEEDING_MOTHERS: Final = (
    Field("nik", "NIK", "nik"),
    Field("name", "Nama ibu hamil", "text", required=True),
    Field("birth_date", "Tanggal lahir", "date", required=True),
    Field("province", "Provinsi", "text"),
    Field("district", "Kabupaten/kota", "text"),
    Field("kecamatan", "Kecamatan", "text"),
    Field("puskesmas", "Puskesmas", "text"),
    Field("village", "Desa/kelurahan", "text"),
    Field("posyandu", "Posyandu", "text", required=True),
    Field("date", "Tanggal pemberian pertama", "date", required=True),
    Field("end_date", "Tanggal selesai", "date"),
    Field("reason", "Alasan diberi", "text"),
    Field("weight_start", "Berat badan awal", "decimal", low=25, high=200, unit="kg"),
    Field("weight_end", "Berat badan akhir", "decimal", low=25, high=200, unit="kg"),
    Field("result", "Hasil pemberian PMT", "text"),
    Field("status", "Status PMT", "text"),
    Field("cycle", "Siklus PMT", "text"),
    Field("monitored", "Jumlah pemantauan", "integer", low=0, high=400),
)
