"""Pages of the view log and of one's own access."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rembuk.office.access import log
from rembuk.office.access.asked import account_of
from rembuk.office.access.downloads import sent
from rembuk.office.access.forms import LogFilter
from rembuk.office.access.log_sheet import workbook
from rembuk.office.access.mfa import has_factor
from rembuk.office.access.models import ViewLog
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.access.queries import log_lines, own_openings, place_names, seats_of

PAGE = 50
EXPORT_LIMIT = 100_000


@policy("masuk")
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """My roles, my places, and what I opened lately."""
    account = account_of(request)
    lines = Paginator(own_openings(account), PAGE).get_page(request.GET.get("halaman"))
    rights = rights_in(request)
    context = {
        "seats": seats_of(account, place_names()),
        "lines": lines,
        "has_mfa": has_factor(account),
        "needs_mfa": rights.needs_mfa,
    }
    return render(request, "access/me.html", context)


@policy("baca-log")
@require_GET
def log_page(request: HttpRequest) -> HttpResponse:
    """The view log, filtered and paged. Reading it is itself on record."""
    form = LogFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    lines = log_lines(rights_in(request), wanted)
    page = Paginator(lines, PAGE).get_page(request.GET.get("halaman"))
    page.object_list = list(page.object_list)  # read before this reading is itself written
    if page.number == 1:
        log.record(request, "baca-log", "catatan", "", "", _asked(wanted))
    query = request.GET.copy()
    query.pop("halaman", None)
    rights = rights_in(request)
    context = {
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "may_export": rights.may("ekspor-log"),
    }
    return render(request, "access/log.html", context)


@policy("baca-log", "ekspor-log")
@require_GET
def log_export(request: HttpRequest) -> HttpResponse:
    """The same lines as an Excel file; who took it and how many rows is on record."""
    form = LogFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    lines: list[ViewLog] = list(log_lines(rights_in(request), wanted)[:EXPORT_LIMIT])
    log.record(request, "ekspor-log", "catatan", "", "", _asked(wanted), rows=len(lines))
    now = timezone.localtime()
    note = _("Catatan akses Rembuk, diunduh %(who)s %(when)s, %(rows)d baris") % {
        "who": request.user.get_username(),
        "when": f"{now:%Y-%m-%d %H:%M}",
        "rows": len(lines),
    }
    return sent(workbook(lines, note), f"catatan-akses-{now:%Y%m%d}.xlsx")


def _asked(wanted: dict[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in wanted.items() if value)[:160]
