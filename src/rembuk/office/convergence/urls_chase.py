"""URLs of the chase: board, calendar, steps, filing."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
