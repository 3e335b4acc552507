"""Pages of the room `oversight`."""

from __future__ import annotations

from django.urls import URLPattern

from rembuk.office.oversight import urls_leading, urls_report, urls_visits

app_name = "oversight"
urlpatterns: list[URLPattern] = [
    *urls_leading.urlpatterns, *urls_visits.urlpatterns, *urls_report.urlpatterns,
]  # fmt: skip
