"""Files of proof, streamed to who may see the promise; withdrawing one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import policy
from rembuk.office.documents import files
from rembuk.office.ledger import asking, circles, parties, services
from rembuk.office.ledger.models import Proof


def _proof(request: HttpRequest, proof_id: str) -> Proof:
    """A proof of a promise the reader may see. A file of a restricted promise can show a face or
    a name: only its owner's office, its judges and its circle open it."""
    who = asking.reader(request)
    found = Proof.objects.filter(public_id=proof_id, promise__in=who.visible)
    proof = found.select_related("promise", "promise__owner").first()
    if proof is None:
        raise Http404
    return proof


def may_open(request: HttpRequest, proof: Proof) -> bool:
    """Whether the file itself may be opened by this reader."""
    who = asking.reader(request)
    if not proof.promise.restricted or circles.sees_person(who.account, proof.promise):
        return True
    mine = parties.of(proof.promise, who.account, who.on, who.rights)
    return bool(mine & {"pemilik", "pemeriksa"})


@policy("janji")
@require_GET
def file(request: HttpRequest, proof_id: str) -> HttpResponse:
    """The file of a proof, and a line in the view log."""
    proof = _proof(request, proof_id)
    if not proof.path or not may_open(request, proof):
        raise Http404
    log.record(request, "berkas", "bukti-janji", proof.public_id, proof.promise.place_code)
    try:
        return files.answer(proof.path, f"bukti-{proof.public_id.lower()}", download=False)
    except FileNotFoundError:
        raise Http404 from None


@policy("janji")
@require_GET
def thumb(request: HttpRequest, proof_id: str) -> HttpResponse:
    """The small picture of a photo."""
    proof = _proof(request, proof_id)
    if not proof.thumb or not may_open(request, proof):
        raise Http404
    try:
        return files.answer(proof.thumb, f"kecil-{proof.public_id.lower()}", download=False)
    except FileNotFoundError:
        raise Http404 from None


@policy("janji")
@require_POST
def withdraw(request: HttpRequest, proof_id: str) -> HttpResponse:
    """Take a mistaken proof out of account, with a reason."""
    proof = _proof(request, proof_id)
    who = asking.reader(request)
    try:
        services.withdraw_proof(proof, who.account, request.POST.get("alasan", ""))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, _("Bukti ditarik. Ia tetap tersimpan dan tertanda."))
    return redirect("ledger:promise", proof.promise.public_id)
