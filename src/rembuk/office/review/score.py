"""The score a district gives itself by the rubric, before the province does.

What can be counted is counted; the rest a person grades, with reason and evidence. There is no sum:
the sources give no weights, and none is invented.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.convergence import proving
from rembuk.office.convergence.models import Evidence, Year
from rembuk.office.convergence.proving import Subject
from rembuk.office.convergence.steps import scheme_of
from rembuk.office.convergence.told import named
from rembuk.office.review import findings
from rembuk.office.review.errors import ReviewError
from rembuk.office.review.models import HandGrade, Snapshot
from rembuk.office.review.score_measures import MEASURES, Context, Measured
from rembuk.reference.schemes import Grade, Requirement, RubricCriterion

REASON: Final = 10
"""Fewest letters of a reason."""


@dataclass(frozen=True)
class Row:
    """A criterion as it stands. `grade` None: not counted or not graded yet. `needed`: how many
    more for `next`; 0 where nothing is counted."""

    criterion: RubricCriterion
    name: str
    action: str
    measured: Measured | None
    grade: Grade | None
    next: Grade | None
    needed: int
    hand: HandGrade | None
    evidence: tuple[Evidence, ...]

    @property
    def counted(self) -> bool:
        """Whether the program counts it."""
        return bool(self.criterion.measure)

    @property
    def letter(self) -> str:
        """The grade, "" for none."""
        return self.grade.letter if self.grade else ""


def rows(year: Year, place: str, on: dt.date) -> tuple[Row, ...]:
    """Every criterion of the year's scheme, in the order of the rubric."""
    scheme = scheme_of(year)
    day = reference.load().day_of(scheme.code, year.year)
    here = Context(year, place, on)
    hands = hand_grades(year, place)
    brought = _evidence(year, place)
    actions = {one.code: f"{one.number}. {named(one)}" for one in scheme.actions}
    return tuple(
        _row(one, here, hands.get(one.code), brought.get(one.code, ()), actions.get(one.action, ""))
        for one in reference.load().rubric(scheme.code, day)
    )


def _row(
    one: RubricCriterion, here: Context, hand: HandGrade | None,
    evidence: tuple[Evidence, ...], action: str,
) -> Row:  # fmt: skip
    if not one.measure:
        grade = _lettered(one, hand.letter) if hand else None
        return Row(one, named(one), action, None, grade, _above(one, grade), 0, hand, evidence)
    measured = MEASURES[one.measure](here, one)
    grade = one.grade(measured.percent) if measured else None
    above = _above(one, grade)
    return Row(
        one, named(one), action, measured, grade, above, needed(measured, above), None, evidence
    )


def needed(measured: Measured | None, above: Grade | None) -> int:
    """How many more make the next grade."""
    if measured is None or above is None or above.least is None:
        return 0
    # exact in whole numbers: the least count that is `least` percent of all
    least = math.ceil(round(above.least * measured.of, 6) / 100)
    return max(0, least - measured.n)


def _above(one: RubricCriterion, grade: Grade | None) -> Grade | None:
    """The next better grade; None at the top, or where there is no grade yet."""
    letters = [each.letter for each in one.grades]
    place = letters.index(grade.letter) if grade else 0
    return one.grades[place - 1] if place else None


def _lettered(one: RubricCriterion, letter: str) -> Grade | None:
    return next((grade for grade in one.grades if grade.letter == letter), None)


def hand_grades(year: Year, place: str) -> dict[str, HandGrade]:
    """The newest grade by hand of each criterion; those taken back are left out."""
    found = HandGrade.objects.filter(year=year, place_code=place).select_related("by")
    newest = {one.criterion: one for one in found.order_by("pk")}
    return {code: one for code, one in newest.items() if one.letter}


def requirement_of(one: RubricCriterion) -> Requirement:
    """What a criterion takes as evidence."""
    return Requirement(
        code=one.code[:40], name_id=f"Bukti kriteria {one.number}",
        name_en=f"Evidence of criterion {one.number}",
        kinds=("pdf", "image", "docx", "xlsx", "link"), optional=True,
    )  # fmt: skip


