"""URLs of cycle, team, selection and worksheets."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.audits.cases import pages_file as pages_cases
from rembuk.office.audits.cycle import pages as pages_cycle
from rembuk.office.audits.selecting import pages as pages_select
from rembuk.office.audits.team import pages as pages_team
from rembuk.office.audits.worksheet import pages as pages_sheet

_CASE = "<str:cycle_id>/kasus/<str:code>"

urlpatterns: list[URLPattern] = [
    path("", pages_cycle.index, name="cycles"),
    path("baru/", pages_cycle.make, name="cycle-new"),
    path("kasus-saya/", pages_cases.mine, name="mine"),
    path("<str:cycle_id>/", pages_cycle.one, name="cycle"),
    path("<str:cycle_id>/setelan/", pages_cycle.settings, name="settings"),
    path("<str:cycle_id>/tahap/<int:number>/", pages_cycle.step, name="step"),
    path("<str:cycle_id>/tim/", pages_team.page, name="team"),
    path("<str:cycle_id>/tim/lampiran.<str:form>", pages_team.annex, name="team-annex"),
    path("<str:cycle_id>/sk/<str:decree_id>/", pages_team.decree_file, name="decree-file"),
    path("<str:cycle_id>/pilih/<str:group>/", pages_select.selection, name="selection"),
    path("<str:cycle_id>/lembar/<str:group>.pdf", pages_sheet.blank, name="sheet-blank"),
    path("<str:cycle_id>/kasus/", pages_cases.cases, name="cases"),
    path(f"{_CASE}/berkas/", pages_cases.file, name="file"),
    path(f"{_CASE}/persetujuan/", pages_cases.consent_file, name="consent-file"),
    path(f"{_CASE}/lembar/", pages_sheet.sheet, name="sheet"),
    path(f"{_CASE}/lembar/isian/", pages_sheet.fields, name="sheet-fields"),
    path(f"{_CASE}/lembar.pdf", pages_sheet.printed, name="sheet-pdf"),
]
