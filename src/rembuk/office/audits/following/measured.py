"""Follow-up of a case: when it is measured again, what was measured, which criteria still hold.

A measuring again is drawn from the weighings of the posyandu, never typed here. What was not
measured again says nothing: its criterion stays open, not passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from rembuk import reference
from rembuk.office.audits.criteria import GROUP_OF, judge
from rembuk.office.audits.models import Case, CaseState, Group, Remeasure
from rembuk.office.audits.worksheet import filling
from rembuk.office.audits.worksheet.facts import facts
from rembuk.office.posyandu.models import Measurement
from rembuk.reference.conditions import fields
from rembuk.science.growth.case_walk import plus_months

BEFORE: Final = dt.timedelta(days=15)
AFTER: Final = dt.timedelta(days=31)
"""A weighing this near a due day is the measuring again of that month."""
CHILDREN: Final = (Group.BADUTA, Group.BALITA)
FACTS: Final[dict[str, str]] = {
    "zlen": "zlen", "zwei": "zwei", "zwfl": "zwfl", "nt": "nt", "two_t": "two_t", "bgm": "bgm",
    "oedema": "oedema", "muac": "muac_cm", "zhc": "zhc",
}  # fmt: skip
"""Column of a measurement -> fact of the criteria."""
OVER: Final = (CaseState.CANCELLED,)


@dataclass(frozen=True)
class Look:
    """One measuring again as it stands. `state`: `ada` drawn, `tunggu` not due yet, `jatuh-tempo`
    in its window, `terlewat` the window closed without a weighing."""

    month: int
    due: dt.date
    state: str
    measurement: Measurement | None = None

    @property
    def z(self) -> float | None:
        """Length-for-age, when it could be judged."""
        return valid_z(self.measurement) if self.measurement else None


@dataclass(frozen=True)
class Line:
    """One flagged criterion before and now: None is not judged again."""

    code: str
    name_id: str
    name_en: str
    urgent: bool
    before: bool
    after: bool | None


def valid_z(row: Measurement) -> float | None:
    """Length-for-age of a weighing when it is believed."""
    good = row.zlen is not None and "len" not in row.flags.split() and row.position in {"L", "H"}
    return row.zlen if good else None


def audited_on(case: Case) -> dt.date | None:
    """The day months are counted from: when the panel's conclusion was first signed."""
    conclusion = getattr(case, "conclusion", None)
    if conclusion is None:
        return None
    first = conclusion.signings.order_by("at").first()
    return timezone.localtime(first.at).date() if first else None


def months_asked(today: dt.date) -> tuple[int, ...]:
    """Months after the audit in which a case is measured again."""
    said = str(reference.load().value("audit.remeasure_months", today))
    return tuple(sorted({int(one) for one in said.split()}))


def looks(case: Case, today: dt.date) -> list[Look]:
    """The measurings again of a child's case, as the weighings stand today."""
    start = audited_on(case)
    if start is None or case.group not in CHILDREN:
        return []
    months = {m: plus_months(start, m) for m in months_asked(today)}
    first, last = min(months.values()) - BEFORE, max(months.values()) + AFTER
    rows = list(
        Measurement.objects.filter(
            child=case.person_id, date__range=(max(first, start + dt.timedelta(days=1)), last),
            superseded_by__isnull=True,
        ).order_by("date", "pk")
    )  # fmt: skip
    return [_look(month, due, rows, today) for month, due in months.items()]


def _look(month: int, due: dt.date, rows: Sequence[Measurement], today: dt.date) -> Look:
    near = [row for row in rows if due - BEFORE <= row.date <= due + AFTER]
    if near:
        # a length that can be judged goes before one that can not, then the nearest day
        best = min(near, key=lambda row: (valid_z(row) is None, abs((row.date - due).days), row.pk))
        return Look(month, due, "ada", best)
    if today > due + AFTER:
        return Look(month, due, "terlewat")
    return Look(month, due, "jatuh-tempo" if today >= due - BEFORE else "tunggu")


def start_z(case: Case) -> tuple[dt.date, float] | None:
    """Length-for-age at the audit: the last believed weighing up to its day."""
    start = audited_on(case)
    if start is None:
        return None
    rows = Measurement.objects.filter(
        child=case.person_id, date__lte=start, superseded_by__isnull=True
    ).order_by("-date", "-pk")
    for row in rows[:6]:
        z = valid_z(row)
        if z is not None:
            return row.date, z
    return None


def before(case: Case) -> dict[str, bool | None]:
    """Criterion -> whether it held at the audit; None: a fact was missing."""
    sheet = filling.current(case)
    if sheet is None:
        return {}
    on = audited_on(case) or timezone.localdate()
    known = {name: one.value for name, one in facts(sheet, case, on).items()}
    return _verdicts(case, known, on)


def after(case: Case, row: Measurement) -> dict[str, bool | None]:
    """Criterion -> whether it holds by a weighing alone; None: it says nothing of it."""
    known: dict[str, Any] = {}
    for column, fact in FACTS.items():
        value = getattr(row, column)
        if column == "zlen":
            value = valid_z(row)
        if value not in (None, ""):
            known[fact] = value
    if row.age_days is not None:
        known["age_months"] = int(row.age_days / 30.4375)
    return _verdicts(case, known, row.date)


def _verdicts(case: Case, known: Mapping[str, Any], on: dt.date) -> dict[str, bool | None]:
    group = case.audit_group
    rules = reference.load()
    told = judge(known, GROUP_OF[group], on, rules)
    found: dict[str, bool | None] = {}
    held = {one.code for one in told.met}
    for one in rules.criteria(GROUP_OF[group], on):
        if one.when is None:
            continue
        if one.code in held:
            found[one.code] = True
        else:
            lacking = any(name not in known for name in fields(one.when))
            found[one.code] = None if lacking else False
    return found


def lines(case: Case, row: Measurement | None) -> list[Line]:
    """Each criterion that was flagged at the audit, or is now; the urgent first."""
    was, on = before(case), audited_on(case) or timezone.localdate()
    now = after(case, row) if row is not None else {}
    group = case.audit_group
    found = [
        Line(one.code, one.name_id, one.name_en, one.urgent, was.get(one.code) is True,
             now.get(one.code))
        for one in reference.load().criteria(GROUP_OF[group], on)
        if was.get(one.code) is True or now.get(one.code) is True
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.urgent, not one.before, one.code))


@transaction.atomic
def draw(case: Case, today: dt.date) -> int:
    """Keep the measurings again of a case as they stand; how many are drawn. Run again, nothing
    changes; a weighing taken back since is let go."""
    Case.objects.select_for_update().get(pk=case.pk)
    told = looks(case, today)
    was = before(case) if told else {}
    drawn = 0
    for one in told:
        row = one.measurement
        Remeasure.objects.update_or_create(
            case=case, month=one.month,
            defaults={
                "due": one.due, "measurement": row, "on": row.date if row else None, "z": one.z,
                "criteria_before": was, "criteria_after": after(case, row) if row else {},
                "rule_version": reference.load().version(today),
            },
        )  # fmt: skip
        drawn += row is not None
    return drawn


def draw_all(today: dt.date) -> int:
    """`draw` for every case of a running cycle whose conclusion is signed."""
    cases = Case.objects.filter(
        cycle__state="berjalan", group__in=CHILDREN, conclusion__signings__isnull=False
    ).exclude(state__in=OVER)
    return sum(draw(case, today) for case in cases.distinct().select_related("conclusion"))
