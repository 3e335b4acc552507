"""Pages of lists: which are here, one edition, its rows, one row."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.lists import asking, overview, recaps, words
from rembuk.office.lists.models import Correction, Edition, ListRow, Source
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within

PER_PAGE = 40


@policy("lihat-agregat")
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """Every list of the district: its editions, how old, and what became of the rows."""
    where = asking.where(request, "lihat-agregat")
    lines = overview.editions(where.code)
    by_source = [
        (one, [line for line in lines if line.edition.source == one.code])
        for one in reference.load().list_sources(timezone.localdate())
    ]
    return render(
        request,
        "lists/list.html",
        {
            "where": where,
            "mine": asking.others(request, "lihat-agregat"),
            "groups": [(source, found) for source, found in by_source if found],
            "missing": [source for source, found in by_source if not found],
            "least": asking.smallest(request, where.code),
            "may_import": rights_in(request).may("impor"),
            "may_see": rights_in(request).may("lihat-anak", where.code),
            "open": Correction.objects.filter(
                within("place_code", where.code), state__in=["diajukan", "dikirim", "diterima"]
            ).count(),
        },
    )


@policy("lihat-agregat")
@require_GET
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: its files, village by village, and against the agency's own recap."""
    where = asking.where(request, "lihat-agregat")
    found = asking.edition(pk, where.code)
    lines = overview.villages(found, where.code)
    names = place_names([line.place_code for line in lines])
    differing = {one["place"]: one for one in recaps.differences([found.pk])}
    others = Edition.objects.filter(source=found.source).exclude(pk=found.pk)
    return render(
        request,
        "lists/edition.html",
        {
            "where": where,
            "edition": found,
            "source": Source(found.source).label,
            "line": overview.line_of(found, where.code),
            "imports": overview.imports_of(found) if rights_in(request).may("impor") else [],
            "villages": [
                (line, names.get(line.place_code, line.place_code), differing.get(line.place_code))
                for line in lines
            ],
            "earlier": others.filter(as_of__lte=found.as_of).order_by("-as_of").first(),
            "least": asking.smallest(request, where.code),
            "may_see": rights_in(request).may("lihat-anak", where.code),
        },
    )


@policy("lihat-anak")
@require_GET
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of an edition in a place, names as the reader may see them."""
    where = asking.where(request, "lihat-anak")
    found = asking.edition(pk, where.code)
    standing = ListRow.objects.current().filter(within("place_code", where.code), edition=found)
    standing = standing.order_by("place_code", "row_no").prefetch_related("persons__edition")
    page = Paginator(standing, PER_PAGE).get_page(request.GET.get("hal"))
    rights = rights_in(request)
    names = place_names([row.place_code for row in page])
    log.record(
        request, "buka", "daftar", f"{found.source} {found.label}"[:40], where.code,
        rows=len(page.object_list),
    )  # fmt: skip
    return render(
        request,
        "lists/rows.html",
        {
            "where": where,
            "edition": found,
            "source": Source(found.source).label,
            "page": page,
            "lines": [
                (
                    row,
                    names.get(row.place_code, row.place_code),
                    [
                        words.person_line(one, rights.names_in(row.place_code))
                        for one in sorted(row.persons.all(), key=lambda one: one.part)
                    ],
                )
                for row in page
            ],
        },
    )


@policy("lihat-anak")
@require_GET
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """What one row says, fact by fact, and the requests to correct it."""
    found = asking.row(request, pk, "lihat-anak")
    rights = rights_in(request)
    sees = rights.names_in(found.place_code)
    facts = words.fact_lines(found.facts, found.edition.source)
    log.record(request, "buka", "baris-daftar", str(found.pk), found.place_code)
    return render(
        request,
        "lists/row.html",
        {
            "row": found,
            "edition": found.edition,
            "source": Source(found.edition.source).label,
            "village": place_names([found.place_code]).get(found.place_code, found.place_code),
            "facts": facts,
            "unsure": any(not fact.sure for fact in facts),
            "persons": [
                words.person_line(one, sees)
                for one in found.persons.select_related("edition").order_by("part")
            ],
            "corrections": found.corrections.all(),
            "sees_names": sees,
            "may_ask": rights.may("buka-identitas", found.place_code),
        },
    )
