"""URLs of the chase: board, calendar, steps, filing."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.convergence import pages_steps
from rembuk.office.convergence.chasing import pages as pages_chase
from rembuk.office.convergence.chasing import pages_files as pages_chase_files
from rembuk.office.convergence.filings import pages as pages_filing
from rembuk.office.convergence.turns import pages_waiting

urlpatterns: list[URLPattern] = [
    path("kejar/", pages_chase.board, name="chase"),
    path("<int:year>/kejar/daftar/", pages_chase.listing, name="chase-list"),
    path("<int:year>/kejar/daftar.xlsx", pages_chase_files.list_sheet, name="chase-list-sheet"),
    path("<int:year>/kejar/papan.xlsx", pages_chase_files.board_sheet, name="chase-sheet"),
    path("<int:year>/kejar/papan.pdf", pages_chase_files.board_pdf, name="chase-pdf"),
    path("<int:year>/kejar/surat/", pages_chase.letter, name="chase-letter"),
    path("<int:year>/kejar/kabar/", pages_chase.told, name="chase-told"),
    path("<int:year>/kejar/janji/", pages_chase.promise, name="chase-promise"),
    path("<int:year>/kejar/periksa/", pages_waiting.listed, name="waiting"),
    path("<int:year>/kejar/periksa/kabar/", pages_waiting.told, name="waiting-told"),
    path("<int:year>/kalender/", pages_chase.month, name="month"),
    path("<int:year>/langkah/", pages_steps.listed, name="steps"),
    path("<int:year>/langkah/<str:step>/", pages_steps.one, name="step"),
    path("<int:year>/langkah/<str:step>/bukti/", pages_steps.bring, name="step-evidence"),
    path("<int:year>/langkah/<str:step>/selesai/", pages_steps.mark, name="step-done"),
    path("<int:year>/bukti/<str:code>/", pages_steps.of_indicator, name="evidence-of"),
    path("<int:year>/bukti/<str:code>/unggah/", pages_steps.bring_indicator, name="evidence-add"),
    path("bukti/<str:evidence_id>/", pages_steps.file, name="evidence"),
    path("bukti/<str:evidence_id>/tarik/", pages_steps.withdraw, name="evidence-withdraw"),
    path("<int:year>/lapor/", pages_filing.listed, name="filing"),
    path("<int:year>/lapor/paket.zip", pages_filing.pack, name="pack"),
    path("<int:year>/lapor/bukti/<str:filing_id>/", pages_filing.proof, name="filing-proof"),
    path("<int:year>/lapor/<str:item>/", pages_filing.one, name="filing-item"),
    path("<int:year>/lapor/<str:item>/sudah/", pages_filing.tick, name="filing-tick"),
]
