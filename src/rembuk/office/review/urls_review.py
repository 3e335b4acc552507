"""Addresses of the yearly review and of the own score."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
