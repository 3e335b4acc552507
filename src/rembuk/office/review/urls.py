"""Pages of the room `review`."""

from __future__ import annotations

from django.urls import URLPattern

from rembuk.office.review import urls_analysis, urls_review

app_name = "review"
urlpatterns: list[URLPattern] = [*urls_analysis.urlpatterns, *urls_review.urlpatterns]
