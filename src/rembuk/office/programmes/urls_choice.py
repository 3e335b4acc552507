"""Addresses of "what first under a budget"."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.programmes.priorities import pages as pages_choice
from rembuk.office.programmes.priorities import pages_plan as pages_choice_plan

urlpatterns: list[URLPattern] = [
    path("prioritas/", pages_choice.home, name="choices"),
    path("prioritas/<str:scenario_id>/", pages_choice.scenario, name="choice"),
    path("prioritas/<str:scenario_id>/andaian/", pages_choice.assume, name="choice-ask"),
    path("prioritas/<str:scenario_id>/hitung/", pages_choice.run, name="choice-run"),
    path("prioritas/<str:scenario_id>/tutup/", pages_choice.close, name="choice-close"),
    path(
        "prioritas/<str:scenario_id>/<str:plan_id>/", pages_choice_plan.plan, name="choice-plan"
    ),
    path(
        "prioritas/<str:scenario_id>/<str:plan_id>/excel/", pages_choice_plan.sheet,
        name="choice-sheet",
    ),
    path(
        "prioritas/<str:scenario_id>/<str:plan_id>/pdf/", pages_choice_plan.letter,
        name="choice-letter",
    ),
    path(
        "prioritas/<str:scenario_id>/<str:plan_id>/kegiatan/", pages_choice_plan.propose,
        name="choice-propose",
    ),
]  # fmt: skip
