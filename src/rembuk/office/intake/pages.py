"""Pages of intake: list, upload, mapping, preview, result, undo."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import Rights, policy, rights_in
from rembuk.office.jobs import queue
from rembuk.office.jobs.models import Job, State
from rembuk.office.jobs.pages import context as job_context

from . import editions, mapping, overlap, queries, receivers, services, villages
from .models import Import, ImportState
from .reading.limits import MAX_BYTES
from .wording import spoken

PER_PAGE = 30
FILES_AT_ONCE = 20


def _rights(request: HttpRequest) -> Rights:
    rights = rights_in(request)
    return rights


def _one(request: HttpRequest, pk: int) -> Import:
    """An import in the places of who asks; else 404, which confirms nothing."""
    found = queries.imports(_rights(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@policy("impor")
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """Everything that came in, newest first, and how fresh each kind of data is."""
    rights = _rights(request)
    rows = queries.imports(rights)
    return render(
        request,
        "intake/list.html",
        {
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("hal")),
            "waiting": rows.filter(state__in=[ImportState.PREVIEW, ImportState.MAPPING]).count(),
            "first_waiting": rows.filter(
                state__in=[ImportState.PREVIEW, ImportState.MAPPING]
            ).first(),
            "freshness": queries.freshness(rights),
        },
    )


@policy("impor")
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take files; reading and checking go on in the background."""
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        files = request.FILES.getlist("berkas")
        job = None
        taken = 0
        for upload in files[:FILES_AT_ONCE]:
            try:
                file = services.receive(upload, signed_in(request), upload.name or "")
            except services.Unreadable as problem:
                problems.append((upload.name or "", spoken(problem.sentence)))
                continue
            if file.seen and file.imports.filter(state=ImportState.DONE).exists():
                done = file.imports.filter(state=ImportState.DONE).latest("created_at")
                problems.append((upload.name or "", _seen(done)))
                continue
            job = queue.enqueue("impor-baca", file.pk, signed_in(request), file=file.pk)
            taken += 1
        if not files:
            problems.append(("", _("Belum ada berkas yang dipilih.")))
        if taken and not problems:
            if taken == 1 and job is not None:
                return redirect("jobs:progress", job.pk)
            messages.success(
                request,
                ngettext("%d berkas sedang dibaca.", "%d berkas sedang dibaca.", taken) % taken,
            )
            return redirect("intake:list")
    return render(
        request,
        "intake/upload.html",
        {
            "problems": problems,
            "limit_mb": MAX_BYTES // 1024 // 1024,
            "layouts": services.known_layouts(),
        },
        status=422 if problems else 200,
    )


def _seen(done: Import) -> str:
    day = date_format(timezone.localtime(done.created_at), "j F Y")
    return _("Berkas ini sudah pernah masuk pada %s; tidak ada yang baru.") % day


