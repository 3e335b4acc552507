"""Tables of the room `review`."""

from rembuk.office.review.models.improvement import (
    Finding,
    FindingEvent,
    Improvement,
    Reviewed,
    Said,
    Side,
)
from rembuk.office.review.models.score import HandGrade, ProvinceScore, Snapshot

__all__ = [
    "Finding", "FindingEvent", "HandGrade", "Improvement", "ProvinceScore", "Reviewed", "Said",
    "Side", "Snapshot",
]  # fmt: skip
