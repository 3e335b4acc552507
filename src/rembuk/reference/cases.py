"""When a stunting case is suspected, confirmed, new, recovered, lost: the dated numbers, and the
events that move the stock of cases."""

from __future__ import annotations

from typing import Literal

from rembuk.reference.dated import Frozen, Rule

Flow = Literal["masuk", "keluar", "tetap"]


class CaseEventKind(Rule):
    """A kind of event: whether it adds to the stock of confirmed cases, takes away, or neither."""

    name_id: str
    name_en: str
    flow: Flow
    meaning_id: str


class CaseRules(Frozen):
    """The settings `case.*` in force on a day."""

    z_limit: float  # a case is below this z-score of length/height-for-age
    confirm_within_days: int  # second measurement confirms within these days
    session_slack_days: int  # and in the next calendar month up to so many days later
    first_seen_months: int  # first-ever measurement below this age counts as new, not found
    recover_gap_days: int  # two measurements at or above the limit, at least this far apart
    lulus_months: int  # recovery kept for these months = lulus
    lost_months: int  # not measured for more than these months = lost
    age_out_months: int  # leaves the group at this completed age
