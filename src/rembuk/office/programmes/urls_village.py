"""Addresses of the village helper."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.programmes.village import pages as pages_village

urlpatterns: list[URLPattern] = [
    path("desa/", pages_village.listing, name="villages"),
    path("desa/<str:code>/", pages_village.helper, name="village"),
    path("desa/<str:code>/cetak/<str:form>/", pages_village.paper, name="village-paper"),
]
