"""Addresses of deliveries, of spending, and of their sheets."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.programmes.deliveries import pages as pages_delivery
from rembuk.office.programmes.deliveries import pages_sheet as pages_delivery_sheet
from rembuk.office.programmes.deliveries import pages_spending

urlpatterns: list[URLPattern] = [
    path("kegiatan/<str:public_id>/salur/", pages_delivery.deliver, name="deliver"),
    path("kegiatan/<str:public_id>/belanja/", pages_spending.spend, name="spend"),
    path("salur/", pages_delivery.deliveries, name="deliveries"),
    path("salur/lembar/", pages_delivery_sheet.choose, name="delivery-sheets"),
    path("salur/lembar/<str:kind>/unduh/", pages_delivery_sheet.template, name="delivery-template"),
    path("salur/lembar/<str:sheet_id>/", pages_delivery_sheet.preview, name="delivery-sheet"),
    path("salur/lembar/<str:sheet_id>/galat/", pages_delivery_sheet.faults, name="delivery-faults"),
    path("salur/<str:delivery_id>/", pages_delivery.delivery, name="delivery"),
    path("salur/<str:delivery_id>/berkas/", pages_delivery.proof, name="delivery-proof"),
    path("salur/<str:delivery_id>/<str:act>/", pages_delivery.act, name="delivery-act"),
]
