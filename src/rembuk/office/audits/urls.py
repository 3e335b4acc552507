"""URLs of the room, by the files that own them."""

from __future__ import annotations

from django.urls import URLPattern

from rembuk.office.audits import urls_cycle, urls_follow, urls_review

app_name = "audits"
urlpatterns: list[URLPattern] = [
    *urls_review.urlpatterns,
    *urls_follow.urlpatterns,
    *urls_cycle.urlpatterns,
]
