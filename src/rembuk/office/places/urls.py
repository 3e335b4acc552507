"""Pages of the room `places`."""

from django.urls import path, register_converter

from rembuk.office.places import pages


class AreaCode:
    """A Kemendagri code of a province, kabupaten/kota or kecamatan: `16`, `16.06`, `16.06.01`."""

    regex = r"[0-9]{2}(?:\.[0-9]{2}){0,2}"

    def to_python(self, value: str) -> str:
        """As written."""
        return value

    def to_url(self, value: str) -> str:
        """As written."""
        return value


register_converter(AreaCode, "area")

app_name = "places"
urlpatterns = [path("<area:code>/batas.json", pages.boundaries, name="boundaries")]
