"""The public pages: publications of the district, one edition, its files. No login, no person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from rembuk.office.documents import files
from rembuk.office.documents.models import Document
from rembuk.office.insight.asked import survey
from rembuk.office.places.models import Area
from rembuk.office.posyandu.asking import read_month
from rembuk.office.publication import (
    addresses,
    checking,
    csv_out,
    gathering,
    metadata,
    public_map,
    queries,
)
from rembuk.office.publication.frozen import Line, Published
from rembuk.office.publication.models import Publication, State
from rembuk.office.publication.public import anybody, languages


@dataclass(frozen=True)
class Group:
    """Villages of a kecamatan: those with data, the names of those without."""

    code: str
    name: str
    villages: tuple[Line, ...]
    silent: tuple[str, ...]
    open: bool

    @property
    def many(self) -> int:
        """How many villages there are."""
        return len(self.villages) + len(self.silent)


@anybody
def listed(request: HttpRequest) -> HttpResponse:
    """The publications that stand, newest first."""
    found = queries.issues()
    places = Area.objects.in_bulk([issue.one.district_code for issue in found])
    rows = [
        {"issue": issue, "place": places[issue.one.district_code],
         "url": addresses.newest(issue.one)}
        for issue in found
    ]  # fmt: skip
    return render(request, "publication/list.html", {"rows": rows, "languages": languages(request)})


@anybody
def month(request: HttpRequest, district: str, period: str) -> HttpResponse:
    """The newest edition of a month; the address to hand on."""
    when = read_month(period)
    one = queries.of_month(district, when) if when else None
    if one is None:
        raise Http404
    return _page(request, one)


@anybody
def edition(request: HttpRequest, district: str, period: str, number: int) -> HttpResponse:
    """One edition, as it was published; a later one or a withdrawal is said."""
    return _page(request, _one(district, period, number))


@anybody
def table(request: HttpRequest, district: str, period: str, number: int) -> HttpResponse:
    """The table as CSV."""
    one = _standing(district, period, number)
    response = HttpResponse(
        csv_out.text(one, gathering.published(one)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{_name(one)}.csv"'
    return response


@anybody
def paper(request: HttpRequest, district: str, period: str, number: int) -> HttpResponse:
    """The report as PDF."""
    one = _standing(district, period, number)
    held = Document.objects.filter(public_id=one.document_id).first()
    if held is None:
        raise Http404
    response = files.answer(held.file, _name(one))
    del response["Cache-Control"]  # it is for everybody
    return response


@anybody
def about(request: HttpRequest, district: str, period: str, number: int) -> HttpResponse:
    """The metadata, to read."""
    one = _one(district, period, number)
    context = {"one": one, "card": metadata.card(one), "languages": languages(request),
               "place": _place(one), "url": addresses.of(one)}  # fmt: skip
    return render(request, "publication/metadata.html", context)


@anybody
def about_json(request: HttpRequest, district: str, period: str, number: int) -> HttpResponse:
    """The metadata, for machines."""
    one = _one(district, period, number)
    held = {}
    if one.state == State.PUBLISHED:
        held = {
            kind: request.build_absolute_uri(addresses.of(one, page))
            for kind, page in (("csv", "csv"), ("pdf", "pdf"), ("halaman", "edition"))
        }
    return JsonResponse(metadata.as_json(one, held), json_dumps_params={"ensure_ascii": False})


def _page(request: HttpRequest, one: Publication) -> HttpResponse:
    editions = queries.editions(one.district_code, one.month)
    context: dict[str, Any] = {
        "one": one, "place": _place(one), "languages": languages(request), "editions": editions,
        "newer": next((e for e in editions if (e.edition or 0) > (one.edition or 0)), None),
        "canonical": request.build_absolute_uri(addresses.newest(one)),
    }  # fmt: skip
    if one.state == State.WITHDRAWN:
        return render(request, "publication/withdrawn.html", context, status=410)
    context |= shown(one, request.GET)
    return render(request, "publication/edition.html", context)


def shown(one: Publication, asked: Any) -> dict[str, Any]:
    """What both the public page and the desk show of an edition."""
    published = gathering.published(one)
    level = "desa" if asked.get("peta") == "desa" else "kecamatan"
    lines = (
        published.kecamatan
        if level == "kecamatan"
        else [v for k in published.kecamatan for v in published.villages(k.code)]
    )
    wanted = " ".join(asked.get("cari", "").split())[:60]
    held = survey(one.district_code)
    return {
        "published": published,
        "total": published.total,
        "before": queries.before(one),
        "kecamatan": [one for one in published.kecamatan if one.known],
        "silent": [one.name for one in published.kecamatan if not one.known],
        "groups": _groups(published, wanted, asked.get("kec", "")),
        "wanted": wanted,
        "trend": _trend(one),
        "survey": held,
        "level": level,
        "map": public_map.drawn(one.district_code, level, lines),
        "legend": public_map.legend(lines),
        "map_unread": sum(x.known and x.stunted is not None and not x.readable for x in lines),
        "map_hidden": sum(x.hidden for x in lines),
        "map_silent": sum(not x.known for x in lines),
        "caveats": [c for c in checking.read(one.checks) if c.weight == "perhatian"],
        "causes": _lines_of(one.causes),
        "follow_up": _lines_of(one.follow_up),
    }


def _groups(published: Published, wanted: str, opened: str) -> list[Group]:
    """Villages by kecamatan; with a search, those whose name or kecamatan holds it."""
    found = []
    for kecamatan in published.kecamatan:
        villages = published.villages(kecamatan.code)
        if wanted and wanted.lower() not in kecamatan.name.lower():
            villages = tuple(v for v in villages if wanted.lower() in v.name.lower())
        if villages:
            known = tuple(v for v in villages if v.known)
            silent = tuple(v.name for v in villages if not v.known)
            is_open = bool(wanted) or kecamatan.code == opened
            found.append(Group(kecamatan.code, kecamatan.name, known, silent, is_open))
    return found


def _trend(one: Publication) -> list[dict[str, Any]]:
    """Published values of the district by month, oldest first, up to this edition's month."""
    found = [
        {"one": issue.one, "line": issue.published.total, "url": addresses.newest(issue.one)}
        for issue in queries.issues(one.district_code)
        if issue.one.month < one.month
    ]
    now = {"one": one, "line": gathering.published(one).total, "url": ""}
    return [*reversed(found), now]


def _lines_of(text: str) -> list[str]:
    return [line.strip(" -•\t") for line in text.splitlines() if line.strip(" -•\t")]


def _one(district: str, period: str, number: int) -> Publication:
    when = read_month(period)
    one = queries.edition(district, when, number) if when else None
    if one is None:
        raise Http404
    return one


def _standing(district: str, period: str, number: int) -> Publication:
    """An edition whose files are given: one that stands."""
    one = _one(district, period, number)
    if one.state != State.PUBLISHED:
        raise Http404
    return one


def _place(one: Publication) -> Area:
    return Area.objects.get(code=one.district_code)


def _name(one: Publication) -> str:
    code = one.district_code.replace(".", "")
    return f"stunting-{code}-{one.period}-edisi-{one.edition}"
