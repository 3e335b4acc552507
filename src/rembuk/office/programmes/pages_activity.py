"""One activity: its page, its form, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import version_in
from rembuk.office.access.policies import policy
from rembuk.office.documents.numbers import rupiah, rupiah_words
from rembuk.office.ledger import amounts
from rembuk.office.programmes import activity_view, asking, services
from rembuk.office.programmes.errors import AskedError
from rembuk.office.programmes.forms import ActivityForm
from rembuk.office.programmes.models import Activity


@policy("rencana")
@never_cache
@require_GET
def activity(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything of one activity: what it answers, where it stands, what became of it."""
    found = asking.one(request, public_id)
    who = asking.reader(request)
    return render(request, "programmes/activity.html", activity_view.context(found, who))


@policy("rencana-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """A new activity of a year."""
    who = asking.reader(request)
    start = {"intervention": request.GET.get("intervensi", ""), "place_code": who.place}
    form = ActivityForm(request.POST or None, who, start=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.propose(
                who.account, _draft(form, who.year), confirmed=form.cleaned_data["confirmed"]
            )
        except ValidationError as wrong:
            _blame(form, wrong)
        else:
            _log(request, "usul", made)
            messages.success(request, _("Kegiatan %s tercatat sebagai usul.") % made.number)
            return redirect("programmes:activity", made.public_id)
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "who": who, "activity": None}
    return render(request, "programmes/form.html", context, status=status)


def _draft(form: ActivityForm, year: int) -> services.Draft:
    said = form.said()
    return services.Draft(year=year, amount=said.pop("ceiling_amount"), **said)


@policy("rencana-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what an activity says."""
    found, who = asking.one(request, public_id), asking.reader(request)
    form = ActivityForm(request.POST or None, who, found)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit(
                who.account, found, form.said(), reason=form.cleaned_data["reason"],
                version=version_in(request), confirmed=form.cleaned_data["confirmed"],
            )  # fmt: skip
        except ValidationError as wrong:
            _blame(form, wrong)
        else:
            _log(request, "ubah", found)
            messages.success(request, _("Perubahan %s tersimpan.") % found.number)
            return redirect("programmes:activity", public_id)
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "who": who, "activity": found}
    return render(request, "programmes/form.html", context, status=status)


def _blame(form: ActivityForm, wrong: ValidationError) -> None:
    """Put what a service refused beside the field it is about."""
    if isinstance(wrong, AskedError):
        form.ask(" ".join(wrong.messages))
        return
    if not hasattr(wrong, "error_dict"):
        form.add_error(None, wrong)
        return
    for name, found in wrong.message_dict.items():
        form.add_error(name if name in form.fields else None, " ".join(found))


@policy("rencana-isi")
@require_POST
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set where an activity stands, by which document and line."""
    post = request.POST

    def act(found: Activity) -> None:
        services.move(
            asking.account_of(request), found, post.get("status", ""), post.get("dokumen", ""),
            post.get("baris", ""), version_in(request), reason=post.get("alasan", ""),
        )  # fmt: skip

    return _done(request, public_id, "status", act, _("Status kegiatan tercatat."))


@policy("rencana-isi")
@require_POST
def tag(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set the label and the share that reaches persons."""
    post = request.POST

    def act(found: Activity) -> None:
        text = post.get("bagian", "").strip().removesuffix("%")
        share = asking.whole(text) if text else None
        services.tag(
            asking.account_of(request), found, post.get("label", ""), share,
            reason=post.get("alasan", ""), version=version_in(request),
        )  # fmt: skip

    return _done(request, public_id, "label", act, _("Label kegiatan tercatat."))


@policy("rencana-isi")
@require_POST
def carry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose it again for a later year."""
    found = asking.one(request, public_id)
    try:
        year = asking.whole(request.POST.get("tahun", ""))
        made = services.carry(asking.account_of(request), found, year)
    except ValidationError as problem:
        asking.tell(request, problem)
        return redirect("programmes:activity", public_id)
    _log(request, "bawa", made)
    messages.success(request, _("Diusulkan untuk %(year)d sebagai %(number)s.")
                     % {"year": made.year, "number": made.number})  # fmt: skip
    return redirect("programmes:activity", made.public_id)


@policy("rencana")
@require_GET
def understood(request: HttpRequest) -> HttpResponse:
    """What an amount typed so far means, in figures and words."""
    asking.reader(request)
    typed = request.GET.get("ceiling_amount", "") or request.GET.get("jumlah", "")
    try:
        amount = amounts.rupiah(typed)
    except ValidationError as wrong:
        return HttpResponse(" ".join(wrong.messages))
    if amount is None:
        return HttpResponse(_("Boleh 7.800.000 atau 7,8 juta."))
    return HttpResponse(format_html("{} · {}", rupiah(amount), rupiah_words(amount)))


def _done(request: HttpRequest, public_id: str, act: str, do: Any, words: str) -> HttpResponse:
    """Do an act of a small form of the page, or say why not."""
    found = asking.one(request, public_id)
    try:
        do(found)
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        _log(request, act, found)
        messages.success(request, words)
    if request.POST.get("kembali") == "label":
        return redirect(f"{reverse('programmes:tagging')}?tahun={found.year}")
    return redirect("programmes:activity", public_id)


def _log(request: HttpRequest, act: str, found: Activity) -> None:
    log.record(request, "rencana", act, found.public_id, found.place_code)
