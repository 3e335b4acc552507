"""Addresses of the leader's page, the pillars and the questions."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.oversight.leading import pages as pages_leading
from rembuk.office.oversight.pillars import pages as pages_pillar
from rembuk.office.oversight.questions import pages as pages_question

urlpatterns: list[URLPattern] = [
    path("", pages_leading.home, name="home"),
    path("pilar/<int:number>/", pages_pillar.pillar, name="pillar"),
    path("pilar/<int:number>/pindah/", pages_pillar.hang, name="hang"),
    path("tanya/", pages_question.ask, name="ask"),
    path("pertanyaan/", pages_question.listed, name="questions"),
    path("pertanyaan/<str:question_id>/", pages_question.one, name="question"),
    path("pertanyaan/<str:question_id>/jawab/", pages_question.answer, name="answer"),
    path("pertanyaan/<str:question_id>/tutup/", pages_question.close, name="close"),
]
