"""Steps of a year: the scheme as a rail, one step with its evidence, evidence of an indicator."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import Rights, policy, rights_in
from rembuk.office.convergence import asking, proving, queries, steps, told
from rembuk.office.convergence.models import Evidence, Year
from rembuk.office.convergence.proving import OF_INDICATOR, Subject
from rembuk.office.convergence.steps import Done, StepLine
from rembuk.office.documents import files
from rembuk.office.places import said
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import contains

KINDS = {
    "pdf": "PDF", "image": "JPG/PNG", "docx": "Word", "xlsx": "Excel", "csv": "CSV",
    "link": "https://",
}  # fmt: skip


@policy("konvergensi")
@never_cache
@require_GET
def listed(request: HttpRequest, year: int) -> HttpResponse:
    """Every step of the year: done, late, running, to come; what is next."""
    found = asking.year_or_404(request, year)
    lines = steps.lines(found, timezone.localdate())
    by_action: dict[str, list[StepLine]] = {}
    for line in lines:
        by_action.setdefault(line.action.code, []).append(line)
    scheme, roles = steps.scheme_of(found), told.role_names()
    first = steps.next_of(lines)
    return render(
        request,
        "convergence/steps.html",
        {
            "year": found,
            "scheme": told.named(scheme),
            "actions": [
                (rows[0].action, told.named(rows[0].action), [
                    (line, told.named(line.step), roles.get(line.step.owner, line.step.owner))
                    for line in rows
                ])
                for rows in by_action.values()
            ],
            "next": first,
            "next_name": told.named(first.step) if first else "",
            "done": sum(1 for line in lines if line.standing == "selesai"),
            "late": sum(1 for line in lines if line.standing == "lewat"),
            "total": len(lines),
            "manage": asking.may_manage(request, found),
        },
    )  # fmt: skip


@policy("konvergensi")
@never_cache
@require_GET
def one(request: HttpRequest, year: int, step: str) -> HttpResponse:
    """One step: its window, what it asks for, evidence by place and edition."""
    found = asking.year_or_404(request, year)
    line = _line(found, step)
    mine = _seen(request, line)
    place = request.GET.get("tempat", "") or (mine[0].place_code if mine else "")
    shown = next((row for row in mine if row.place_code == place), None)
    if shown is None:
        raise Http404
    may = proving.may_bring(asking.account_of(request), found, place)
    return render(
        request,
        "convergence/step.html",
        {
            "year": found,
            "line": line,
            "name": told.named(line.step),
            "note": told.noted(line.step),
            "action": told.named(line.action),
            "owner": told.role_names().get(line.step.owner, line.step.owner),
            "places": _named(mine),
            "shown": shown,
            "shown_name": place_names([place]).get(place, place),
            "may": may,
            "requirements": [
                (one, told.named(one.requirement),
                 ", ".join(KINDS[kind] for kind in one.requirement.kinds))
                for one in shown.met
            ],
            "sources": [
                said.source(key) for key in line.step.source
                if line.window.sure or line.step.confidence != "belum-pasti"
            ],
            "today": timezone.localdate(),
            "limit_mb": proving.MAX_MB,
        },
    )  # fmt: skip


@policy("konvergensi-isi")
@require_POST
def bring(request: HttpRequest, year: int, step: str) -> HttpResponse:
    """Add evidence to a requirement of a step."""
    found = asking.year_or_404(request, year, "konvergensi-isi")
    line = _line(found, step)
    place = _place(request, line)
    wanted = {one.code: one for one in line.step.requires}
    requirement = wanted.get(request.POST.get("syarat", ""))
    if requirement is None or not place:
        messages.error(request, _("Pilih wilayah dan syarat yang dibuktikan."))
        return redirect("convergence:step", found.year, line.step.code)
    subject = Subject(found, place, requirement, step=line.step.code)
    _bring(request, subject)
    return _to_step(found, line, place)


@policy("konvergensi-isi")
@require_POST
def mark(request: HttpRequest, year: int, step: str) -> HttpResponse:
    """Say that a step was done in a place, or that it was not after all."""
    found = asking.year_or_404(request, year, "konvergensi-isi")
    line = _line(found, step)
    place = _place(request, line)
    account, post = asking.account_of(request), request.POST
    if not place:
        messages.error(request, _("Pilih wilayahnya dulu."))
        return redirect("convergence:step", found.year, line.step.code)
    try:
        if post.get("aksi") == "batal":
            steps.take_back(found, line.step.code, place, account, post.get("alasan", ""))
        else:
            steps.mark_done(
                found, line.step.code, place, asking.needed_day(post.get("tanggal", "")), account,
                post.get("catatan", ""),
            )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        messages.success(request, _("Langkah dicatat."))
    return _to_step(found, line, place)


@policy("konvergensi")
@never_cache
@require_GET
def of_indicator(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Evidence of the figures of an indicator."""
    found = asking.year_or_404(request, year)
    names = queries.indicator_names(found)
    if code not in names:
        raise Http404
    rights = rights_in(request)
    rows = [
        row for row in found.evidence.filter(indicator=code).select_related("by")
        if rights.may("konvergensi", row.place_code)
    ]  # fmt: skip
    place = _own_place(rights, found)
    return render(
        request,
        "convergence/indicator_evidence.html",
        {
            "year": found,
            "code": code,
            "name": names[code],
            "rows": _by_place(rows),
            "periods": queries.board(found, None, "periode"),
            "place": place,
            "may": bool(place) and proving.may_bring(asking.account_of(request), found, place),
            "today": timezone.localdate(),
            "limit_mb": proving.MAX_MB,
        },
    )


