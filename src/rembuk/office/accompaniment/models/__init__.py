"""Tables of accompaniment."""

from rembuk.office.accompaniment.models.accompaniments import Accompaniment, AccompanimentEvent
from rembuk.office.accompaniment.models.referrals import Referral
from rembuk.office.accompaniment.models.teams import Companion, Team
from rembuk.office.accompaniment.models.visits import Visit

__all__ = ["Accompaniment", "AccompanimentEvent", "Companion", "Referral", "Team", "Visit"]
