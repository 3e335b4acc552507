"""The series page: surveys and register drawn apart, changes tested, breaks marked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.insight import asked, quiet, series, survey_values
from rembuk.office.insight.asked import Limits
from rembuk.office.insight.series import Survey
from rembuk.office.insight.where import District, district
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import AreaFigures
from rembuk.science.survey.trends import Z95, Assumptions, aarr

MONTHS = 24


@policy("lihat-agregat")
@require_safe
def trend(request: HttpRequest) -> HttpResponse:
    """Prevalence over the years, for the kabupaten the reader's place lies in."""
    return _page(request)


@policy("konvergensi-kelola")
@require_POST
def survey_value(request: HttpRequest) -> HttpResponse:
    """Type the sample and standard error of a survey from its book, or a survey not published
    here."""
    where = district(request, "konvergensi-kelola")
    typed = {name: request.POST.get(name, "").strip()[:300] for name in survey_values.FIELDS}
    account = signed_in(request)
    try:
        if not where.may_set:
            raise ValidationError(_("Angka survei kabupaten diketik oleh pengelola kabupaten."))
        made = survey_values.state(account, where.code, typed, asked.today())
    except ValidationError as refusal:
        return _page(request, typed, refusal.messages)
    log.record(request, "konvergensi", "angka-survei", f"{made.survey}-{made.year}", where.code)
    messages.success(
        request,
        _("Angka %(survey)s %(year)s disimpan.") % {"survey": made.survey, "year": made.year},
    )
    return redirect("insight:trend")


def _page(
    request: HttpRequest,
    typed: dict[str, str] | None = None,
    wrong: list[str] | None = None,
) -> HttpResponse:
    where = district(request)
    today = asked.today()
    given = series.assumptions(today)
    found = series.surveys(where.code)
    across = request.GET.get("sambung") == "ya"
    tests = series.tested(found, given)
    limits = Limits.on(today)
    months, meeting = register(where), quiet.is_on(request)
    hidden = quiet.hide([one.counts.stunted for one in months], limits.small) if meeting else []
    path = series.path(found, across)
    pace = aarr(path, given)
    rows = [
        {
            "survey": one,
            "test": tests[n - 1] if n else None,
            "assumed": [
                one.point.error(deff, given.n) for deff in (given.deffs[0], given.deffs[-1])
            ],
        }
        for n, one in enumerate(found)
    ]
    context = {
        "where": where,
        "rows": rows,
        "given": given,
        "pace": pace,
        "pace_surveys": sorted({one.survey for one in path}),
        "across": across,
        "more": len(path) < len(found),
        "nation": series.surveys("")[-1:],
        "months": [
            {
                "figures": one,
                "readable": one.known and one.counts.readable(limits.readable),
                "hidden": hidden[n] if hidden else "",
            }
            for n, one in enumerate(months)
        ][::-1],
        "seen": queries.places([where.focus])[where.focus].titled,
        "limits": limits,
        "meeting": meeting,
        "chart": chart(found, months, hidden, limits, given),
        "methods": series.METHODS,
        "typed": typed or {},
        "wrong": wrong or [],
        "rights": rights_in(request),
        "today": today,
    }
    return render(request, "insight/trend.html", context, status=422 if wrong else 200)


def register(where: District) -> list[AreaFigures]:
    """The register of the reader's place by month."""
    return queries.series(where.focus, MONTHS)


def chart(
    found: tuple[Survey, ...],
    months: list[AreaFigures],
    hidden: list[Any],
    limits: Limits,
    given: Assumptions,
) -> dict[str, Any]:
    """Points for the chart. The register is a series of its own, with gaps."""
    return {
        "surveys": [
            {
                "year": one.point.year,
                "survey": one.point.survey,
                "pct": one.point.percent,
                "low": _end(one, -1, given),
                "high": _end(one, 1, given),
                "assumed": one.interval is None and one.point.se is None,
            }
            for one in found
        ],
        "months": [
            {
                "month": f"{one.month:%Y-%m}",
                "pct": one.counts.stunting.pct
                if one.known and one.counts.readable(limits.readable) and not (hidden and hidden[n])
                else None,
                "ds": one.counts.ds.pct,
            }
            for n, one in enumerate(months)
        ],
    }


def _end(one: Survey, sign: int, given: Assumptions) -> float | None:
    """An end of the 95 % interval; the widest assumed one where the book's is not known."""
    if one.interval is not None:
        return one.interval.low if sign < 0 else one.interval.high
    error = one.point.error(given.deffs[-1], given.n)
    return None if error is None else max(one.point.percent + sign * Z95 * error, 0)
