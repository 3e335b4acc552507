"""How a case ended: suggested by a rule with its reasons, decided by a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.accompaniment.models import Accompaniment
from rembuk.office.accompaniment.models.accompaniments import End, Why
from rembuk.office.accompaniment.opening import close_row
from rembuk.office.audits import steps
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.following import measured
from rembuk.office.audits.history import note
from rembuk.office.audits.models import Case, CaseState, Outcome, OutcomeWord
from rembuk.office.places.numbers import change_on_paper, on_paper

REASON: Final = 8
GONE: Final = {"meninggal": OutcomeWord.DIED, "pindah": OutcomeWord.MOVED}


@dataclass(frozen=True)
class Suggestion:
    """What the rule says: the word, its reasons in sentences, the change of z. No word when too
    little is known."""

    outcome: str
    reasons: tuple[str, ...]
    change: float | None = None
    facts: dict[str, object] = field(default_factory=dict)


def suggest(case: Case, today: dt.date) -> Suggestion:
    """The outcome the rule would give a case today.

    Left for good: that. A child whose recovery lasted: resolved. Else the change of length-for-age
    since the audit, larger than measuring noise, and what became of the flagged criteria.
    """
    person = case.person
    if person.left_on is not None and person.left_why in GONE:
        word = GONE[person.left_why]
        left = {"why": str(word.label).lower(), "day": person.left_on.strftime("%d-%m-%Y")}
        return Suggestion(word, (_("Tercatat %(why)s sejak %(day)s.") % left,))
    if case.group not in measured.CHILDREN:
        return Suggestion("", (_("Kelompok ini tidak diukur ulang di posyandu: nilai dari janji "
                                 "dan kunjungan."),))  # fmt: skip
    told = measured.looks(case, today)
    seen = [one for one in told if one.measurement is not None]
    if told and not seen and all(one.state == "terlewat" for one in told):
        return Suggestion(OutcomeWord.LOST, (_("Tidak diukur pada satu pun jadwal ukur ulang."),))
    start = measured.start_z(case)
    judged = [one for one in seen if one.z is not None]
    if start is None or not judged:
        return Suggestion("", (_("Belum ada ukur ulang yang dapat dinilai."),))
    last = judged[-1]
    assert last.measurement is not None
    assert last.z is not None
    lines = measured.lines(case, last.measurement)
    return _weigh(case, last.z - start[1], last.z, lines, today)


def _weigh(
    case: Case, change: float, z: float, lines: list[measured.Line], today: dt.date
) -> Suggestion:
    least = reference.load().number("audit_effect.change_z", today)
    cleared = [one.code for one in lines if one.before and one.after is False]
    still = [one.code for one in lines if one.before and one.after is True]
    fresh = [one.code for one in lines if not one.before and one.after is True]
    urgent = [one.code for one in lines if one.urgent and one.after is True]
    reasons = [
        _("TB/U berubah %(change)s SD sejak audit, kini %(z)s SD (beda di bawah %(least)s SD dapat "
          "berasal dari pengukuran).")
        % {
            "change": change_on_paper(change, 2), "z": change_on_paper(z, 2),
            "least": on_paper(least, 1),
        }
    ]  # fmt: skip
    if cleared:
        reasons.append(_("Kriteria yang tidak lagi terpenuhi: %(n)d.") % {"n": len(cleared)})
    if still:
        reasons.append(_("Kriteria yang masih terpenuhi: %(n)d.") % {"n": len(still)})
    if fresh:
        reasons.append(_("Kriteria baru: %(n)d.") % {"n": len(fresh)})
    known: dict[str, object] = {
        "change": round(change, 2), "z": round(z, 2), "cleared": cleared, "still": still,
        "fresh": fresh,
    }  # fmt: skip
    recovered = Accompaniment.objects.filter(
        person=case.person_id, closed_why=End.RECOVERED, closed_on__gte=measured.audited_on(case)
    ).exists()
    if recovered and not urgent:
        word = OutcomeWord.RESOLVED
        reasons.append(_("Pendampingan selesai karena pulih dan bertahan."))
    elif change <= -least or (urgent and fresh):
        word = OutcomeWord.WORSE
    elif change >= least or (cleared and not fresh and change > -least and not still):
        word = OutcomeWord.IMPROVED
    else:
        word = OutcomeWord.SAME
    return Suggestion(word, tuple(reasons), change, known)


@transaction.atomic
def decide(
    case: Case,
    word: str,
    lesson: str,
    by: Account,
    *,
    reason: str = "",
    version: int = 0,
    today: dt.date | None = None,
) -> Outcome:
    """Decide how a case ended. Another word than the rule's needs a reason; a lesson is asked for
    unless the person died, moved or was lost. Raises ValidationError, StaleError."""
    today = today or timezone.localdate()
    held = Case.objects.select_for_update().get(pk=case.pk)
    steps.in_order(held.cycle, 4)
    if held.reserve or held.state == CaseState.CANCELLED:
        raise ValidationError(_("Kasus cadangan atau batal tidak dinilai."))
    if word not in OutcomeWord.values:
        raise ValidationError({"outcome": _("Pilih hasil akhirnya.")})
    row = Outcome.objects.select_for_update().filter(case=held).first()
    if row is not None and version != row.version:
        raise StaleError(row)
    said = suggest(held, today)
    reason = " ".join(reason.split())
    if said.outcome and word != said.outcome and len(reason) < REASON:
        raise ValidationError({"reason": _("Hasil berbeda dari usulan aturan: tulis alasannya.")})
    gone = (OutcomeWord.LOST, OutcomeWord.DIED, OutcomeWord.MOVED)
    if word not in gone and len(lesson.strip()) < REASON:
        raise ValidationError({"lesson": _("Tulis pelajaran untuk kasus serupa, tanpa nama.")})
    measured.draw(held, today)
    was = row.outcome if row else ""
    row = row or Outcome(case=held, version=0)
    row.outcome, row.lesson, row.decided_by = word, lesson.strip(), by
    row.suggested, row.suggested_why = said.outcome, list(said.reasons)
    row.reason, row.rule_version = reason[:300], reference.load().version(today)
    row.version += 1
    row.save()
    if held.state != CaseState.DONE:
        held.state = CaseState.DONE
        held.version += 1
        held.save(update_fields=["state", "version"])
    note(held, by, "hasil-akhir", {"outcome": word, "suggested": said.outcome}, reason,
         before={"outcome": was})  # fmt: skip
    _end_accompaniment(held, word, by, today)
    return row


def _end_accompaniment(case: Case, word: str, by: Account, today: dt.date) -> None:
    """What the audit alone asked for ends with it, when the matter is resolved; a stunted child
    stays accompanied until it has recovered by the rule."""
    if word != OutcomeWord.RESOLVED:
        return
    row = Accompaniment.objects.filter(
        person=case.person_id, why=Why.AUDIT, closed_on__isnull=True
    ).first()
    if row is not None:
        close_row(row, today, End.DONE, by)
