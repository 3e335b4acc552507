"""Supervision visits on pages: the list, the head of one, its sheet."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk import reference
from rembuk.office.access import log, public_ids
from rembuk.office.access.asked import account_of, day, version_in
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.documents import files
from rembuk.office.oversight import asking
from rembuk.office.oversight.models import Checked, Seen, Visit, VisitPhoto
from rembuk.office.oversight.visits import acts, paper
from rembuk.office.oversight.visits.acts import VisitDraft
from rembuk.office.places.models import Area
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import offices

PER_PAGE: Final = 20
KINDS: Final = (
    ("desa", gettext_lazy("Desa atau kelurahan")), ("posyandu", gettext_lazy("Posyandu")),
    ("kecamatan", gettext_lazy("Kecamatan")), ("kantor", gettext_lazy("Kantor")),
)  # fmt: skip

ACTS: Final = {
    "mulai": gettext_lazy("Dimulai"), "ubah": gettext_lazy("Diubah"),
    "butir": gettext_lazy("Daftar periksa diisi"), "temuan": gettext_lazy("Temuan ditulis"),
    "temuan-tarik": gettext_lazy("Temuan ditarik"), "foto": gettext_lazy("Foto disimpan"),
    "berita-acara": gettext_lazy("Berita acara dibuat"),
}  # fmt: skip
"""Acts of a visit's history, in words."""


@policy("pengawasan", "janji")
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Visits of the reader's places, the newest on top."""
    here = asking.here(request)
    rows = acts.visible(here.rights).filter(here.inside)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))
    codes = {one.place_code for one in page}
    return render(
        request,
        "oversight/visits.html",
        {
            "here": here, "page": page, "kinds": dict(KINDS),
            "names": place_names(codes),
            "open": rows.filter(closed_at__isnull=True, by=here.account).first(),
            "today": here.on,
        },
    )  # fmt: skip


def draft_of(request: HttpRequest) -> VisitDraft:
    """What the head of the form says."""
    post = request.POST
    place = post.get("tempat", "").rpartition("(")[2].rstrip(")").strip()
    office = Office.objects.filter(code=post.get("kantor", "")).first()
    where = post.get("jenis", "")
    if where == "kantor" and office is not None:
        place = office.place_code[:5]
    return VisitDraft(
        post.get("kunci", ""), where, place, day(post.get("tanggal", "")),
        post.get("petugas", ""), post.get("titik", ""), office if where == "kantor" else None,
        post.get("penerima", ""), post.get("maksud", ""),
    )  # fmt: skip


@policy("pengawasan-isi", "janji")
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a visit; what was typed stays when something is wrong."""
    wrong: dict[str, Any] = {}
    if request.method == "POST":
        try:
            visit = acts.begin(draft_of(request), account_of(request))
        except ValidationError as problem:
            wrong = wrongs(request, problem)
        else:
            log.record(request, "pengawasan", "kunjungan", visit.public_id, visit.place_code)
            return redirect("oversight:visit", visit.public_id)
    return render(
        request, "oversight/visit_head.html", head_page(request, None, wrong),
        status=422 if wrong else 200,
    )  # fmt: skip


@policy("pengawasan-isi", "janji")
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Change the head of an open visit."""
    visit = one_of(request, visit_id)
    wrong: dict[str, Any] = {}
    if request.method == "POST":
        try:
            acts.change(visit, draft_of(request), account_of(request), version=version_in(request))
        except ValidationError as problem:
            wrong = wrongs(request, problem)
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("oversight:visit", visit_id)
    return render(
        request, "oversight/visit_head.html", head_page(request, visit, wrong),
        status=422 if wrong else 200,
    )  # fmt: skip


def wrongs(request: HttpRequest, problem: ValidationError) -> dict[str, Any]:
    """What is wrong by field; what belongs to none is said above the form."""
    if hasattr(problem, "error_dict"):
        return {name: " ".join(said) for name, said in problem.message_dict.items()}
    for words in problem.messages:
        messages.error(request, words)
    return {"": " ".join(problem.messages)}


