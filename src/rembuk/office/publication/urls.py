"""Pages of the room `publication`: the public ones, and the desk."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from rembuk.office.publication import pages_desk, pages_public


class District:
    """A Kemendagri code of a kabupaten or kota."""

    regex = r"[0-9]{2}\.[0-9]{2}"

    def to_python(self, value: str) -> str:
        """As written."""
        return value

    def to_url(self, value: str) -> str:
        """As written."""
        return value


class Period(District):
    """A month, `2026-08`."""

    regex = r"[0-9]{4}-[0-9]{2}"


register_converter(District, "kabupaten")
register_converter(Period, "bulan")

app_name = "publication"
EDITION = "<kabupaten:district>/<bulan:period>/edisi-<int:number>"
urlpatterns: list[URLPattern] = [
    path("", pages_public.listed, name="list"),
    path("<kabupaten:district>/<bulan:period>/", pages_public.month, name="month"),
    path(f"{EDITION}/", pages_public.edition, name="edition"),
    path(f"{EDITION}/tabel.csv", pages_public.table, name="csv"),
    path(f"{EDITION}/laporan.pdf", pages_public.paper, name="pdf"),
    path(f"{EDITION}/metadata/", pages_public.about, name="metadata"),
    path(f"{EDITION}/metadata.json", pages_public.about_json, name="metadata-json"),
    path("meja/", pages_desk.desk, name="desk"),
    path("meja/draf/", pages_desk.draft, name="draft"),
    path("meja/<slug:public_id>/", pages_desk.one, name="one"),
    path("meja/<slug:public_id>/kerja/", pages_desk.act, name="act"),
    path("meja/<slug:public_id>/terbit/", pages_desk.publish, name="publish"),
    path("meja/<slug:public_id>/tarik/", pages_desk.withdraw, name="withdraw"),
]
