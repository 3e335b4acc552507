"""URLs of cycle, team, selection and worksheets."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
