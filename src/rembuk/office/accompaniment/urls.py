"""URLs of accompaniment."""

from django.urls import path

from . import pages_list, pages_one, pages_referral, pages_teams, pages_visit, pages_zero

app_name = "accompaniment"
urlpatterns = [
    path("", pages_list.listed, name="list"),
    path("nol-kasus-baru/", pages_zero.board_page, name="zero"),
    path("nol-kasus-baru/unduh/", pages_zero.sheet, name="zero-sheet"),
    path("tim/", pages_teams.teams, name="teams"),
    path("tim/buat/", pages_teams.make, name="team-make"),
    path("tim/<str:team_id>/akhiri/", pages_teams.end, name="team-end"),
    # last: any word alone is the code of an accompaniment
    path("<str:public_id>/", pages_one.one, name="one"),
    path("<str:public_id>/kunjungan/", pages_visit.visit, name="visit"),
    path("<str:public_id>/kunjungan/<str:key>/batal/", pages_visit.take_back, name="visit-back"),
    path("<str:public_id>/rujuk/", pages_referral.refer, name="refer"),
    path("<str:public_id>/rujukan/<str:referral>/", pages_referral.step, name="referral-step"),
    path("<str:public_id>/tutup/", pages_one.close, name="close"),
    path("<str:public_id>/tim/", pages_one.team, name="team"),
]
