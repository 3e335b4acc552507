"""Addresses of a running meeting."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.forums.live import pages as pages_live

urlpatterns: list[URLPattern] = [
    path("<str:meeting_id>/langsung/", pages_live.live, name="live"),
    path("<str:meeting_id>/langsung/isian/", pages_live.ops, name="live-ops"),
    path("<str:meeting_id>/langsung/angka/", pages_live.figures, name="live-figures"),
    path("<str:meeting_id>/langsung/bawa/", pages_live.carry, name="live-carry"),
    path("<str:meeting_id>/layar/", pages_live.screen, name="screen"),
]
