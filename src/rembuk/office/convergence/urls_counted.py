"""URLs of what is counted from records: which, from what, and the records behind a figure."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.convergence.computing import pages as pages_counted

urlpatterns: list[URLPattern] = [
    path("<int:year>/dihitung/", pages_counted.listed, name="counted"),
    path("<int:year>/dihitung/ulang/", pages_counted.again, name="count-again"),
    path(
        "<int:year>/indikator/<str:code>/<str:place>/<str:when>/rincian/", pages_counted.rows,
        name="rows",
    ),
]  # fmt: skip
