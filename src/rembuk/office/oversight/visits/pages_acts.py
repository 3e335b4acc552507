"""What is done to a supervision visit from its page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, day, tell, version_in
from rembuk.office.access.policies import policy
from rembuk.office.oversight.errors import OversightError
from rembuk.office.oversight.models import Visit
from rembuk.office.oversight.visits import acts, paper
from rembuk.office.oversight.visits.acts import Agreed
from rembuk.office.oversight.visits.pages import one_of
from rembuk.office.seats.models import Office


def _act(
    request: HttpRequest, visit_id: str, what: str, said: str, do: Callable[[Visit], object],
    anchor: str = "",
) -> HttpResponse:  # fmt: skip
    """Do it, or say why not; back to the visit."""
    visit = one_of(request, visit_id)
    try:
        do(visit)
    except ValidationError as problem:
        tell(request, problem)
    else:
        messages.success(request, said)
        log.record(request, "pengawasan", what, visit.public_id, visit.place_code)
    answer = redirect("oversight:visit", visit_id)
    answer["Location"] += anchor
    return answer


@policy("pengawasan-isi", "janji")
@require_POST
def check(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Save the checklist and the note on the whole."""
    post = request.POST

    def do(visit: Visit) -> None:
        answers = {
            one.item: (post.get(f"b-{one.item}", ""), post.get(f"c-{one.item}", ""))
            for one in visit.checks.all()
        }
        acts.check(
            visit,
            answers,
            account_of(request),
            said=post.get("catatan"),
            version=version_in(request),
        )

    return _act(request, visit_id, "butir", _("Daftar periksa tersimpan."), do, "#h-temuan")


@policy("pengawasan-isi", "janji")
@require_POST
def find(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Write a finding, and what was agreed."""
    post = request.POST

    def do(visit: Visit) -> None:
        acts.find(
            visit, int(post.get("pilar", "0") or 0), post.get("temuan", ""), account_of(request),
            agreed=_agreed(request), version=version_in(request),
        )  # fmt: skip

    return _act(request, visit_id, "temuan", _("Temuan tercatat."), do, "#h-temuan")


def _agreed(request: HttpRequest) -> Agreed | None:
    """Nothing was agreed when nothing is written; a half agreement is asked for the rest."""
    what = request.POST.get("sepakat", "").strip()
    if not what:
        return None
    owner = Office.objects.filter(code=request.POST.get("pemilik", "")).first()
    due = day(request.POST.get("tenggat", ""))
    if owner is None or due is None:
        raise OversightError(_("Yang disepakati perlu pemilik dan tenggat."))
    return Agreed(what, owner, due)


@policy("pengawasan-isi", "janji")
@require_POST
def withdraw(request: HttpRequest, visit_id: str, finding_id: str) -> HttpResponse:
    """Take a mistaken finding back."""
    reason = request.POST.get("alasan", "")

    def do(visit: Visit) -> None:
        found = visit.findings.filter(public_id=finding_id, withdrawn_why="").first()
        if found is None:
            raise Http404
        acts.withdraw(found, reason, account_of(request), version=version_in(request))

    return _act(request, visit_id, "temuan-tarik", _("Temuan ditarik."), do, "#h-temuan")


@policy("pengawasan-isi", "janji")
@require_POST
def photograph(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Add a photo."""

    def do(visit: Visit) -> None:
        acts.photograph(
            visit, request.FILES.get("foto"), request.POST.get("keterangan", ""),
            account_of(request),
        )  # fmt: skip

    return _act(request, visit_id, "foto", _("Foto tersimpan."), do, "#h-foto")


@policy("pengawasan-isi", "janji")
@require_POST
def close(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Make the minutes."""
    origin = request.build_absolute_uri("/").rstrip("/")

    def do(visit: Visit) -> None:
        on = day(request.POST.get("tanggal", ""))
        if on is None:
            raise OversightError(_("Isi tanggal berita acara."))
        paper.close(
            visit, account_of(request), number=request.POST.get("nomor", ""), on=on,
            version=version_in(request), origin=origin,
        )  # fmt: skip

    return _act(request, visit_id, "berita-acara", _("Berita acara dibuat."), do, "#h-dokumen")
