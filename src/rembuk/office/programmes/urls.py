"""Pages of the room `programmes`."""

from __future__ import annotations

from django.urls import URLPattern

from rembuk.office.programmes import (
    urls_balance,
    urls_choice,
    urls_delivery,
    urls_offer,
    urls_plan,
    urls_village,
)

app_name = "programmes"
urlpatterns: list[URLPattern] = [
    *urls_balance.urlpatterns,
    *urls_choice.urlpatterns,
    *urls_delivery.urlpatterns,
    *urls_offer.urlpatterns,
    *urls_plan.urlpatterns,
    *urls_village.urlpatterns,
]
