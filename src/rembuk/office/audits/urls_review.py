"""URLs of the case page, the expert review, the panel and the dissemination."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.audits.cases import pages as pages_case
from rembuk.office.audits.meeting import pages as pages_meeting
from rembuk.office.audits.meeting import pages_live, pages_papers
from rembuk.office.audits.reviewing import pages as pages_review
from rembuk.office.audits.reviewing import pages_panel

CASE = "<str:cycle_id>/kasus/<str:code>/"
MEETING = "<str:cycle_id>/rapat/<str:meeting_id>/"

urlpatterns: list[URLPattern] = [
    path("telaah/", pages_review.reviews, name="reviews"),
    path(CASE, pages_case.case, name="case"),
    path(f"{CASE}buka/", pages_case.open_file, name="case-open"),
    path(f"{CASE}tutup/", pages_case.close_file, name="case-close"),
    path(f"{CASE}tugas/", pages_case.assign, name="case-assign"),
    path(f"{CASE}kantor/", pages_case.name_office, name="case-office"),
    path(f"{CASE}telaah/", pages_review.review, name="review"),
    path(f"{CASE}telaah/cari/", pages_review.causes, name="review-causes"),
    path(f"{CASE}telaah/sebab/", pages_review.save_finding, name="review-finding"),
    path(f"{CASE}telaah/tarik/", pages_review.withdraw, name="review-withdraw"),
    path(f"{CASE}telaah/rekomendasi/", pages_review.save_recommendation, name="review-recommend"),
    path(f"{CASE}telaah/pendapat/", pages_review.note_opinion, name="review-note"),
    path(f"{CASE}telaah/tanda/", pages_review.flag, name="review-flag"),
    path(f"{CASE}telaah/serahkan/", pages_review.hand_in, name="review-hand-in"),
    path(f"{CASE}panel/", pages_panel.panel, name="panel"),
    path(f"{CASE}panel/simpulkan/", pages_panel.conclude, name="panel-conclude"),
    path(f"{CASE}panel/tandatangan/", pages_panel.sign, name="panel-sign"),
    path("<str:cycle_id>/rapat/", pages_meeting.meetings, name="meetings"),
    path("<str:cycle_id>/rapat/buat/", pages_meeting.plan, name="meeting-plan"),
    path(MEETING, pages_meeting.meeting, name="meeting"),
    path(f"{MEETING}ubah/", pages_meeting.change, name="meeting-change"),
    path(f"{MEETING}undang/", pages_meeting.invite, name="meeting-invite"),
    path(f"{MEETING}hadir/", pages_meeting.mark, name="meeting-mark"),
    path(f"{MEETING}notulen/", pages_meeting.minutes, name="meeting-minutes"),
    path(f"{MEETING}selesai/", pages_meeting.close, name="meeting-close"),
    path(f"{MEETING}langsung/", pages_live.live, name="live"),
    path(f"{MEETING}langsung/jawab/", pages_live.answer, name="live-answer"),
    path(f"{MEETING}langsung/tarik/", pages_live.take_back, name="live-take-back"),
    path(f"{MEETING}surat/", pages_papers.issue, name="meeting-paper"),
    path(f"{MEETING}matriks.xlsx", pages_papers.matrix_sheet, name="meeting-matrix"),
    path(f"{MEETING}matriks.docx", pages_papers.matrix_word, name="meeting-matrix-word"),
]
