"""Tables of the room `review`."""

from rembuk.office.review.models.analysis import (
    Analysed,
    AnalysisWords,
    Obstacle,
    ObstacleEvent,
    Section,
)
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
    "Analysed", "AnalysisWords", "Finding", "FindingEvent", "HandGrade", "Improvement", "Obstacle",
    "ObstacleEvent", "ProvinceScore", "Reviewed", "Said", "Section", "Side", "Snapshot",
]  # fmt: skip
