"""Pages of the room `forums`."""

from __future__ import annotations

from django.urls import URLPattern

from rembuk.office.forums import urls_live, urls_meetings, urls_minutes, urls_teams, urls_way

app_name = "forums"
urlpatterns: list[URLPattern] = [
    *urls_teams.urlpatterns,
    *urls_minutes.urlpatterns,
    *urls_way.urlpatterns,
    *urls_live.urlpatterns,
    *urls_meetings.urlpatterns,
]
