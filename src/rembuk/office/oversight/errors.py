"""Why the room says no, in words for the person who asked."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class OversightError(ValidationError):
    """A rule of the room stands against it."""


class NotYoursError(OversightError):
    """Another's act."""


class StaleError(OversightError):
    """Somebody wrote meanwhile."""