@policy("impor")
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One import in whatever state it is: mapping, preview, progress, result."""
    imported = _one(request, pk)
    if imported.state == ImportState.MAPPING:
        return redirect("intake:mapping", pk)
    verdict = request.GET.get("jenis", "")
    told = Paginator(
        queries.issues(imported, verdict if verdict in {"galat", "ragu", "catatan"} else ""),
        queries.ISSUES_SHOWN,
    ).get_page(request.GET.get("hal"))
    counts = imported.counts
    changed = queries.changes(imported)
    job = _job(imported)
    return render(
        request,
        "intake/import.html",
        {
            "imported": imported,
            "counts": counts,
            "saving": counts.get("baru", 0) + counts.get("berubah", 0),
            "held": counts.get("galat", 0) + counts.get("ragu", 0),
            "changes": changed,
            "changed_shown": len({one.row for one in changed}),
            "new_rows": queries.new_rows(imported),
            "told": told,
            "verdict": verdict,
            "overlap": overlap.told(imported),
            "layout_name": _layout_name(imported),
            "task": job_context(job) if job else None,
            "may_hold": imported.created_by_id == request.user.pk
            or _rights(request).exports_names(imported.place_code),
            "stuck": imported.state
            in {ImportState.CHECKING, ImportState.COMMITTING, ImportState.UNDOING}
            and (job is None or not job.active),
            "may_undo": _rights(request).may("impor-batal", imported.place_code),
            "months": list(overlap.months_of(imported)),
            "edition": imported.mapping.get("edition"),
            "edition_origin": editions.ORIGINS.get(
                imported.mapping.get("edition", {}).get("origin", ""), ""
            ),
            "swap": imported.report.get("check", {}).get("swap", {}),
            "differences": queries.differences(imported),
            **villages.offered(imported),
        },
    )


def _layout_name(imported: Import) -> str:
    if imported.layout == "pemetaan":
        return str(_("dipetakan sendiri"))
    names = {layout.code: layout.name for layout in services.known_layouts()}
    return names.get(imported.layout, imported.layout)


def _job(imported: Import) -> Job | None:
    """The job at work on this import, or the last one when it failed."""
    kinds = ("impor-simpan", "impor-batal", "impor-periksa")
    jobs = [queue.last(kind, imported.pk) for kind in kinds]
    known = [job for job in (*jobs, queue.last("impor-baca", imported.file_id)) if job is not None]
    active = [job for job in known if job.active]
    failed = [job for job in known if job.state == State.FAILED]
    return next(iter(active or failed), None)


@policy("impor")
@require_http_methods(["GET", "POST"])
def map_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column holds what, for a sheet no layout fits."""
    imported = _one(request, pk)
    if imported.state not in {ImportState.MAPPING, ImportState.PREVIEW}:
        return redirect("intake:import", pk)
    kinds = list(receivers.receivers())
    kind = request.POST.get("kind") or request.GET.get("kind") or kinds[0].kind
    if kind not in {receiver.kind for receiver in kinds}:
        raise Http404
    fields = receivers.receiver(kind).fields
    chosen = mapping.suggested(imported, kind)
    problem = ""
    if request.method == "POST" and "simpan" in request.POST:
        chosen = {f.name: request.POST.get(f"kolom-{f.name}", "") for f in fields}
        try:
            services.map_columns(imported, kind, chosen)
        except ValueError as lacking:
            problem = _("Pilih kolom untuk: %s.") % lacking
        else:
            if name := request.POST.get("nama", "").strip():
                services.save_layout(imported, name, signed_in(request))
            job = queue.enqueue(
                "impor-periksa", imported.pk, signed_in(request), imported=imported.pk
            )
            return redirect("jobs:progress", job.pk)
    return render(
        request,
        "intake/mapping.html",
        {
            "imported": imported,
            "kinds": kinds,
            "kind": kind,
            "columns": mapping.sheet_columns(imported),
            "needed": [(f, chosen.get(f.name, "")) for f in fields if f.required],
            "others": [(f, chosen.get(f.name, "")) for f in fields if not f.required],
            "problem": problem,
        },
        status=422 if problem else 200,
    )


@policy("impor")
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check again: after a check that was cut off, or when the data changed since."""
    imported = _one(request, pk)
    if imported.state not in {ImportState.CHECKING, ImportState.PREVIEW}:
        return redirect("intake:import", pk)
    job = queue.enqueue("impor-periksa", imported.pk, signed_in(request), imported=imported.pk)
    return redirect("jobs:progress", job.pk)


@policy("impor")
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the good rows in the background; also goes on with a saving that was cut off."""
    imported = _one(request, pk)
    if imported.state not in {ImportState.PREVIEW, ImportState.COMMITTING}:
        return redirect("intake:import", pk)
    if imported.state == ImportState.PREVIEW:
        imported.accept_doubtful = request.POST.get("terima-ragu") == "ya"
        imported.save(update_fields=["accept_doubtful"])
    job = queue.enqueue("impor-simpan", imported.pk, signed_in(request), imported=imported.pk)
    return redirect("jobs:progress", job.pk)


@policy("impor")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an import without saving."""
    services.discard(_one(request, pk))
    messages.success(request, _("Data masuk ditutup; tidak ada yang disimpan."))
    return redirect("intake:list")


@policy("impor-batal")
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take everything of an import back."""
    imported = _one(request, pk)
    _rights(request).within("impor-batal", imported.place_code)
    if imported.state not in {ImportState.DONE, ImportState.UNDOING}:
        return redirect("intake:import", pk)
    if request.method == "POST":
        job = queue.enqueue("impor-batal", imported.pk, signed_in(request), imported=imported.pk)
        return redirect("jobs:progress", job.pk)
    return render(request, "intake/undo.html", {"imported": imported})


@policy("impor")
@require_POST
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """The held rows as Excel, for mending. It holds names and NIK, so it is logged."""
    imported = _one(request, pk)
    own = imported.created_by_id == request.user.pk
    if not (own or _rights(request).exports_names(imported.place_code)):
        raise PermissionDenied
    body = services.error_sheet(imported)
    rows = imported.counts.get("galat", 0) + imported.counts.get("ragu", 0)
    log.record(
        request, "ekspor", "impor", str(imported.pk), imported.place_code,
        purpose=str(_("Membetulkan baris tertahan")), rows=rows,
    )  # fmt: skip
    name = f"tertahan-impor-{imported.pk}-{timezone.localdate():%Y%m%d}.xlsx"
    return sent(body, name)
