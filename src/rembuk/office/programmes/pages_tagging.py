"""The label "konvergensi" of a year, beside the rule: what reaches persons counts."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rembuk.office.access.policies import policy
from rembuk.office.programmes import asking, queries, shown, tagging, words
from rembuk.office.programmes.models import Status

FINDINGS: Final = {
    "tanpa-manfaat": _("label tanpa manfaat langsung"), "belum-dinilai": _("label belum dinilai"),
    "periksa": _("label pada tata kelola"), "tanpa-label": _("sampai ke orang, tanpa label"),
}  # fmt: skip
SHAPES: Final = {
    "tanpa-manfaat": "act", "belum-dinilai": "soon", "periksa": "soon", "tanpa-label": "run",
}  # fmt: skip
ORDER: Final = ("tanpa-manfaat", "belum-dinilai", "periksa", "tanpa-label", "")
PER_PAGE = 30


@policy("rencana")
@never_cache
@require_GET
def tagging_page(request: HttpRequest) -> HttpResponse:
    """Labels of a year: how much of the labelled money reaches persons, and what is odd."""
    who = asking.reader(request)
    found = queries.activities(who.rights, who.year, place=who.place).exclude(status=Status.DROPPED)
    catalogue = words.interventions(who.on)
    judged = [tagging.judge(one, catalogue.get(one.intervention)) for one in found]
    counts = {code: sum(one.finding == code for one in judged) for code in FINDINGS}
    asked = request.GET.get("temuan", "")
    rows = [
        one for one in judged
        if (one.finding == asked if asked in FINDINGS else one.activity.tag or one.finding)
    ]  # fmt: skip
    rows.sort(key=lambda one: (ORDER.index(one.finding), -(one.activity.ceiling_amount or 0)))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))
    lines = shown.lines([one.activity for one in page], who.on)
    desk = who.desk
    query = f"tahun={who.year}" + (f"&temuan={asked}" if asked in FINDINGS else "")
    return render(
        request,
        "programmes/tagging.html",
        {
            "who": who, "sums": tagging.sums(judged), "page": page, "asked": asked, "query": query,
            "rows": [
                (one, line, FINDINGS.get(one.finding, ""), SHAPES.get(one.finding, ""),
                 desk.types(one.activity.office, one.activity.place_code))
                for one, line in zip(page, lines, strict=True)
            ],
            "findings": [(code, text, counts[code]) for code, text in FINDINGS.items()],
            "all": len([one for one in judged if one.activity.tag or one.finding]),
        },
    )  # fmt: skip
