"""Reading pages of offices: the list, one office through time, which office plays which role."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from rembuk.office.access.policies import policy, rights_in
from rembuk.office.places.queries import path_to
from rembuk.office.seats import keeping, queries, telling
from rembuk.office.seats.forms import SeatForm
from rembuk.office.seats.models import Office, OfficeKind


def office_of(request: HttpRequest, code: str, *, keeping: bool = False) -> Office:
    """The office of a code; 404 where it is not this keeper's."""
    found = Office.objects.filter(code=code).first()
    if found is None:
        raise Http404
    if keeping:
        rights_in(request).within("kelola-kantor", found.place_code)
    return found


@policy("masuk")
@require_GET
def offices(request: HttpRequest) -> HttpResponse:
    """Offices by kind, with who leads each today."""
    find = request.GET.get("cari", "").strip()[:60]
    kind = request.GET.get("jenis", "")
    kind = kind if kind in OfficeKind.values else ""
    gone = request.GET.get("lampau") == "ya"
    found = queries.lines(timezone.localdate(), find, kind, gone)
    context = {
        "groups": telling.by_kind(found),
        "count": len(found),
        "vacant": [line for line in found if line.holder is None] if not gone else [],
        "find": find,
        "kind": kind,
        "kinds": OfficeKind.choices,
        "gone": gone,
        "may_keep": rights_in(request).may("kelola-kantor"),
    }
    return render(request, "seats/offices.html", context)


@policy("masuk")
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Role of the cause tree -> our office."""
    lines = queries.role_map(timezone.localdate())
    lacking = [line for line in lines if not line.offices]
    return render(
        request,
        "seats/roles.html",
        {
            "lines": lines,
            "lacking": lacking,
            "may_keep": rights_in(request).may("kelola-kantor"),
        },
    )


@policy("masuk")
@require_GET
def office(request: HttpRequest, code: str) -> HttpResponse:
    """One office: its seats, who held them, what was done to it."""
    return office_page(request, office_of(request, code))


def office_page(
    request: HttpRequest, found: Office, form: SeatForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of an office, with the form of a new seat as it was typed."""
    may_keep = rights_in(request).may("kelola-kantor", found.place_code)
    today = timezone.localdate()
    context = {
        "office": found,
        "place": path_to(found.place_code),
        "serves": telling.place_names(found.serves),
        "role": dict(queries.roles(today)).get(found.role, found.role),
        "seats": telling.seats(found, today),
        "events": telling.events(found)[:30] if may_keep else [],
        "standing": found.valid_to is None or found.valid_to > today,
        "may_keep": may_keep,
        "form": form or SeatForm(),
        "version": keeping.version(found),
    }
    return render(request, "seats/office.html", context, status=status)
