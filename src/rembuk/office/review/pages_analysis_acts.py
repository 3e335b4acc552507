"""Acts on the situation analysis: the office's words, obstacles, promises, the frozen edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import day
from rembuk.office.access.policies import policy
from rembuk.office.convergence import steps, told
from rembuk.office.ledger import amounts
from rembuk.office.ledger.models import Promise
from rembuk.office.places.numbers import count
from rembuk.office.review import analysis_activities, analysis_freeze, analysis_words
from rembuk.office.review.analysis import analysis
from rembuk.office.review.analysis_asking import Asked, asked
from rembuk.office.review.analysis_words import Told
from rembuk.office.review.errors import StaleError
from rembuk.office.review.models import Obstacle, Section
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import offices


@policy("konvergensi-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, year: int, place: str, section: str) -> HttpResponse:
    """What the office says in a section. Who wrote meanwhile is shown, nothing is overwritten."""
    given = asked(request, year, place)
    if section not in Section.values:
        raise Http404
    if not given.writes:
        return _not_yours(request, given)
    now = analysis_words.words(given.year, given.place)[section]
    context: dict[str, Any] = {
        "year": given.year, "given": given.scope, "section": section,
        "label": Section(section).label, "now": now, "text": now.text, "version": now.version,
        "history": analysis_words.history(given.year, given.place, section),
        "draft": analysis(given.scope).sentences[section], "longest": analysis_words.LONGEST,
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "review/analysis_words.html", context)
    text = request.POST.get("isi", "")
    try:
        analysis_words.say(given.year, given.place, section, text, _version(request), given.account)
    except StaleError as stale:
        context |= {"text": text, "version": stale.version, "stale": now}
        return render(request, "review/analysis_words.html", context, status=409)
    except ValidationError as problem:
        context |= {"text": text, "problems": problem.messages}
        return render(request, "review/analysis_words.html", context, status=422)
    log.record(request, "reviu", "analisis-kata", str(year), given.place)
    messages.success(request, _("Catatan kantor tersimpan."))
    return _home(given, section)


@policy("konvergensi-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def obstacle(request: HttpRequest, year: int, place: str, obstacle_id: str = "") -> HttpResponse:
    """A new obstacle (from a sign in the data with `tanda`), or one that is changed or closed."""
    given = asked(request, year, place)
    if not given.tells:
        return _not_yours(request, given)
    held = _obstacle(given, obstacle_id) if obstacle_id else None
    draft = _draft(request, given, held)
    problems: list[str] = []
    if request.method == "POST":
        try:
            done = _write(request, given, held, draft)
        except StaleError as stale:
            assert held is not None
            held.refresh_from_db()
            problems, status = stale.messages, 409
        except ValidationError as problem:
            problems, status = problem.messages, 422
        else:
            log.record(request, "reviu", "hambatan", done.public_id, given.place)
            messages.success(request, _("Hambatan tercatat."))
            return _home(given, Section.OBSTACLES)
    context = {
        "year": given.year, "given": given.scope, "held": held, "draft": draft,
        "problems": problems, "offices": offices(given.scope.today),
        "kinds": reference.load().obstacle_kinds(given.scope.as_of),
        "indicators": [
            (one.code, told.named(one)) for one in given.scope.asked.indicators.values()
        ],
        "history": held.events.select_related("by").order_by("-pk") if held else (),
    }  # fmt: skip
    status = status if problems else 200
    return render(request, "review/analysis_obstacle.html", context, status=status)


def _write(request: HttpRequest, given: Asked, held: Obstacle | None, draft: Told) -> Obstacle:
    if held is None:
        return analysis_words.note(given.year, given.place, draft, given.account)
    if "tutup" in request.POST:
        reason = request.POST.get("alasan", "")
        return analysis_words.close(held, reason, _version(request), given.account)
    return analysis_words.change(held, draft, _version(request), given.account)


def _draft(request: HttpRequest, given: Asked, held: Obstacle | None) -> Told:
    """What the form says; before it was sent, what stands or what the data show."""
    if request.method == "POST":
        post = request.POST
        office = Office.objects.filter(code=post.get("kantor", "")).first()
        known = given.scope.asked.indicators
        code = post.get("indikator", "")
        return Told(
            post.get("isi", ""), post.get("jenis", ""), code if code in known else "", office,
            post.get("tanda", ""),
        )  # fmt: skip
    if held is not None:
        return Told(held.text, held.kind, held.indicator, held.office, held.drafted)
    key = request.GET.get("tanda", "")
    if key:
        for one in analysis(given.scope).signs:
            if one.key == key:
                return Told(one.words, one.kind, one.indicator, one.office, one.key)
    return Told("", "", request.GET.get("indikator", ""))


def _obstacle(given: Asked, public_id: str) -> Obstacle:
    found = Obstacle.objects.filter(
        year=given.year, place_code=given.place, public_id=public_id
    ).select_related("office", "by", "year").first()  # fmt: skip
    if found is None:
        raise Http404
    return found


@policy("konvergensi-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def activity(request: HttpRequest, year: int, place: str, key: str) -> HttpResponse:
    """A proposed activity on its way to a promise."""
    given = asked(request, year, place)
    if not given.writes:
        return _not_yours(request, given)
    found = analysis(given.scope)
    one = next((x for x in found.activities if x.key == key), None)
    if one is None:  # the draft follows the data: it may have gone since the page was opened
        messages.error(request, _("Kegiatan itu tidak diusulkan lagi oleh data."))
        return _home(given, Section.PRIORITIES)
    typed = request.POST if request.method == "POST" else _typed(given, one)
    problems: list[str] = []
    if request.method == "POST":
        try:
            made = _promise(given, one, typed)
        except ValidationError as problem:
            problems = problem.messages
        else:
            log.record(request, "janji", "usul", made.public_id, made.place_code)
            messages.success(request, _("Janji %(n)s tercatat.") % {"n": made.number})
            return _home(given, Section.PRIORITIES)
    context = {
        "year": given.year, "given": given.scope, "one": one, "typed": typed,
        "problems": problems, "offices": offices(given.scope.today),
        "money": reference.load().money_sources(given.scope.today),
        "places": [(code, given.scope.names.get(code, code))
                   for code in (given.place, *given.scope.areas)],
    }  # fmt: skip
    return render(
        request, "review/analysis_activity.html", context, status=422 if problems else 200
    )


def _typed(given: Asked, one: analysis_activities.Activity) -> dict[str, str]:
    """The form before anybody typed. A volume that must not be shown is left to be typed."""
    owner = one.reach.owner
    volume = "" if one.volume is None or one.reach.covered(given.scope.least) else count(one.volume)
    place = one.places[0].code if len(one.places) == 1 else given.place
    return {
        "kegiatan": one.what, "kantor": owner.code if owner else "", "tempat": place,
        "volume": volume, "satuan": one.reach.unit if volume else "",
        "tenggat": f"{dt.date(given.year.year, 12, 31):%Y-%m-%d}",
    }  # fmt: skip


def _promise(given: Asked, one: analysis_activities.Activity, typed: Mapping[str, str]) -> Promise:
    """Raises ValidationError with every field that is wrong."""
    wrong: list[str] = []
    owner = Office.objects.filter(code=typed.get("kantor", "")).first()
    due = day(typed.get("tenggat", ""))
    if owner is None:
        wrong.append(_("Tidak ada janji tanpa pemilik. Pilih kantornya."))
    if due is None:
        wrong.append(_("Tidak ada janji tanpa tenggat. Isi tanggalnya."))
    volume, budget = None, None
    try:
        volume = amounts.volume(typed.get("volume", ""))
        budget = amounts.rupiah(typed.get("pagu", ""))
    except ValidationError as problem:
        wrong += problem.messages
    if wrong or owner is None or due is None:
        raise ValidationError(wrong)
    return analysis_activities.promise(
        given.scope, one,
        analysis_activities.Wanted(
            typed.get("kegiatan", ""), owner, due, typed.get("tempat", ""), volume,
            typed.get("satuan", "").strip()[:40], budget, typed.get("dana", ""),
        ),
        given.account,
    )  # fmt: skip


@policy("konvergensi-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest, year: int, place: str) -> HttpResponse:
    """Freeze the analysis as a numbered document; what it will tick is said before."""
    given = asked(request, year, place, hiding=True)
    if not given.writes:
        return _not_yours(request, given)
    problems: list[str] = []
    if request.method == "POST":
        try:
            made = analysis_freeze.freeze(
                given.year,
                given.place,
                given.account,
                number=request.POST.get("nomor", ""),
                reason=request.POST.get("alasan", ""),
                origin=f"{request.scheme}://{request.get_host()}",
            )
        except ValidationError as problem:
            problems = problem.messages
        else:
            log.record(request, "reviu", "analisis-tetap", made.public_id, given.place)
            messages.success(request, _("Edisi %(n)s ditetapkan.") % {"n": made.edition})
            return redirect("review:analysis-edition", year, given.place, made.public_id)
    found = analysis(given.scope)
    context = {
        "year": given.year, "given": given.scope, "found": found, "problems": problems,
        "typed": request.POST, "before": analysis_freeze.editions(given.year, given.place)[:1],
        "read": sum(1 for one in found.coverage.services if one.readable),
        "unsaid": [label for code, label in Section.choices if not found.words[code].text],
        "asked_for": [
            (steps.scheme_of(given.year).step(step.code).code, told.named(step), told.named(need))
            for step, need in analysis_freeze.asked_for(given.year, given.place)
        ],
    }  # fmt: skip
    return render(request, "review/analysis_freeze.html", context, status=422 if problems else 200)


def _not_yours(request: HttpRequest, given: Asked) -> HttpResponse:
    """Who reads but does not write here, or a year that is closed."""
    messages.error(request, _("Akun ini membaca analisis ini dan tidak menulis di dalamnya."))
    return redirect("review:analysis-of", given.year.year, given.place)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("versi", "")
    return int(text) if text.isdigit() and len(text) < 9 else -1


def _home(given: Asked, section: str) -> HttpResponse:
    answer = redirect("review:analysis-of", given.year.year, given.place)
    answer["Location"] += f"#{section}"
    return answer
