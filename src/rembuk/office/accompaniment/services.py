"""Acts of accompaniment: one function, one act of the office, one transaction, with history."""

from rembuk.office.accompaniment.closing import close, open_for_audit
from rembuk.office.accompaniment.opening import Settled, settle, sync
from rembuk.office.accompaniment.referring import (
    Opening,
    answer,
    arrive,
    cancel,
    open_referral,
    returned,
)
from rembuk.office.accompaniment.teaming import assign, end_team, make_team
from rembuk.office.accompaniment.visiting import Told, record_visit, take_back_visit

__all__ = [
    "Opening",
    "Settled",
    "Told",
    "answer",
    "arrive",
    "assign",
    "cancel",
    "close",
    "end_team",
    "make_team",
    "open_for_audit",
    "open_referral",
    "record_visit",
    "returned",
    "settle",
    "sync",
    "take_back_visit",
]
