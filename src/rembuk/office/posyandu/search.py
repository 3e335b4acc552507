"""Finding a child by words of the name or by its public code; never by NIK in a query string."""

from __future__ import annotations

from django.db.models import Q


def matching(words: str) -> Q:
    """Persons whose public id is `words`, or whose name contains every one of them."""
    try:
        from rembuk.office.people.names import name_key
    except ImportError:  # pragma: no cover - the people room is being built
        name_key = str.lower
    query = Q()
    for word in name_key(words).split():
        query &= Q(name_key__contains=word)
    return Q(public_id=words.strip()) | query if query else Q(public_id=words.strip())
