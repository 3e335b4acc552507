"""One family's page, and opening its identity. Each opening is written to the view log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.families import reach
from rembuk.office.families.family_view import view
from rembuk.office.people.models import Family
from rembuk.office.posyandu import opened
from rembuk.office.posyandu.asking import trail
from rembuk.office.posyandu.sources import source_names


def _place(request: HttpRequest, one: Family) -> str:
    """The place under which the reader sees the family: its village, or a member's post."""
    rights = rights_in(request)
    codes = (one.place_code, *reach.places_of(one))
    return next((code for code in codes if rights.may("lihat-anak", code)), one.place_code)


@policy("lihat-anak")
@never_cache
@require_GET
def family(request: HttpRequest, public_id: str) -> HttpResponse:
    """All that is known of one family; names masked unless the reader sees them or opened them."""
    rights = rights_in(request)
    one = reach.family(rights, public_id)
    place = _place(request, one)
    log.record(request, "buka", "keluarga", one.public_id, place)
    open_now = opened.opened(request, public_id)
    show = bool(reach.sees_names(rights, one) or open_now)
    context = view(one, timezone.localdate(), rights, show, bool(open_now))
    return render(
        request,
        "families/family.html",
        context
        | {
            "path": trail(request, one.place_code) or trail(request, place),
            "place": place,
            "show_name": show,
            "opened": open_now,
            "may_open": rights.may("buka-identitas", place) and not rights.plain,
            "may_ask": rights.may("buka-identitas", one.place_code) and not rights.plain,
            "may_match": rights.may("cocokkan", one.place_code),
            "purposes": rights.purposes(place).items(),
            "minutes": opened.minutes(),
            "plain": rights.plain,
            "source_names": source_names(),
            "today": timezone.localdate(),
        },
    )


@policy("buka-identitas")
@require_POST
def reveal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open or prolong the identity of a family: purpose asked, logged, a few minutes. The numbers
    of NIK and card stay masked."""
    rights = rights_in(request)
    one = reach.family(rights, public_id)
    place = rights.within("buka-identitas", _place(request, one))
    target = reverse("families:family", args=[public_id])
    before = opened.opened(request, public_id)
    choice = request.POST.get("keperluan", "")
    if choice == "perpanjang" and before is not None:
        purpose = before.purpose
    else:
        purpose = rights.purposes(place).get(choice, "")
    if not purpose:
        return HttpResponseRedirect(f"{target}?keperluan=kosong#identitas")
    log.record(request, "buka-identitas", "keluarga", one.public_id, place, purpose=purpose)
    opened.open_(request, public_id, purpose)
    return HttpResponseRedirect(target)


@policy("buka-identitas")
@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close an opened identity before its time."""
    one = reach.family(rights_in(request), public_id)
    opened.close(request, public_id)
    return HttpResponseRedirect(reverse("families:family", args=[one.public_id]))
