"""An expert's own opinion of a case: suggested causes, findings, recommendations, handing in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, tell
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.audits import cause_tree, circle
from rembuk.office.audits.cases import view as case_view
from rembuk.office.audits.cases.asking import assigned_or_404, day, version_in
from rembuk.office.audits.cases.words import flag_codes
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.models import Assignment, Finding, Recommendation
from rembuk.office.audits.reviewing import acts
from rembuk.office.audits.reviewing.drafts import RecommendationDraft
from rembuk.office.audits.reviewing.forms import conflict, context, errors, finding_typed, typed


@policy("audit")
@never_cache
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """The cases given to who asks, those still to be written first."""
    if place := request.GET.get("wilayah", ""):
        rights_in(request).within("audit", place)
    rows = Assignment.objects.filter(
        case__in=circle.cases_seen(request),
        member__account=account_of(request),
        ended_at__isnull=True,
    ).select_related("case__cycle", "case__person", "member")
    today = timezone.localdate()
    listed = [
        (row, case_view.title(row.case, today))
        for row in sorted(rows, key=lambda row: (row.handed_in_at is not None, row.case.code))
    ]
    return render(request, "audits/reviews.html", {"rows": listed})


@policy("masuk")
@never_cache
@require_GET
def review(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """The expert's desk for one case: what the sheet says, what it suggests, the own opinion."""
    given = assigned_or_404(request, cycle_id, code)
    log.record(request, "kasus-audit", "kasus-audit", given.case.public_id, given.case.place_code)
    return render(request, "audits/review.html", context(request, given))


@policy("masuk")
@never_cache
@require_GET
def causes(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Causes in which the words typed occur, as choices of the form."""
    given = assigned_or_404(request, cycle_id, code)
    words = request.GET.get("cari", "")
    found = cause_tree.search(words)
    return render(
        request, "audits/_causes.html", {"results": found, "words": words, "case": given.case}
    )


@policy("masuk")
@require_POST
def save_finding(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Write a cause of the own opinion."""
    given = assigned_or_404(request, cycle_id, code)
    try:
        draft = finding_typed(request)
        acts.save_finding(
            given.case,
            given.member,
            draft,
            account_of(request),
            version=version_in(request) or None,
        )
    except StaleError as problem:
        return conflict(request, given.case, problem)
    except ValidationError as problem:
        form = typed(request, problem)
        return render(request, "audits/review.html", context(request, given, form=form), status=422)
    messages.success(request, _("Sebab disimpan."))
    return redirect("audits:review", cycle_id, code)


@policy("masuk")
@require_POST
def withdraw(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Take a cause or a recommendation out of the own opinion."""
    given = assigned_or_404(request, cycle_id, code)
    wanted = request.POST.get("apa", "")
    key = {"case": given.case, "member": given.member, "withdrawn_at": None, "public_id": wanted}
    finding = Finding.objects.filter(**key).first()
    asked = Recommendation.objects.filter(**key).first()
    try:
        if finding is not None:
            acts.withdraw_finding(finding, account_of(request), version_in(request))
        elif asked is not None:
            acts.withdraw_recommendation(asked, account_of(request), version_in(request))
        else:
            raise Http404
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("Ditarik dari pendapat Anda. Riwayatnya tetap tersimpan."))
    return redirect("audits:review", cycle_id, code)


@policy("masuk")
@require_POST
def save_recommendation(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Write a recommendation of the own opinion, new or changed."""
    given = assigned_or_404(request, cycle_id, code)
    post = request.POST
    held = Recommendation.objects.filter(
        case=given.case, member=given.member, public_id=post.get("rekomendasi", "")
    ).first()
    draft = RecommendationDraft(
        text=post.get("isi", "").strip(), to=post.get("kepada", ""),
        urgency=post.get("kapan", ""), cause=post.get("sebab", ""),
        intervention=post.get("intervensi", ""), role=post.get("peran", ""),
        expected=post.get("harapan", "").strip(), measured_by=post.get("ukur", "").strip(),
    )  # fmt: skip
    try:
        acts.save_recommendation(
            given.case, given.member, draft, account_of(request), held=held,
            version=version_in(request),
        )  # fmt: skip
    except StaleError as problem:
        return conflict(request, given.case, problem)
    except ValidationError as problem:
        return render(
            request, "audits/review.html",
            context(request, given, asked=draft, asked_errors=errors(problem), asked_id=held),
            status=422,
        )  # fmt: skip
    messages.success(request, _("Rekomendasi disimpan."))
    return redirect("audits:review", cycle_id, code)


@policy("masuk")
@require_POST
def flag(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Red flags and the hospital, one row for all experts of the case."""
    given = assigned_or_404(request, cycle_id, code)
    post = request.POST
    needed = {"ya": True, "tidak": False}.get(post.get("perlu_rs", ""))
    try:
        acts.flag(
            given.case, account_of(request), version_in(request),
            red_flags=flag_codes(post.get("tanda", "").splitlines(), given.case.red_flags),
            hospital_needed=needed,
            hospital_on=day(post.get("tanggal_rs", ""), "hospital_on"),
            hospital_answer=post.get("jawaban_rs", ""),
        )  # fmt: skip
    except StaleError as problem:
        return conflict(request, given.case, problem)
    except ValidationError as problem:
        return render(
            request, "audits/review.html",
            context(request, given, flag_errors=problem.messages, flag_typed=post), status=422,
        )  # fmt: skip
    messages.success(request, _("Tanda bahaya dan rujukan disimpan."))
    return redirect("audits:review", cycle_id, code)


@policy("masuk")
@require_POST
def hand_in(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Hand the opinion in, or open it again with a reason."""
    given = assigned_or_404(request, cycle_id, code)
    try:
        if "buka" in request.POST:
            acts.take_back(given, account_of(request), request.POST.get("alasan", ""))
            messages.success(request, _("Pendapat dibuka kembali."))
        else:
            acts.hand_in(given, account_of(request))
            messages.success(request, _("Pendapat diserahkan."))
    except ValidationError as problem:
        tell(request, problem)
        return redirect("audits:review", cycle_id, code)
    return redirect(
        "audits:case" if "buka" not in request.POST else "audits:review", cycle_id, code
    )


@policy("masuk")
@require_POST
def note_opinion(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Write the opinion in the expert's own words."""
    given = assigned_or_404(request, cycle_id, code)
    text = request.POST.get("isi", "")
    try:
        acts.note_opinion(given, text, account_of(request), version_in(request))
    except StaleError as problem:
        return conflict(request, given.case, problem)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("Pendapat disimpan."))
    return redirect("audits:review", cycle_id, code)
