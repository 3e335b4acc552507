"""The worksheet of a case: filled field by field on a phone or desk, with or without script."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, tell, whole
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy
from rembuk.office.audits import circle
from rembuk.office.audits.asking import cycle_or_404
from rembuk.office.audits.cases.pages_file import age_words, may_fill
from rembuk.office.audits.models import Case, Worksheet
from rembuk.office.audits.worksheet import filling, view
from rembuk.office.audits.worksheet import letter as sheet_letter
from rembuk.office.audits.worksheet.answers import fields_of
from rembuk.office.audits.worksheet.filling import Patch, Result
from rembuk.office.documents.letters import render as pdf
from rembuk.office.people import public_ids
from rembuk.reference.audits import GROUPS

MAX_BODY = 300_000


@policy("masuk")
@never_cache
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """The sheet that counts; `?susunan=` shows an older one, to read."""
    case = circle.case_or_404(request, cycle_id, code)
    if request.method == "POST":
        return _act(request, case)
    found = _opened(request, case)
    log.record(request, "lembar-kerja", "kasus-audit", case.public_id, case.place_code)
    if found is None:
        return redirect("audits:file", cycle_id, code)
    return _page(request, case, found)


def _opened(request: HttpRequest, case: Case) -> Worksheet | None:
    if older := request.GET.get("susunan", ""):
        one = case.worksheets.filter(layout_version=older).first()
        if one is None:
            raise Http404
        return one
    if not may_fill(request, case):
        return filling.current(case)
    try:
        return filling.open_(case, account_of(request))
    except ValidationError as problem:
        tell(request, problem)
        return filling.current(case)


def _page(
    request: HttpRequest,
    case: Case,
    found: Worksheet,
    conflicts: list[Result] | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    layout = filling.layout_of(case, today)
    older = case.worksheets.exclude(pk=found.pk).order_by("-pk")
    editable = found.current and found.finished_at is None and may_fill(request, case)
    fields = fields_of(found.shape)
    where = [case.cycle.public_id, case.code]
    last = found.changes.order_by("-pk").values_list("pk", flat=True).first()
    return render(
        request,
        "audits/sheet.html",
        {
            "case": case,
            "age": age_words(case),
            "sheet": found,
            "parts": view.parts(found),
            "reading": view.reading(found, case, today),
            "editable": editable and not case.cycle.closed,
            "may_fill": may_fill(request, case) and not case.cycle.closed,
            "newer": found.current and layout.version != found.layout_version,
            "older": older,
            "conflicts": [
                (one, view.shown(fields[one.field], one.value), request.POST.get(one.field))
                for one in conflicts or []
                if one.field in fields
            ],
            "setup": {
                "url": reverse("audits:sheet-fields", args=where),
                "sheet": f"{case.cycle.public_id}/{case.code}/{found.layout_version}",
                "last": last or 0,
                "me": request.user.pk,
                "words": {
                    "saved": _("Tersimpan"), "saving": _("Menyimpan"),
                    "waiting": _("%n isian menunggu sambungan. Tetap isi: tidak ada yang hilang."),
                    "conflict": _("Diisi orang lain: "), "mine": _("Pakai isian saya"),
                    "theirs": _("Pakai yang ini"), "refused": _("Belum tersimpan: "),
                    "by": _("diisi %s"), "empty": _("dikosongkan"), "yes": _("ya"),
                    "no": _("tidak"), "locked": _("Lembar ini tidak dapat diisi lagi."),
                },
            },
        },
    )  # fmt: skip


def _act(request: HttpRequest, case: Case) -> HttpResponse:
    """The buttons of the sheet, and the whole form where there is no script."""
    found = filling.current(case)
    if found is None or not may_fill(request, case):
        raise Http404
    post, by = request.POST, account_of(request)
    act = post.get("aksi", "simpan")
    try:
        if act == "selesai":
            results = _save_all(request, found)
            if any(one.status in ("beda", "tolak") for one in results):
                return _told(request, case, found, results)
            found.refresh_from_db()
            filling.finish(
                found, by, found.version if "isi" in post else whole(post.get("versi", ""))
            )
            messages.success(request, _("Lembar kerja selesai. Pakar dapat menelaahnya."))
        elif act == "buka":
            filling.reopen(found, by, post.get("alasan", ""))
        elif act == "tarik":
            filling.draw_again(found, by)
            messages.success(request, _("Data dari berkas dibaca ulang. Isian Anda tetap."))
        elif act == "bawa":
            filling.carry_over(found, by)
            messages.success(request, _("Isian dibawa ke susunan terbaru."))
        else:
            return _saved(request, case, found)
    except ValidationError as problem:
        tell(request, problem)
    return redirect("audits:sheet", case.cycle.public_id, case.code)


def _saved(request: HttpRequest, case: Case, found: Worksheet) -> HttpResponse:
    return _told(request, case, found, _save_all(request, found))


def _told(
    request: HttpRequest, case: Case, found: Worksheet, results: list[Result]
) -> HttpResponse:
    """What became of a whole form: refused answers in words, differing ones side by side."""
    for one in results:
        if one.status == "tolak":
            messages.error(request, one.words)
    differing = [one for one in results if one.status == "beda"]
    if differing:
        messages.warning(request, _("Sebagian isian sudah diisi orang lain: pilih yang benar."))
        found.refresh_from_db()
        return _page(request, case, found, differing)
    if not any(one.status == "tolak" for one in results):
        messages.success(request, _("Isian disimpan."))
    return redirect("audits:sheet", case.cycle.public_id, case.code)


def _seen(post: QueryDict, key: str) -> int:
    """The version of a field the form showed."""
    text = post.get(f"v:{key}", "")
    return int(text) if text.isdigit() else 0


def _save_all(request: HttpRequest, found: Worksheet) -> list[Result]:
    """Every field of the form that says something else than what the form showed."""
    post = request.POST
    patches = [
        Patch(public_ids.new(), key, post[key], _seen(post, key), f"paksa:{key}" in post)
        for key in fields_of(found.shape)
        if key in post and post[key] != post.get(f"lama:{key}", "")
    ]
    return filling.write(found, patches, account_of(request)) if patches else []


@policy("masuk")
@never_cache
@require_http_methods(["GET", "POST"])
def fields(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Patches of fields in, what became of each out; `?sejak=` asks for others' changes."""
    case = circle.case_or_404(request, cycle_id, code)
    found = filling.current(case)
    if found is None:
        raise Http404
    if request.method == "GET":
        return JsonResponse(_news(found, request.GET.get("sejak", "0")))
    if not may_fill(request, case):
        raise Http404
    try:
        body = json.loads(request.body[:MAX_BODY])
        patches = filling.patches_of(body["patches"])
        since = str(body.get("since", 0))
        if body.get("layout") != found.layout_version:
            words = _("Susunan lembar sudah diganti.")
            return JsonResponse({"locked": True, "words": words}, status=409)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"words": _("Kiriman tidak terbaca.")}, status=400)
    try:
        results = filling.write(found, patches, account_of(request))
    except ValidationError as problem:
        return JsonResponse({"locked": True, "words": " ".join(problem.messages)}, status=409)
    found.refresh_from_db()
    return JsonResponse({"results": [_plain(one) for one in results], **_news(found, since)})


