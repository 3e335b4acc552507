"""Strengths and shortfalls of a year: drafted by the rules, decided line by line by the office.

Nothing is in the review that nobody accepted. A line stays as it was decided; when its figures say
something else later, or its rule no longer holds, the page tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_of
from rembuk.office.convergence import years
from rembuk.office.convergence.models import Year
from rembuk.office.review.errors import NotYoursError, ReviewError, StaleError
from rembuk.office.review.models import Finding, FindingEvent, Said, Side
from rembuk.office.review.year_review import Review, review
from rembuk.office.review.year_review_facts import Subject, subjects, written
from rembuk.reference.conditions import holds
from rembuk.reference.reviews import FACTS, About

KECAMATAN: Final = 8
LONGEST: Final = 1000


@dataclass(frozen=True)
class Line:
    """One line: what the rule says now (`drafted`, "" where it says nothing any more), and what
    the office decided. `changed`: its figures are not those it was decided on."""

    side: str
    order: int
    about: About
    rule: str
    subject: str
    drafted: str
    act: str
    facts: Mapping[str, Any]
    decided: Finding | None
    changed: bool = False

    @property
    def words(self) -> str:
        """What stands in the review, else the draft."""
        return self.decided.words if self.decided else self.drafted

    @property
    def stands(self) -> bool:
        """Whether it is in the review."""
        return self.decided is not None and self.decided.stands

    @property
    def key(self) -> str:
        """For ids on a page."""
        return f"{self.rule}-{self.subject}".replace(".", "-") if self.rule else (
            self.decided.public_id if self.decided else ""
        )  # fmt: skip


def lines(found: Review) -> tuple[Line, ...]:
    """Every line of a review: drafts with their decisions, decisions whose rule no longer holds,
    and the office's own; strengths first, in the order of the rules."""
    decided = decisions(found.year, found.place)
    rules = reference.load().review_rules(found.on)
    language = (translation.get_language() or "id")[:2]
    made = []
    for subject in subjects(found):
        texts = written(subject.about, subject.facts)
        for rule in rules:
            if rule.about != subject.about or not holds(rule.when, subject.facts):
                continue
            drafted, act = rule.said(texts, language)
            held = decided.pop((rule.code, subject.code), None)
            changed = held is not None and _numbers(subject.about, held.facts) != _numbers(
                subject.about, subject.facts
            )
            made.append(
                Line(
                    rule.side, rule.order, rule.about, rule.code, subject.code, drafted, act,
                    subject.facts, held, changed,
                )
            )  # fmt: skip
    known = {one.code: one for one in rules}
    for held in decided.values():
        rule_of = known.get(held.rule)
        made.append(
            Line(
                held.side, rule_of.order if rule_of else 99,
                rule_of.about if rule_of else "daerah", held.rule, held.subject, "", "", held.facts,
                held, changed=bool(held.rule),
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda one: (one.side, one.order)))


def decisions(year: Year, place: str) -> dict[tuple[str, str], Finding]:
    """What was decided, by rule and subject; own lines by their id."""
    rows = Finding.objects.filter(year=year, place_code=place).select_related("by")
    return {(one.rule, one.subject) if one.rule else ("", one.public_id): one for one in rows}


def standing(year: Year, place: str) -> list[Finding]:
    """Lines that are in the review, strengths first."""
    rows = Finding.objects.filter(year=year, place_code=place).exclude(said=Said.REJECTED)
    return list(rows.order_by("side", "pk"))


def may_write(rights: Rights, year: Year, place: str) -> bool:
    """Whether the reader decides on a review: who manages the year, and of a kecamatan its own."""
    if rights.may("konvergensi-kelola", place):
        return True
    own = len(place) == KECAMATAN and place != year.district_code
    return own and rights.may("konvergensi-isi", place)


def check(account: Account, year: Year, place: str) -> None:
    """Raises NotYoursError, or ConvergenceError when the year is closed."""
    years.running(Year.objects.get(pk=year.pk))
    if not may_write(rights_of(account, timezone.localdate()), year, place):
        raise NotYoursError(_("Akun ini tidak mengisi reviu di wilayah itu."), code="hak")


