"""The list of families of a place: filters, search, counts, its Excel sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.families import asking, family_rows, freshness, krs_factors, reach
from rembuk.office.families.family_facts import language
from rembuk.office.families.models import Standing
from rembuk.office.lists import asking as lists_asking
from rembuk.office.lists import recaps
from rembuk.office.lists.queries import sources
from rembuk.office.posyandu.asking import query_without, spread
from rembuk.reference.criteria import Criterion
from rembuk.science.welfare.krs_beside import WHY

PER_PAGE: Final = 50
PURPOSE_LENGTH: Final = 8


@policy("lihat-anak")
@never_cache
@require_GET
def families(request: HttpRequest) -> HttpResponse:
    """Families of a place, exactly those a figure counted when it leads here."""
    rights = rights_in(request)
    where = asking.where(request)
    fresh = freshness.refreshed(where.code)
    filters = asking.filters(request, rights)
    words = asking.kept(request)
    sees = asking.sees_names(request, where.code)
    numbers = asking.finds_numbers(request, where.code)
    found = asking.found(where.code, filters, words, sees, numbers)
    counted = family_rows.counted(found)
    pages = Paginator(found, PER_PAGE)
    pages.count = counted.families
    page = pages.get_page(request.GET.get("hal"))
    on = timezone.localdate()
    context: dict[str, Any] = {
        "where": where,
        "mine": lists_asking.others(request, "lihat-anak"),
        "fresh": fresh,
        "filters": filters,
        "counted": counted,
        "all": reach.standings(where.code).count(),
        "page": page,
        "numbers": spread(pages.page_range, page.number, pages.num_pages),
        "rows": family_rows.rows(list(page.object_list), sees, on),
        "query": query_without(request.GET, "hal"),
        "unsearched": query_without(request.GET, "hal", "cari"),
        "searched": "cari" in request.GET,
        "words": "" if asking.is_number(words) else words,
        "by_number": asking.is_number(words),
        "numbers_open": numbers,
        "sees_names": sees,
        "plain": rights.plain,
        "may_export": rights.may("ekspor", where.code),
        "with_names": rights.exports_names(where.code),
        "classes": family_rows.class_names(on).items(),
        "risks": asking.RISK.items(),
        "houses": asking.HOUSE.items(),
        "deciles": range(1, 11),
        "lists": [*sources().items(), *asking.LISTS.items()],
        "orders": asking.ORDERS.items(),
        "differs_word": _differs_word(filters.differs, on),
        "factor_word": _factor_word(filters.factor),
    }
    return render(request, "families/list.html", context)


@policy("lihat-anak")
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Take the words out of the form, so that no name or number stands in an address."""
    where = asking.where(request)
    words = " ".join(request.POST.get("cari", "").split())
    kept = query_without(request.GET, "hal", "cari")
    if words:
        log.record(request, "cari", "daftar-keluarga", "", where.code)
        kept = "&".join(filter(None, [kept, f"cari={asking.keep(request, words)}"]))
    return HttpResponseRedirect(f"{reverse('families:list')}?{kept}")


@policy("ekspor")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list as Excel, with a purpose. Names only for who may export them."""
    rights = rights_in(request)
    where = asking.where(request)
    rights.within("ekspor", where.code)
    filters = asking.filters(request, rights)
    purpose = " ".join(request.POST.get("keperluan", "").split())[:160]
    allowed = rights.exports_names(where.code)
    named = request.POST.get("nama") == "ya" and allowed
    if len(purpose) < PURPOSE_LENGTH:
        context = {"where": where, "query": request.GET.urlencode(), "purpose": purpose}
        context |= {"named": named, "with_names": allowed}
        return render(request, "families/export_refused.html", context, status=400)
    words = asking.kept(request)
    sees = asking.sees_names(request, where.code)
    numbers = asking.finds_numbers(request, where.code)
    found = asking.found(where.code, filters, words, sees, numbers)
    number = found.count()
    log.record(
        request, "ekspor", "daftar-keluarga", where.code, where.code, purpose=purpose, rows=number
    )
    title = _("Keluarga di %(place)s") % {"place": where.name}
    body = family_rows.sheet(_all(found, named), title)
    return family_rows.download(body, str(request.user), purpose, number, f"keluarga-{where.code}")


def _all(found: QuerySet[Standing], named: bool) -> Iterator[family_rows.Row]:
    """Every line, some hundreds at a time: memory stays small."""
    on = timezone.localdate()
    for page in Paginator(found, 400):
        yield from family_rows.rows(list(page.object_list), named, on)


def _factor_word(asked: str) -> str:
    """The filter of a factor in words: which, and by whose word."""
    if not asked:
        return ""
    code, _mark, by = asked.partition(":")
    return f"{_(recaps.LABELS[krs_factors.FIGURES[code]])} ({asking.BY[by]})"


def _differs_word(asked: str, on: Any) -> str:
    """The filter "differs" in words: which factor, and why."""
    if not asked:
        return ""
    if asked == "ya":
        return str(asking.OTHERWISE["ya"])
    english = language() == "en"
    code, _sep, why = asked.partition(":")
    rule = next(
        (one for one in reference.load().rules if isinstance(one, Criterion) and one.code == code),
        None,
    )
    name = (rule.name_en if english else rule.name_id) if rule else code
    sentence = WHY[why][english].partition(" (")[0] if why in WHY else ""
    return f"{name}: {sentence}" if sentence else name
