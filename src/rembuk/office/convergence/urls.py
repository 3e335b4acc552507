"""URLs of the room, by the files that own them."""

from __future__ import annotations

from django.urls import URLPattern

from rembuk.office.convergence import urls_chase, urls_counted, urls_work

app_name = "convergence"
urlpatterns: list[URLPattern] = [
    *urls_work.urlpatterns,
    *urls_chase.urlpatterns,
    *urls_counted.urlpatterns,
]