def head_page(request: HttpRequest, visit: Visit | None, wrong: dict[str, Any]) -> dict[str, Any]:
    """The head's form: what was typed, else what stands, else today and who asks."""
    here = asking.here(request, visit.place_code[:5] if visit and _of_all(request) else "")
    account = account_of(request)
    typed = {name: request.POST.get(name, "") for name in request.POST}
    if visit is not None and not typed:
        typed = {
            "jenis": visit.where, "tempat": visit.place_code, "tanggal": visit.on.isoformat(),
            "petugas": visit.visitors, "titik": visit.spot, "penerima": visit.met,
            "kantor": visit.office.code if visit.office else "", "maksud": visit.purpose,
            "kunci": visit.key,
        }  # fmt: skip
    first = {
        "jenis": "desa", "tanggal": here.on.isoformat(), "petugas": str(account),
        "kunci": public_ids.new(),
    }  # fmt: skip
    rows = Area.objects.filter(within("code", here.code), valid_to=None, level__gte=3)
    return {
        "here": here, "visit": visit, "typed": first | typed, "wrong": wrong, "kinds": KINDS,
        "today": here.on, "offices": offices(here.on),
        "places": rows.select_related("parent").order_by("code"),
    }  # fmt: skip


def _of_all(request: HttpRequest) -> bool:
    rights = rights_in(request)
    return any(len(code) <= asking.KABUPATEN for code in rights.places_for("pengawasan"))


def one_of(request: HttpRequest, visit_id: str) -> Visit:
    """A visit the reader may see, else 404."""
    found: Visit | None = acts.visible(rights_in(request)).filter(public_id=visit_id).first()
    if found is None:
        raise Http404
    return found


@policy("pengawasan", "janji")
@never_cache
@require_GET
def one(request: HttpRequest, visit_id: str) -> HttpResponse:
    """One visit: checklist, findings, photos, minutes."""
    visit = one_of(request, visit_id)
    rights = rights_in(request)
    rules, today = reference.load(), timezone.localdate()
    area = Area.objects.filter(code=visit.place_code).first()
    findings = list(visit.findings.select_related("promise", "promise__owner"))
    left = paper.unanswered(visit)
    log.record(request, "pengawasan", "kunjungan", visit.public_id, visit.place_code)
    return render(
        request,
        "oversight/visit.html",
        {
            "visit": visit, "today": today, "place": area.name if area else visit.place_code,
            "kind": dict(KINDS)[visit.where], "groups": _groups(visit), "seen": Seen.choices,
            "findings": findings, "pillars": rules.pillars(visit.on), "left": left,
            "photos": visit.photos.filter(withdrawn_at__isnull=True),
            "writes": rights.may("pengawasan-isi", visit.place_code) and not visit.closed,
            "offices": offices(today), "due": today + dt.timedelta(days=30),
            "events": [
                (one, ACTS.get(one.act, one.act)) for one in visit.events.select_related("by")
            ],
        },
    )  # fmt: skip


def _groups(visit: Visit) -> list[tuple[Any, list[tuple[Checked, Any]]]]:
    """Pillar -> lines of the checklist with their questions."""
    rules = reference.load()
    asked = {one.code: one for one in rules.supervision_items(acts.where_of(visit.where), visit.on)}
    rows = list(visit.checks.order_by("pillar", "pk"))
    return [
        (pillar, mine)
        for pillar in rules.pillars(visit.on)
        if (mine := [(row, asked.get(row.item)) for row in rows if row.pillar == pillar.number])
    ]


@policy("pengawasan", "janji")
@require_GET
def draft(request: HttpRequest, visit_id: str) -> HttpResponse:
    """The minutes before they are made."""
    visit = one_of(request, visit_id)
    log.record(request, "pengawasan", "konsep-kunjungan", visit.public_id, visit.place_code)
    return sent(paper.preview(visit), "konsep-kunjungan.pdf", shown=True)


@policy("pengawasan", "janji")
@require_GET
def photo(request: HttpRequest, photo_id: str) -> HttpResponse:
    """A photo, or its small picture (`?kecil=1`)."""
    seen = acts.visible(rights_in(request))
    found = VisitPhoto.objects.filter(public_id=photo_id, visit__in=seen).first()
    if found is None or found.withdrawn_at is not None:
        raise Http404
    path = found.thumb if request.GET.get("kecil") else found.path
    try:
        return files.answer(path, f"kunjungan-{found.public_id.lower()}", download=False)
    except FileNotFoundError:
        raise Http404 from None
