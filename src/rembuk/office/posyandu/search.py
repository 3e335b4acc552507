"""Finding a child by words of the name or by its public code; never by NIK in a query string."""

from __future__ import annotations

from django.db.models import Q

from rembuk.office.people import public_ids
from rembuk.science.linkage.names import name_key


def matching(words: str) -> Q:
    """The person of a public id, or those whose name sounds like the words or holds each."""
    code = public_ids.read(words)
    if code is not None:
        return Q(public_id=code)
    parts = [key for key in map(name_key, words.split()) if len(key) > 1]
    if not parts:
        return Q(pk__in=[])
    every = Q()
    for part in parts:
        every &= Q(name_key__contains=part)
    return Q(name_key__contains=name_key(words)) | every
