"""Pages of the room `insight`."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from rembuk.office.insight import pages


class PlaceCode:
    """A Kemendagri code from the kabupaten down, or a posyandu code."""

    regex = r"[0-9]{2}\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4}(?:\.P[0-9A-Za-z]+)?)?)?"

    def to_python(self, value: str) -> str:
        """As written."""
        return value

    def to_url(self, value: str) -> str:
        """As written."""
        return value


register_converter(PlaceCode, "place")

app_name = "insight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("keadaan/<place:code>/", pages.area, name="area"),
    path("keadaan/<place:code>/unduh/", pages.export, name="area-export"),
    path("rapat/", pages.meeting, name="meeting"),
    path("situasi/", include("rembuk.office.insight.urls_situation")),
]
