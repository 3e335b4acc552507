"""What each of the four steps of a cycle still lacks before it may be called done.

Gates are settings of the cycle, copied from the reference when it was made. Source: handbook of
cases, 1.2; no official gate was found, so they are Rembuk's proposal and may be set or overridden.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.audits.models import (
    Case,
    CaseState,
    Consent,
    Cycle,
    Expertise,
    Finding,
    Part,
    Recommendation,
    TeamMember,
    Worksheet,
)


@dataclass(frozen=True)
class Missing:
    """One thing a step still lacks. `count` is how many; it may be a count of cases, so a reader
    outside the team sees it only as `words`, which name no number."""

    code: str
    words: str
    count: int = 1


def audited(cycle: Cycle) -> QuerySet[Case]:
    """The cases the steps count: chosen, neither in reserve nor called off."""
    return Case.objects.filter(cycle=cycle, reserve=False).exclude(state=CaseState.CANCELLED)


def standing(model: type[Finding] | type[Recommendation]) -> QuerySet[Any]:
    """Findings or recommendations of a case that were not withdrawn (for `Exists`)."""
    return model._default_manager.filter(case=OuterRef("pk"), withdrawn_at__isnull=True)


Count = tuple[int, int, tuple[Missing, ...]]


def asked_for(gates: Mapping[str, Any], code: str) -> bool:
    """Whether a gate of the cycle is shut until its condition holds."""
    return bool(gates.get(code, True))


def _team(cycle: Cycle, on: dt.date) -> Count:
    gates = cycle.gates
    missing: list[Missing] = []
    total = 0
    if asked_for(gates, "decree"):
        total += 1
        if not cycle.decrees.exists():
            missing.append(Missing("decree", _("SK tim audit belum dicatat.")))
    asked = str(gates.get("expert_seats", "")).split()
    experts = TeamMember.objects.on(on).filter(cycle=cycle, part=Part.EXPERT)
    held = set(experts.values_list("expertise", flat=True))
    empty = set(cycle.vacant_seats.values_list("expertise", flat=True))
    for code in asked:
        total += 1
        if code not in held and code not in empty:
            words = _("Kursi pakar kosong tanpa pengecualian: %(seat)s.") % {
                "seat": Expertise(code).label
            }
            missing.append(Missing(f"expert-{code}", words))
    total += 1
    if not TeamMember.objects.on(on).filter(cycle=cycle, part=Part.TECHNICAL).exists():
        missing.append(Missing("technical", _("Belum ada anggota tim teknis.")))
    return total - len(missing), total, tuple(missing)


def _audit(cycle: Cycle, on: dt.date) -> Count:
    cases = audited(cycle)
    total = cases.count()
    sheet = Worksheet.objects.filter(case=OuterRef("pk"), finished_at__isnull=False)
    asked: tuple[tuple[str, QuerySet[Case], str], ...] = (
        ("consent", cases.exclude(consent=Consent.GIVEN), _("Ada kasus tanpa persetujuan.")),
        ("worksheet", cases.exclude(Exists(sheet)), _("Ada lembar kerja yang belum selesai.")),
        ("cause", cases.exclude(Exists(standing(Finding))), _("Ada kasus tanpa penyebab.")),
        (
            "recommendation",
            cases.exclude(Exists(standing(Recommendation))),
            _("Ada kasus tanpa rekomendasi pakar."),
        ),
        (
            "conclusion",
            cases.filter(conclusion__signings__isnull=True),
            _("Ada kasus tanpa kesimpulan panel yang ditandatangani."),
        ),
    )  # fmt: skip
    missing: list[Missing] = []
    if not total:
        return 0, 0, (Missing("cases", _("Belum ada kasus yang dipilih.")),)
    lacking: set[int] = set()
    for code, rows, words in asked:
        if not asked_for(cycle.gates, code):
            continue
        found = set(rows.values_list("pk", flat=True))
        lacking |= found
        if found:
            missing.append(Missing(code, words, len(found)))
    return total - len(lacking), total, tuple(missing)


def _dissemination(cycle: Cycle, on: dt.date) -> Count:
    asked = Recommendation.objects.filter(case__in=audited(cycle), withdrawn_at__isnull=True)
    total = asked.count()
    open_ = asked.filter(answer__isnull=True).count()
    missing: list[Missing] = []
    if not cycle.meetings.filter(state="selesai").exists():
        missing.append(Missing("meeting", _("Rapat diseminasi belum selesai.")))
    if open_ and asked_for(cycle.gates, "answers"):
        missing.append(Missing("answers", _("Ada rekomendasi yang belum dijawab OPD."), open_))
    return total - open_, total, tuple(missing)


def _follow_up(cycle: Cycle, on: dt.date) -> Count:
    cases = audited(cycle)
    total = cases.count()
    without = cases.filter(outcome__isnull=True).count()
    missing: list[Missing] = []
    if without and asked_for(cycle.gates, "outcome"):
        missing.append(
            Missing("outcome", _("Ada kasus yang hasil akhirnya belum diputuskan."), without)
        )
    for lacks in LACKS:
        missing += lacks(cycle, on)
    return total - without, total, tuple(missing)


LACKS: Final[list[Callable[[Cycle, dt.date], list[Missing]]]] = []
"""What else keeps step IV open; the follow-up files add the promises still running here."""

COUNTS: Final[dict[int, Callable[[Cycle, dt.date], Count]]] = {
    1: _team,
    2: _audit,
    3: _dissemination,
    4: _follow_up,
}


def missing(cycle: Cycle, number: int, on: dt.date | None = None) -> tuple[Missing, ...]:
    """What a step still lacks before it may be called done."""
    return COUNTS[number](cycle, on or timezone.localdate())[2]


def count_words(lack: Missing, inside: bool) -> str:
    """What is missing with how many, for somebody in the team; without a number for others."""
    return f"{lack.words} ({lack.count})" if inside and lack.count > 1 else lack.words