def _evidence(year: Year, place: str) -> dict[str, tuple[Evidence, ...]]:
    """Files brought for criteria, by criterion."""
    found: dict[str, tuple[Evidence, ...]] = {}
    held = year.evidence.filter(place_code=place, withdrawn="", requirement__startswith="rubrik.")
    for one in held.order_by("-edition"):
        found[one.requirement] = (*found.get(one.requirement, ()), one)
    return found


@transaction.atomic
def grade(
    year: Year, place: str, criterion: RubricCriterion, letter: str, reason: str, account: Account,
    *, upload: Any = None, address: str = "", on: dt.date | None = None,
) -> HandGrade:  # fmt: skip
    """Grade a criterion nothing is counted for, with the reason, and evidence unless it is the
    lowest grade. `letter` "" takes the grade back. Raises ValidationError."""
    findings.check(account, year, place)
    if criterion.measure:
        raise ReviewError(
            _("Kriteria ini dihitung dari data, bukan dinilai tangan."), code="hitung"
        )
    if letter and _lettered(criterion, letter) is None:
        raise ReviewError(_("Pilih nilai dari daftar."), code="nilai")
    if len(reason.strip()) < REASON:
        raise ReviewError(_("Tulis dasar nilai ini, paling sedikit sepuluh huruf."), code="alasan")
    if upload or address.strip():
        subject = Subject(year, place, requirement_of(criterion))
        proving.add(
            subject, account, upload=upload, address=address, on=on or timezone.localdate(),
            title=reason.strip()[:160],
        )  # fmt: skip
    brought = _evidence(year, place).get(requirement_of(criterion).code, ())
    if letter and letter != criterion.grades[-1].letter and not brought:
        raise ReviewError(
            _("Nilai di atas yang terendah perlu bukti: unggah berkas atau tulis alamatnya."),
            code="bukti",
        )
    return HandGrade.objects.create(
        year=year, place_code=place, criterion=criterion.code, letter=letter,
        reason=reason.strip()[:400], evidence=[one.public_id for one in brought], by=account,
    )  # fmt: skip


@dataclass(frozen=True)
class Frozen:
    """A criterion as it stood: enough to read it without the rubric of today."""

    code: str
    number: str
    name: str
    letter: str
    n: int | None
    of: int | None
    basis: str
    confidence: str
    evidence: tuple[str, ...]


def frozen(every: tuple[Row, ...]) -> list[Frozen]:
    """Rows to keep."""
    return [
        Frozen(
            one.criterion.code, one.criterion.number, one.criterion.name_id, one.letter,
            one.measured.n if one.measured else None, one.measured.of if one.measured else None,
            one.measured.words if one.measured else one.hand.reason if one.hand else "",
            one.criterion.confidence, tuple(each.public_id for each in one.evidence),
        )
        for one in every
    ]  # fmt: skip


@transaction.atomic
def keep(year: Year, place: str, account: Account, note: str = "") -> Snapshot:
    """Keep the score as it stands today."""
    findings.check(account, year, place)
    today = timezone.localdate()
    with translation.override("id"):
        every = frozen(rows(year, place, today))
    return Snapshot.objects.create(
        public_id=public_ids.new(), year=year, place_code=place, on=today,
        rows=[vars(one) | {"evidence": list(one.evidence)} for one in every],
        note=note.strip()[:400], rule_version=reference.load().version(today), by=account,
    )  # fmt: skip


def kept(year: Year, place: str) -> list[Snapshot]:
    """Scores kept, the newest first."""
    found = Snapshot.objects.filter(year=year, place_code=place).select_related("by")
    return list(found.order_by("-pk"))


def restored(row: Mapping[str, Any]) -> Frozen:
    """A kept row."""
    return Frozen(**{**row, "evidence": tuple(row["evidence"])})
