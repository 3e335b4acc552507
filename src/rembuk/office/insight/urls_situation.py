"""Trends, targets and lokus of the district, under `situasi/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.insight import (
    pages_lokus,
    pages_targets,
    pages_trend,
    pages_village_targets,
)

urlpatterns: list[URLPattern] = [
    path("tren/", pages_trend.trend, name="trend"),
    path("tren/angka/", pages_trend.survey_value, name="trend-value"),
    path("target/", pages_targets.targets_page, name="targets"),
    path("target/simpan/", pages_targets.save, name="targets-save"),
    path("target/cabut/", pages_targets.withdraw, name="targets-withdraw"),
    path("target/desa/<place:code>/", pages_village_targets.villages, name="targets-villages"),
    path("lokus/", pages_lokus.lokus, name="lokus"),
    path("lokus/tetapkan/", pages_lokus.freeze, name="lokus-freeze"),
    path("lokus/<str:public_id>/", pages_lokus.decision, name="lokus-decision"),
]
