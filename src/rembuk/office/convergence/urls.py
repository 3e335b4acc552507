"""URLs of the room, by the files that own them."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "convergence"
urlpatterns: list[URLPattern] = []
