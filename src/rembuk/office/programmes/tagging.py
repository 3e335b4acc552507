"""The label "konvergensi", by the rule of the ministry: what counts is spending that reaches the
target person directly, not the label of a sub-activity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.programmes import words, writing
from rembuk.office.programmes.errors import ProgrammeError
from rembuk.office.programmes.models import Activity, Tag
from rembuk.reference.promises import Intervention


@transaction.atomic
def tag(
    account: Account, activity: Activity, label: str, share: int | None, *, reason: str = "",
    version: int | None = None,
) -> Activity:  # fmt: skip
    """Set the label and the percent that reaches persons directly. A label asks for the percent;
    a label on something that reaches nobody asks for a reason, and stays listed."""
    if label not in Tag.values:
        raise ProgrammeError(_("Label ini tidak dikenal."))
    if share is not None and not 0 <= share <= 100:
        raise ProgrammeError({"share": [_("Bagian untuk orang antara 0 dan 100 persen.")]})
    held = writing.held(activity, account, version)
    if (held.tag, held.persons_share) == (label, share):
        return held
    if label and share is None:
        raise ProgrammeError(
            {"share": [_("Isi berapa persen yang sampai langsung ke orangnya sebelum melabeli.")]}
        )
    if label and share == 0 and len(reason.strip()) < 5:
        raise ProgrammeError(
            {"reason": [_("Tidak ada yang sampai ke orang. Tulis mengapa tetap dilabeli.")]}
        )
    before = writing.snapshot(held)
    held.tag, held.persons_share = label, share
    return writing.put(held, account, "label", before, reason)


@dataclass(frozen=True)
class Judged:
    """An activity beside the rule. `counted`: rupiah of its ceiling that reach persons, None while
    nobody judged; `finding`: "" or what is odd, in a code: "tanpa-manfaat" (label, nothing
    reaches persons), "belum-dinilai" (label without a percent), "tanpa-label" (reaches persons,
    no label), "periksa" (label on an entry of the catalogue that reaches no person)."""

    activity: Activity
    intervention: Intervention | None
    counted: int | None
    finding: str


def reaches(intervention: Intervention | None) -> bool | None:
    """Whether an entry of the catalogue hands something to persons; None when unknown."""
    if intervention is None:
        return None
    return intervention.kind != "tata-kelola" and intervention.unit_id in words.PERSON_UNITS


def judge(activity: Activity, intervention: Intervention | None) -> Judged:
    """One activity beside the rule."""
    share, amount = activity.persons_share, activity.ceiling_amount
    counted = None if share is None or amount is None else amount * share // 100
    finding = ""
    if activity.tag:
        if share is None:
            finding = "belum-dinilai"
        elif share == 0:
            finding = "tanpa-manfaat"
        elif reaches(intervention) is False:
            finding = "periksa"
    elif (share or 0) > 0 or (share is None and reaches(intervention)):
        finding = "tanpa-label"
    return Judged(activity, intervention, counted, finding)


@dataclass(frozen=True)
class Sums:
    """Rupiah of labelled activities: all of it, what reaches persons, what is not judged yet, and
    how many labels stand on nothing that reaches persons."""

    labelled: int
    counted: int
    unjudged: int
    empty: int
    rows: int

    @property
    def percent(self) -> float | None:
        """Percent of labelled rupiah that reach persons, of what was judged; None of nothing."""
        judged = self.labelled - self.unjudged
        return 100 * self.counted / judged if judged else None


def sums(rows: Iterable[Judged]) -> Sums:
    """Sums of the labelled among `rows`."""
    mine = [one for one in rows if one.activity.tag]
    return Sums(
        labelled=sum(one.activity.ceiling_amount or 0 for one in mine),
        counted=sum(one.counted or 0 for one in mine),
        unjudged=sum(one.activity.ceiling_amount or 0 for one in mine if one.counted is None),
        empty=sum(one.finding == "tanpa-manfaat" for one in mine),
        rows=len(mine),
    )
