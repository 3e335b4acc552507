"""Filing: the check list of a year, what was filed with proof, what changed since, the pack."""

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
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking, queries
from rembuk.office.convergence.filings import filing, packing
from rembuk.office.convergence.models import Year
from rembuk.office.documents import files
from rembuk.office.places.queries import place_names

MOST = 300


@policy("konvergensi")
@never_cache
@require_GET
def listed(request: HttpRequest, year: int) -> HttpResponse:
    """The check list in the order of the web."""
    found = _whole(request, year)
    today = timezone.localdate()
    items = filing.items(found, today)
    tabs = [one for one in items if one.kind != "dokumen"]
    papers = [one for one in items if one.kind == "dokumen"]
    return render(
        request,
        "convergence/filing.html",
        {
            "year": found,
            "sheets": tabs,
            "papers": papers,
            "filed": sum(1 for one in items if one.last),
            "changed": sum(1 for one in items if one.changes),
            "total": len(items),
            "next": next(
                (x for x in items if x.expected and x.whole and x.standing != "sama"), None
            ),
            "empty": sum(one.expected - one.have for one in tabs),
            "missing": sum(one.expected - one.have for one in papers),
            "today": today,
            "manage": asking.may_manage(request, found),
        },
    )


@policy("konvergensi")
@never_cache
@require_GET
def one(request: HttpRequest, year: int, item: str) -> HttpResponse:
    """One line of the check list: filings with their proof, and what is not as it was filed."""
    found = _whole(request, year)
    shown = next((x for x in filing.items(found, timezone.localdate()) if x.code == item), None)
    if shown is None:
        raise Http404
    places = place_names(change.parts[0] for change in shown.changes[:MOST])
    names = queries.indicator_names(found)
    return render(
        request,
        "convergence/filing_item.html",
        {
            "year": found,
            "item": shown,
            "changes": [
                (places.get(place, place), names.get(what, what), period,
                 packing.told(change.was, shown.kind), packing.told(change.now, shown.kind))
                for change in shown.changes[:MOST]
                for place, what, period in (change.parts,)
            ],
            "more": max(0, len(shown.changes) - MOST),
            "today": timezone.localdate(),
            "manage": asking.may_manage(request, found),
        },
    )  # fmt: skip


@policy("konvergensi-kelola")
@require_POST
def tick(request: HttpRequest, year: int, item: str) -> HttpResponse:
    """Tick a line as filed."""
    found = asking.managed_or_404(request, year)
    try:
        made = filing.file(
            found, item, asking.needed_day(request.POST.get("tanggal", "")),
            asking.account_of(request), note=request.POST.get("catatan", ""),
            proof=request.FILES.get("bukti"),
        )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
        return redirect("convergence:filing", found.year)
    log.record(request, "konvergensi", "lapor", made.public_id, found.district_code)
    messages.success(request, _("Dicatat sudah dilapor, bersama angka yang berlaku hari ini."))
    return redirect("convergence:filing-item", found.year, item)


@policy("konvergensi")
@never_cache
@require_GET
def proof(request: HttpRequest, year: int, filing_id: str) -> HttpResponse:
    """The proof of a filing."""
    found = _whole(request, year)
    held = filing.proof_of(found, filing_id)
    if held is None:
        raise Http404
    log.record(request, "konvergensi-berkas", "lapor", held.public_id, found.district_code)
    return files.answer(held.proof_path, f"bukti-lapor-{held.public_id.lower()}")


@policy("konvergensi-kelola")
@require_POST
def pack(request: HttpRequest, year: int) -> HttpResponse:
    """Everything to file, as one zip."""
    found = asking.managed_or_404(request, year)
    today = timezone.localdate()
    made = packing.pack(found, today)
    log.record(
        request, "ekspor", "berkas-lapor", str(found.year), found.district_code,
        rows=len(made.names),
    )  # fmt: skip
    return sent(made.content, f"berkas-lapor-{found.year}-{today}.zip")


def _whole(request: HttpRequest, year: int) -> Year:
    """Filing is of the whole district: for who sees all of it."""
    found = asking.year_or_404(request, year)
    rights_in(request).within("konvergensi", found.district_code)
    return found
