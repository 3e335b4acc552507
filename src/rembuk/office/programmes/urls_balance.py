"""Addresses of the board of need, plan, budget and delivery."""

from __future__ import annotations

from django.urls import URLPattern, path

from rembuk.office.programmes.board import pages as pages_balance

urlpatterns: list[URLPattern] = [
    path("imbangan/", pages_balance.board, name="balance"),
    path("imbangan/excel/", pages_balance.sheet, name="balance-sheet"),
    path("imbangan/hitung/", pages_balance.recount, name="balance-recount"),
]
