"""Addresses of meetings: home, plan, one meeting, invitations, attendance, materials, sheet."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.forums.data_sheet import pages as pages_sheet
from rembuk.office.forums.meeting import pages as pages_meeting
from rembuk.office.forums.meeting import pages_attending, pages_home, pages_inviting

urlpatterns: list[URLPattern] = [
    path("", pages_home.home, name="home"),
    path("baru/", pages_home.make, name="meeting-new"),
    path("hadir/<str:token>/", pages_attending.sign_in, name="sign-in"),
    path("<str:meeting_id>/", pages_meeting.meeting, name="meeting"),
    path("<str:meeting_id>/ubah/", pages_meeting.change, name="meeting-change"),
    path("<str:meeting_id>/mulai/", pages_meeting.start, name="meeting-start"),
    path("<str:meeting_id>/acara/", pages_meeting.agenda, name="agenda"),
    path("<str:meeting_id>/acara/simpan/", pages_meeting.agenda_save, name="agenda-save"),
    path("<str:meeting_id>/bahan/", pages_meeting.bring, name="material-bring"),
    path("<str:meeting_id>/bahan/<str:material_id>/", pages_meeting.material, name="material"),
    path("<str:meeting_id>/undangan/", pages_inviting.invitees, name="invitees"),
    path("<str:meeting_id>/undangan/catat/", pages_inviting.act, name="invitees-act"),
    path("<str:meeting_id>/hadir/", pages_attending.attendance, name="attendance"),
    path("<str:meeting_id>/hadir/catat/", pages_attending.act, name="attendance-act"),
    path("<str:meeting_id>/hadir/kode/", pages_attending.poster, name="poster"),
    path("<str:meeting_id>/hadir/kode.svg", pages_attending.code, name="poster-code"),
    path("<str:meeting_id>/lembar/", pages_sheet.sheet, name="sheet"),
    path("<str:meeting_id>/lembar.pdf", pages_sheet.paper, name="sheet-paper"),
    path("<str:meeting_id>/lembar/simpan/", pages_sheet.keep, name="sheet-keep"),
]
