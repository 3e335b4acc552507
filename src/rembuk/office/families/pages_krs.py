"""Families at risk of stunting in an area: by evidence, beside the list and its recap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rembuk import reference
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.families import freshness, krs_counts, krs_factors
from rembuk.office.families.family_facts import language
from rembuk.office.lists import asking, recaps
from rembuk.office.lists.models import Edition
from rembuk.office.places.queries import place_names
from rembuk.science.welfare.krs_beside import WHY


@policy("lihat-agregat")
@never_cache
@require_GET
def risk(request: HttpRequest) -> HttpResponse:
    """By evidence under both versions, the list's own count, the differences by reason, and the
    sums the recap must keep."""
    rights = rights_in(request)
    where = asking.where(request, "lihat-agregat")
    context: dict[str, Any] = {
        "where": where,
        "mine": asking.others(request, "lihat-agregat"),
        "plain": rights.plain,
        "may_see": rights.may("lihat-anak", where.code),
    }
    if rights.plain:
        return render(request, "families/krs.html", context)
    on = timezone.localdate()
    least = asking.smallest(request, where.code)
    limit = least or None
    areas = [(area.code, area.name) for area in where.below]
    areas.append((where.code + krs_counts.NO_VILLAGE, _("tanpa desa")))
    counts = krs_counts.leaves(where.code)
    lines, total, cross = krs_counts.table(
        counts, where.code, [code for code, _name in areas], limit
    )
    names = dict(areas)
    recap = krs_counts.recap(where.code)
    context |= {
        "fresh": freshness.refreshed(where.code),
        "least": least,
        "lines": [(line, names[line.code]) for line in lines],
        "total": total,
        "cross": [
            (mine, _found_words()[mine], [(said, cross[mine, said]) for said in krs_counts.LISTED])
            for mine in krs_counts.FOUND
        ]
        if total
        else [],
        "whys": krs_counts.whys(where.code, reference.load(), on, language() == "en", limit),
        "why_heads": [(code, _why_head(code), _why_words(code)) for code in krs_counts.WHYS],
        "edition": krs_counts.current_list(where.code),
        "recap": recap,
        **_factors(request, where, recap.edition if recap else None, limit, dict(areas)),
        "village_names": place_names(
            [code for one in recap.identities for code in one.failing] + list(recap.short)
        )
        if recap
        else {},
        "unread": krs_counts.unread(where.code) if not least else 0,
        "version": reference.load().welfare_version(on),
    }
    return render(request, "families/krs.html", context)


def _factors(
    request: HttpRequest,
    where: asking.Where,
    edition: Edition | None,
    limit: int | None,
    names: Mapping[str, str],
) -> dict[str, Any]:
    """The recap factor by factor, and one of them area by area."""
    chosen = request.GET.get("faktor", "")
    chosen = chosen if chosen in krs_factors.FIGURES else krs_factors.RISK
    words = {code: _(name) for code, name in _figure_words().items()}
    return {
        "factor_lines": [
            (line, words[line.code]) for line in krs_factors.lines(where.code, edition, limit)
        ],
        "factor": chosen,
        "factor_word": words[chosen],
        "factor_areas": [
            (line, names[code], code)
            for code, line in krs_factors.villages(names, where.code, chosen, edition, limit)
        ],
        "by": krs_factors.BY,
    }


def _figure_words() -> dict[str, str]:
    return {code: recaps.LABELS[name] for code, name in krs_factors.FIGURES.items()}


def _found_words() -> dict[str, str]:
    return {"ya": _("berisiko"), "tidak": _("tidak berisiko"), "belum": _("belum diketahui")}


def _why_head(code: str) -> str:
    return {
        "sama": _("Sama"),
        "waktu": _("Waktu"),
        "versi": _("Versi"),
        "tidak-berlaku": _("Tidak berlaku"),
        "bukti-berbeda": _("Bukti berbeda"),
        "bukti-kosong": _("Tanpa bukti lain"),
        "daftar-kosong": _("Daftar kosong"),
    }[code]


def _why_words(code: str) -> str:
    sentence = WHY[code][1 if language() == "en" else 0]
    return sentence.format(other="PK21", scheme="verval KRS")
