"""Why the room says no, where a page has more to show than words."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


class StaleError(ValidationError):
    """Somebody wrote the row since the form was opened. `now` is the row as it stands."""

    def __init__(self, now: models.Model) -> None:
        super().__init__(_("Isian ini sudah diubah sejak Anda membukanya."), code="versi")
        self.now = now
