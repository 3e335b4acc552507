"""Addresses of the plan: door, catalogue, ceilings, activities, labels."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.programmes import pages_activity as acts
from rembuk.office.programmes import pages_catalogue as catalogue
from rembuk.office.programmes import pages_home as pages
from rembuk.office.programmes import pages_tagging as tagging
from rembuk.office.programmes.budget import pages as budget
from rembuk.office.programmes.matrix import pages as matrix

ONE = "kegiatan/<str:public_id>/"
urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("katalog/", catalogue.listing, name="catalogue"),
    path("katalog/<str:code>/", catalogue.entry, name="entry"),
    path("pagu/", catalogue.ceilings, name="ceilings"),
    path("label/", tagging.tagging_page, name="tagging"),
    path("anggaran/", budget.budget, name="budget"),
    path("anggaran/masuk/", budget.upload, name="budget-upload"),
    path("anggaran/masuk/<str:sheet_id>/", budget.preview, name="budget-sheet"),
    path("anggaran/masuk/<str:sheet_id>/kesalahan/", budget.faults, name="budget-faults"),
    path("anggaran/unduh/<slug:kind>/", budget.sheet_out, name="budget-out"),
    path("anggaran/baris/<str:line_id>/", budget.act, name="budget-act"),
    path("matriks/", matrix.matrix, name="matrix"),
    path("matriks/rencana.<slug:form>", matrix.paper, name="matrix-paper"),
    path("matriks/bukti/", matrix.bring, name="matrix-bring"),
    path("rupiah/", acts.understood, name="rupiah"),
    path("kegiatan/", pages.activities, name="activities"),
    path("kegiatan/unduh/", pages.sheet, name="activities-sheet"),
    path("kegiatan/baru/", acts.make, name="make"),
    path(ONE, acts.activity, name="activity"),
    path(f"{ONE}ubah/", acts.change, name="change"),
    path(f"{ONE}status/", acts.move, name="move"),
    path(f"{ONE}label/", acts.tag, name="tag"),
    path(f"{ONE}bawa/", acts.carry, name="carry"),
]
