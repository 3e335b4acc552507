"""Addresses of supervision visits."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.oversight.visits import pages as pages_visit
from rembuk.office.oversight.visits import pages_acts as pages_visit_acts

urlpatterns: list[URLPattern] = [
    path("kunjungan/", pages_visit.listed, name="visits"),
    path("kunjungan/baru/", pages_visit.new, name="visit-new"),
    path("kunjungan/foto/<str:photo_id>/", pages_visit.photo, name="visit-photo"),
    path("kunjungan/<str:visit_id>/", pages_visit.one, name="visit"),
    path("kunjungan/<str:visit_id>/ubah/", pages_visit.change, name="visit-change"),
    path("kunjungan/<str:visit_id>/butir/", pages_visit_acts.check, name="visit-check"),
    path("kunjungan/<str:visit_id>/temuan/", pages_visit_acts.find, name="visit-find"),
    path(
        "kunjungan/<str:visit_id>/temuan/<str:finding_id>/tarik/", pages_visit_acts.withdraw,
        name="visit-withdraw",
    ),
    path("kunjungan/<str:visit_id>/foto/", pages_visit_acts.photograph, name="visit-photograph"),
    path("kunjungan/<str:visit_id>/konsep.pdf", pages_visit.draft, name="visit-draft"),
    path("kunjungan/<str:visit_id>/tutup/", pages_visit_acts.close, name="visit-close"),
]  # fmt: skip
