"""Posts, their sessions, children's measurements and what was derived from them."""

from rembuk.office.posyandu.models.cases import CaseEvent, ChildStatus
from rembuk.office.posyandu.models.feeding import MotherPmt, PmtEpisode
from rembuk.office.posyandu.models.measurements import Measurement, Rederivation
from rembuk.office.posyandu.models.posts import HealthCentre, Posyandu, Session
from rembuk.office.posyandu.models.recaps import AreaCases, AreaRecap, MonthlyRecap
from rembuk.office.posyandu.models.remeasurements import Remeasurement

__all__ = [
    "AreaCases",
    "AreaRecap",
    "CaseEvent",
    "ChildStatus",
    "HealthCentre",
    "Measurement",
    "MonthlyRecap",
    "MotherPmt",
    "PmtEpisode",
    "Posyandu",
    "Rederivation",
    "Remeasurement",
    "Session",
]
