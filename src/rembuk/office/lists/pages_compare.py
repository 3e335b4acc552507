"""Two editions side by side: counts by village, the rows that moved, and both as Excel."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.lists import asking, comparing, sheets
from rembuk.office.lists.models import Edition, ListedPerson, Source
from rembuk.office.people.masking import masked_name
from rembuk.office.places.queries import place_names

PER_PAGE = 50
WORDS = {
    "masuk": _("masuk daftar"),
    "keluar": _("keluar dari daftar"),
    "pindah": _("pindah desa"),
    "naik": _("desil naik"),
    "turun": _("desil turun"),
}


@dataclass(frozen=True)
class Asked:
    """Which two editions, where."""

    where: asking.Where
    source: str
    earlier: Edition | None
    later: Edition | None
    editions: tuple[Edition, ...]

    @property
    def ready(self) -> bool:
        """Whether there are two editions to compare."""
        return self.earlier is not None and self.later is not None


@dataclass(frozen=True)
class MovedLine:
    """One row that moved, as the reader may see it."""

    move: str
    word: str
    village: str
    from_village: str
    name: str
    masked: str
    before: int | None
    after: int | None
    row_id: int


def _asked(request: HttpRequest, names: bool = False) -> Asked:
    where = asking.where(request, "lihat-anak" if names else "lihat-agregat")
    source = request.GET.get("daftar", "") or _usual()
    if source not in Source.values:
        raise Http404
    editions = tuple(
        Edition.objects.filter(source=source, rows__isnull=False)
        .distinct()
        .order_by("-as_of", "-pk")
    )
    later = _chosen(editions, request.GET.get("ke", "")) or (editions[0] if editions else None)
    before = [one for one in editions if later and one.pk != later.pk]
    older = [one for one in before if later and (one.as_of, one.pk) < (later.as_of, later.pk)]
    earlier = _chosen(editions, request.GET.get("dari", "")) or next(iter(older or before), None)
    if earlier and later and earlier.pk == later.pk:
        earlier = next(iter(before), None)
    return Asked(where, source, earlier, later, editions)


def _usual() -> str:
    """The list with the most editions; the register of the state when there is none."""
    counts: dict[str, int] = {}
    for source in (
        Edition.objects.filter(rows__isnull=False).distinct().values_list("source", flat=True)
    ):
        counts[source] = counts.get(source, 0) + 1
    return max(counts, key=lambda one: (counts[one], one == "dtsen"), default=Source.DTSEN.value)


def _chosen(editions: tuple[Edition, ...], text: str) -> Edition | None:
    return next((one for one in editions if str(one.pk) == text), None)


@policy("lihat-agregat")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Who entered, left, moved, by village."""
    asked = _asked(request)
    found = None
    if asked.earlier and asked.later:
        found = comparing.compare(asked.earlier, asked.later, asked.where.code)
    least = asking.smallest(request, asked.where.code)
    names = place_names(list(found.villages) if found else [])
    return render(
        request,
        "lists/compare.html",
        {
            "asked": asked,
            "where": asked.where,
            "mine": asking.others(request, "lihat-agregat"),
            "sources": [(one.value, one.label) for one in Source],
            "found": found,
            "matrix": found.matrix if found else (),
            "lines": [
                (code, names.get(code, code), moves) for code, moves in found.villages.items()
            ]
            if found
            else [],
            "least": least,
            "may_see": rights_in(request).may("lihat-anak", asked.where.code),
            "may_export": rights_in(request).may("ekspor", asked.where.code),
            "query": _query(asked),
        },
    )


@policy("lihat-anak")
@require_GET
def moved(request: HttpRequest) -> HttpResponse:
    """The rows that entered, left or moved in a place, names as the reader may see them."""
    asked = _asked(request, names=True)
    move = request.GET.get("gerak", "")
    wanted = [move] if move in WORDS else list(WORDS)
    frame = pl.DataFrame()
    if asked.earlier and asked.later:
        frame = comparing.rows_moved(asked.earlier, asked.later, asked.where.code, wanted)
    page = Paginator(range(frame.height), PER_PAGE).get_page(request.GET.get("hal"))
    part = frame.slice(page.start_index() - 1, PER_PAGE) if frame.height else frame
    log.record(request, "buka", "banding-daftar", asked.source, asked.where.code, rows=part.height)
    return render(
        request,
        "lists/moved.html",
        {
            "asked": asked,
            "where": asked.where,
            "move": move if move in WORDS else "",
            "words": WORDS,
            "page": page,
            "lines": lines_of(part, request) if part.height else [],
            "query": _query(asked),
        },
    )


@policy("ekspor")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The comparison as Excel: counts by village, and the rows that moved. Names only for who may
    export them; the download is logged."""
    asked = _asked(request)
    rights = rights_in(request)
    rights.within("ekspor", asked.where.code)
    if not asked.earlier or not asked.later:
        messages.error(request, _("Belum ada dua edisi untuk dibandingkan."))
        return redirect("lists:compare")
    named = request.POST.get("nama") == "ya" and rights.exports_names(asked.where.code)
    found = comparing.compare(asked.earlier, asked.later, asked.where.code)
    frame = comparing.rows_moved(asked.earlier, asked.later, asked.where.code, WORDS)
    names = place_names(list(found.villages))
    lines = (
        lines_of(frame, request)
        if frame.height and rights.may("lihat-anak", asked.where.code)
        else []
    )
    log.record(
        request, "ekspor", "banding-daftar", asked.source, asked.where.code, rows=frame.height
    )
    body = sheets.comparison(found, names, lines, named)
    return sheets.download(body, f"banding-{asked.source}")


def lines_of(frame: pl.DataFrame, request: HttpRequest) -> list[MovedLine]:
    """Lines of `comparing.rows_moved` with village names and the first person of the row."""
    ids = [pk for pk in (*frame["id"], *frame["id_b"]) if pk is not None]
    people = {}
    for start in range(0, len(ids), 900):
        found = ListedPerson.objects.filter(row__in=ids[start : start + 900], part=0)
        people.update(dict(found.values_list("row_id", "name")))
    names = place_names([*frame["place"].drop_nulls(), *frame["place_b"].drop_nulls()])
    rights = rights_in(request)
    lines = []
    for one in frame.iter_rows(named=True):
        row = one["id_b"] or one["id"]
        code = one["place_b"] or one["place"]
        name = people.get(row, "")
        hidden = masked_name(name)
        lines.append(
            MovedLine(
                one["move"],
                str(WORDS[one["move"]]),
                names.get(code, code),
                names.get(one["place"] or "", one["place"] or ""),
                name if rights.names_in(code) else hidden,
                hidden,
                one["decile"],
                one["decile_b"],
                row,
            )
        )
    return lines


def _query(asked: Asked) -> str:
    parts = {
        "daftar": asked.source,
        "dari": asked.earlier.pk if asked.earlier else "",
        "ke": asked.later.pk if asked.later else "",
        "wilayah": asked.where.code,
    }
    return "&".join(f"{name}={value}" for name, value in parts.items())
