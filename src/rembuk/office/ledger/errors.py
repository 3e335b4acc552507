"""What can go wrong with an act on a promise; every text is for the person who did it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk.office.ledger.models import Promise


class LedgerError(ValidationError):
    """An act the rules of the ledger refuse."""


class NotYoursError(LedgerError):
    """The act belongs to another office or another person."""


class StaleError(LedgerError):
    """Somebody else changed the promise since the form was opened."""

    def __init__(self, promise: Promise, version: int) -> None:
        super().__init__(_("Janji ini sudah diubah orang lain sejak Anda membukanya."))
        self.promise = promise
        self.version = version
