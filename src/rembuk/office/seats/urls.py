"""Pages of the room `seats`."""

from django.urls import path

from rembuk.office.seats import pages, pages_import, pages_keep

app_name = "seats"
urlpatterns = [
    path("", pages.offices, name="offices"),
    path("peran/", pages.roles, name="roles"),
    path("baru/", pages_keep.create, name="create"),
    path("impor/", pages_import.upload, name="import"),
    path("impor/contoh/", pages_import.template, name="import-template"),
    path("<str:code>/", pages.office, name="office"),
    path("<str:code>/ubah/", pages_keep.change, name="change"),
    path("<str:code>/jabatan/", pages_keep.add_seat, name="add-seat"),
    path("<str:code>/jabatan/<int:seat>/", pages_keep.appoint, name="appoint"),
    path("<str:code>/masa/<int:holding>/akhiri/", pages_keep.end_term, name="end-term"),
    path("<str:code>/masa/<int:holding>/akun/", pages_keep.link, name="link"),
]
