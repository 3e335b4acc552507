"""The own score of a year by the rubric: counted, graded by hand, kept, beside the province's."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking
from rembuk.office.convergence.steps import scheme_of
from rembuk.office.convergence.told import named
from rembuk.office.documents import files
from rembuk.office.review import score, score_province, score_sheet, score_words
from rembuk.office.review.models import ProvinceScore
from rembuk.office.review.review_asking import Asked, asked, back
from rembuk.reference.schemes import RubricCriterion


@policy("konvergensi")
@never_cache
@require_GET
def one(request: HttpRequest, year: int) -> HttpResponse:
    """Every criterion: its grade, what it rests on, what lacks for the next one."""
    return _show(request, asked(request, year))


def _show(
    request: HttpRequest, here: Asked, typed: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    rows = score.rows(here.year, here.place, today)
    kept = score.kept(here.year, here.place)
    province = score_province.holding(here.year, here.place)
    base = score_province.own_before(here.year, here.place, province.on) if province else None
    own = {row["code"]: row["letter"] for row in base.rows} if base else {}
    log.record(request, "reviu", "nilai", str(here.year.year), here.place)
    return render(
        request,
        "review/score.html",
        {
            "here": here, "year": here.year, "today": today,
            "scheme": named(scheme_of(here.year)),
            "rows": [score_words.shown(row) for row in rows],
            "tally": score_words.tally(rows),
            "kept": kept, "province": province, "base": base,
            "beside": score_province.beside(rubric(here), own, province.grades)
            if province else (),
            "criteria": [(each, named(each)) for each in rubric(here)],
            "typed": typed or {},
        },
        status=status,
    )  # fmt: skip


@policy("konvergensi-isi")
@require_POST
def grade(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Grade a criterion by hand."""
    here, post = asked(request, year), request.POST
    criterion = next((each for each in rubric(here) if each.code == code), None)
    if criterion is None:
        raise Http404
    try:
        score.grade(
            here.year, here.place, criterion, post.get("nilai", ""), post.get("alasan", ""),
            asking.account_of(request), upload=request.FILES.get("berkas"),
            address=post.get("alamat", ""), on=asking.day(post.get("tanggal", "")),
        )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
        return _show(request, here, {code: post.get("alasan", "")}, 422)
    messages.success(request, _("Nilai dicatat."))
    return back("review:score", here, f"k-{criterion.number}")


@policy("konvergensi-isi")
@require_POST
def keep(request: HttpRequest, year: int) -> HttpResponse:
    """Keep the score as it stands today."""
    here = asked(request, year)
    try:
        made = score_sheet.keep(
            here.year, here.place, asking.account_of(request), request.POST.get("catatan", "")
        )
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        log.record(request, "reviu", "nilai-simpan", made.public_id, here.place)
        messages.success(request, _("Nilai per hari ini disimpan dan tidak berubah lagi."))
    return back("review:score", here, "h-simpan")


@policy("konvergensi-isi")
@require_POST
def province(request: HttpRequest, year: int) -> HttpResponse:
    """Type what the province gave."""
    here, post = asked(request, year), request.POST
    given = {each.code: post.get(f"p-{each.code}", "") for each in rubric(here)}
    try:
        score_province.state(
            here.year, here.place, given, asking.needed_day(post.get("tanggal", "")),
            post.get("dokumen", ""), request.FILES.get("berkas"), asking.account_of(request),
            rubric=rubric(here), note=post.get("catatan", ""),
        )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
        typed = {f"p-{code}": letter for code, letter in given.items()}
        typed |= {name: post.get(name, "") for name in ("dokumen", "catatan", "tanggal")}
        return _show(request, here, typed, 422)
    messages.success(request, _("Nilai provinsi dicatat di samping nilai sendiri."))
    return back("review:score", here, "h-provinsi")


@policy("konvergensi")
@require_GET
def province_file(request: HttpRequest, score_id: str) -> HttpResponse:
    """The province's document."""
    held = ProvinceScore.objects.filter(public_id=score_id).first()
    if held is None:
        raise Http404
    rights_in(request).within("konvergensi", held.place_code)
    log.record(request, "konvergensi-berkas", "nilai-provinsi", held.public_id, held.place_code)
    return files.answer(held.path, f"nilai-provinsi-{held.public_id.lower()}")


@policy("konvergensi")
@require_GET
def sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The score as a workbook."""
    here = asked(request, year)
    with translation.override("id"):
        rows = score.rows(here.year, here.place, timezone.localdate())
        held = score_province.holding(here.year, here.place)
        content = score_sheet.book(
            here.year, here.name, timezone.localdate(), rows, held.grades if held else {}
        )
    log.record(request, "reviu", "nilai-xlsx", str(here.year.year), here.place)
    return sent(content, f"nilai-{here.year.year}-{here.place}.xlsx")


def rubric(here: Asked) -> tuple[RubricCriterion, ...]:
    """Criteria of the year's scheme."""
    scheme = scheme_of(here.year).code
    known = reference.load()
    return known.rubric(scheme, known.day_of(scheme, here.year.year))
