"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import reverse

from rembuk.office.publication.models import Publication


def of(one: Publication, page: str = "edition") -> str:
    """Where an edition stands for good: its page, or its PDF, CSV or metadata."""
    return reverse(f"publication:{page}", args=[one.district_code, one.period, one.edition])


def newest(one: Publication) -> str:
    """Where the newest edition of its month stands."""
    return reverse("publication:month", args=[one.district_code, one.period])
