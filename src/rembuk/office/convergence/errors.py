"""What can go wrong in this room; every text is for the person who did it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class ConvergenceError(ValidationError):
    """An act the rules refuse. `code` tells which rule."""


class NotYoursError(ConvergenceError):
    """The act belongs to another office, duty or person."""


class StaleError(ConvergenceError):
    """Somebody else changed the row since the form was opened."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _("Data ini sudah diubah orang lain sejak Anda membukanya. Muat ulang, lalu ulangi."),
            code="basi",
        )
        self.version = version
