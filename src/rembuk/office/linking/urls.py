"""Pages of the room `linking`."""

from django.urls import path

from . import pages, pages_people, pages_runs

app_name = "linking"
urlpatterns = [
    path("", pages_runs.runs, name="runs"),
    path("jalankan/", pages_runs.start, name="start"),
    path("ragu/", pages.doubts, name="doubts"),
    path("ragu/<str:key>/", pages.pair, name="pair"),
    path("ragu/<str:key>/jawab/", pages.answer, name="answer"),
    path("ragu/<str:key>/identitas/", pages.reveal, name="reveal"),
    path("keputusan/<str:key>/pendapat/", pages.second, name="second"),
    path("keputusan/<str:key>/batal/", pages.undo, name="undo"),
    path("orang/<str:public_id>/", pages_people.history, name="history"),
    path("orang/<str:public_id>/lepas/", pages_people.release, name="release"),
    path("orang/<str:public_id>/gabung/", pages_people.merge, name="merge"),
    path("riwayat/<str:key>/pisah/", pages_people.split, name="split"),
]
