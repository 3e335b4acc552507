"""Tables of the insight room: what a district sets itself. Figures are counted elsewhere."""

from rembuk.office.insight.models.lokus import Lokus
from rembuk.office.insight.models.survey_value import SurveyValue
from rembuk.office.insight.models.target import Direction, Target

__all__ = ["Direction", "Lokus", "SurveyValue", "Target"]
