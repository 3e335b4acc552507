"""Pages of the room `documents`."""

from django.urls import path

from rembuk.office.documents import pages, pages_kop

app_name = "documents"
urlpatterns = [
    path("cek/", pages.ask, name="ask"),
    path("cek/<str:public_id>/<str:digits>/", pages.check, name="check"),
    path("kop/<str:code>/", pages_kop.kop, name="kop"),
    path("kop/<str:code>/contoh/", pages_kop.specimen, name="kop-specimen"),
    path("<str:public_id>/", pages.document, name="document"),
    path("<str:public_id>/unduh/", pages.download, name="download"),
    path("<str:public_id>/pindaian/", pages.scan, name="scan"),
    path("<str:public_id>/pindaian/<int:nth>/", pages.scan_file, name="scan-file"),
    path("<str:public_id>/tarik/", pages.withdraw, name="withdraw"),
]
