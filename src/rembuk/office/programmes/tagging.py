"""The label "konvergensi", by the rule of the ministry: what counts is spending that reaches the
target person directly, not the label of a sub-activity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import (
    BigIntegerField,
    Count,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Sum,
)
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


def conditions(catalogue: Mapping[str, Intervention]) -> dict[str, Q]:
    """Finding -> the rows it holds for, as `judge` says it of one: the worst first."""
    give = [code for code, one in catalogue.items() if reaches(one)]
    none = [code for code, one in catalogue.items() if reaches(one) is False]
    labelled, bare = ~Q(tag=""), Q(tag="")
    return {
        "tanpa-manfaat": labelled & Q(persons_share=0),
        "belum-dinilai": labelled & Q(persons_share__isnull=True),
        "periksa": labelled & Q(persons_share__gt=0, intervention__in=none),
        "tanpa-label": bare
        & (Q(persons_share__gt=0) | Q(persons_share__isnull=True, intervention__in=give)),
    }


def sums(found: QuerySet[Activity]) -> Sums:
    """Sums of the labelled among `found`, in one reading."""
    counted = ExpressionWrapper(
        F("ceiling_amount") * F("persons_share") / 100, output_field=BigIntegerField()
    )
    row = (
        found.order_by().exclude(tag="").aggregate(
            n=Count("pk"), labelled=Sum("ceiling_amount"), counted=Sum(counted),
            unjudged=Sum("ceiling_amount", filter=Q(persons_share__isnull=True)),
            empty=Count("pk", filter=Q(persons_share=0)),
        )
    )  # fmt: skip
    return Sums(
        row["labelled"] or 0, row["counted"] or 0, row["unjudged"] or 0, row["empty"], row["n"]
    )
