"""Addresses of the teams."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.forums.teams import pages as pages_teams

urlpatterns: list[URLPattern] = [
    path("tim/", pages_teams.teams_home, name="teams"),
    path("tim/baru/", pages_teams.form, name="team-new"),
    path("tim/<str:team_id>/", pages_teams.team, name="team"),
    path("tim/<str:team_id>/catat/", pages_teams.act, name="team-act"),
    path("tim/<str:team_id>/keputusan/", pages_teams.decree, name="team-decree"),
]
