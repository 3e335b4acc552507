"""Addresses of decisions and their way."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.forums.way import pages as pages_way

urlpatterns: list[URLPattern] = [
    path("putusan/", pages_way.decisions, name="decisions"),
    path("putusan/<str:decision_id>/", pages_way.decision, name="decision"),
    path("<str:meeting_id>/pembuka/", pages_way.opening, name="opening"),
]
