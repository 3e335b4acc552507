"""Pages of the room `lists`."""

from django.urls import path

from . import pages, pages_compare, pages_corrections

app_name = "lists"
urlpatterns = [
    path("", pages.lists, name="list"),
    path("<int:pk>/", pages.edition, name="edition"),
    path("<int:pk>/baris/", pages.rows, name="rows"),
    path("baris/<int:pk>/", pages.row, name="row"),
    path("baris/<int:pk>/betulkan/", pages_corrections.ask, name="ask"),
    path("banding/", pages_compare.compare, name="compare"),
    path("banding/baris/", pages_compare.moved, name="moved"),
    path("banding/unduh/", pages_compare.export, name="compare-export"),
    path("pembetulan/", pages_corrections.corrections, name="corrections"),
    path("pembetulan/unduh/", pages_corrections.sheet, name="corrections-sheet"),
    path("pembetulan/<str:public_id>/", pages_corrections.correction, name="correction"),
    path("pembetulan/<str:public_id>/langkah/", pages_corrections.step, name="step"),
]
