"""The leader's page: what is late and whose, what changed, what waits for a word, the pillars."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rembuk.office.access import log
from rembuk.office.access.policies import policy
from rembuk.office.oversight import asking
from rembuk.office.oversight.leading import changed, deciding, late
from rembuk.office.oversight.pillars import sums as pillar_sums

OWNERS: Final = 6
"""Offices on the page before the link to all of them."""
ALL: Final = 60
"""Of how many the oldest promise is told on the page of all of them."""


@policy("pengawasan")
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Everything on one page, for a phone."""
    here = asking.here(request)
    every = request.GET.get("semua") == "kantor"
    owners = late.owners(here, ALL if every else OWNERS)
    waits = deciding.waiting(here) if here.reads_each else []
    log.record(request, "pengawasan", "beranda", here.code, here.code)
    return render(
        request,
        "oversight/home.html",
        {
            "here": here, "owners": owners if every else owners[:OWNERS],
            "more": 0 if every else max(0, len(owners) - OWNERS),
            "late": sum(one.late for one in owners), "cells": sum(one.cells for one in owners),
            "waits": waits[: deciding.SHOWN], "waiting": len(waits),
            "changes": changed.changes(here), "days": changed.days(here.on),
            "pillars": pillar_sums.pillars(here), "places": late.places(here),
        },
    )  # fmt: skip
