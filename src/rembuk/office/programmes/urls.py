"""Pages of the room `programmes`."""

from __future__ import annotations

from django.urls import URLPattern

from rembuk.office.programmes import urls_plan

app_name = "programmes"
urlpatterns: list[URLPattern] = [*urls_plan.urlpatterns]
