"""Writing pages of offices: add and change an office, its seats, who holds them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.seats import keeping
from rembuk.office.seats.forms import AppointForm, EndForm, LinkForm, OfficeForm, SeatForm
from rembuk.office.seats.models import Holding, Office, Seat
from rembuk.office.seats.pages import office_of, office_page


def places(request: HttpRequest) -> tuple[str, ...]:
    """Places whose offices this person keeps; a place asked for in the address is one of them."""
    rights = rights_in(request)
    if asked := request.GET.get("wilayah", ""):
        rights.within("kelola-kantor", asked)
    return rights.places_for("kelola-kantor")


def written(request: HttpRequest, office: Office, told: str) -> HttpResponse:
    """After a write: a line in the log, a word to the reader, the office's page."""
    log.record(request, "kantor", "kantor", office.code, office.place_code)
    messages.success(request, told)
    return redirect("seats:office", office.code)


@policy("kelola-kantor")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new office."""
    within = places(request)
    start = {"place_code": within[0] or settings.REMBUK_AREA, "role": request.GET.get("peran", "")}
    form = OfficeForm(request.POST or None, within=within, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            office = keeping.add(form.cleaned_data["code"], form.cleaned_data, signed_in(request))
        except ValidationError as refusal:
            form.add_error("code", refusal)
        else:
            return written(request, office, _("Kantor dicatat. Tambahkan jabatannya."))
    context = {"form": form, "office": None}
    return render(request, "seats/office_form.html", context, status=422 if form.errors else 200)


@policy("kelola-kantor")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change an office; what another wrote meanwhile is shown beside what was typed."""
    office = office_of(request, code, keeping=True)
    form = OfficeForm(request.POST or None, within=places(request), initial=_as_typed(office))
    form.fields.pop("code")
    theirs: list[tuple[str, str]] = []
    seen = keeping.version(office)
    if request.method == "POST" and form.is_valid():
        opened = request.POST.get("versi", "")
        try:
            keeping.change(
                office, form.cleaned_data, signed_in(request),
                int(opened) if opened.isdigit() else -1,
            )  # fmt: skip
        except keeping.StaleError as refusal:
            form.add_error(None, refusal)
            theirs = _standing(office, form)
        except ValidationError as refusal:
            form.add_error("valid_to", refusal)
        else:
            return written(request, office, _("Perubahan kantor disimpan."))
    status = 409 if theirs else 422 if form.errors else 200
    context = {"form": form, "office": office, "version": seen, "theirs": theirs}
    return render(request, "seats/office_form.html", context, status=status)


@policy("kelola-kantor")
@require_POST
def add_seat(request: HttpRequest, code: str) -> HttpResponse:
    """A new seat of an office."""
    office = office_of(request, code, keeping=True)
    form = SeatForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            keeping.add_seat(office, data["title"], signed_in(request), head=data["head"])
        except ValidationError as refusal:
            form.add_error("title", refusal)
        else:
            return written(request, office, _("Jabatan ditambah."))
    return office_page(request, office, form, status=422)


@policy("kelola-kantor")
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, code: str, seat: int) -> HttpResponse:
    """Give a seat to somebody by decree."""
    office = office_of(request, code, keeping=True)
    found = get_object_or_404(Seat, pk=seat, office=office)
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "account": form.cleaned_data["username"]}
        try:
            keeping.appoint(found, data, signed_in(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return written(request, office, _("Pemegang jabatan dicatat."))
    return _term_page(request, office, found, form, _("Catat pemegang jabatan"))


@policy("kelola-kantor")
@require_http_methods(["GET", "HEAD", "POST"])
def end_term(request: HttpRequest, code: str, holding: int) -> HttpResponse:
    """End a term."""
    office, found = _held(request, code, holding)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.end_term(found, form.cleaned_data["until"], signed_in(request))
        except ValidationError as refusal:
            form.add_error("until", refusal)
        else:
            return written(request, office, _("Masa jabatan diakhiri."))
    return _term_page(request, office, found.seat, form, _("Akhiri masa jabatan"), found)


@policy("kelola-kantor")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, code: str, holding: int) -> HttpResponse:
    """Link a holder to the account they sign in with."""
    office, found = _held(request, code, holding)
    start = {"username": found.account.username if found.account else ""}
    form = LinkForm(request.POST or None, initial=start)
    posted = request.method == "POST" and "username" in request.POST
    if posted and form.is_valid():
        keeping.link(found, form.cleaned_data["username"], signed_in(request))
        return written(request, office, _("Akun pemegang jabatan disimpan."))
    return _term_page(request, office, found.seat, form, _("Simpan akun"), found)


def _held(request: HttpRequest, code: str, holding: int) -> tuple[Office, Holding]:
    office = office_of(request, code, keeping=True)
    found = Holding.objects.filter(pk=holding, seat__office=office).select_related("seat").first()
    if found is None:
        raise Http404
    return office, found


def _term_page(
    request: HttpRequest, office: Office, seat: Seat, form: Any, button: str,
    holding: Holding | None = None,
) -> HttpResponse:  # fmt: skip
    context = {"office": office, "seat": seat, "form": form, "button": button, "holding": holding}
    return render(request, "seats/term_form.html", context, status=422 if form.errors else 200)


def _as_typed(office: Office) -> dict[str, Any]:
    found = {name: getattr(office, name) for name in keeping.FIELDS}
    return {**found, "serves": ", ".join(office.serves)}


def _standing(office: Office, form: OfficeForm) -> list[tuple[str, str]]:
    """What stands now where it differs from what was typed: (label, value)."""
    office.refresh_from_db()
    now, differing = _as_typed(office), []
    for name in keeping.FIELDS:
        if getattr(office, name) != form.cleaned_data.get(name):
            value = now[name]
            differing.append(
                (str(form.fields[name].label), "–" if value in ("", None) else str(value))
            )
    return differing
