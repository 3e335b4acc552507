"""Spending of an activity, month by month, on one screen."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rembuk.office.access import log
from rembuk.office.access.policies import policy
from rembuk.office.ledger import amounts
from rembuk.office.places.numbers import on_paper
from rembuk.office.programmes import asking
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.deliveries import spending
from rembuk.office.programmes.deliveries.pages import asking_dict, not_yours
from rembuk.office.programmes.errors import AskedError
from rembuk.office.programmes.models import Activity


@policy("rencana-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def spend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Twelve months; each is written by itself, what is odd is asked beside its month."""
    who, activity = asking.reader(request), asking.one(request, public_id)
    if not who.desk.types(activity.office, activity.place_code):
        return not_yours(request, activity)
    wrong: dict[str, list[str]] = {}
    asked: set[str] = set()
    if request.method == "POST":
        wrote = _write(request, who, activity, wrong, asked)
        if wrote:
            log.record(
                request, "rencana", "belanja", activity.public_id, activity.place_code, rows=wrote
            )
            messages.success(request, _("%s bulan disimpan.") % wrote)
        if not wrong:
            return redirect("programmes:spend", activity.public_id)
    held = {one.period: one for one in activity.realisations.all()}
    reached = spending.reached([activity])[activity.pk]
    rows = []
    for period in spending.months(activity.year):
        row, typed = held.get(period), request.POST.get(f"rp:{period}")
        stands = on_paper(row.spent) if row else ""
        rows.append({
            "period": period, "name": str(MONTHS[int(period[5:])]),
            "spent": stands if typed is None or period not in wrong else typed,
            "note": row.note if row else "", "version": row.version if row else 0,
            "wrong": wrong.get(period, ()), "asked": period in asked,
            "open": period <= f"{who.on:%Y-%m}",
        })  # fmt: skip
    return render(
        request, "programmes/spending.html",
        {"who": who, "activity": activity, "rows": rows, "reached": reached, "wrong": wrong},
        status=422 if wrong else 200,
    )  # fmt: skip


def _write(
    request: HttpRequest, who: Reader, activity: Activity, wrong: dict[str, list[str]],
    asked: set[str],
) -> int:  # fmt: skip
    """Write the months that changed; how many."""
    held = {one.period: one for one in activity.realisations.all()}
    post, wrote = request.POST, 0
    for period in spending.months(activity.year):
        if f"rp:{period}" not in post:
            continue
        row, version = held.get(period), post.get(f"v:{period}", "")
        try:
            spent = amounts.rupiah(post[f"rp:{period}"])
            note = " ".join(post.get(f"ket:{period}", "").split())[:300]
            if (row.spent if row else None, row.note if row else "") == (spent, note):
                continue
            spending.spend(
                who.account, activity, period, spent, note,
                version=int(version) if version.isdigit() else None,
                confirmed=bool(post.get(f"yakin:{period}")),
            )  # fmt: skip
            wrote += 1
        except AskedError as odd:
            wrong[period] = odd.messages
            asked.add(period)
        except ValidationError as problem:
            wrong[period] = [text for texts in asking_dict(problem).values() for text in texts]
    return wrote
