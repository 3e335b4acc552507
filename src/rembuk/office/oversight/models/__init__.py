"""Tables of the room, one noun a file."""

from rembuk.office.oversight.models.hung import Hung
from rembuk.office.oversight.models.question import About, Question, QuestionEvent, QuestionState
from rembuk.office.oversight.models.report import Chapter, Reported, ReportWords
from rembuk.office.oversight.models.visit import (
    Checked,
    Seen,
    Visit,
    VisitEvent,
    VisitFinding,
    VisitPhoto,
)

__all__ = [
    "About", "Chapter", "Checked", "Hung", "Question", "QuestionEvent", "QuestionState",
    "ReportWords", "Reported", "Seen", "Visit", "VisitEvent", "VisitFinding", "VisitPhoto",
]  # fmt: skip
