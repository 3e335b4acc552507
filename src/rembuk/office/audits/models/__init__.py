"""Tables of the audit room, one noun a file."""

from rembuk.office.audits.models.cases import Case, CaseEvent, Circle
from rembuk.office.audits.models.cycle import (
    Cycle,
    CycleEvent,
    CycleStep,
    Decree,
    TeamMember,
    VacantSeat,
)
from rembuk.office.audits.models.dissemination import Answer, Attendance, Meeting
from rembuk.office.audits.models.following import Outcome, Remeasure, Report
from rembuk.office.audits.models.review import (
    Assignment,
    Conclusion,
    Finding,
    Recommendation,
    Signing,
)
from rembuk.office.audits.models.words import (
    CaseState,
    Certainty,
    Consent,
    CycleState,
    Expertise,
    Group,
    OutcomeWord,
    Part,
    Towards,
    Urgency,
    Verdict,
)
from rembuk.office.audits.models.worksheets import HomeVisit, Worksheet, WorksheetChange

__all__ = [
    "Answer",
    "Assignment",
    "Attendance",
    "Case",
    "CaseEvent",
    "CaseState",
    "Certainty",
    "Circle",
    "Conclusion",
    "Consent",
    "Cycle",
    "CycleEvent",
    "CycleState",
    "CycleStep",
    "Decree",
    "Expertise",
    "Finding",
    "Group",
    "HomeVisit",
    "Meeting",
    "Outcome",
    "OutcomeWord",
    "Part",
    "Recommendation",
    "Remeasure",
    "Report",
    "Signing",
    "TeamMember",
    "Towards",
    "Urgency",
    "VacantSeat",
    "Verdict",
    "Worksheet",
    "WorksheetChange",
]
