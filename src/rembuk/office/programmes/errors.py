"""What can go wrong with an act on a plan; every text is for the person who did it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class ProgrammeError(ValidationError):
    """An act the rules of the plan refuse."""


class NotYoursError(ProgrammeError):
    """The act belongs to another office or another person."""


class StaleError(ProgrammeError):
    """Somebody else changed the row since the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("Kegiatan ini sudah diubah orang lain sejak Anda membukanya. Periksa lalu ulangi."),
            code="basi",
        )


class AskedError(ProgrammeError):
    """Not refused: asked. The act is done once the person says that it is meant so."""
