"""Where every room hangs its pages. Each URL declares its policy (see access)."""

from django.urls import include, path

from rembuk.site import look, search

urlpatterns = [
    path("bahasa/setlang/", look.language, name="set_language"),
    path("tema/", look.theme, name="set_theme"),
    path("cari/", search.search, name="search"),
    path("cari/kata/", search.ask, name="search-words"),
    path("akun/", include("allauth.urls")),
    path("", include("rembuk.office.insight.urls")),
    path("wilayah/", include("rembuk.office.places.urls")),
    path("akses/", include("rembuk.office.access.urls")),
    path("tugas/", include("rembuk.office.jobs.urls")),
    path("data-masuk/", include("rembuk.office.intake.urls")),
    path("orang/", include("rembuk.office.people.urls")),
    path("posyandu/", include("rembuk.office.posyandu.urls")),
    path("kecocokan/", include("rembuk.office.linking.urls")),
    path("daftar/", include("rembuk.office.lists.urls")),
    path("keluarga/", include("rembuk.office.families.urls")),
    path("kantor/", include("rembuk.office.seats.urls")),
    path("surat/", include("rembuk.office.documents.urls")),
    path("janji/", include("rembuk.office.ledger.urls")),
    path("pendampingan/", include("rembuk.office.accompaniment.urls")),
    path("audit/", include("rembuk.office.audits.urls")),
    path("konvergensi/", include("rembuk.office.convergence.urls")),
    path("publikasi/", include("rembuk.office.publication.urls")),
    path("reviu/", include("rembuk.office.review.urls")),
    path("rencana/", include("rembuk.office.programmes.urls")),
    path("rembuk/", include("rembuk.office.forums.urls")),
    path("pengawasan/", include("rembuk.office.oversight.urls")),
]
