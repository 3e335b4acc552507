"""Pages of the room `forums`."""

from __future__ import annotations

from django.urls import URLPattern

from rembuk.office.forums import urls_live

app_name = "forums"
urlpatterns: list[URLPattern] = [*urls_live.urlpatterns]