@transaction.atomic
def decide(
    year: Year, place: str, rule: str, subject: str, said: str, account: Account, *,
    words: str = "", reason: str = "", version: int = 0,
) -> Finding:  # fmt: skip
    """Accept a drafted line, put it in other words, or reject it with a reason. `version`: of the
    decision the form showed (0: none yet)."""
    check(account, year, place)
    if said not in (Said.ACCEPTED, Said.EDITED, Said.REJECTED):
        raise ReviewError(_("Pilih terima, ubah, atau tolak."), code="pilihan")
    held = _held(year, place, rule, subject, version)
    with translation.override("id"):
        draft = _drafted(year, place, rule, subject)
    if draft is None and held is None:
        raise ReviewError(_("Aturan ini tidak lagi menemukan hal itu."), code="aturan")
    text = draft[1] if draft else held.drafted if held else ""
    told = _text(words) if said == Said.EDITED else text
    if said == Said.REJECTED and len(reason.strip()) < 5:
        raise ReviewError(_("Tulis mengapa baris ini tidak dipakai."), code="alasan")
    one = held or Finding(
        public_id=public_ids.new(), year=year, place_code=place, rule=rule, subject=subject,
        version=0, side=_side(rule),
    )  # fmt: skip
    before = _as_it_was(held)
    one.drafted, one.words, one.said = text, told, said
    if draft is not None:
        one.facts = dict(draft[0].facts)
    return _save(one, account, said, before, reason)


@transaction.atomic
def add_own(year: Year, place: str, side: str, words: str, account: Account) -> Finding:
    """A line nobody's rule knows of, in the office's words."""
    check(account, year, place)
    if side not in Side.values:
        raise ReviewError(_("Pilih kekuatan atau kekurangan."), code="pilihan")
    one = Finding(
        public_id=public_ids.new(), year=year, place_code=place, side=side, words=_text(words),
        said=Said.OWN, version=0,
    )  # fmt: skip
    return _save(one, account, "tulis", {}, "")


@transaction.atomic
def change_own(
    finding: Finding, account: Account, *, words: str = "", reason: str = "", version: int = 0
) -> Finding:
    """Put an own line in other words, or take it out with a reason (no words given)."""
    one = Finding.objects.select_for_update().select_related("year").get(pk=finding.pk)
    check(account, one.year, one.place_code)
    if one.rule:
        raise ReviewError(_("Baris ini bukan tulisan kantor."), code="pilihan")
    if one.version != version:
        raise StaleError(one.version)
    before = _as_it_was(one)
    if words.strip():
        one.words, one.said = _text(words), Said.OWN
    elif len(reason.strip()) < 5:
        raise ReviewError(_("Tulis mengapa baris ini tidak dipakai."), code="alasan")
    else:
        one.said = Said.REJECTED
    return _save(one, account, "ubah" if words.strip() else "cabut", before, reason)


def _held(year: Year, place: str, rule: str, subject: str, version: int) -> Finding | None:
    held = (
        Finding.objects.select_for_update()
        .filter(year=year, place_code=place, rule=rule, subject=subject)
        .exclude(rule="")
        .first()
    )
    if (held.version if held else 0) != version:
        raise StaleError(held.version if held else 0)
    return held


def _drafted(year: Year, place: str, rule: str, subject: str) -> tuple[Subject, str] | None:
    """The line as the rule drafts it today; None when it does not hold."""
    found = review(year, place, timezone.localdate())
    known = {one.code: one for one in reference.load().review_rules(found.on)}
    asked = known.get(rule)
    if asked is None:
        return None
    for one in subjects(found):
        if one.about == asked.about and one.code == subject and holds(asked.when, one.facts):
            return one, asked.said(written(one.about, one.facts))[0]
    return None


def _side(rule: str) -> str:
    known = {one.code: one for one in reference.load().review_rules(timezone.localdate())}
    return known[rule].side


def _text(words: str) -> str:
    text = " ".join(words.split())[:LONGEST]
    if len(text) < 10:
        raise ReviewError(_("Tulis barisnya, paling sedikit sepuluh huruf."), code="kata")
    return text


def _save(one: Finding, account: Account, act: str, before: dict[str, Any], reason: str) -> Finding:
    one.by, one.reason, one.version = account, reason.strip()[:400], one.version + 1
    one.save()
    FindingEvent.objects.create(
        finding=one, by=account, act=act, reason=reason.strip(), before=before,
        after=_as_it_was(one),
    )  # fmt: skip
    return one


def _as_it_was(one: Finding | None) -> dict[str, Any]:
    return {"kata": one.words, "keadaan": one.said} if one else {}


def _numbers(about: About, facts: Mapping[str, Any]) -> dict[str, float]:
    """The counted facts, as finely as a sentence writes them."""
    forms = FACTS[about]
    return {
        name: round(float(value), 1)
        for name, value in facts.items() if forms.get(name, "kata") != "kata"
    }  # fmt: skip


def by_side(every: Iterable[Line]) -> dict[str, list[Line]]:
    """Lines of each side."""
    found: dict[str, list[Line]] = {side: [] for side in Side.values}
    for one in every:
        found[one.side].append(one)
    return found
