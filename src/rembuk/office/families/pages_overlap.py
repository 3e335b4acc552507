"""Stunted, at risk, extreme poor, in no programme: the table of a place, its families, Excel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import Rights, policy, rights_in
from rembuk.office.families import freshness, overlap, overlap_sheet, overlap_words, services
from rembuk.office.families.models import Standing
from rembuk.office.families.overlap_words import SET_HEADS, SET_WORDS
from rembuk.office.lists import asking
from rembuk.office.lists.sheets import download
from rembuk.office.people.masking import masked_name
from rembuk.office.people.models import Membership
from rembuk.office.places.queries import place_names
from rembuk.reference import load
from rembuk.science.welfare.overlap import SETS, UNLISTED, kinds

PER_PAGE = 40
WIDTH = 100.0
EVERY_KIND = (*kinds(), UNLISTED)


@dataclass(frozen=True)
class KindLine:
    """One exclusive kind, ready to draw."""

    kind: str
    words: str
    n: int | None
    width: str
    dots: tuple[tuple[int, bool], ...]
    link: str


@dataclass(frozen=True)
class FamilyLine:
    """One family as the reader may see it."""

    standing: Standing
    head: str
    village: str
    inside: tuple[str, ...]
    unknown: tuple[str, ...]


@policy("lihat-agregat")
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """How many families of a place are in which of the four, and below it by place."""
    where = asking.where(request, "lihat-agregat")
    rights = rights_in(request)
    names = rights.names_in(where.code)
    told = overlap.told(where.code, names)
    lines = told.lines()
    known = place_names([line.code for line in lines])
    return render(
        request,
        "families/overlap.html",
        {
            "where": where,
            "mine": asking.others(request, "lihat-agregat"),
            "told": told,
            "here": told.here,
            "finding": overlap_words.finding(told, where.name),
            "sets": [
                (name, head, size, told.least(name))
                for (name, head), size in zip(SET_HEADS.items(), told.here.sizes, strict=True)
            ],
            "kinds": _kind_lines(told, where.code, names),
            "both": told.table.count(told.place, "berisiko", "miskin-ekstrem"),
            "both_least": told.least("berisiko", "miskin-ekstrem"),
            "lines": [(one, known.get(one.code, _("desa tidak diketahui"))) for one in lines],
            "linked": {area.code for area in where.below},
            "heads": list(SET_HEADS.values()),
            "fresh": freshness.refreshed(where.code),
            "derived": overlap.derived(where.code),
            "sources": overlap.sources(where.code),
            "measured": services.newest_day(where.code),
            "rules": load().welfare_version(timezone.localdate()),
            "names": names,
            "may_export": rights.may("ekspor", where.code),
            "limit": told.table.limit,
        },
    )


@policy("lihat-anak")
@require_GET
def families(request: HttpRequest) -> HttpResponse:
    """The families behind a number, for those who see names there; the look is logged."""
    where = asking.where(request, "lihat-anak")
    rights = rights_in(request)
    if not rights.names_in(where.code):
        messages.warning(
            request, _("Daftar keluarga di balik angka terbuka bagi yang boleh melihat nama.")
        )
        return redirect(f"{reverse('families:overlap')}?wilayah={where.code}")
    wanted = [name for name in SETS if name in request.GET.getlist("di")]
    kind = request.GET.get("jenis", "")
    kind = kind if kind in EVERY_KIND else ""
    found = overlap.chosen(overlap.frame(where.code), wanted, kind)
    page = Paginator(overlap.standings(found), PER_PAGE).get_page(request.GET.get("hal"))
    log.record(
        request, "buka", "irisan", where.code, where.code, rows=len(page.object_list)
    )  # fmt: skip
    return render(
        request,
        "families/overlap_families.html",
        {
            "where": where,
            "page": page,
            "lines": _family_lines(list(page.object_list), rights),
            "wanted": wanted,
            "kind": kind,
            "kinds": [(one, overlap_words.kind_words(one)) for one in EVERY_KIND],
            "sets": SET_HEADS.items(),
        },
    )


@policy("ekspor")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The table as Excel, protected or not by the reader's rights; names only for who may export
    them. Logged."""
    where = asking.where(request, "ekspor")
    rights = rights_in(request)
    told = overlap.told(where.code, rights.names_in(where.code))
    named = request.POST.get("nama") == "ya" and rights.exports_names(where.code)
    lines: list[FamilyLine] = []
    if named and not told.protected:
        every = overlap.frame(where.code)["family_id"].to_list()
        lines = _family_lines(list(overlap.standings(every)), rights)
    areas = [told.here, *told.lines()]
    known = place_names([line.code for line in areas])
    log.record(
        request, "ekspor", "irisan", where.code, where.code, rows=len(lines) or len(areas)
    )  # fmt: skip
    body = overlap_sheet.book(
        told, [(one, known.get(one.code, one.code)) for one in areas], lines,
        [f"{one.get_source_display()} {one.label} ({one.as_of:%d/%m/%Y})"
         for one in overlap.sources(where.code)],
        where.name,
    )  # fmt: skip
    return download(body, "irisan")


def _kind_lines(told: overlap.Told, place: str, names: bool) -> list[KindLine]:
    found = told.kinds()
    largest = max((n or 0 for _kind, n in found), default=0) or 1
    lines = []
    for kind, n in found:
        inside = tuple(enumerate(overlap_words.dots(kind)))
        query = urlencode({"wilayah": place, "jenis": kind})
        link = f"{reverse('families:overlap-families')}?{query}" if names else ""
        lines.append(
            KindLine(
                kind,
                overlap_words.kind_words(kind),
                n,
                f"{(n or 0) / largest * WIDTH:.1f}",
                tuple((7 + 14 * at, yes) for at, yes in inside),
                link,
            )
        )
    return lines


def _family_lines(found: list[Standing], rights: Rights) -> list[FamilyLine]:
    heads = heads_of([one.family_id for one in found])
    names = place_names([one.place_code for one in found])
    lines = []
    for one in found:
        name = heads.get(one.family_id, "")
        answers: dict[str, Any] = {
            "stunting": one.stunted > 0,
            "berisiko": one.at_risk,
            "miskin-ekstrem": None
            if one.poverty == "tidak-diketahui"
            else one.poverty == "miskin-ekstrem",
            "tanpa-program": not one.programmes if one.programmes_known else None,
        }
        lines.append(
            FamilyLine(
                one,
                name if rights.names_in(one.place_code) else masked_name(name),
                names.get(one.place_code, one.place_code),
                tuple(str(SET_WORDS[name]) for name, yes in answers.items() if yes),
                tuple(str(SET_WORDS[name]) for name, yes in answers.items() if yes is None),
            )
        )
    return lines


def heads_of(families: list[int]) -> dict[int, str]:
    """Family -> name of its head, else of any member."""
    order = {"kepala": 2, "istri": 1}
    found: dict[int, tuple[int, str]] = {}
    for start in range(0, len(families), 900):
        rows = Membership.objects.filter(
            family__in=families[start : start + 900], until__isnull=True
        ).values_list("family_id", "role", "person__name")
        for family, role, name in rows:
            if order.get(role, 0) >= found.get(family, (-1, ""))[0]:
                found[family] = (order.get(role, 0), name)
    return {family: name for family, (_rank, name) in found.items()}
