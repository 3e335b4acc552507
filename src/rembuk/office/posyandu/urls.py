"""Pages of the room `posyandu`."""

from django.urls import URLPattern, path

from rembuk.office.posyandu import (
    pages_child,
    pages_children,
    pages_completeness,
    pages_first,
    pages_measure,
    pages_post,
)

app_name = "posyandu"
urlpatterns: list[URLPattern] = [
    path("anak/", pages_children.children, name="children"),
    path("anak/cari/", pages_children.search, name="children-search"),
    path("anak/unduh/", pages_children.export, name="children-export"),
    path("anak/<slug:public_id>/", pages_child.child, name="child"),
    path("anak/<slug:public_id>/identitas/", pages_child.reveal, name="child-reveal"),
    path("anak/<slug:public_id>/tutup/", pages_child.close, name="child-close"),
    path("anak/<slug:public_id>/ukur/", pages_measure.measure, name="child-measure"),
    path(
        "anak/<slug:public_id>/ukur/<int:record>/",
        pages_measure.take_back_form,
        name="child-measure-back",
    ),
    path(
        "anak/<slug:public_id>/ukur/<int:record>/batal/",
        pages_measure.take_back,
        name="child-measure-undo",
    ),
    path("lihat-dulu/", pages_first.first, name="first"),
    path("lihat-dulu/unduh/", pages_first.export, name="first-export"),
    path("kelengkapan/", pages_completeness.completeness, name="completeness"),
    path("kelengkapan/unduh/", pages_completeness.export, name="completeness-export"),
    path("pos/<str:code>/", pages_post.post, name="post"),
]
