"""The links of one person: which records it is, what was done about it, splitting and joining."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.linking import queries, services
from rembuk.office.linking.models import ChangeKind
from rembuk.office.linking.wording import CHANGES, HOW, why_not
from rembuk.office.people import public_ids
from rembuk.office.people.masking import masked_name
from rembuk.office.people.models import FormerId, Person
from rembuk.office.posyandu.models import Measurement


def _person(request: HttpRequest, public_id: str) -> Person:
    """A person in the reader's places, also under a code it had before; else 404."""
    found = Person.objects.filter(public_id=public_id).first()
    if found is None:
        former = FormerId.objects.filter(public_id=public_id).select_related("person").first()
        found = former.person if former is not None else None
    if found is None:
        raise Http404
    rights_in(request).within("cocokkan", found.place_code)
    return found


@policy("cocokkan")
@never_cache
@require_GET
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every record that is this person, and every act about who it is."""
    person = _person(request, public_id)
    if person.public_id != public_id:
        return HttpResponseRedirect(reverse("linking:history", args=[person.public_id]))
    return _history(request, person)


def _history(
    request: HttpRequest, person: Person, problem: str = "", status: int = 200
) -> HttpResponse:
    rights = rights_in(request)
    log.record(request, "buka", "pasangan", person.public_id, person.place_code)
    names = rights.names_in(person.place_code)
    links = queries.links_of(person)
    acts = [
        {
            "change": one,
            "words": CHANGES[one.kind],
            "can_split": one.kind == ChangeKind.JOIN and not hasattr(one, "undone_by"),
        }
        for one in queries.history_of(person)
    ]
    rows = Measurement.objects.filter(child=person, superseded_by__isnull=True)
    context = {
        "person": person,
        "name": person.name if names else masked_name(person.name),
        "links": [(one, HOW[one.how], one.name if names else masked_name(one.name))
                  for one in links],
        "acts": acts, "former": list(person.former_ids.values_list("public_id", flat=True)),
        "measured": rows.count(), "is_child": hasattr(person, "status"),
        "place": queries.village_names([person.place_code]).get(
            person.place_code[:13], person.place_code
        ),
        "problem": problem, "alone": len(links) < 2 and not hasattr(person, "status"),
        "may_read_child": rights.may("lihat-anak", person.place_code),
    }  # fmt: skip
    return render(request, "linking/history.html", context, status=status)


@policy("cocokkan")
@require_POST
def split(request: HttpRequest, key: str) -> HttpResponse:
    """Part two persons who were joined."""
    found = queries.change(rights_in(request), key)
    if found is None:
        raise Http404
    target = reverse("linking:history", args=[found.person])
    try:
        services.split(found, signed_in(request), request.POST.get("alasan", ""))
    except services.CannotSettleError as problem:
        messages.warning(request, why_not(problem.code))
        return HttpResponseRedirect(target)
    log.record(request, "pisah", "pasangan", found.person, found.place_code)
    messages.success(request, _("Dipisah. Semua ukuran, kasus, dan daftar kembali ke pemiliknya."))
    return HttpResponseRedirect(target)


@policy("cocokkan")
@require_POST
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """A listed record is not this person."""
    person = _person(request, public_id)
    ref = request.POST.get("catatan", "")
    if ref not in {one.ref for one in queries.links_of(person)}:
        return _history(request, person, _("Pilih baris daftar yang bukan orang ini."), 422)
    try:
        services.release(ref, signed_in(request), request.POST.get("alasan", ""))
    except services.CannotSettleError as problem:
        return _history(request, person, why_not(problem.code), 422)
    log.record(request, "pisah", "pasangan", person.public_id, person.place_code)
    messages.success(request, _("Baris itu kini orang tersendiri, dan tetap begitu."))
    return HttpResponseRedirect(reverse("linking:history", args=[person.public_id]))


@policy("cocokkan")
@require_POST
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Join the person whose code was typed: asked about as a pair first, never at once."""
    person = _person(request, public_id)
    code = public_ids.read(request.POST.get("kode", ""))
    other = Person.objects.filter(public_id=code).first() if code else None
    if other is None or not rights_in(request).may("cocokkan", other.place_code):
        return _history(request, person, _("Kode itu tidak ditemukan di wilayah Anda."), 422)
    try:
        doubt = services.ask(person, other)
    except services.CannotSettleError as problem:
        return _history(request, person, why_not(problem.code), 422)
    return HttpResponseRedirect(reverse("linking:pair", args=[doubt.key]))
