"""Pages of documents: the public check page; one document with its scans, for who may open it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy
from rembuk.office.documents import files, gates, queries, services, words_of_state
from rembuk.office.documents.checking import check_digits
from rembuk.office.documents.models import Document, Scan
from rembuk.office.documents.scans.proof import UnsureError


@policy("publik")
@never_cache
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Where somebody without a camera types the code under the QR."""
    code = request.GET.get("kode", "").strip()[:40]
    digits = request.GET.get("digit", "").strip()[:20]
    if code and digits:
        document = queries.checked(code, digits)
        if document is not None:
            return redirect("documents:check", document.public_id, digits.lower())
    context = {"code": code, "digits": digits, "unknown": bool(code or digits)}
    return render(request, "documents/ask.html", context, status=404 if context["unknown"] else 200)


@policy("publik")
@never_cache
@require_GET
def check(request: HttpRequest, public_id: str, digits: str) -> HttpResponse:
    """What the QR of a paper leads to: whether it stands, and the hash of its file. No person."""
    document = queries.checked(public_id, digits)
    if document is None:
        return render(
            request, "documents/ask.html", {"code": "", "digits": "", "unknown": True}, status=404
        )
    context = {"document": document, "state": words_of_state.state(document, timezone.localdate())}
    return render(request, "documents/check.html", context)


@policy("masuk")
@never_cache
@require_GET
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """One document: its hash, its scans and theirs, its history."""
    return _page(request, _one(request, public_id))


@policy("masuk")
@never_cache
@require_GET
def download(request: HttpRequest, public_id: str) -> HttpResponse:
    """The PDF as it was handed out. One past its day is not given any more."""
    found = _one(request, public_id)
    if found.state(timezone.localdate()) == "kedaluwarsa":
        context = {"document": found}
        return render(request, "documents/expired.html", context, status=410)
    log.record(request, "surat", "surat", found.public_id, found.place_code)
    return files.answer(found.file, f"{found.kind}-{found.public_id.lower()}")


@policy("masuk")
@never_cache
@require_POST
def scan(request: HttpRequest, public_id: str) -> HttpResponse:
    """Upload a signed copy."""
    found = _one(request, public_id, acting=True)
    try:
        kept = services.attach_scan(
            found, request.FILES.get("berkas"), signed_in(request),
            request.POST.get("catatan", ""), why=request.POST.get("sebab", ""),
        )  # fmt: skip
    except ValidationError as refusal:
        asked = isinstance(refusal, UnsureError)
        return _page(
            request, found, refusal.messages, note=request.POST.get("catatan", ""), asked=asked
        )
    log.record(request, "surat", "pindaian", found.public_id, found.place_code)
    messages.success(request, words_of_state.bound(kept))
    return redirect("documents:document", found.public_id)


@policy("masuk")
@never_cache
@require_GET
def scan_file(request: HttpRequest, public_id: str, nth: int) -> HttpResponse:
    """A scan's file; scans of a document are counted from the first."""
    found = _one(request, public_id)
    scans = list(Scan.objects.filter(document=found).order_by("uploaded_at", "pk"))
    if not 1 <= nth <= len(scans):
        raise Http404
    log.record(request, "surat", "pindaian", found.public_id, found.place_code)
    return files.answer(scans[nth - 1].file, f"pindaian-{found.public_id.lower()}-{nth}")


@policy("masuk")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw a document, with a reason."""
    found = _one(request, public_id, acting=True)
    problems: list[str] = []
    reason = request.POST.get("alasan", "")
    if request.method == "POST":
        try:
            services.withdraw(found, signed_in(request), reason)
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            log.record(request, "surat", "surat", found.public_id, found.place_code)
            messages.success(request, _("Surat ditarik. Halaman periksanya sudah mengatakannya."))
            return redirect("documents:document", found.public_id)
    context = {"document": found, "problems": problems, "reason": reason}
    status = 422 if problems else 200
    return render(request, "documents/withdraw.html", context, status=status)


def _one(request: HttpRequest, public_id: str, *, acting: bool = False) -> Document:
    """A document whose gate lets this person in; else 404, which confirms nothing."""
    found = queries.by_public_id(public_id)
    gate = gates.may_act if acting else gates.may_open
    if found is None or not gate(request, found):
        raise Http404
    return found


def _page(
    request: HttpRequest, document: Document, problems: list[str] | None = None, note: str = "",
    *, asked: bool = False,
) -> HttpResponse:  # fmt: skip
    scans = list(document.scans.select_related("uploaded_by").order_by("uploaded_at", "pk"))
    context = {
        "document": document,
        "state": words_of_state.state(document, timezone.localdate()),
        "digits": check_digits(document.public_id, document.data_digest),
        "scans": list(enumerate(scans, start=1)),
        "events": words_of_state.events(document),
        "may_act": gates.may_act(request, document) and not document.gone,
        "problems": problems or [],
        "note": note,
        "asked": asked,
        "limit_mb": files.MAX_MB,
    }
    status = 422 if problems else 200
    return render(request, "documents/document.html", context, status=status)
