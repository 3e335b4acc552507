"""The list of children: filters, search, pages, and its Excel sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import policy
from rembuk.office.people.models import Person
from rembuk.office.posyandu import asking, lines, queries, wording
from rembuk.office.posyandu import plain as plain_words
from rembuk.office.posyandu.asking import Asked
from rembuk.office.posyandu.figures import ChildFilters, Status
from rembuk.office.posyandu.measures import OF_STATUS
from rembuk.office.posyandu.sheets import children_sheet, download, wanted

PER_PAGE: Final = 50
_OUT_OF: Final[dict[Status, Status]] = {
    **dict.fromkeys(("n", "t", "o", "b", "2t", "bgm", "dinilai-tbu", "dinilai-bbtb"), "d"),
    **dict.fromkeys(("dinilai-bbu", "ragu"), "d"),
    **dict.fromkeys(("pendek", "sangat-pendek"), "dinilai-tbu"),
    **dict.fromkeys(("kurus", "gizi-kurang", "gizi-buruk"), "dinilai-bbtb"),
    "bb-kurang": "dinilai-bbu",
}
"""Status -> the status that is its denominator; everything else is out of S."""
OUT_OF_WORD: Final[wording.Words] = {
    "d": __("balita ditimbang"),
    "s": __("balita terdaftar"),
    "dinilai-tbu": __("balita yang dapat dinilai PB/U atau TB/U"),
    "dinilai-bbtb": __("balita yang dapat dinilai BB/PB atau BB/TB"),
    "dinilai-bbu": __("balita yang dapat dinilai BB/U"),
}


@dataclass(frozen=True)
class Share:
    """`n dari N`: what was found, out of whom."""

    n: int
    of: int
    word: str


def share(where: Asked, filters: ChildFilters, found: int, simply: bool = False) -> Share:
    """The found children beside the group they are part of, under the same other filters."""
    base = _OUT_OF.get(filters.status, "s")
    whole = replace(filters, status=base, q="", tier=None)
    plain = (whole.sex, whole.age_from, whole.age_to, whole.post) == ("", None, None, "")
    words = {**OUT_OF_WORD, **plain_words.OUT_OF} if simply else OUT_OF_WORD
    word = wording.word(words, base)
    if plain and where.month is not None:
        counts = queries.recap_total(where.scope, where.month).counts
        of = {"d": counts.d, "s": counts.s, "dinilai-tbu": counts.len_n}
        of |= {"dinilai-bbtb": counts.wfl_n, "dinilai-bbu": counts.wei_n}
        return Share(found, of[base], word)
    return Share(found, queries.children(where.scope, whole).count(), word)


def counted(where: Asked, filters: ChildFilters) -> int | None:
    """How many children the list has, where the recap has counted exactly these already."""
    name = {"": "enrolled", "s": "s"}.get(filters.status) or OF_STATUS.get(filters.status)
    narrowed = (filters.q, filters.sex, filters.post) != ("", "", "") or any(
        one is not None for one in (filters.age_from, filters.age_to, filters.tier)
    )
    if name is None or narrowed or where.month is None:
        return None
    number: int = getattr(queries.recap_total(where.scope, where.month).counts, name)
    return number


def _reader_filters(request: HttpRequest, where: Asked) -> ChildFilters:
    """Filters as this reader may use them: who sees no names cannot sort by one."""
    filters = asking.child_filters(request, where, asking.kept_search(request))
    if filters.order == "nama" and not asking.sees_names(request, where):
        filters = replace(filters, order="tempat")
    return filters


def _found(request: HttpRequest, where: Asked, filters: ChildFilters) -> QuerySet[Person]:
    """The list asked for. Who sees no names finds a child by its code only: searching words of a
    name would tell whose dots they are."""
    found = queries.children(where.scope, filters)
    if filters.q and not asking.sees_names(request, where):
        return found.filter(public_id=filters.q.strip())
    return found


@policy("lihat-anak")
@require_GET
def children(request: HttpRequest) -> HttpResponse:
    """Children of a place, exactly those a figure counted when a status is asked for."""
    where = asking.asked(request)
    filters = _reader_filters(request, where)
    found = _found(request, where, filters)
    pages = Paginator(found, PER_PAGE)
    known = counted(where, filters)
    if known is not None:
        pages.count = known
    page = pages.get_page(request.GET.get("hal"))
    on = timezone.localdate()
    sees = asking.sees_names(request, where)
    month = where.month
    shown = queries.rows(page.object_list, month)
    plain = asking.rights_of(request).plain
    orders = {**wording.ORDERS, **(plain_words.ORDERS if plain else {})}
    status_words = {**wording.STATUS_WORD, **(plain_words.STATUSES if plain else {})}
    context = {
        "where": where,
        "filters": filters,
        "status_word": status_words.get(filters.status, ""),
        "groups": plain_words.groups() if plain else wording.STATUSES,
        "ages": wording.AGES,
        "age": request.GET.get("umur", ""),
        "orders": [(c, w) for c, w in orders.items() if sees or c != "nama"],
        "sexes": wording.SEXES.items(),
        "words": filters.q,
        "searched": "cari" in request.GET,
        "share": share(where, filters, pages.count, plain),
        "page": page,
        "numbers": asking.spread(pages.page_range, page.number, pages.num_pages),
        "lines": [lines.line(row, sees, on, plain) for row in shown],
        "plain": plain,
        "query": asking.query_without(request.GET, "hal"),
        "unsearched": asking.query_without(request.GET, "hal", "cari"),
        "filtered": bool(asking.query_without(request.GET, "hal", "bulan", "wilayah", "urut")),
        "may_export": asking.may_export(request, where),
        "sees_names": sees,
        "with_names": asking.may_export_names(request, where),
    }
    part = bool(getattr(request, "htmx", False))
    name = "posyandu/_children_list.html" if part else "posyandu/children.html"
    return render(request, name, {**context, "part": part})


@policy("lihat-anak")
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Take the words out of the form, so that no name stands in an address, and show the list."""
    words = " ".join(request.POST.get("cari", "").split())
    kept = asking.query_without(request.GET, "hal", "cari")
    if words:
        where = asking.asked(request)
        log.record(request, "cari", "daftar-anak", "", where.code)
        kept = "&".join(filter(None, [kept, f"cari={asking.keep_search(request, words)}"]))
    return HttpResponseRedirect(f"{reverse('posyandu:children')}?{kept}")


@policy("ekspor")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list as Excel. Names only for who may see them, and only with a purpose."""
    where = asking.asked(request)
    filters = _reader_filters(request, where)
    asked = wanted(request, where)
    if isinstance(asked, HttpResponse):
        return asked
    found = _found(request, where, filters)
    number = found.count()
    log.record(
        request, "ekspor", "daftar-anak", filters.status or "semua", where.code,
        purpose=asked.purpose, rows=number,
    )  # fmt: skip
    on = timezone.localdate()
    sheet = children_sheet(
        _all_lines(found, where.month, asked.named, on), where, filters, asked.named
    )
    return download(
        request, sheet, f"anak-{where.code or 'wilayah'}", where.month, asked.purpose, number
    )


def _all_lines(
    found: QuerySet[Person], month: dt.date | None, sees: bool, on: dt.date
) -> Iterator[lines.Line]:
    """Every line of the list, some hundreds at a time: memory stays small."""
    step = 400
    for page in Paginator(found, step):
        for row in queries.rows(page.object_list, month):
            yield lines.line(row, sees, on)
