"""Measuring a child again: the form, what was understood, saving, and taking back. Every step works
without script, and each act is written to the view log."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.people.masking import masked_name
from rembuk.office.people.models import Person
from rembuk.office.posyandu import remarks, remeasuring
from rembuk.office.posyandu.asking import trail
from rembuk.office.posyandu.forms_measure import MeasureForm, understood
from rembuk.office.posyandu.models import Measurement, Remeasurement
from rembuk.office.posyandu.queries.children import completed_months
from rembuk.office.posyandu.remeasuring import REASON_LENGTH, CannotTakeBackError, Reading

UNDER_MONTHS: Final = 60
DEVICES: Final = 8
"""Devices offered from what the post used before."""


def may_measure(request: HttpRequest, person: Person) -> bool:
    """Whether the reader measures children of this child's post, and the child is still here."""
    age = completed_months(person.birth_date, timezone.localdate())
    here = person.left_on is None and (age is None or age < UNDER_MONTHS)
    return here and rights_in(request).may("ukur", person.place_code)


def blank_form(request: HttpRequest, person: Person, data: Any = None) -> MeasureForm:
    """The form for a child; the position stays open, for it is asked and never assumed."""
    today = timezone.localdate()
    who = str(request.user)[:60]
    return MeasureForm(
        data, born=person.birth_date, today=today, initial={"date": today, "measured_by": who}
    )


def form_context(person: Person, form: MeasureForm) -> dict[str, object]:
    """What the form shows beside its fields: last values, devices, how to lay or stand."""
    today = timezone.localdate()
    age = completed_months(person.birth_date, today)
    last = remarks.before(person, today)
    used = (
        Measurement.objects.filter(place_code=person.place_code).exclude(device="")
        .order_by().values_list("device", flat=True).distinct()[:DEVICES]
    )  # fmt: skip
    sizes = [(form[name], last.get(name)) for name in remarks.SIZES]
    return {
        "form": form,
        "sizes": {field.name: (field, before) for field, before in sizes},
        "devices": sorted(used),
        "lying": None if age is None else age < 24,
    }


def _person(request: HttpRequest, public_id: str) -> Person:
    person = Person.objects.filter(public_id=public_id, status__isnull=False).first()
    if person is None or not rights_in(request).may("ukur", person.place_code):
        raise Http404
    return person


@policy("ukur")
@never_cache
@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask, say back, save: the same address for all three steps."""
    person = _person(request, public_id)
    if not may_measure(request, person):
        messages.warning(request, _("Anak ini sudah keluar atau sudah lima tahun."))
        return HttpResponseRedirect(reverse("posyandu:child", args=[public_id]))
    if request.method == "GET":
        log.record(request, "buka", "anak", person.public_id, person.place_code)
        return _ask(request, person, blank_form(request, person))
    form = blank_form(request, person, request.POST)
    if not form.is_valid() or request.POST.get("langkah") == "ubah":
        return _ask(request, person, form)
    reading = form.reading()
    found = remarks.remarks(person, reading, timezone.localdate())
    sure = set(request.POST.getlist("yakin"))
    missing = [one for one in found if one.code not in sure]
    if request.POST.get("langkah") != "simpan" or missing:
        asked_before = request.POST.get("langkah") == "simpan"
        return _say_back(request, person, form, reading, found, sure if asked_before else None)
    made = remeasuring.record(person, reading, account_of(request), sure)
    log.record(request, "ukur", "anak", person.public_id, person.place_code)
    messages.success(request, _outcome(made))
    return HttpResponseRedirect(reverse("posyandu:child", args=[public_id]))


def _ask(request: HttpRequest, person: Person, form: MeasureForm) -> HttpResponse:
    context = {**_frame(request, person), **form_context(person, form)}
    wrong = form.is_bound and bool(form.errors)
    return render(request, "posyandu/measure.html", context, status=422 if wrong else 200)


def _say_back(
    request: HttpRequest,
    person: Person,
    form: MeasureForm,
    reading: Reading,
    found: list[remarks.Remark],
    sure: set[str] | None,
) -> HttpResponse:
    last = remarks.before(person, reading.date)
    change = None
    if reading.weight is not None and "weight" in last:
        change = round((reading.weight - last["weight"].value) * 1000)
    context = {
        **_frame(request, person),
        "understood": understood(reading),
        "remarks": found,
        "sure": sure or set(),
        "unsure": sure is not None,
        "sent": [
            (name, value) for name in form.fields for value in request.POST.getlist(name) if value
        ],
        "change_g": change,
        "change_abs": abs(change) if change is not None else None,
        "since": last["weight"].date if change is not None else None,
    }
    return render(request, "posyandu/measure_check.html", context)


def _frame(request: HttpRequest, person: Person) -> dict[str, object]:
    rights = rights_in(request)
    return {
        "person": person,
        "name": person.name if rights.names_in(person.place_code) else masked_name(person.name),
        "age_months": completed_months(person.birth_date, timezone.localdate()),
        "path": trail(request, person.place_code),
    }


def _outcome(made: Measurement) -> str:
    """The answer at once, in words a mother understands."""
    told = [_("Tersimpan: ukuran %(day)s.") % {"day": formats.date_format(made.date, "j F Y")}]
    if made.nt == "N":
        told.append(_("Berat naik cukup."))
    elif made.nt == "T":
        told.append(_("Berat tidak naik."))
    if made.tbu in {"pendek", "sangat-pendek"}:
        told.append(
            _("Panjang badan tertinggal.")
            if made.position == "L"
            else _("Tinggi badan tertinggal.")
        )
    return " ".join(told)


@policy("ukur")
@never_cache
@require_GET
def take_back_form(request: HttpRequest, public_id: str, record: int) -> HttpResponse:
    """Ask for the reason of taking a measurement back."""
    person = _person(request, public_id)
    row = _record(person, record)
    log.record(request, "buka", "anak", person.public_id, person.place_code)
    return render(request, "posyandu/measure_back.html", {**_frame(request, person), "row": row})


@policy("ukur")
@require_POST
def take_back(request: HttpRequest, public_id: str, record: int) -> HttpResponse:
    """Take a measurement back; it stays readable with its reason."""
    person = _person(request, public_id)
    row = _record(person, record)
    reason = " ".join(request.POST.get("alasan", "").split())
    if len(reason) < REASON_LENGTH:
        context = {**_frame(request, person), "row": row, "short": True, "reason": reason}
        return render(request, "posyandu/measure_back.html", context, status=422)
    try:
        remeasuring.take_back(row, account_of(request), reason)
    except CannotTakeBackError:
        messages.warning(request, _("Ukuran ini sudah dibatalkan atau sudah diganti."))
    else:
        log.record(request, "ukur-batal", "anak", person.public_id, person.place_code)
        messages.success(request, _("Ukuran dibatalkan. Catatannya tetap disimpan."))
    return HttpResponseRedirect(reverse("posyandu:child", args=[public_id]))


def _record(person: Person, record: int) -> Remeasurement:
    row = (
        Remeasurement.objects.select_related("measurement", "account")
        .filter(pk=record, measurement__child=person)
        .first()
    )
    if row is None:
        raise Http404
    return row
