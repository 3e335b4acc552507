"""How the sheet of a list is to be read: the user sets its edition, or exchanges two columns."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy
from rembuk.office.jobs import queue

from . import editions
from .models import ImportState
from .pages import _one


@policy("impor")
@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the user says of the sheet, then check it again."""
    imported = _one(request, pk)
    if imported.state != ImportState.PREVIEW:
        return redirect("intake:import", pk)
    if "tukar" in request.POST:
        swap = request.POST["tukar"] == "ya"
        imported.mapping = imported.mapping | {"swap": swap}
        imported.save(update_fields=["mapping"])
    elif not (label := request.POST.get("edisi", "").strip()):
        messages.error(request, _("Isi nama edisi, misalnya 2026-T1."))
        return redirect("intake:import", pk)
    else:
        day = _day(request.POST.get("per", ""))
        if day is None:
            messages.error(request, _("Isi tanggal keadaan data, tidak sesudah hari ini."))
            return redirect("intake:import", pk)
        editions.choose(imported, label, day)
    job = queue.enqueue("impor-periksa", imported.pk, signed_in(request), imported=imported.pk)
    return redirect("jobs:progress", job.pk)


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if dt.date(2000, 1, 1) <= day <= timezone.localdate() else None
