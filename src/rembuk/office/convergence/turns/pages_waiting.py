"""Whose turn it is in the chain: who, since when, what to send."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import policy
from rembuk.office.convergence import asking
from rembuk.office.convergence.chasing import letter as chase_letter
from rembuk.office.convergence.chasing.asking import kecamatan_seen
from rembuk.office.convergence.turns import text as waiting_text
from rembuk.office.convergence.turns import waiting


@policy("konvergensi")
@never_cache
@require_GET
def listed(request: HttpRequest, year: int) -> HttpResponse:
    """Everything that waits for a verifier or approver, the longest on top."""
    found = asking.year_or_404(request, year)
    seen = kecamatan_seen(request, found)
    if seen == ():
        raise Http404
    today = timezone.localdate()
    waits = waiting.waits(found, today, seen)
    office = chase_letter.sender(found, today)
    address = request.build_absolute_uri(reverse("convergence:chain", args=[year]))
    texts = [
        waiting_text.message(one, found.year, office.name if office else "", address)
        for one in waits
    ]
    log.record(request, "konvergensi", "menunggu-periksa", str(year), found.district_code)
    return render(
        request,
        "convergence/waiting.html",
        {
            "year": found, "waits": list(zip(waits, texts, strict=True)),
            "cells": sum(one.cells for one in waits), "limit": waiting.days_left(today),
            "long": sum(one.cells for one in waits if one.long),
            "manage": asking.may_manage(request, found),
        },
    )  # fmt: skip


@policy("konvergensi-kelola")
@require_POST
def told(request: HttpRequest, year: int) -> HttpResponse:
    """Note that the message was sent."""
    found = asking.managed_or_404(request, year)
    key = request.POST.get("antrean", "")
    wait = next((o for o in waiting.waits(found, timezone.localdate()) if o.key == key), None)
    try:
        if wait is None:
            messages.info(request, _("Antrean itu sudah tidak menunggu lagi."))
        else:
            waiting.note(wait, found, asking.account_of(request))
            messages.success(request, _("Dicatat: sudah diingatkan hari ini."))
    except ValidationError as problem:
        asking.tell(request, problem)
    return redirect("convergence:waiting", year)