def _plain(one: Result) -> dict[str, Any]:
    return {
        "id": one.id, "field": one.field, "status": one.status, "v": one.v,
        "value": view.plain(one.value), "by": one.by, "words": one.words,
    }  # fmt: skip


def _news(found: Worksheet, since: str) -> dict[str, Any]:
    last = int(since) if since.isdigit() else 0
    changes = filling.changes_since(found, last)
    latest = {one.field: one for one in changes}
    return {
        "last": changes[-1].pk if changes else last,
        "changes": [
            {
                "field": key, "value": view.plain(found.answers.get(key, {}).get("value")),
                "v": found.answers.get(key, {}).get("v", 0), "by": str(one.by or ""),
                "who": one.by_id,
            }
            for key, one in latest.items()
        ],
        "finished": found.finished_at is not None,
    }  # fmt: skip


@policy("masuk")
@require_GET
def printed(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """The filled sheet as PDF: without a name, watermarked, with its last day."""
    case = circle.case_or_404(request, cycle_id, code)
    found = filling.current(case)
    if found is None:
        raise Http404
    log.record(
        request, "ekspor", "lembar-kerja", case.public_id, case.place_code,
        purpose=str(_("Audit kasus stunting")), rows=1,
    )  # fmt: skip
    letter = sheet_letter.filled(case, found, timezone.localdate(), str(request.user))
    return sent(pdf(letter), f"lembar-{case.code.lower()}.pdf")


@policy("audit")
@require_GET
def blank(request: HttpRequest, cycle_id: str, group: str) -> HttpResponse:
    """An empty sheet of a group to fill by hand."""
    cycle = cycle_or_404(request, cycle_id)
    if group not in GROUPS:
        raise Http404
    letter = sheet_letter.blank(cycle, group, timezone.localdate())
    return sent(pdf(letter), f"lembar-kosong-{group}.pdf")
