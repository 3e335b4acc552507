"""What a wrong answer to a doubtful match costs: who is asked about first, and who asks twice."""

from __future__ import annotations

from rembuk.reference.conditions import Condition
from rembuk.reference.dated import Rule


class DoubtCost(Rule):
    """One reason why a wrong answer is dear. Points of all reasons that hold are added; the
    dearest doubt comes first, equal ones by how likely they are one person."""

    points: int
    reason_id: str
    reason_en: str
    when: Condition
    second: bool = False
    """Whether "the same" then needs the agreement of another account (four eyes)."""
