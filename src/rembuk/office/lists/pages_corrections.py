"""Requests to agencies: the list, one request with its steps, asking, moving on, the sheet."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.lists import asking, correcting, sheets
from rembuk.office.lists.correcting import CorrectionError, Wanted
from rembuk.office.lists.meaning import known
from rembuk.office.lists.models import Correction, CorrectionState, ListRow, Source
from rembuk.office.people.masking import masked_name
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within

PER_PAGE = 40


def _found(request: HttpRequest, where: asking.Where) -> QuerySet[Correction]:
    found = Correction.objects.filter(within("place_code", where.code))
    source = request.GET.get("daftar", "")
    state = request.GET.get("keadaan", "")
    if source in Source.values:
        found = found.filter(source=source)
    if state in CorrectionState.values:
        found = found.filter(state=state)
    return found.select_related("edition", "listed")


def _one(request: HttpRequest, public_id: str) -> Correction:
    found = get_object_or_404(
        Correction.objects.select_related("edition", "listed", "row"), public_id=public_id
    )
    rights_in(request).within("lihat-anak", found.place_code)
    return found


@policy("lihat-anak")
@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """Requests in a place, newest first."""
    where = asking.where(request, "lihat-anak")
    found = _found(request, where)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("hal"))
    rights = rights_in(request)
    names = place_names([one.place_code for one in page])
    return render(
        request,
        "lists/corrections.html",
        {
            "where": where,
            "mine": asking.others(request, "lihat-anak"),
            "page": page,
            "lines": [
                (
                    one,
                    correcting.label_of(one.fact, get_language() or "id"),
                    names.get(one.place_code, one.place_code),
                )
                for one in page
            ],
            "sources": [(one.value, one.label) for one in Source],
            "states": CorrectionState.choices,
            "source": request.GET.get("daftar", ""),
            "state": request.GET.get("keadaan", ""),
            "may_export": rights.may("ekspor", where.code),
            "may_move": rights.may("impor", where.code),
            "query": request.GET.urlencode(),
        },
    )


@policy("lihat-anak")
@require_GET
def correction(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request: what the list says, what should be, the proof, every step."""
    found = _one(request, public_id)
    rights = rights_in(request)
    sees = rights.names_in(found.place_code)
    hide = found.fact in correcting.NAMED and not sees
    log.record(request, "buka", "pembetulan", found.public_id, found.place_code)
    return render(
        request,
        "lists/correction.html",
        {
            "correction": found,
            "fact": correcting.label_of(found.fact, get_language() or "id"),
            "says": masked_name(found.says) if hide else found.says,
            "should": masked_name(found.should) if hide else found.should,
            "who": (found.listed.name if sees else masked_name(found.listed.name))
            if found.listed
            else "",
            "village": place_names([found.place_code]).get(found.place_code, found.place_code),
            "agency": correcting.agency(found.source),
            "source": Source(found.source).label,
            "steps": found.steps.select_related("by"),
            "next": correcting.NEXT[found.state] if rights.may("impor", found.place_code) else (),
        },
    )


@policy("buka-identitas")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the agency to correct one fact of a row."""
    row = asking.row(request, pk, "buka-identitas")
    persons = list(row.persons.order_by("part"))
    problem = ""
    given = {name: request.POST.get(name, "") for name in ("fakta", "orang", "benar", "bukti")}
    given["fakta"] = given["fakta"] or request.GET.get("fakta", "")
    if request.method == "POST":
        listed = next((one for one in persons if str(one.part) == given["orang"]), None)
        if listed is None and len(persons) == 1:
            listed = persons[0]
        try:
            made = correcting.ask(
                row,
                listed,
                Wanted(given["fakta"], given["benar"], given["bukti"]),
                signed_in(request),
            )
        except CorrectionError as error:
            problem = _(str(error))
        else:
            log.record(request, "pembetulan", "pembetulan", made.public_id, made.place_code)
            messages.success(request, _("Permintaan pembetulan dicatat."))
            return redirect("lists:correction", made.public_id)
    sees = rights_in(request).names_in(row.place_code)
    return render(
        request,
        "lists/ask.html",
        {
            "row": row,
            "edition": row.edition,
            "source": Source(row.edition.source).label,
            "agency": correcting.agency(row.edition.source),
            "persons": [(one, one.name if sees else masked_name(one.name)) for one in persons],
            "facts": _facts(row, [one.facts for one in persons]),
            "identity": correcting.IDENTITY.items(),
            "given": given,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


@policy("impor")
@require_POST
def step(request: HttpRequest, public_id: str) -> HttpResponse:
    """Move a request on: sent, accepted, refused with its reason, done."""
    found = get_object_or_404(Correction, public_id=public_id)
    rights_in(request).within("impor", found.place_code)
    state, note = request.POST.get("keadaan", ""), request.POST.get("catatan", "")
    try:
        correcting.step(found, state, note, signed_in(request))
    except CorrectionError as error:
        messages.error(request, _(str(error)))
    else:
        log.record(
            request, "pembetulan", "pembetulan", found.public_id, found.place_code, purpose=state
        )
    return redirect("lists:correction", found.public_id)


@policy("ekspor")
@require_POST
def sheet(request: HttpRequest) -> HttpResponse:
    """The requests of one agency as Excel; numbers and names whole only for who may export them.
    With `kirim`, those still asked become sent."""
    where = asking.where(request, "ekspor")
    source = request.GET.get("daftar", "")
    if source not in Source.values:
        messages.error(request, _("Pilih satu daftar untuk mengunduh lembar bagi lembaganya."))
        return redirect("lists:corrections")
    found = _found(request, where)
    rights = rights_in(request)
    whole = rights.exports_names(where.code)
    rows = list(found)
    log.record(
        request, "ekspor", "pembetulan", source, where.code,
        purpose=correcting.agency(source)[:160], rows=len(rows),
    )  # fmt: skip
    names = place_names([one.place_code for one in rows])
    body = sheets.requests(rows, names, whole, correcting.agency(source))
    if request.POST.get("kirim") == "ya" and rights.may("impor", where.code):
        correcting.send_all(found, _("lembar diunduh untuk dikirim"), signed_in(request))
    return sheets.download(body, f"pembetulan-{source}")


def _facts(row: ListRow, told: list[dict[str, object]]) -> list[tuple[str, str]]:
    """Facts the row or its persons tell, to choose from."""
    codes = {*row.facts, *(code for facts in told for code in facts)}
    language = get_language() or "id"
    return [(code, correcting.label_of(code, language)) for code in known()[0] if code in codes]
