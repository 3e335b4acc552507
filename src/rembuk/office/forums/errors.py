"""What can go wrong in this room; every text is for the person who did it."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class ForumError(ValidationError):
    """An act the rules of the room refuse. `code` tells which rule."""


class NotYoursError(ForumError):
    """Another's act."""


class StaleError(ForumError):
    """Somebody wrote meanwhile."""


class ClosedError(ForumError):
    """The meeting takes no more: it has not begun, or its minutes are signed."""


class AskedError(ForumError):
    """It may be meant so; whoever did it is asked once. `code` tells what."""
