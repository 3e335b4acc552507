"""The cases one is in the circle of; the file of a case: consent, visits, an early end."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, needed_day, tell, whole
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.audits import circle
from rembuk.office.audits.asking import cycle_of_mine
from rembuk.office.audits.cases import visits
from rembuk.office.audits.models import Case, CaseEvent, Consent, Cycle, Group
from rembuk.office.audits.selecting import choosing
from rembuk.office.audits.selecting.candidates import worded
from rembuk.office.audits.worksheet.prefill import months_between
from rembuk.office.documents import files
from rembuk.office.places.queries import place_names


@policy("masuk")
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Every case the reader is in the circle of, over all cycles; somebody in none learns that
    there is nothing here (404)."""
    rows = circle.cases_seen(request).select_related("cycle", "person")
    found = list(rows.order_by("-cycle__year", "-cycle__semester", "code"))
    rights = rights_in(request)
    if not found and not rights.may("audit") and not rights.may("audit-isi"):
        raise Http404
    return _list(request, None, found)


@policy("masuk")
@never_cache
@require_GET
def cases(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """The cases of a cycle whose circle the reader is in: code, group, age and village only."""
    cycle = cycle_of_mine(request, cycle_id)
    rows = circle.cases_seen(request).filter(cycle=cycle).select_related("cycle", "person")
    if (group := request.GET.get("kelompok", "")) in Group.values:
        rows = rows.filter(group=group)
    return _list(request, cycle, list(rows.order_by("code")))


def _list(request: HttpRequest, cycle: Cycle | None, found: list[Case]) -> HttpResponse:
    names = place_names({one.place_code for one in found})
    log.record(
        request, "kasus-audit", "siklus-audit", cycle.public_id if cycle else "milik-saya",
        cycle.district_code if cycle else "", rows=len(found),
    )  # fmt: skip
    return render(
        request,
        "audits/cases.html",
        {
            "cycle": cycle,
            "rows": [
                (one, age_words(one), names.get(one.place_code, ""), choosing.gone(one))
                for one in found
            ],
            "groups": Group.choices,
            "group": request.GET.get("kelompok", ""),
            "may_audit": rights_in(request).may("audit"),
        },
    )


def age_words(case: Case) -> str:
    """`21 bulan` of a child, `28 tahun` of a grown person, "" when unknown."""
    born, day = case.person.birth_date, timezone.localdate()
    if born is None:
        return ""
    if case.group in (Group.BADUTA, Group.BALITA):
        return _("%(n)s bulan") % {"n": months_between(born, day)}
    return _("%(n)s tahun") % {"n": months_between(born, day) // 12}


@policy("masuk")
@never_cache
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Why the case was chosen, consent, visits, and what to do when the person has gone."""
    case = circle.case_or_404(request, cycle_id, code)
    if request.method == "POST":
        try:
            _act(request, case)
        except ValidationError as problem:
            tell(request, problem)
            case = circle.case_or_404(request, cycle_id, code)
            return _file(request, case, request.POST.dict())
        messages.success(request, _("Berkas kasus diperbarui."))
        return redirect("audits:file", cycle_id, code)
    log.record(request, "kasus-audit", "berkas-audit", case.public_id, case.place_code)
    return _file(request, case, {})


def _act(request: HttpRequest, case: Case) -> None:
    post, by = request.POST, account_of(request)
    act = post.get("aksi", "")
    if not may_fill(request, case):
        raise ValidationError(_("Berkas ini hanya dapat Anda baca."))
    if act == "persetujuan":
        kept = files.kept(request.FILES["berkas"]) if "berkas" in request.FILES else None
        choosing.record_consent(
            case, post.get("jawaban", ""), needed_day(post.get("tanggal", "")), by,
            whole(post.get("versi", "")), who=post.get("dari", ""), note=post.get("catatan", ""),
            path=kept.path if kept else "", sha256=kept.sha256 if kept else "",
        )  # fmt: skip
    elif act == "keluar":
        choosing.answer_gone(
            case, post.get("jawaban", ""), by, post.get("alasan", ""),
            whole(post.get("versi", "")),
        )  # fmt: skip
    elif act == "batal":
        choosing.cancel(case, by, post.get("alasan", ""), whole(post.get("versi", "")))
    elif act == "kunjungan":
        visits.note(
            case, post.get("jenis", ""), needed_day(post.get("tanggal", "")), by,
            who=post.get("siapa", ""), notes=post.get("catatan", ""),
            found=post.get("temuan", ""),
        )  # fmt: skip
    else:
        raise ValidationError(_("Pilih apa yang dicatat."))


def may_fill(request: HttpRequest, case: Case) -> bool:
    """Whether the reader writes in file and worksheet: technical team and bidan, not experts."""
    return rights_in(request).may("audit-isi", case.place_code)


def _file(request: HttpRequest, case: Case, typed: dict[str, str]) -> HttpResponse:
    today = timezone.localdate()
    events = CaseEvent.objects.filter(case=case).select_related("by").order_by("-at", "-pk")
    return render(
        request,
        "audits/file.html",
        {
            "case": case,
            "age": age_words(case),
            "village": place_names([case.place_code]).get(case.place_code, ""),
            "chips": [worded(one, today) for one in case.reasons],
            "gone": choosing.gone(case),
            "visits": case.visits.select_related("by"),
            "circle": circle.of(case, today),
            "events": events[:20],
            "may_fill": may_fill(request, case) and not case.cycle.closed,
            "consent_words": Consent(case.consent).label,
            "sources": (("diri", _("Yang bersangkutan")), ("orang-tua", _("Orang tua")),
                        ("wali", _("Wali"))),
            "answers": (("lanjut", _("Lanjut di tempat baru")),
                        ("diganti", _("Cadangan naik menggantikan")),
                        ("dihentikan", _("Hentikan kasus ini"))),
            "typed": typed,
            "today": today,
        },
    )  # fmt: skip


@policy("masuk")
@require_GET
def consent_file(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """The signed consent, for the circle alone."""
    case = circle.case_or_404(request, cycle_id, code)
    if not case.consent_path:
        raise Http404
    log.record(
        request, "kasus-audit", "persetujuan-audit", case.public_id, case.place_code,
        purpose=str(_("Audit kasus stunting")),
    )  # fmt: skip
    return files.answer(case.consent_path, f"persetujuan-{case.code.lower()}")
