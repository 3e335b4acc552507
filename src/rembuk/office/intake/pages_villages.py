"""At the preview the user says which village an unknown name means; the file is then checked again,
and so the next file resolves by itself."""

from __future__ import annotations

import re
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy
from rembuk.office.jobs import queue

from . import villages
from .models import Import, ImportState
from .pages import _one

_CODE: Final = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}")


@policy("impor")
@require_POST
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what unknown names mean (fields `desa-<n>`), or take one back (`lupakan`)."""
    imported = _one(request, pk)
    if imported.state != ImportState.PREVIEW:
        return redirect("intake:import", pk)
    told = imported.report.get("villages", {"unknown": [], "said": []})
    if "lupakan" in request.POST:
        done = _forgotten(request, told["said"])
    else:
        done = _said(request, imported, told["unknown"])
    if not done:
        return redirect("intake:import", pk)
    job = queue.enqueue("impor-periksa", imported.pk, signed_in(request), imported=imported.pk)
    return redirect("jobs:progress", job.pk)


def _said(request: HttpRequest, imported: Import, unknown: list[dict[str, str]]) -> int:
    done = 0
    for number, one in enumerate(unknown):
        answer = request.POST.get(f"desa-{number}", "").strip()
        if not answer:
            continue
        found = _CODE.search(answer)
        try:
            kept = villages.say(
                one["kecamatan"], one["village"], found[0] if found else answer, signed_in(request)
            )
        except villages.VillageError:
            messages.error(
                request,
                _("“%(answer)s” bukan desa di wilayah akun ini. Pilih dari daftar.")
                % {"answer": answer[:60]},
            )
            continue
        log.record(request, "impor", "wilayah", kept.area_code, kept.area_code)
        done += 1
    if done:
        messages.success(
            request,
            ngettext(
                "%(n)d nama desa disimpan; berkas berikut dengan nama itu langsung dikenali.",
                "%(n)d nama desa disimpan; berkas berikut dengan nama itu langsung dikenali.",
                done,
            )
            % {"n": done},
        )
    elif not messages.get_messages(request):
        messages.error(request, _("Pilih desa untuk paling sedikit satu nama."))
    return done


def _forgotten(request: HttpRequest, said: list[dict[str, str]]) -> int:
    number = request.POST.get("lupakan", "")
    if not number.isdigit() or int(number) >= len(said):
        return 0
    one = said[int(number)]
    log.record(request, "impor", "wilayah", one["area_code"], one["area_code"])
    return villages.forget(one["kecamatan"], one["village"])
