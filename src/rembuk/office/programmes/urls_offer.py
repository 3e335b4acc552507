"""Addresses of support from companies, foster parents and BAZNAS."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.programmes.support import pages as pages_offer

PAIR = "dukungan/<str:offer_id>/pasangan/<str:match_id>/"
urlpatterns: list[URLPattern] = [
    path("dukungan/", pages_offer.offers, name="offers"),
    path("dukungan/<str:offer_id>/", pages_offer.offer, name="offer"),
    path("dukungan/<str:offer_id>/<str:act>/", pages_offer.act, name="offer-act"),
    path(f"{PAIR}bukti/", pages_offer.pair_proof, name="offer-proof"),
    path(f"{PAIR}<str:act>/", pages_offer.pair_act, name="offer-pair"),
]
