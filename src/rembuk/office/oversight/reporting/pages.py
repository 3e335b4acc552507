"""The semester report on pages: halves, chapters with the office's words, drafts, editions."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, day, tell, version_in
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.documents import files
from rembuk.office.oversight import asking
from rembuk.office.oversight.asking import Here
from rembuk.office.oversight.halves import Half
from rembuk.office.oversight.models import Chapter, Reported
from rembuk.office.oversight.reporting import drafting, freezing, words
from rembuk.office.oversight.reporting.reading import read
from rembuk.office.oversight.reporting.words import Words

FORMS: Final = ("pdf", "docx", "xlsx")
HALVES: Final = 6
"""Halves the list goes back."""


def _half(text: str) -> Half:
    """The half of an address; 404 for none, and for one that has not begun."""
    found = Half.read(text)
    if found is None:
        raise Http404
    return found


def _here(request: HttpRequest, half: Half) -> Here:
    """The district or kecamatan of a report; a village has none of its own."""
    here = asking.here(request)
    if here.of_village or half.begins > here.on:
        raise Http404
    return here


@policy("pengawasan")
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Halves with their editions, the newest on top."""
    here = asking.here(request)
    if here.of_village:
        raise Http404
    halves = [Half.of(here.on)]
    while len(halves) < HALVES:
        halves.append(halves[-1].before)
    return render(
        request,
        "oversight/reports.html",
        {
            "here": here, "rows": [(one, freezing.editions(one, here.code)) for one in halves],
            "running": halves[0], "due": Half.last_ended(here.on),
        },
    )  # fmt: skip


@policy("pengawasan")
@never_cache
@require_GET
def one(request: HttpRequest, half: str) -> HttpResponse:
    """Every chapter as drafted, the office's words beside it."""
    asked = _half(half)
    return _show(request, _here(request, asked), asked)


def _show(
    request: HttpRequest, here: Here, half: Half, typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    with translation.override("id"):
        found = read(half, here.code, here.on)
        drafted = drafting.chapters(found)
    said = words.words(half, here.code)
    log.record(request, "pengawasan", "laporan", half.slug, here.code)
    return render(
        request,
        "oversight/report.html",
        {
            "here": here, "half": half, "read": found, "typed": typed or {},
            "chapters": [(one, said.get(one.code) or Words(one.code)) for one in drafted],
            "editions": freezing.editions(half, here.code), "forms": FORMS,
        },
        status=status,
    )  # fmt: skip


@policy("pengawasan-isi")
@require_POST
def say(request: HttpRequest, half: str) -> HttpResponse:
    """Keep the office's words of a chapter; what was typed stays when it is refused."""
    asked = _half(half)
    here = _here(request, asked)
    post = request.POST
    chapter, text = post.get("bab", ""), post.get("kata", "")
    version = version_in(request) or 0
    try:
        words.say(asked, here.code, chapter, text, account_of(request), version=version)
    except ValidationError as problem:
        tell(request, problem)
        known = chapter if chapter in Chapter.values else ""
        return _show(request, here, asked, {known: text}, 409 if known else 422)
    messages.success(request, _("Catatan tim tersimpan."))
    log.record(request, "pengawasan", "kata-laporan", asked.slug, here.code)
    return _back(here, asked, f"#h-{chapter}")


@policy("pengawasan")
@require_GET
def draft(request: HttpRequest, half: str, form: str) -> HttpResponse:
    """The draft as PDF, Word or Excel."""
    asked = _half(half)
    here = _here(request, asked)
    if form not in FORMS:
        raise Http404
    body = freezing.draft(asked, here.code, form)
    log.record(request, "pengawasan", "konsep-laporan", asked.slug, here.code)
    return sent(body, f"konsep-laporan-{asked.slug.lower()}.{form}", shown=form == "pdf")


@policy("pengawasan-isi")
@require_POST
def freeze(request: HttpRequest, half: str) -> HttpResponse:
    """Freeze an edition, or say why not."""
    asked = _half(half)
    here = _here(request, asked)
    on = day(request.POST.get("tanggal", ""))
    try:
        if on is None:
            raise ValidationError(_("Isi tanggal laporan."))
        made = freezing.freeze(
            asked, here.code, account_of(request), number=request.POST.get("nomor", ""), on=on,
            reason=request.POST.get("alasan", ""), origin=request.build_absolute_uri("/")[:-1],
        )  # fmt: skip
    except ValidationError as problem:
        tell(request, problem)
    else:
        messages.success(
            request, _("Laporan ditetapkan sebagai edisi %(n)d.") % {"n": made.edition}
        )
        log.record(request, "pengawasan", "tetapkan-laporan", made.public_id, here.code)
    return _back(here, asked, "#h-dokumen")


@policy("pengawasan")
@require_GET
def edition(request: HttpRequest, report_id: str, form: str) -> HttpResponse:
    """The Word copy or the workbook of an edition."""
    found = Reported.objects.filter(public_id=report_id).first()
    path = {"docx": "word_path", "xlsx": "book_path"}.get(form, "")
    if found is None or not path:
        raise Http404
    rights_in(request).within("pengawasan", found.place_code)
    log.record(request, "pengawasan", "laporan-edisi", found.public_id, found.place_code)
    try:
        return files.answer(getattr(found, path), f"laporan-{found.year}-s{found.half}")
    except FileNotFoundError:
        raise Http404 from None


def _back(here: Here, half: Half, anchor: str) -> HttpResponse:
    answer = redirect("oversight:report", half.slug)
    answer["Location"] += f"?{urlencode({'wilayah': here.code})}{anchor}"
    return answer
