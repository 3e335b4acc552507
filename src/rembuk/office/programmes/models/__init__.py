"""Tables of the room of plan and money, one noun a file."""

from rembuk.office.programmes.models.activity import Activity, ActivityEvent, Numbering
from rembuk.office.programmes.models.balance import Balance
from rembuk.office.programmes.models.budget import BudgetLine, BudgetLineEvent, BudgetSheet
from rembuk.office.programmes.models.catalogue import Ceiling, CeilingEvent, SubActivity, UnitCost
from rembuk.office.programmes.models.choice import ChoicePlan, Scenario, ScenarioEvent
from rembuk.office.programmes.models.delivery import Delivery, Realisation
from rembuk.office.programmes.models.offer import Consent, Match, Offer, OfferEvent
from rembuk.office.programmes.models.sheet import DeliverySheet, SheetOf
from rembuk.office.programmes.models.village import VillageDraft, VillageDraftEvent
from rembuk.office.programmes.models.words import (
    Answer,
    CeilingKind,
    DeliveryState,
    OfferKind,
    OfferState,
    ProblemSource,
    Recipient,
    SourceKind,
    Status,
    Tag,
)

__all__ = [
    "Activity", "ActivityEvent", "Answer", "Balance", "BudgetLine", "BudgetLineEvent",
    "BudgetSheet", "Ceiling", "CeilingEvent", "CeilingKind", "ChoicePlan", "Consent", "Delivery",
    "DeliverySheet", "DeliveryState", "Match", "Numbering", "Offer", "OfferEvent", "OfferKind",
    "OfferState", "ProblemSource", "Realisation", "Recipient", "Scenario", "ScenarioEvent",
    "SheetOf", "SourceKind", "Status", "SubActivity", "Tag", "UnitCost", "VillageDraft",
    "VillageDraftEvent",
]  # fmt: skip
