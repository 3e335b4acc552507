"""The label "konvergensi" of a year, beside the rule: what reaches persons counts."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, Value, When
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
PER_PAGE = 30


@policy("rencana")
@never_cache
@require_GET
def tagging_page(request: HttpRequest) -> HttpResponse:
    """Labels of a year: how much of the labelled money reaches persons, and what is odd."""
    who = asking.reader(request)
    found = queries.activities(who.rights, who.year, place=who.place).exclude(status=Status.DROPPED)
    catalogue = words.interventions(who.on)
    held = tagging.conditions(catalogue)
    counts = found.order_by().aggregate(
        **{code.replace("-", "_"): Count("pk", filter=one) for code, one in held.items()},
        labelled=Count("pk", filter=~Q(tag="")),
    )
    asked = request.GET.get("temuan", "")
    listed = found.filter(held[asked] if asked in held else ~Q(tag="") | held["tanpa-label"])
    order = Case(
        *(When(one, then=Value(at)) for at, one in enumerate(held.values())), default=Value(9)
    )
    pages = Paginator(listed.order_by(order, "-ceiling_amount", "number"), PER_PAGE)
    page = pages.get_page(request.GET.get("hal"))
    judged = [tagging.judge(one, catalogue.get(one.intervention)) for one in page]
    lines = shown.lines(page, who.on)
    desk = who.desk
    query = f"tahun={who.year}" + (f"&temuan={asked}" if asked in FINDINGS else "")
    return render(
        request,
        "programmes/tagging.html",
        {
            "who": who, "sums": tagging.sums(found), "page": page, "asked": asked, "query": query,
            "rows": [
                (one, line, FINDINGS.get(one.finding, ""), SHAPES.get(one.finding, ""),
                 desk.types(one.activity.office, one.activity.place_code))
                for one, line in zip(judged, lines, strict=True)
            ],
            "findings": [
                (code, text, counts[code.replace("-", "_")]) for code, text in FINDINGS.items()
            ],
            "all": counts["labelled"] + counts["tanpa_label"],
        },
    )  # fmt: skip
