"""URLs of an office's work: home, entry, chain, indicators, years."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.convergence import (
    pages_duties,
    pages_home,
    pages_indicator,
    pages_registry,
    pages_years,
)
from rembuk.office.convergence.entry import pages as pages_fill
from rembuk.office.convergence.entry import pages_sheet
from rembuk.office.convergence.programmes import pages as pages_programme
from rembuk.office.convergence.slots import pages as pages_slots
from rembuk.office.convergence.turns import pages as pages_chain

urlpatterns: list[URLPattern] = [
    path("", pages_home.home, name="home"),
    path("tahun/", pages_years.listed, name="years"),
    path("daftar/", pages_registry.lists, name="registry"),
    path("daftar/<str:code>/", pages_registry.card, name="registry-card"),
    path("skema/<str:code>/", pages_registry.scheme, name="scheme"),
    path("<int:year>/jendela/", pages_years.one, name="year"),
    path("<int:year>/petugas/", pages_duties.listed, name="duties"),
    path("<int:year>/slot/", pages_slots.listed, name="slots"),
    path("<int:year>/slot/lembar.xlsx", pages_slots.sheet, name="slots-sheet"),
    path("<int:year>/slot/<str:slot_code>/", pages_slots.one, name="slot"),
    path("<int:year>/penyebut/", pages_slots.conflicts, name="conflicts"),
    path("<int:year>/program/", pages_programme.grid, name="programmes"),
    path("<int:year>/program/lembar.xlsx", pages_programme.sheet, name="programmes-sheet"),
    path("<int:year>/program/masuk/", pages_programme.back, name="programmes-in"),
    path("<int:year>/isi/<slug:tab>/", pages_fill.fill, name="fill"),
    path("<int:year>/isi/<slug:tab>/simpan/", pages_fill.save, name="save"),
    path("<int:year>/isi/<slug:tab>/lembar.xlsx", pages_sheet.out, name="sheet-out"),
    path("<int:year>/lembar/", pages_sheet.back, name="sheet-in"),
    path("<int:year>/lembar/<slug:stamp>/", pages_sheet.preview, name="sheet"),
    path("<int:year>/lembar/<slug:stamp>/periksa.xlsx", pages_sheet.faults, name="sheet-faults"),
    path("<int:year>/rantai/", pages_chain.listed, name="chain"),
    path("<int:year>/rantai/sel/", pages_chain.group, name="group"),
    path("<int:year>/rantai/ajukan/", pages_chain.submit, name="submit"),
    path("<int:year>/indikator/", pages_indicator.listed, name="indicators"),
    path("<int:year>/indikator/<str:code>/", pages_indicator.one, name="indicator"),
    path(
        "<int:year>/indikator/<str:code>/<str:place>/<str:when>/", pages_indicator.cell,
        name="cell",
    ),
]  # fmt: skip
