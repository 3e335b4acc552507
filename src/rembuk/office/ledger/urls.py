"""URLs of the room."""

from django.urls import path

from rembuk.office.ledger import pages, pages_form, pages_promise, pages_proof, pages_sheet

app_name = "ledger"
urlpatterns = [
    path("", pages.home, name="home"),
    path("kantor/", pages.offices, name="offices"),
    path("kalender/", pages.calendar, name="calendar"),
    path("baru/", pages_form.make, name="make"),
    path("jabatan/", pages_form.seats, name="seats"),
    path("rupiah/", pages_form.understood, name="rupiah"),
    path("unduh/", pages_sheet.export, name="export"),
    path("masuk/", pages_sheet.upload, name="sheet-upload"),
    path("masuk/<str:sheet_id>/", pages_sheet.preview, name="sheet"),
    path("masuk/<str:sheet_id>/kesalahan/", pages_sheet.faults, name="sheet-faults"),
    path("bukti/<str:proof_id>/", pages_proof.file, name="proof"),
    path("bukti/<str:proof_id>/kecil/", pages_proof.thumb, name="proof-thumb"),
    path("bukti/<str:proof_id>/tarik/", pages_proof.withdraw, name="proof-withdraw"),
    path("<str:public_id>/", pages_promise.promise, name="promise"),
    path("<str:public_id>/langkah/<str:act>/", pages_promise.act, name="act"),
    path("<str:public_id>/ubah/", pages_form.change, name="change"),
]
