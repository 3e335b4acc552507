"""The yearly review on a page: its lines, what was decided, its figures, its editions."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking
from rembuk.office.documents import files, words
from rembuk.office.ledger.models.promise import InterventionKind
from rembuk.office.review import (
    findings,
    improvements,
    year_review_freeze,
    year_review_links,
    year_review_sheet,
)
from rembuk.office.review.errors import ReviewError, StaleError
from rembuk.office.review.models import Finding, Reviewed, Side
from rembuk.office.review.review_asking import Asked, asked, back
from rembuk.office.review.year_review import Review, review, worst_first
from rembuk.office.seats import queries as seats

DUE = (6, 30)
"""Month and day of the year after, offered as the due day of an improvement."""


@policy("konvergensi")
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The review of the newest year that has ended, else of the newest."""
    years = asking.years_of(rights_in(request))
    if not years:
        return redirect("convergence:home")
    past = [one for one in years if one.year < timezone.localdate().year]
    return redirect("review:year", (past or years)[0].year)


@policy("konvergensi")
@never_cache
@require_GET
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Lines drafted and decided, improvements, editions; what is next."""
    return _show(request, asked(request, year))


def _show(
    request: HttpRequest, here: Asked, typed: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    found = review(here.year, here.place, today)
    sides = findings.by_side(findings.lines(found))
    rights = rights_in(request)
    open_ = sum(1 for rows in sides.values() for one in rows if one.decided is None)
    decided = improvements.of_review(here.year, here.place)
    editions = year_review_freeze.editions(here.year, here.place)
    log.record(request, "reviu", "reviu", str(here.year.year), here.place)
    return render(
        request,
        "review/year.html",
        {
            "here": here, "year": here.year, "found": found, "today": today,
            "running": here.year.year >= today.year,
            "sides": [
                (side, str(Side(side).label), [
                    (one, year_review_links.link(
                        rights, here.year, here.place, one.about, one.subject, one.rule
                    ) if one.rule else "", (typed or {}).get(one.key, ""))
                    for one in rows
                ])
                for side, rows in sides.items()
            ],
            "undecided": open_,
            "improvements": decided,
            "editions": editions,
            "behind": _behind(here, editions),
            "typed": typed or {},
            "offices": seats.offices(today) if here.writes else (),
            "kinds": InterventionKind.choices,
            "due": dt.date(max(here.year.year + 1, today.year), *DUE),
            "may_promise": rights.may("janji"),
        },
        status=status,
    )  # fmt: skip


def _behind(here: Asked, editions: list[Reviewed]) -> bool:
    """Whether a line was decided since the last edition."""
    if not editions:
        return False
    rows = Finding.objects.filter(year=here.year, place_code=here.place)
    return rows.filter(changed_at__gt=editions[0].at).exists()


@policy("konvergensi")
@never_cache
@require_GET
def figures(request: HttpRequest, year: int) -> HttpResponse:
    """What the lines stand on: activities, coverage, stunting, filing."""
    here = asked(request, year)
    found = review(here.year, here.place, timezone.localdate())
    log.record(request, "reviu", "reviu-angka", str(here.year.year), here.place)
    return render(
        request,
        "review/figures.html",
        {
            "here": here, "year": here.year, "found": found,
            "offices": [
                one for one in found.promised.offices if one.kept.due or one.money.activities
            ],
            "coverage": worst_first(found.coverage),
        },
    )  # fmt: skip


@policy("konvergensi-isi")
@require_POST
def decide(request: HttpRequest, year: int) -> HttpResponse:
    """Accept, reword or reject a line; write one, change one of one's own."""
    here, post = asked(request, year), request.POST
    account, text = asking.account_of(request), post.get("kata", "")
    key = post.get("baris", "")
    try:
        version = asking.whole(post.get("versi", "0"))
        if post.get("aksi") == "tulis":
            findings.add_own(here.year, here.place, post.get("sisi", ""), text, account)
        elif own := post.get("temuan", ""):
            row = Finding.objects.filter(
                public_id=own, year=here.year, place_code=here.place
            ).first()
            if row is None:
                raise Http404
            gone = post.get("aksi") == "ditolak"
            findings.change_own(
                row, account, words="" if gone else text, reason=post.get("alasan", ""),
                version=version,
            )  # fmt: skip
        else:
            findings.decide(
                here.year, here.place, post.get("aturan", ""), post.get("subjek", ""),
                post.get("aksi", ""), account, words=text, reason=post.get("alasan", ""),
                version=version,
            )  # fmt: skip
    except StaleError as problem:
        asking.tell(request, problem)
        return _show(request, here, {key: text or post.get("alasan", "")}, 409)
    except ValidationError as problem:
        asking.tell(request, problem)
        return _show(request, here, {key: text or post.get("alasan", "")}, 422)
    messages.success(request, _("Baris reviu dicatat."))
    return back("review:year", here, key or "h-temuan")


