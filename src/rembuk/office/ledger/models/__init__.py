"""Tables of the ledger, one noun a file."""

from rembuk.office.ledger.models.change import Change
from rembuk.office.ledger.models.notice import Notice
from rembuk.office.ledger.models.promise import (
    Audience,
    Beneficiary,
    Counter,
    InterventionKind,
    Priority,
    Promise,
    SourceKind,
)
from rembuk.office.ledger.models.proof import Proof, ProofKind
from rembuk.office.ledger.models.sheet import SheetIn

__all__ = [
    "Audience", "Beneficiary", "Change", "Counter", "InterventionKind", "Notice", "Priority",
    "Promise", "Proof", "ProofKind", "SheetIn", "SourceKind",
]  # fmt: skip
