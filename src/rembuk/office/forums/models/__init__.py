"""Models of the room `forums`."""

from rembuk.office.forums.models.decision import Decision, DecisionEdit, Objection
from rembuk.office.forums.models.meeting import (
    AgendaItem,
    Attendance,
    AttendanceSheet,
    Invitee,
    Material,
    Meeting,
    MeetingEvent,
)
from rembuk.office.forums.models.paper import Minutes
from rembuk.office.forums.models.team import Member, Team, TeamEvent
from rembuk.office.forums.models.words import (
    Agreed,
    DecisionState,
    How,
    Kind,
    Level,
    MeetingState,
    Origin,
    Outcome,
    Part,
    Reply,
)

__all__ = [
    "AgendaItem", "Agreed", "Attendance", "AttendanceSheet", "Decision", "DecisionEdit",
    "DecisionState", "How", "Invitee", "Kind", "Level", "Material", "Meeting", "MeetingEvent",
    "MeetingState", "Member", "Minutes", "Objection", "Origin", "Outcome", "Part", "Reply", "Team",
    "TeamEvent",
]  # fmt: skip
