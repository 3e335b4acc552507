"""The step rail of a case and the one thing to do next on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.audits import steps
from rembuk.office.audits.cases.words import short
from rembuk.office.audits.models import (
    Assignment,
    Case,
    Certainty,
    Conclusion,
    Recommendation,
    Remeasure,
)
from rembuk.office.audits.reviewing import concluding


@dataclass(frozen=True)
class StepLine:
    """One of the four steps as the rail shows it."""

    number: int
    name: str
    css: str  # past, now, later
    dates: str
    gate: str
    late: bool = False


def rail(case: Case, on: dt.date) -> tuple[StepLine, ...]:
    """The cycle's four steps, with what each means for this case."""
    made = []
    now_seen = False
    for step in steps.progress(case.cycle, on):
        past = step.finished_on is not None
        css = "past" if past else "later" if now_seen else "now"
        now_seen = now_seen or not past
        gate, late = _gate(case, step.number)
        made.append(
            StepLine(step.number, step.title, css, _dates(step), gate, late and css == "now")
        )
    return tuple(made)


def _dates(step: steps.Step) -> str:
    plan = step.planned_to or step.planned_from
    if step.finished_on:
        done = _("Selesai %(day)s") % {"day": short(step.finished_on)}
        return f"{done} ({_('rencana')} {short(plan)})" if plan else done
    if step.started_on:
        begun = _("Mulai %(day)s") % {"day": short(step.started_on)}
        return f"{begun} ({_('rencana selesai')} {short(plan)})" if plan else begun
    return _("Rencana %(day)s") % {"day": short(plan)} if plan else _("Belum dijadwalkan")


def _gate(case: Case, number: int) -> tuple[str, bool]:
    """What a step means for the case in words, and whether somebody must act."""
    asked = Recommendation.objects.filter(case=case, withdrawn_at__isnull=True)
    if number == 1:
        many = case.assignments.filter(ended_at__isnull=True).count()
        return ngettext("%(n)s pakar ditugaskan", "%(n)s pakar ditugaskan", many) % {
            "n": many
        }, not many
    if number == 2:
        conclusion = Conclusion.objects.filter(case=case).first()
        held = [one for one in (conclusion.causes if conclusion else [])
                if one["certainty"] != Certainty.EXCLUDED]  # fmt: skip
        words = _("%(causes)s sebab, %(asked)s rekomendasi") % {
            "causes": len(held), "asked": asked.count()
        }  # fmt: skip
        return words, False
    if number == 3:
        open_, every = asked.filter(answer__isnull=True).count(), asked.count()
        if not every:
            return _("Belum ada rekomendasi"), False
        if open_:
            return _("%(n)s dari %(all)s belum dijawab OPD") % {"n": open_, "all": every}, True
        return _("Semua rekomendasi dijawab"), False
    months = [str(one.month) for one in Remeasure.objects.filter(case=case)] or ["1", "3", "6"]
    return _("Ukur ulang bulan %(months)s") % {"months": ", ".join(months)}, False


def next_step(case: Case, mine: Assignment | None, on: dt.date, leads: bool) -> dict[str, str]:
    """One thing to do next for who asks: words, where, label; `kind` and `when` of its state.

    `mine` is the reader's own assignment, or None.
    """
    where = [case.cycle.public_id, case.code]
    if mine is not None and mine.handed_in_at is None:
        return {
            "text": _("Tulis sebab dan rekomendasi Anda, lalu serahkan pendapat."),
            "url": reverse("audits:review", args=where), "label": _("Telaah kasus"),
        }  # fmt: skip
    lines_ = concluding.signatures(case)
    own = next(
        (one for one in lines_ if mine is not None and one.member.pk == mine.member_id), None
    )
    has = Conclusion.objects.filter(case=case).exists()
    panel = reverse("audits:panel", args=where)
    if has and own is not None and own.state != "berlaku":
        return {
            "text": _("Baca kesimpulan panel dan tandatangani."), "url": panel,
            "label": _("Baca dan tandatangani"),
        }  # fmt: skip
    waiting = case.assignments.filter(ended_at__isnull=True, handed_in_at__isnull=True).count()
    if leads and not has and lines_ and not waiting:
        return {
            "text": _("Semua pakar sudah menyerahkan pendapat. Tulis kesimpulan panel."),
            "url": panel, "label": _("Tulis kesimpulan"),
        }  # fmt: skip
    if leads and not lines_:
        return {"text": _("Tugaskan kasus ini kepada pakar."), "url": "#h-tugas",
                "label": _("Tugaskan")}  # fmt: skip
    asked = Recommendation.objects.filter(case=case, withdrawn_at__isnull=True)
    nobody = asked.filter(answer__isnull=True, office__isnull=True).count()
    if leads and has and nobody:
        return {
            "text": ngettext(
                "Tetapkan penanggung jawab untuk %(n)s rekomendasi sebelum diseminasi.",
                "Tetapkan penanggung jawab untuk %(n)s rekomendasi sebelum diseminasi.", nobody,
            ) % {"n": nobody},
            "url": "#h-janji", "label": _("Tetapkan"),
        }  # fmt: skip
    if waiting:
        return {
            "text": ngettext(
                "Menunggu pendapat dari %(n)s pakar.",
                "Menunggu pendapat dari %(n)s pakar.", waiting,
            ) % {"n": waiting}, "url": "", "label": "",
        }  # fmt: skip
    unsigned = sum(one.state != "berlaku" for one in lines_)
    if has and unsigned:
        return {
            "text": ngettext(
                "Menunggu tanda tangan dari %(n)s pakar.",
                "Menunggu tanda tangan dari %(n)s pakar.", unsigned,
            ) % {"n": unsigned}, "url": "", "label": "",
        }  # fmt: skip
    return {"text": _("Tidak ada yang menunggu Anda pada kasus ini."), "url": "", "label": ""}
