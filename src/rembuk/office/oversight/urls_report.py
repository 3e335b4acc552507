"""Addresses of the semester report."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.oversight.reporting import pages as pages_report

urlpatterns: list[URLPattern] = [
    path("laporan/", pages_report.listed, name="reports"),
    path("laporan/edisi/<str:report_id>.<str:form>", pages_report.edition, name="report-edition"),
    path("laporan/<str:half>/", pages_report.one, name="report"),
    path("laporan/<str:half>/kata/", pages_report.say, name="report-words"),
    path("laporan/<str:half>/konsep.<str:form>", pages_report.draft, name="report-draft"),
    path("laporan/<str:half>/tetapkan/", pages_report.freeze, name="report-freeze"),
]
