"""URLs of follow-up, evaluation and report."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.audits.following import pages as pages_follow
from rembuk.office.audits.reporting import pages as pages_report

urlpatterns: list[URLPattern] = [
    path("<str:cycle_id>/kasus/<str:code>/tindak-lanjut/", pages_follow.follow, name="follow"),
    path("<str:cycle_id>/evaluasi/", pages_report.evaluation, name="evaluation"),
    path("<str:cycle_id>/evaluasi/bawa/", pages_report.carry, name="evaluation-carry"),
    path("<str:cycle_id>/evaluasi/laporan/", pages_report.issue, name="report"),
    path("<str:cycle_id>/evaluasi/laporan.docx", pages_report.word, name="report-word"),
    path("<str:cycle_id>/evaluasi/tutup/", pages_report.close, name="cycle-close"),
]
