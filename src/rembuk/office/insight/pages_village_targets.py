"""The targets of the villages of a kecamatan, typed together."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.insight import asked, quiet, targets
from rembuk.office.insight.asked import Limits
from rembuk.office.insight.models import Target
from rembuk.office.intake.reading import values
from rembuk.office.places.models import Area
from rembuk.office.posyandu import queries


@policy("lihat-agregat", place="code")
@require_http_methods(["GET", "POST"])
def villages(request: HttpRequest, code: str) -> HttpResponse:
    """The targets of the villages of a kecamatan, all at once. Each village is a required field."""
    rights = rights_in(request)
    area = queries.places([code]).get(code)
    if area is None or area.kind != "kecamatan":
        raise Http404
    may_set = rights.may("konvergensi-kelola", code)
    today = asked.today()
    asked_year = request.POST.get("tahun") or request.GET.get("tahun") or str(today.year + 1)
    year = int(asked_year) if asked_year.isdigit() and len(asked_year) < 5 else today.year + 1
    rows = list(Area.objects.filter(parent=code, valid_to__isnull=True).order_by("name"))
    now = targets.current(code, targets.REGISTER.code, year)
    texts = {one.code: request.POST.get(f"t_{one.code}", "").strip()[:12] for one in rows}
    wrong: dict[str, str] = {}
    problems: list[str] = []
    if request.method == "POST":
        rights.within("konvergensi-kelola", code)
        problems = _save_villages(request, rows, year, texts, wrong, now)
        if not problems:
            log.record(request, "konvergensi", "target", f"desa-{year}", code, rows=len(rows))
            messages.success(request, _("Target desa disimpan."))
            return redirect(f"{reverse('insight:targets')}?tahun={year}")
    limits, month = Limits.on(today), queries.last_month(code)
    found = {one.code: one for one in queries.recap_by(code, month, "desa")} if month else {}
    meeting = quiet.is_on(request)
    masks = dict(
        zip(found, quiet.hide([o.counts.stunted for o in found.values()], limits.small),
            strict=True)
    ) if meeting else {}  # fmt: skip
    lines = [
        {
            "place": one,
            "figures": found.get(one.code),
            "hidden": masks.get(one.code, ""),
            "target": now.get((targets.REGISTER.code, one.code, year)),
            "text": texts[one.code],
            "wrong": wrong.get(one.code, ""),
        }
        for one in rows
    ]
    context = {
        "area": area, "lines": lines, "year": year, "month": month, "limits": limits,
        "may_set": may_set, "problems": problems, "document": request.POST.get("dokumen", ""),
        "years": range(today.year, today.year + 6),
    }  # fmt: skip
    return render(
        request, "insight/targets_villages.html", context, status=422 if problems else 200
    )


def _save_villages(
    request: HttpRequest, rows: list[Area], year: int, texts: dict[str, str],
    wrong: dict[str, str], now: dict[tuple[str, str, int], Target],
) -> list[str]:  # fmt: skip
    """Save all or nothing; fills `wrong` by village. Returns what to say above the form."""
    read_: dict[str, Decimal] = {}
    for one in rows:
        value = values.decimal(texts[one.code].removesuffix("%")).value if texts[one.code] else None
        if not texts[one.code]:
            wrong[one.code] = _("Target wajib diisi.")
        elif value is None or not 0 < value <= 100:
            wrong[one.code] = _("Persen, di atas 0 dan paling besar 100.")
        else:
            read_[one.code] = Decimal(str(value))
    if wrong:
        return [_("%(n)s desa belum benar. Belum ada yang disimpan.") % {"n": len(wrong)}]
    try:
        with transaction.atomic():
            for code, value in read_.items():
                targets.check(targets.REGISTER.code, code, year, float(value), asked.today())
                old = now.get((targets.REGISTER.code, code, year))
                if old is None or old.value != value:
                    targets.state(
                        signed_in(request), targets.REGISTER.code, code, year, value,
                        request.POST.get("dokumen", ""),
                    )  # fmt: skip
    except ValidationError as refusal:
        return refusal.messages
    return []
