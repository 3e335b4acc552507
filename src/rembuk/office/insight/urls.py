"""Pages of the room `insight`."""

from django.urls import URLPattern, path

from rembuk.office.insight import pages

app_name = "insight"
urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("keadaan/<str:code>/", pages.area, name="area"),
    path("keadaan/<str:code>/unduh/", pages.export, name="export"),
    path("mode-rapat/", pages.meeting, name="meeting"),
]
