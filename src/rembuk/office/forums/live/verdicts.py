"""What a meeting said of a decision, as text: `disepakati|suara|12|3|1`, `ditolak|mufakat`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from rembuk.office.forums.errors import ForumError
from rembuk.office.forums.models import Agreed, DecisionState

DECIDED: Final = frozenset({DecisionState.AGREED.value, DecisionState.REJECTED.value})
MOST: Final = 9_999


@dataclass(frozen=True)
class Verdict:
    """State, how it was reached, and the votes where there were any."""

    state: str = DecisionState.PROPOSED.value
    how: str = ""
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None

    @property
    def text(self) -> str:
        """As it is kept."""
        votes = [self.yes, self.no, self.abstain] if self.how == Agreed.VOTES else []
        parts = [self.state, self.how, *("" if one is None else str(one) for one in votes)]
        return "|".join(parts).rstrip("|")


def parse(text: str) -> Verdict:
    """Read a kept verdict; "" is a proposal. Raises ForumError."""
    parts = text.split("|") if text else []
    state = parts[0] if parts else DecisionState.PROPOSED.value
    how = parts[1] if len(parts) > 1 else ""
    if state not in DecisionState.values or how not in {"", *Agreed.values}:
        raise ForumError(_("Putusan ini tidak dikenal."), code="putusan")
    if state not in DECIDED:
        return Verdict(state)
    if how != Agreed.VOTES:
        return Verdict(state, Agreed.CONSENSUS.value)
    yes, no, abstain = (_votes(one) for one in (*parts[2:5], "", "", "")[:3])
    if yes is None or no is None:
        raise ForumError(_("Isi jumlah suara setuju dan tidak setuju."), code="suara")
    if state == DecisionState.AGREED and yes <= no:
        raise ForumError(
            _("Suara setuju tidak lebih banyak daripada tidak setuju: keputusan ini ditolak."),
            code="suara",
        )
    if state == DecisionState.REJECTED and yes > no:
        raise ForumError(
            _("Suara setuju lebih banyak daripada tidak setuju: keputusan ini disepakati."),
            code="suara",
        )
    return Verdict(state, how, yes, no, abstain or 0)


def _votes(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdigit() or int(text) > MOST:
        raise ForumError(_("Isi suara dengan angka bulat."), code="suara")
    return int(text)
