"""Addresses of minutes and published commitments."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.forums.minutes import pages as pages_minutes

urlpatterns: list[URLPattern] = [
    path("komitmen/<str:public_id>/", pages_minutes.commitment, name="commitment"),
    path("<str:meeting_id>/berita-acara/", pages_minutes.record, name="minutes"),
    path("<str:meeting_id>/berita-acara/terbit/", pages_minutes.publish, name="minutes-publish"),
    path(
        "<str:meeting_id>/berita-acara/<int:edition>/word/", pages_minutes.word, name="minutes-word"
    ),
]
