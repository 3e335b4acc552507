"""Years of the district: scheme, windows, periods. Everybody of the room reads, few change."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rembuk import reference
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking, opening, told, windows, years
from rembuk.office.convergence.models import Cell, Level, Status, Year
from rembuk.office.convergence.periods import all_of_year
from rembuk.office.places import said
from rembuk.reference.indicators import last_day
from rembuk.reference.schemes import Scheme


@dataclass(frozen=True)
class SchemeChoice:
    """A scheme to choose, with the years it was made for."""

    code: str
    name: str
    valid: str


@dataclass(frozen=True)
class StepLine:
    """A step with its window; `source` in words."""

    code: str
    action: str
    name: str
    owner: str
    level: str
    window: windows.Window
    source: str


@dataclass(frozen=True)
class PeriodLine:
    """A period: how many cells it has, how many of them are empty, until when it is filled."""

    code: str
    words: str
    cells: int
    empty: int
    opens: dt.date
    closes: dt.date
    version: int


def choices() -> list[SchemeChoice]:
    """Schemes that ship, the newest first."""
    return [
        SchemeChoice(one.code, told.named(one), _years(one))
        for one in reversed(reference.load().schemes())
    ]


def _years(one: Scheme) -> str:
    until = one.valid_to.year - 1 if one.valid_to else ""
    return f"{one.valid_from.year}–{until}"


@policy("konvergensi")
@never_cache
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Years of the district, and a new one."""
    rights = rights_in(request)
    if place := request.GET.get("wilayah", ""):
        rights.within("konvergensi", place)
    district = asking.district(rights, "konvergensi-kelola")
    may = bool(district) and rights.may("konvergensi-kelola", district)
    if request.method == "POST":
        if not may:
            raise Http404
        post = request.POST
        try:
            made = years.adopt(
                district, asking.whole(post.get("tahun", "")), post.get("skema", ""),
                asking.account_of(request), decree=post.get("dasar", "").strip(),
                decree_on=asking.day(post.get("tanggal", "")),
            )  # fmt: skip
        except ValidationError as problem:
            asking.tell(request, problem)
            return redirect("convergence:years")
        messages.success(request, _("Tahun dimulai. Buka periodenya supaya sel dapat diisi."))
        return redirect("convergence:year", made.year)
    found = asking.years_of(rights)
    today = timezone.localdate()
    names = {one.code: told.named(one) for one in reference.load().schemes()}
    return render(
        request,
        "convergence/years.html",
        {
            "years": [{"year": one, "scheme": names.get(one.scheme, one.scheme)} for one in found],
            "may_manage": may,
            "schemes": choices(),
            "suggested": next((one.code for one in reference.load().schemes(today)), ""),
            "next_year": max([one.year + 1 for one in found], default=today.year),
        },
    )


@policy("konvergensi")
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, year: int) -> HttpResponse:
    """Scheme, windows and periods of a year."""
    found = asking.year_or_404(request, year)
    if request.method == "POST":
        asking.manage(request, found, _act)
        return redirect("convergence:year", year)
    scheme = reference.load().scheme(found.scheme)
    return render(
        request,
        "convergence/year.html",
        {
            "year": found,
            "scheme": {"name": told.named(scheme), "regulation": scheme.regulation},
            "schemes": choices(),
            "steps": _steps(found, scheme),
            "periods": _periods(found),
            "villages": len(opening.areas_of(found.district_code, last_day(year))["desa"]),
            "may_manage": asking.may_manage(request, found),
            "history": told.lines(found.events.select_related("by").order_by("-pk")[:20]),
        },
    )


def _act(request: HttpRequest, year: Year) -> None:
    post, by = request.POST, asking.account_of(request)
    act = post.get("aksi", "")
    if act == "jendela":
        windows.move(
            year, post.get("langkah", ""), asking.needed_day(post.get("buka", "")),
            asking.needed_day(post.get("tutup", "")), post.get("sumber", ""), by,
            version=asking.whole(post.get("versi", "")),
        )  # fmt: skip
        messages.success(request, _("Jendela dipindahkan."))
    elif act == "buka":
        opened = opening.open_period(year, post.get("periode", ""))
        messages.success(request, _("%s sel disiapkan.") % opened.added)
    elif act == "skema":
        years.change_scheme(
            year, post.get("skema", ""), post.get("alasan", ""), by,
            version=asking.whole(post.get("versi", "")),
        )  # fmt: skip
        messages.success(request, _("Skema diganti. Isian lama tetap dapat dibaca."))
    elif act == "desa":
        codes = re.findall(r"[\d.]{8,}", post.get("desa", ""))
        years.ask_of(
            year, [] if "semua" in post else codes or year.places, by, post.get("alasan", ""),
            asking.whole(post.get("versi", "")),
        )  # fmt: skip
        messages.success(request, _("Desa yang diminta dicatat. Lengkapi sel periodenya."))
    elif act == "tutup":
        years.close(year, by, post.get("alasan", ""), asking.whole(post.get("versi", "")))
        messages.success(request, _("Tahun ditutup."))
    elif act == "lanjut":
        years.take_up(year, by, post.get("alasan", ""), asking.whole(post.get("versi", "")))
        messages.success(request, _("Tahun dibuka lagi."))
    else:
        raise ValidationError(_("Tindakan itu tidak dikenal."))


def _steps(year: Year, scheme: Scheme) -> list[StepLine]:
    held = windows.windows(year, [step.code for step in scheme.steps()])
    roles, levels = told.role_names(), dict(Level.choices)
    lines = []
    for step in scheme.steps():
        window = held[step.code]
        source = window.source
        if not window.own:
            source = "; ".join(said.source(code) for code in step.window(year.year).source)
        lines.append(
            StepLine(
                step.code, told.named(scheme.action_of(step.code)), told.named(step),
                roles.get(step.owner, step.owner), str(levels.get(step.level, step.level)),
                window, source,
            )
        )  # fmt: skip
    return lines


def _periods(year: Year) -> list[PeriodLine]:
    asked = all_of_year(year.year)
    rows = Cell.objects.filter(year=year, retired=False).values("period")
    counts = {
        row["period"]: (row["n"], row["empty"])
        for row in rows.annotate(n=Count("pk"), empty=Count("pk", Q(status=Status.EMPTY)))
    }
    held = windows.windows(year, [f"{windows.ENTRY}{one.code}" for one in asked])
    return [
        PeriodLine(
            one.code, one.words, *counts.get(one.code, (0, 0)), window.opens, window.closes,
            window.version,
        )
        for one in asked
        if (window := held[f"{windows.ENTRY}{one.code}"])
    ]  # fmt: skip
