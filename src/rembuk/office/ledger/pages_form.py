"""Making and changing a promise."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk.office.access import log
from rembuk.office.access.policies import policy
from rembuk.office.documents.numbers import rupiah, rupiah_words
from rembuk.office.ledger import amounts, asking, parties, services
from rembuk.office.ledger.forms import PromiseForm
from rembuk.office.ledger.models import Beneficiary, Promise
from rembuk.office.ledger.pages_promise import stale_page
from rembuk.office.ledger.states import EDITABLE, OWNER_FIELDS, RULES, State
from rembuk.office.seats.models import Office, Seat


@policy("janji")
@never_cache
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """A new promise: owner and due date first, the rest when it is known."""
    who = asking.reader(request)
    form = PromiseForm(request.POST or None, who.rights, who.on)
    offices = parties.offices_ids(who.account, who.on)
    if not who.rights.may("janji-kelola"):
        own = Office.objects.filter(pk__in=offices).order_by("name")
        form.narrow("owner", own)
    if request.method == "POST" and form.is_valid():
        said = form.said()
        kind = Beneficiary.PERSON if said["person"] else Beneficiary.AREA
        try:
            promise = services.propose(
                services.Draft(**said, beneficiary_kind=kind.value), who.account
            )
        except ValidationError as wrong:
            _blame(form, wrong)
        else:
            log.record(request, "janji", "usul", promise.public_id, promise.place_code)
            messages.success(request, _("Janji %(n)s tercatat.") % {"n": promise.number})
            return redirect("ledger:promise", promise.public_id)
    status = 400 if request.method == "POST" else 200
    return render(request, "ledger/form.html", {"form": form}, status=status)


@policy("janji")
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what a promise says, as far as the reader may."""
    found = asking.one(request, public_id)
    who = asking.reader(request)
    only = editable(found, who)
    if not only:
        messages.error(request, _("Isi janji ini tidak dapat Anda ubah sekarang."))
        return redirect("ledger:promise", public_id)
    form = PromiseForm(request.POST or None, who.rights, who.on, found, only=only)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("versi", "")
        try:
            said = {k: v for k, v in form.said().items() if k in EDITABLE}
            services.edit(
                found, who.account, said, reason=form.cleaned_data.get("reason", ""),
                version=int(version) if version.isdigit() else None,
            )  # fmt: skip
        except services.StaleError as stale:
            page = stale_page(request, stale, "ubah")
            return render(request, "ledger/stale.html", page, status=409)
        except ValidationError as wrong:
            _blame(form, wrong)
        else:
            messages.success(request, _("Perubahan tercatat."))
            return redirect("ledger:promise", public_id)
    status = 400 if request.method == "POST" else 200
    return render(request, "ledger/form.html", {"form": form, "promise": found}, status=status)


def editable(promise: Promise, who: asking.Reader) -> frozenset[str]:
    """Names of the fields this reader may change now."""
    if promise.state not in RULES["ubah"].origins:
        return frozenset()
    mine = parties.of(promise, who.account, who.on, who.rights)
    if "pengelola" in mine or ("pengusul" in mine and promise.state == State.PROPOSED):
        return frozenset(EDITABLE) | {"reason"}
    return frozenset(OWNER_FIELDS) if "pemilik" in mine else frozenset()


def _blame(form: PromiseForm, wrong: ValidationError) -> None:
    """Put each refusal at its field."""
    if not hasattr(wrong, "error_dict"):
        form.add_error(None, wrong)
        return
    for name, errors in wrong.message_dict.items():
        form.add_error(name if name in form.fields else None, errors)


@policy("janji")
@require_GET
def seats(request: HttpRequest) -> HttpResponse:
    """Seats of the chosen office, as options."""
    found: Any = Seat.objects.filter(office__code=request.GET.get("owner", ""))
    rows = format_html_join("", '<option value="{}">{}</option>', ((s.pk, s.title) for s in found))
    none = format_html('<option value="">{}</option>', _("kantor itu sendiri"))
    return HttpResponse(none + rows)


@policy("janji")
@require_GET
def understood(request: HttpRequest) -> HttpResponse:
    """What an amount was understood as, in figures and words."""
    text = request.GET.get("budget", "") or request.GET.get("jumlah", "")
    try:
        amount = amounts.rupiah(text)
    except ValidationError as wrong:
        return HttpResponse(format_html("{}", " ".join(wrong.messages)))
    if amount is None:
        return HttpResponse("")
    words = format_html("{} ({})", rupiah(amount), rupiah_words(amount))
    return HttpResponse(words)