@policy("konvergensi-isi")
@require_POST
def improve(request: HttpRequest, year: int) -> HttpResponse:
    """Decide an improvement: a promise of its owner."""
    here, post = asked(request, year), request.POST
    try:
        findings.check(asking.account_of(request), here.year, here.place)
        owner = next(
            (one for one in seats.offices(timezone.localdate())
             if one.code == post.get("kantor", "")), None,
        )  # fmt: skip
        if owner is None:
            raise ReviewError(_("Tidak ada janji tanpa pemilik. Pilih kantornya."), code="kantor")
        finding = Finding.objects.filter(
            public_id=post.get("temuan", ""), year=here.year, place_code=here.place
        ).first()
        made = improvements.decide(
            here.year, here.place,
            improvements.Wanted(
                post.get("apa", ""), owner, asking.needed_day(post.get("tenggat", "")),
                here.place, post.get("rincian", ""), post.get("jenis", ""),
            ),
            asking.account_of(request), finding=finding,
        )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
        return _show(request, here, {"apa": post.get("apa", "")}, 422)
    messages.success(
        request,
        _("Menjadi janji %(number)s. Pemiliknya menjawab di buku janji.")
        % {"number": made.promise.number},
    )
    return back("review:year", here, "h-perbaikan")


@policy("konvergensi-isi")
@require_POST
def freeze(request: HttpRequest, year: int) -> HttpResponse:
    """Freeze the review as a document."""
    here, post = asked(request, year), request.POST
    try:
        made = year_review_freeze.freeze(
            here.year, here.place, asking.account_of(request), number=post.get("nomor", ""),
            on=asking.needed_day(post.get("tanggal", "")), reason=post.get("alasan", ""),
            origin=f"{request.scheme}://{request.get_host()}",
        )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
        return back("review:year", here, "h-dokumen")
    log.record(request, "reviu", "reviu-tetap", made.public_id, here.place)
    messages.success(
        request, _("Reviu ditetapkan sebagai edisi %(n)s.") % {"n": made.edition}
    )  # fmt: skip
    return redirect("documents:document", made.document_id)


@policy("konvergensi")
@require_GET
def draft(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The review as it stands now: PDF marked a draft, Word to work on, workbook of its figures."""
    here = asked(request, year)
    with translation.override("id"):
        found: Review = review(here.year, here.place, timezone.localdate())
        if form == "pdf":
            content = year_review_freeze.preview(found)
        elif form == "docx":
            content = words.write(year_review_freeze.drawn(found, "", found.on))
        elif form == "xlsx":
            content = year_review_sheet.book(found)
        else:
            raise Http404
    log.record(request, "reviu", f"reviu-{form}", str(here.year.year), here.place)
    return sent(content, f"reviu-{here.year.year}-{here.place}.{form}")


@policy("konvergensi")
@require_GET
def edition(request: HttpRequest, review_id: str, form: str) -> HttpResponse:
    """The Word copy or the workbook of an edition, as it was frozen."""
    held = Reviewed.objects.filter(public_id=review_id).select_related("year").first()
    if held is None or form not in ("docx", "xlsx"):
        raise Http404
    rights_in(request).within("konvergensi", held.place_code)
    log.record(request, "reviu", f"reviu-{form}", held.public_id, held.place_code)
    path = held.word_path if form == "docx" else held.book_path
    return files.answer(path, f"reviu-{held.year.year}-edisi-{held.edition}")
