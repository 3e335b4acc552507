"""The numbers of this room under the newest key."""

from __future__ import annotations

from django.db import models

from rembuk.office.lists.correcting import NUMBERS
from rembuk.office.lists.models import Correction, ListedPerson, ListRow
from rembuk.office.people import crypto

AT_ONCE = 500


def reencrypt_all() -> int:
    """Put every NIK and card of rows and requests under the newest key; how many were under an
    older one. It can be repeated and stopped."""
    changed = _renewed(ListRow.objects.all(), "kk_cipher", "kk")
    changed += _renewed(ListedPerson.objects.all(), "nik_cipher", "nik")
    for fact, kind in NUMBERS.items():
        for column in ("says_cipher", "should_cipher"):
            changed += _renewed(Correction.objects.filter(fact=fact), column, kind)
    return changed


def _renewed(rows: models.QuerySet[models.Model], column: str, kind: str) -> int:
    stale: list[models.Model] = []
    changed = 0
    for row in rows.exclude(**{column: None}).only("pk", column).iterator(chunk_size=2000):
        blob = bytes(getattr(row, column))
        if not crypto.is_current(blob):
            setattr(row, column, crypto.reencrypt(blob, kind))
            stale.append(row)
            changed += 1
        if len(stale) >= AT_ONCE:
            rows.model._default_manager.bulk_update(stale, [column])
            stale.clear()
    if stale:
        rows.model._default_manager.bulk_update(stale, [column])
    return changed
