"""What can go wrong in this room; every text is for the person who did it."""

from __future__ import annotations

from rembuk.office.convergence.errors import ConvergenceError, NotYoursError, StaleError

__all__ = ["NotYoursError", "ReviewError", "StaleError"]


class ReviewError(ConvergenceError):
    """An act the rules of the review or the score refuse. `code` tells which rule."""
