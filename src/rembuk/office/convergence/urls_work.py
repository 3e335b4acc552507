"""URLs of an office's work: home, entry, chain, indicators, years."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
