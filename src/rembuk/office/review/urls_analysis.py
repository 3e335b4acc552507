"""Addresses of the situation analysis."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.review import pages_analysis as pages
from rembuk.office.review import pages_analysis_acts as acts

OF = "<int:year>/analisis/<str:place>/"
urlpatterns: list[URLPattern] = [
    path("<int:year>/analisis/", pages.situation, name="analysis"),
    path(OF, pages.situation, name="analysis-of"),
    path(f"{OF}tabel.xlsx", pages.sheet, name="analysis-sheet"),
    path(f"{OF}kata/<slug:section>/", acts.words, name="analysis-words"),
    path(f"{OF}hambatan/", acts.obstacle, name="analysis-obstacle-new"),
    path(f"{OF}hambatan/<slug:obstacle_id>/", acts.obstacle, name="analysis-obstacle"),
    path(f"{OF}kegiatan/<str:key>/", acts.activity, name="analysis-activity"),
    path(f"{OF}tetapkan/", acts.freeze, name="analysis-freeze"),
    path(f"{OF}edisi/<slug:edition_id>/", pages.edition, name="analysis-edition"),
    path(f"{OF}edisi/<slug:edition_id>/berkas.<slug:form>", pages.kept, name="analysis-kept"),
]
