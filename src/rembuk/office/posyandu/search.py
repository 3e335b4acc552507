"""Finding a child by words of the name or by its public code; never by NIK in a query string."""

from __future__ import annotations

from django.db.models import Q

from rembuk.office.people.names import name_key


def matching(words: str) -> Q:
    """Persons whose public id is `words`, or whose name sounds like it or holds every word."""
    query = Q(public_id=words.strip())
    whole = name_key(words)
    if whole:
        query |= Q(name_key__contains=whole)
    parts = [key for key in map(name_key, words.split()) if len(key) > 1]
    if len(parts) > 1:
        every = Q()
        for part in parts:
            every &= Q(name_key__contains=part)
        query |= every
    return query
