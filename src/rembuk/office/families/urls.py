"""Pages of the room of families."""

from django.urls import path

from . import (
    pages_family,
    pages_ground,
    pages_ground_fill,
    pages_krs,
    pages_list,
    pages_minutes,
    pages_overlap,
    pages_rates,
)

app_name = "families"
urlpatterns = [
    path("", pages_list.families, name="list"),
    path("cari/", pages_list.search, name="search"),
    path("unduh/", pages_list.export, name="export"),
    path("krs/", pages_krs.risk, name="krs"),
    path("irisan/", pages_overlap.table, name="overlap"),
    path("irisan/keluarga/", pages_overlap.families, name="overlap-families"),
    path("irisan/unduh/", pages_overlap.export, name="overlap-export"),
    # last: any word alone is the code of a family
    path("angka-kemiskinan/", pages_rates.published, name="rates"),
    path("angka-kemiskinan/tambah/", pages_rates.add, name="rates-add"),
    path("angka-kemiskinan/<int:pk>/tarik/", pages_rates.withdraw, name="rates-withdraw"),
    path("cek/", pages_ground.checks, name="ground"),
    path("cek/buat/", pages_ground.make, name="ground-make"),
    path("cek/<str:check_id>/", pages_ground.check, name="ground-check"),
    path("cek/<str:check_id>/isi/", pages_ground_fill.fill, name="ground-fill"),
    path("cek/<str:check_id>/cetak/", pages_ground.paper, name="ground-print"),
    path("cek/<str:check_id>/unduh/", pages_ground.sheet, name="ground-sheet"),
    path("cek/<str:check_id>/unggah/", pages_ground.upload, name="ground-upload"),
    path("cek/<str:check_id>/usul/", pages_ground.propose, name="ground-propose"),
    path("cek/<str:check_id>/tutup/", pages_ground.close, name="ground-close"),
    path("cek/<str:check_id>/berita-acara/", pages_minutes.add_minutes, name="ground-minutes"),
    path("berita-acara/<int:pk>/unduh/", pages_minutes.minutes_file, name="minutes-file"),
    path("<str:public_id>/", pages_family.family, name="family"),
    path("<str:public_id>/identitas/", pages_family.reveal, name="reveal"),
    path("<str:public_id>/tutup/", pages_family.close, name="close"),
]
