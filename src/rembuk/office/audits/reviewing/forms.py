"""Forms of the expert review: what a page needs, what was typed, and what another wrote."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk import reference
from rembuk.office.audits import cause_tree
from rembuk.office.audits.cases import view as case_view
from rembuk.office.audits.cases.asking import day
from rembuk.office.audits.cases.words import flag_words
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.models import (
    Answer,
    Assignment,
    Case,
    Certainty,
    Conclusion,
    Finding,
    Meeting,
    Recommendation,
    Towards,
    Urgency,
)
from rembuk.office.audits.reviewing import acts, suggesting
from rembuk.office.audits.reviewing.drafts import Evidence, FindingDraft

LINES: Final = 4
"""Evidence lines a form offers."""


def context(request: HttpRequest, given: Assignment, **more: object) -> dict[str, object]:
    """What the desk of an expert needs."""
    one, today = given.case, timezone.localdate()
    values = suggesting.values_of(one)
    found = Finding.objects.filter(case=one, member=given.member, withdrawn_at__isnull=True)
    asked = Recommendation.objects.filter(case=one, member=given.member, withdrawn_at__isnull=True)
    named = {each.cause for each in found}
    tree = cause_tree.nodes(today)
    chosen = request.GET.get("sebab", "")
    return {
        "case": one,
        "given": given,
        "title": case_view.title(one, today),
        "facts": case_view.facts(one, today),
        "flags": flag_words(one.red_flags),
        "values": list(values.values()),
        "suggestions": [
            each for each in suggesting.suggestions(one.group, values, today)
            if each.cause not in named
        ],
        "findings": [(each, tree.get(each.cause)) for each in found],
        "recommendations": [(each, tree.get(each.cause)) for each in asked],
        "branches": _branches(tree),
        "results": cause_tree.search(request.GET.get("cari", ""), today),
        "words": request.GET.get("cari", ""),
        "form": _blank_form(chosen, tree, values, one),
        "certainties": Certainty.choices,
        "towards": Towards.choices,
        "urgencies": Urgency.choices,
        "roles": cause_tree.owner_roles(today).items(),
        "interventions": _interventions(today),
        "lacking": acts.lacking(given),
        "open": given.handed_in_at is None,
        "today": today,
        **more,
    }  # fmt: skip


def _blank_form(
    chosen: str, tree: dict[str, cause_tree.Node], values: dict[str, suggesting.Value], one: Case
) -> dict[str, object]:
    """The finding form, begun from a suggested or searched cause: its values stand ready as
    evidence, the expert still says how sure."""
    lines: list[dict[str, str]] = []
    if chosen in tree:
        for each in suggesting.suggestions(one.group, values):
            if each.cause == chosen:
                lines = [
                    {"text": value.text, "source": value.source,
                     "on": value.on.isoformat() if value.on else ""}
                    for value in each.evidence
                ]  # fmt: skip
    return {
        "cause": tree.get(chosen), "certainty": "", "main": False, "version": "",
        "lines": padded(lines), "errors": {},
    }  # fmt: skip


def padded(lines: list[dict[str, str]]) -> list[dict[str, str]]:
    """Evidence lines with empty ones to write in."""
    empty = {"text": "", "source": "", "on": ""}
    return [*lines, *(dict(empty) for _n in range(max(2, LINES - len(lines))))]


def finding_typed(request: HttpRequest) -> FindingDraft:
    """The finding of a form. Raises ValidationError on an unreadable day."""
    post = request.POST
    texts, sources = post.getlist("bukti"), post.getlist("sumber")
    days = post.getlist("tanggal")
    lines = []
    for number, text in enumerate(texts):
        source = sources[number] if number < len(sources) else ""
        on = days[number] if number < len(days) else ""
        if text.strip() or source.strip():
            lines.append(Evidence(text.strip(), source.strip(), day(on, "evidence")))
    return FindingDraft(
        post.get("sebab", ""), post.get("keyakinan", ""), "utama" in post, tuple(lines)
    )


def typed(request: HttpRequest, problem: ValidationError) -> dict[str, object]:
    """The form as it was typed, with what is wrong."""
    post = request.POST
    texts, sources, days = (post.getlist(name) for name in ("bukti", "sumber", "tanggal"))
    lines = [
        {"text": text, "source": source, "on": on}
        for text, source, on in zip(texts, sources, days, strict=False)
        if text or source
    ]
    return {
        "cause": cause_tree.nodes().get(post.get("sebab", "")),
        "certainty": post.get("keyakinan", ""), "main": "utama" in post,
        "version": post.get("versi", ""), "lines": padded(lines), "errors": errors(problem),
    }  # fmt: skip


def errors(problem: ValidationError) -> dict[str, list[str]]:
    """Words by field; `semua` for those of none."""
    if hasattr(problem, "error_dict"):
        return dict(problem.message_dict)
    return {"semua": problem.messages}


LABELS: Final = {
    "sebab": gettext_lazy("Sebab"), "keyakinan": gettext_lazy("Keyakinan"),
    "utama": gettext_lazy("Sebab utama"), "bukti": gettext_lazy("Bukti"),
    "sumber": gettext_lazy("Sumber bukti"), "tanggal": gettext_lazy("Tanggal bukti"),
    "isi": gettext_lazy("Isi"), "kepada": gettext_lazy("Kepada"), "kapan": gettext_lazy("Kapan"),
    "harapan": gettext_lazy("Perubahan yang diharapkan"), "ukur": gettext_lazy("Diukur dari"),
    "peran": gettext_lazy("Penanggung jawab"), "intervensi": gettext_lazy("Intervensi"),
    "tanda": gettext_lazy("Tanda bahaya"), "perlu_rs": gettext_lazy("Perlu rumah sakit"),
    "tanggal_rs": gettext_lazy("Tanggal rumah sakit"), "beda": gettext_lazy("Yang dilihat berbeda"),
    "jawaban_rs": gettext_lazy("Jawaban rumah sakit"), "kantor": gettext_lazy("Kantor"),
    "jawaban": gettext_lazy("Jawaban"), "alasan": gettext_lazy("Alasan"),
    "tenggat": gettext_lazy("Tenggat"), "agenda": gettext_lazy("Agenda"),
    "notulen": gettext_lazy("Notulen"), "tempat": gettext_lazy("Tempat"),
    "jam": gettext_lazy("Jam"), "pimpinan": gettext_lazy("Pimpinan rapat"),
}  # fmt: skip
"""Names of inputs in words."""


def conflict(
    request: HttpRequest, one: Case, problem: StaleError, back: str = "audits:review"
) -> HttpResponse:
    """The conflict page of a case (see `conflict_page`)."""
    return conflict_page(request, problem, reverse(back, args=[one.cycle.public_id, one.code]))


def conflict_page(request: HttpRequest, problem: StaleError, back: str) -> HttpResponse:
    """What the other wrote beside what was typed; the form goes on from the newer version, so that
    nothing typed is lost and nothing written is overwritten unseen."""
    hidden = ("csrfmiddlewaretoken", "versi")
    typed = [
        (name, LABELS.get(name, name), value)
        for name in request.POST
        if name not in hidden
        for value in request.POST.getlist(name)
    ]
    row = problem.now
    found = {
        "typed": typed, "now": _standing(row), "target": request.path,
        "version": getattr(row, "version", 1), "back": back,
    }  # fmt: skip
    return render(request, "audits/conflict.html", found, status=409)


def _standing(row: object) -> list[tuple[str, str]]:
    """A row as it stands, in words, for the conflict page."""
    match row:
        case Finding():
            said = [case_view.evidence_words(line) for line in row.evidence]
            return [
                (_("Sebab"), cause_tree.name_of(row.cause)),
                (_("Keyakinan"), str(Certainty(row.certainty).label)),
                (_("Sebab utama"), _("ya") if row.main else _("tidak")),
                *((_("Bukti"), text) for text in said),
            ]
        case Recommendation():
            return [
                (_("Rekomendasi"), row.text), (_("Kepada"), str(row.get_to_display())),
                (_("Perubahan yang diharapkan"), row.expected),
                (_("Diukur dari"), row.measured_by),
            ]  # fmt: skip
        case Case():
            needed = {True: _("ya"), False: _("tidak"), None: _("belum diputuskan")}
            return [
                (_("Tanda bahaya"), "; ".join(flag_words(row.red_flags))),
                (_("Perlu rumah sakit"), needed[row.hospital_needed]),
                (_("Tanggal"), str(row.hospital_on or "")),
                (_("Jawaban rumah sakit"), row.hospital_answer),
            ]
        case Conclusion():
            held = [f"{cause_tree.name_of(c['cause'])} ({c['certainty']})" for c in row.causes]
            return [
                (_("Kesimpulan"), row.text),
                *((_("Sebab"), words) for words in held),
                (_("Yang dilihat berbeda"), row.differing),
            ]
        case Meeting():
            return [
                (_("Tanggal"), str(row.on)), (_("Tempat"), row.place),
                (_("Pimpinan rapat"), row.chair), (_("Agenda"), "; ".join(row.agenda)),
                (_("Notulen"), row.minutes),
            ]  # fmt: skip
        case Answer():
            return [
                (_("Kantor"), row.office.name), (_("Jawaban"), str(row.get_verdict_display())),
                (_("Rekomendasi sesudah diubah"), row.changed_text), (_("Alasan"), row.reason),
            ]  # fmt: skip
        case Assignment():
            return [(_("Pendapat"), row.note)]
        case _:
            return []


def _branches(tree: dict[str, cause_tree.Node]) -> dict[str, list[cause_tree.Node]]:
    found: dict[str, list[cause_tree.Node]] = {}
    for node in tree.values():
        found.setdefault(node.branch, []).append(node)
    return found


def _interventions(on: dt.date) -> list[tuple[str, str]]:
    return [(one.code, one.name_id) for one in reference.load().interventions(on)]
