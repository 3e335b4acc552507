"""Addresses of the yearly review and of the own score."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.review import pages_review, pages_score

urlpatterns: list[URLPattern] = [
    path("", pages_review.home, name="home"),
    path("<int:year>/", pages_review.year, name="year"),
    path("<int:year>/angka/", pages_review.figures, name="figures"),
    path("<int:year>/temuan/", pages_review.decide, name="decide"),
    path("<int:year>/perbaikan/", pages_review.improve, name="improve"),
    path("<int:year>/tetapkan/", pages_review.freeze, name="freeze"),
    path("<int:year>/konsep.<str:form>", pages_review.draft, name="draft"),
    path("edisi/<str:review_id>.<str:form>", pages_review.edition, name="edition"),
    path("<int:year>/nilai/", pages_score.one, name="score"),
    path("<int:year>/nilai/simpan/", pages_score.keep, name="score-keep"),
    path("<int:year>/nilai/provinsi/", pages_score.province, name="score-province"),
    path("<int:year>/nilai/lembar.xlsx", pages_score.sheet, name="score-sheet"),
    path("<int:year>/nilai/kriteria/<str:code>/", pages_score.grade, name="score-grade"),
    path("nilai/provinsi/<str:score_id>/", pages_score.province_file, name="province-file"),
]
