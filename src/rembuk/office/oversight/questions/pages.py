"""Questions to owners: one tap asks, the office answers, the leader reads and closes."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, tell, version_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.documents.numbers import long_date
from rembuk.office.ledger import lines, parties
from rembuk.office.ledger import queries as promises
from rembuk.office.ledger.whom import whom
from rembuk.office.oversight import asking
from rembuk.office.oversight.asking import Here
from rembuk.office.oversight.errors import OversightError
from rembuk.office.oversight.models import Question, QuestionState
from rembuk.office.oversight.questions import acts
from rembuk.office.oversight.questions.acts import Asking
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.seats.models import Office

PER_PAGE: Final = 20


@policy("pengawasan-isi")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """One tap."""
    here = asking.here(request)
    try:
        made, new = acts.ask(_asking(request, here), account_of(request))
        office = made.office
        said = (
            _("Ditanyakan kepada %(office)s. Jawabannya diminta paling lambat %(day)s.")
            if new
            else _("%(office)s diingatkan lagi: pertanyaan ini masih menunggu jawaban.")
        )
        day = long_date(made.due)
        messages.success(request, said % {"office": office.short or office.name, "day": day})
        log.record(request, "pengawasan", "tanya", made.public_id, made.place_code)
    except ValidationError as problem:
        tell(request, problem)
    return _back(request, here.code)


def _asking(request: HttpRequest, here: Here) -> Asking:
    """What the tap asks: about a promise of its owner, else of the office named. Raises
    ValidationError."""
    post = request.POST
    promise = None
    if public_id := post.get("janji", ""):
        promise = here.promises.select_related("owner").filter(public_id=public_id).first()
        if promise is None:
            raise OversightError(_("Janji itu tidak ada di tempat ini."))
    named = Office.objects.filter(code=post.get("kantor", "")).first()
    office = promise.owner if promise else named
    if office is None:
        raise OversightError(_("Pilih kantor yang ditanya."))
    place = promise.place_code if promise else here.code
    return Asking(post.get("tentang", ""), office, place, promise, post.get("kata", ""))


def _back(request: HttpRequest, code: str) -> HttpResponse:
    """Where the tap came from, else the leader's page."""
    came = request.POST.get("kembali", "")
    if came.startswith("/") and url_has_allowed_host_and_scheme(came, None):
        return redirect(came)
    answer = redirect("oversight:home")
    answer["Location"] += f"?{urlencode({'wilayah': code})}"
    return answer


@policy("janji")
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Questions the reader asked, must answer or oversees; those that wait on top."""
    account, on, rights = account_of(request), timezone.localdate(), rights_in(request)
    rows = acts.visible(rights, account, on)
    if place := request.GET.get("wilayah", "").strip():
        rows = rows.filter(within("place_code", rights.within("janji", place)))
    state = request.GET.get("keadaan", "")
    if state in QuestionState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by("-asked_at", "-pk"), PER_PAGE).get_page(request.GET.get("hal"))
    return render(
        request,
        "oversight/questions.html",
        {
            "page": page, "state": state, "states": QuestionState.choices, "today": on,
            "mine": list(acts.waiting_for(account, on)[:PER_PAGE]),
        },
    )  # fmt: skip


def _one(request: HttpRequest, question_id: str) -> Question:
    """A question the reader may see, else 404."""
    account, on = account_of(request), timezone.localdate()
    rows = acts.visible(rights_in(request), account, on)
    found: Question | None = rows.filter(public_id=question_id).first()
    if found is None:
        raise Http404
    return found


@policy("janji")
@never_cache
@require_GET
def one(request: HttpRequest, question_id: str) -> HttpResponse:
    """A question, what it is about, its answer and its history."""
    found = _one(request, question_id)
    account, on, rights = account_of(request), timezone.localdate(), rights_in(request)
    promise = None
    if found.promise is not None:
        seen = promises.visible_to(rights, account, on).filter(pk=found.promise.pk)
        promise = seen.select_related("owner", "owner_seat", "person", "family").first()
    area = Area.objects.filter(code=found.place_code[:13]).first()
    log.record(request, "pengawasan", "pertanyaan", found.public_id, found.place_code)
    return render(
        request,
        "oversight/question.html",
        {
            "question": found, "today": on, "place": area.name if area else found.place_code,
            "events": list(found.events.select_related("by")),
            "line": lines.lines([promise], on)[0] if promise else None,
            "whom": whom(promise, rights, account) if promise else None,
            "answers": found.waiting and parties.holds_seat(account, found.office_id, on),
            "closes": rights.may("pengawasan-isi", found.place_code)
            and found.state != QuestionState.CLOSED,
            "late": found.days_late(on),
        },
    )  # fmt: skip


@policy("janji")
@require_POST
def answer(request: HttpRequest, question_id: str) -> HttpResponse:
    """The office answers; what was typed stays when it is refused."""
    found = _one(request, question_id)
    try:
        acts.answer(
            found, account_of(request), request.POST.get("jawaban", ""), version=version_in(request)
        )
        messages.success(request, _("Jawaban terkirim kepada yang bertanya."))
        log.record(request, "pengawasan", "jawab", found.public_id, found.place_code)
    except ValidationError as problem:
        tell(request, problem)
    return redirect("oversight:question", question_id)


@policy("pengawasan-isi")
@require_POST
def close(request: HttpRequest, question_id: str) -> HttpResponse:
    """Read and closed, or asked on."""
    found = _one(request, question_id)
    try:
        done = acts.close(
            found, account_of(request), again=request.POST.get("lagi", ""),
            version=version_in(request),
        )  # fmt: skip
        said = _("Pertanyaan ditutup.") if not done.waiting else _("Ditanyakan lagi.")
        messages.success(request, said)
        log.record(request, "pengawasan", "tutup", found.public_id, found.place_code)
    except ValidationError as problem:
        tell(request, problem)
    return redirect("oversight:question", question_id)
