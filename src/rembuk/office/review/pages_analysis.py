"""The situation analysis on screen, its workbook, and the editions it was frozen in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import steps, told
from rembuk.office.documents import files
from rembuk.office.documents.models import Document
from rembuk.office.places.models import Area
from rembuk.office.review import analysis_asking, analysis_sheet
from rembuk.office.review.analysis import analysis
from rembuk.office.review.analysis_asking import Asked, asked
from rembuk.office.review.analysis_freeze import asked_for, editions
from rembuk.office.review.models import Analysed, Section


@policy("konvergensi")
@never_cache
@require_GET
def situation(request: HttpRequest, year: int, place: str = "") -> HttpResponse:
    """The draft of today, section by section, with the office's words beside it."""
    given = asked(request, year, place)
    if not place and given.place != given.year.district_code:
        return redirect("review:analysis-of", year, given.place)
    found = analysis(given.scope)
    frozen = editions(given.year, given.place)
    log.record(request, "reviu", "analisis", str(year), given.place)
    context = {
        "asked": given, "year": given.year, "given": given.scope, "found": found,
        "sections": [
            (code, label, found.sentences[code], found.words[code])
            for code, label in Section.choices
        ],
        "kinds": {
            one.code: told.named(one)
            for one in reference.load().obstacle_kinds(given.scope.as_of)
        },
        "names": {
            one.indicator.code: one.name
            for one in (*found.coverage.services, *found.coverage.supply, *found.coverage.results)
        },
        "frozen": frozen, "steps": _steps(given),
        "kecamatan": _kecamatan(request, given), "may_promise": _may_promise(request, given),
        "lokus_url": f"{reverse('insight:lokus')}?wilayah={given.place}",
        "scheme": told.named(reference.load().scheme(given.scope.asked.scheme)),
    }  # fmt: skip
    return render(request, "review/analysis.html", context)


def _may_promise(request: HttpRequest, given: Asked) -> bool:
    return given.writes and rights_in(request).may("janji")


def _steps(given: Asked) -> list[tuple[steps.StepLine, bool]]:
    """The steps that ask for this analysis in this place, and whether their evidence is there."""
    codes = {step.code for step, _need in asked_for(given.year, given.place)}
    found = []
    for line in steps.lines(given.year, given.scope.today):
        if line.step.code in codes:
            here = next((one for one in line.places if one.place_code == given.place), None)
            found.append((line, here is not None and not here.lacks))
    return found


def _kecamatan(request: HttpRequest, given: Asked) -> list[tuple[Area, Analysed | None]]:
    """The other analyses of the year: each kecamatan with its newest frozen edition."""
    newest = {
        one.place_code: one for one in Analysed.objects.filter(year=given.year).order_by("edition")
    }
    rows = analysis_asking.kecamatan(request, given.year)
    return [(one, newest.get(one.code)) for one in rows]


@policy("konvergensi")
@require_GET
def sheet(request: HttpRequest, year: int, place: str) -> HttpResponse:
    """The tables of today as a workbook."""
    given = asked(request, year, place)
    body = analysis_sheet.book(analysis(given.scope))
    return _sent(request, given, body, f"analisis-situasi-{year}-{given.place}.xlsx")


@policy("konvergensi")
@never_cache
@require_GET
def edition(request: HttpRequest, year: int, place: str, edition_id: str) -> HttpResponse:
    """An edition as it was frozen."""
    given = asked(request, year, place)
    one = _edition(given, edition_id)
    document = Document.objects.filter(public_id=one.document_id).first()
    said, own = one.figures.get("kalimat", {}), one.figures.get("kata", {})
    later = editions(given.year, given.place)[0]
    context = {
        "year": given.year, "given": given.scope, "one": one, "document": document,
        "later": later if later.pk != one.pk else None,
        "sections": [
            (label, said.get(code, ()), own.get(code, "")) for code, label in Section.choices
        ],
    }  # fmt: skip
    return render(request, "review/analysis_edition.html", context)


@policy("konvergensi")
@require_GET
def kept(request: HttpRequest, year: int, place: str, edition_id: str, form: str) -> HttpResponse:
    """The Word twin or the workbook of an edition, as it was kept."""
    given = asked(request, year, place)
    one = _edition(given, edition_id)
    path = {"docx": one.word_path, "xlsx": one.book_path}.get(form)
    if not path:
        raise Http404
    log.record(request, "ekspor", "analisis", one.public_id, given.place)
    return files.answer(path, f"analisis-situasi-{year}-{given.place}-edisi-{one.edition}.{form}")


def _edition(given: Asked, public_id: str) -> Analysed:
    found = Analysed.objects.filter(
        year=given.year, place_code=given.place, public_id=public_id
    ).select_related("by").first()  # fmt: skip
    if found is None:
        raise Http404(_("Edisi itu tidak ada."))
    return found


def _sent(request: HttpRequest, given: Asked, body: bytes, name: str) -> HttpResponse:
    log.record(request, "ekspor", "analisis", str(given.year.year), given.place)
    return sent(body, name)
