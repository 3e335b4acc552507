"""Pages of the room `intake`."""

from django.urls import path

from . import pages, pages_reading, pages_villages

app_name = "intake"
urlpatterns = [
    path("", pages.imports, name="list"),
    path("unggah/", pages.upload, name="upload"),
    path("<int:pk>/", pages.detail, name="import"),
    path("<int:pk>/petakan/", pages.map_columns, name="mapping"),
    path("<int:pk>/periksa/", pages.check, name="check"),
    path("<int:pk>/cara-baca/", pages_reading.reading, name="reading"),
    path("<int:pk>/desa/", pages_villages.name, name="villages"),
    path("<int:pk>/simpan/", pages.commit, name="commit"),
    path("<int:pk>/tutup/", pages.discard, name="discard"),
    path("<int:pk>/batalkan/", pages.undo, name="undo"),
    path("<int:pk>/tertahan/", pages.held, name="held"),
]