@policy("konvergensi-isi")
@require_POST
def bring_indicator(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Add evidence to an indicator."""
    found = asking.year_or_404(request, year, "konvergensi-isi")
    if code not in queries.indicator_names(found):
        raise Http404
    place = request.POST.get("tempat", "") or _own_place(rights_in(request), found)
    rights_in(request).within("konvergensi-isi", place)
    period = request.POST.get("periode", "")[:8]
    _bring(request, Subject(found, place, OF_INDICATOR, indicator=code, period=period))
    return redirect("convergence:evidence-of", found.year, code)


@policy("konvergensi")
@never_cache
@require_GET
def file(request: HttpRequest, evidence_id: str) -> HttpResponse:
    """One piece of evidence, as it came."""
    held = _evidence(request, evidence_id)
    if held.kind == proving.LINK:
        raise Http404
    log.record(request, "konvergensi-berkas", "bukti", held.public_id, held.place_code)
    return files.answer(held.path, f"bukti-{held.public_id.lower()}")


@policy("konvergensi-isi")
@require_POST
def withdraw(request: HttpRequest, evidence_id: str) -> HttpResponse:
    """Take evidence out of account, with the reason."""
    held = _evidence(request, evidence_id)
    try:
        proving.withdraw(held, asking.account_of(request), request.POST.get("alasan", ""))
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        messages.success(request, _("Bukti ditarik. Berkasnya tetap disimpan."))
    if held.indicator:
        return redirect("convergence:evidence-of", held.year.year, held.indicator)
    return _to_step(held.year, _line(held.year, held.step), held.place_code)


def _bring(request: HttpRequest, subject: Subject) -> None:
    post = request.POST
    try:
        made = proving.add(
            subject, asking.account_of(request), upload=request.FILES.get("berkas"),
            address=post.get("alamat", ""), on=asking.needed_day(post.get("tanggal", "")),
            title=post.get("judul", ""),
        )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
        return
    log.record(request, "konvergensi-berkas", "bukti", made.public_id, made.place_code)
    messages.success(
        request,
        _("Disimpan: isinya %(kind)s, edisi %(n)s.")
        % {"kind": KINDS[made.kind], "n": made.edition},
    )


def _evidence(request: HttpRequest, evidence_id: str) -> Evidence:
    held = Evidence.objects.filter(public_id=evidence_id).select_related("year").first()
    if held is None:
        raise Http404
    rights_in(request).within("konvergensi", held.place_code)
    return held


def _own_place(rights: Rights, year: Year) -> str:
    """The widest place of the year the reader fills; "" for none."""
    mine = rights.places_for("konvergensi-isi")
    if any(contains(code, year.district_code) for code in mine):
        return year.district_code
    return next((code for code in mine if contains(year.district_code, code)), "")


def _by_place(rows: list[Evidence]) -> list[tuple[str, str, list[Evidence]]]:
    """Evidence by period and place, the newest edition first."""
    names = place_names(row.place_code for row in rows)
    held: dict[tuple[str, str], list[Evidence]] = {}
    for row in sorted(rows, key=lambda row: (row.period, row.place_code, -row.edition)):
        held.setdefault((row.period, row.place_code), []).append(row)
    return [
        (names.get(place, place), told.period_words(period) if period else "", group)
        for (period, place), group in held.items()
    ]


def _line(year: Year, code: str) -> StepLine:
    found = steps.line(year, code, timezone.localdate())
    if found is None:
        raise Http404
    return found


def _seen(request: HttpRequest, line: StepLine) -> list[Done]:
    """Places of the step the reader sees; a step of the whole district everybody of it sees."""
    rights = rights_in(request)
    if line.step.owner not in steps.DOERS:
        return list(line.places)
    return [row for row in line.places if rights.may("konvergensi", row.place_code)]


def _place(request: HttpRequest, line: StepLine) -> str:
    """The place of the step that is meant; "" when none was said."""
    place = request.POST.get("tempat", "")
    if not place:
        return ""
    if all(row.place_code != place for row in line.places):
        raise Http404
    return rights_in(request).within("konvergensi-isi", place)


def _named(rows: list[Done]) -> list[tuple[Done, str]]:
    names = place_names(row.place_code for row in rows)
    return [(row, names.get(row.place_code, row.place_code)) for row in rows]


def _to_step(year: Year, line: StepLine, place: str) -> HttpResponse:
    answer = redirect("convergence:step", year.year, line.step.code)
    answer["Location"] += f"?tempat={place}"
    return answer
