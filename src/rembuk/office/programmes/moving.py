"""The way of an activity into a budget: usul, Musrenbang, RKPDes or RKPD/Renja, APBDes or APBD."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.programmes import writing
from rembuk.office.programmes.errors import ProgrammeError
from rembuk.office.programmes.models import Activity, Status

WAY: Final = (Status.PROPOSED, Status.FORUM, Status.PLAN, Status.BUDGET)
"""In order. A step may be jumped (an office's Renja sees no village Musrenbang), never walked back
without a reason."""
LINE: Final = frozenset({Status.PLAN, Status.BUDGET})
"""Where the line of the document is asked: it is how anybody finds the activity in it."""

EXAMPLES: Final[Mapping[str, tuple[str, str]]] = {
    Status.FORUM.value: ("Berita acara Musrenbang 140/23/2026", ""),
    Status.PLAN.value: ("RKPDes 2027, Perdes 4/2026", "2.3.05"),
    Status.BUDGET.value: ("APBDes 2027, Perdes 7/2026", "2.3.05.92"),
}


def order(status: str) -> int:
    """How far along a status is; -1 for what was dropped."""
    return WAY.index(Status(status)) if status != Status.DROPPED else -1


@transaction.atomic
def move(
    account: Account, activity: Activity, status: str, document: str = "", line: str = "",
    version: int | None = None, *, reason: str = "",
) -> Activity:  # fmt: skip
    """Set where an activity stands, by which document and line. Going back, dropping and taking up
    again need a reason; a plan or budget needs its document and line; a budget needs an amount."""
    if status not in Status.values:
        raise ProgrammeError(_("Status ini tidak dikenal."))
    held = writing.held(activity, account, version)
    before = writing.snapshot(held)
    document, line = " ".join(document.split())[:160], " ".join(line.split())[:80]
    same = (held.status, held.status_document, held.status_line) == (status, document, line)
    if same:
        return held
    wrong: dict[str, list[str]] = {}
    back = status == Status.DROPPED or order(status) < order(held.status)
    again = held.status == Status.DROPPED
    if (back or again) and len(reason.strip()) < 5:
        wrong["reason"] = [_("Tulis alasannya, paling sedikit lima huruf.")]
    if status in {*LINE, Status.FORUM} and len(document) < 4:
        wrong["document"] = [_("Sebut dokumennya, misalnya: %s.") % EXAMPLES[status][0]]
    if status in LINE and not line:
        wrong["line"] = [_("Sebut baris atau kode rekeningnya di dokumen itu.")]
    paid = held.ceiling_amount or held.money == "DANA-TANPA" or held.lines.exists()
    if status == Status.BUDGET and not paid:
        wrong["status"] = [_("Kegiatan tanpa pagu tidak dapat tercantum di anggaran.")]
    if wrong:
        raise ProgrammeError(wrong)
    if status == Status.PROPOSED:
        document = line = ""
    if status != Status.DROPPED:
        held.status_document, held.status_line = document, line
    held.status = status
    return writing.put(held, account, "batal" if status == Status.DROPPED else "status", before,
                       reason)  # fmt: skip
