"""Budget lines and activities brought together: by the number the sheet carries, by the line an
activity already names, or by a person. A line that is paired puts its activity into the budget."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.programmes import writing
from rembuk.office.programmes.budget import doubles as budget_doubles
from rembuk.office.programmes.budget.doubles import NOT_DOUBLE
from rembuk.office.programmes.errors import NotYoursError, ProgrammeError, StaleError
from rembuk.office.programmes.models import Activity, BudgetLine, BudgetLineEvent, Status
from rembuk.office.programmes.moving import move
from rembuk.office.programmes.rights import desk

OFFERED: Final = 3


def by_itself(account: Account, line: BudgetLine, named: Activity | None) -> bool:
    """Pair a line without asking, where its sheet names the activity or exactly one activity of the
    office names this line. Returns whether it was paired now."""
    if line.activity_id is not None:
        return False
    found = named
    if found is None:
        base = re.split(r" no |/", line.line)[0]
        mine = _open(line).filter(Q(status_line=line.line) | Q(sub_activity_code=base))
        rows = list(mine.filter(place_code=line.place_code)[:2])
        found = rows[0] if len(rows) == 1 else None
    if found is None or (found.office_id != line.office_id and named is None):
        return False
    _pair(account, line, found)
    return True


def _open(line: BudgetLine) -> Any:
    return (
        Activity.objects.filter(year=line.year, office=line.office)
        .exclude(status=Status.DROPPED)
        .select_related("office")
    )


@transaction.atomic
def pair(
    account: Account, line: BudgetLine, activity: Activity, version: int | None = None
) -> BudgetLine:
    """Say that a line pays for an activity; the activity moves into the budget."""
    held = _held(account, line, version)
    if held.activity_id == activity.pk:
        return held
    if held.activity_id is not None:
        raise ProgrammeError(_("Baris ini sudah dipasangkan. Lepas dulu."))
    if held.year != activity.year:
        raise ProgrammeError(_("Baris tahun %(line)d tidak untuk kegiatan tahun %(year)d.")
                             % {"line": held.year, "year": activity.year})  # fmt: skip
    if held.set_aside:
        raise ProgrammeError(_("Baris ini dikesampingkan sebagai ganda."))
    _pair(account, held, activity)
    return held


def _pair(account: Account, line: BudgetLine, activity: Activity) -> None:
    line.activity = activity
    line.version += 1
    line.save(update_fields=["activity", "version", "at"])
    _note(line, account, "pasang", {}, {"activity": activity.number})
    if activity.status != Status.BUDGET:
        move(account, activity, Status.BUDGET, line.document, line.line)
        return
    held = writing.held(activity, account, None)
    writing.put(held, account, "pasang", writing.snapshot(held), f"{line.document}, {line.line}")


@transaction.atomic
def release(
    account: Account, line: BudgetLine, reason: str, version: int | None = None
) -> BudgetLine:
    """Take a line off its activity, with the reason. The activity's status is not walked back."""
    held = _held(account, line, version)
    if held.activity is None:
        return held
    _reason(reason)
    was = held.activity.number
    held.activity = None
    held.version += 1
    held.save(update_fields=["activity", "version", "at"])
    _note(held, account, "lepas", {"activity": was}, {"activity": None}, reason)
    return held


@transaction.atomic
def set_aside(
    account: Account, line: BudgetLine, reason: str, version: int | None = None
) -> BudgetLine:
    """Leave a doubled line out of every sum, with the reason; the line stays."""
    held = _held(account, line, version)
    _reason(reason)
    held.set_aside = reason.strip()[:200]
    held.version += 1
    held.save(update_fields=["set_aside", "version", "at"])
    _note(held, account, "kesamping", {"set_aside": ""}, {"set_aside": held.set_aside}, reason)
    budget_doubles.clear(held)
    return held


@transaction.atomic
def not_double(account: Account, line: BudgetLine, version: int | None = None) -> BudgetLine:
    """Say that a line which looks doubled is not."""
    held = _held(account, line, version)
    held.doubt = NOT_DOUBLE
    held.version += 1
    held.save(update_fields=["doubt", "version", "at"])
    _note(held, account, "bukan-ganda", {"doubt": "ganda"}, {"doubt": NOT_DOUBLE})
    return held


def _reason(reason: str) -> None:
    if len(reason.strip()) < 5:
        raise ProgrammeError(_("Tulis alasannya, paling sedikit lima huruf."))


def _held(account: Account, line: BudgetLine, version: int | None) -> BudgetLine:
    held = (
        BudgetLine.objects.select_for_update(of=("self",))
        .select_related("office", "activity")
        .get(pk=line.pk)
    )
    who = desk(account, writing.today())
    mine = held.office is not None and who.types(held.office, held.place_code)
    if not mine and not who.keeps(held.place_code):
        raise NotYoursError(_("Baris ini milik %s.") % (held.office or "–"), code="hak")
    if version is not None and version != held.version:
        raise StaleError
    return held


def _note(
    line: BudgetLine, account: Account, act: str, before: dict[str, Any], after: dict[str, Any],
    reason: str = "",
) -> None:  # fmt: skip
    BudgetLineEvent.objects.create(
        row=line, by=account, act=act, before=before, after=after, reason=reason.strip()[:400]
    )


@dataclass(frozen=True)
class Offer:
    """An activity a line may pay for; `why` are the words that speak for it."""

    activity: Activity
    score: float
    why: str


def offers(line: BudgetLine, among: list[Activity]) -> list[Offer]:
    """Up to three activities, the likeliest first: same code, same place, like words, like sum.
    A proposal for a person; nothing is paired by it."""
    words_ = _words(line.title)
    made = []
    for one in among:
        if one.office_id != line.office_id and one.place_code != line.place_code:
            continue
        reasons, score = [], 0.0
        if one.sub_activity_code and line.line.startswith(one.sub_activity_code):
            reasons.append(_("kode sub kegiatan sama"))
            score += 3
        if one.place_code == line.place_code and line.place_code.count(".") == 3:
            reasons.append(_("desa sama"))
            score += 1
        theirs = _words(one.title)
        shared = words_ & theirs
        if shared:
            reasons.append(_("kata sama: %s") % ", ".join(sorted(shared)[:3]))
            score += 2 * len(shared) / len(words_ | theirs)
        if one.ceiling_amount and line.amount == one.ceiling_amount:
            reasons.append(_("jumlah sama"))
            score += 2
        if score >= 1 and reasons:
            made.append(Offer(one, score, ", ".join(reasons)))
    return sorted(made, key=lambda offer: (-offer.score, offer.activity.number))[:OFFERED]


_COMMON: Final = frozenset(
    {"dan", "untuk", "bagi", "desa", "kegiatan", "belanja", "dengan", "yang"}
)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in _COMMON}
