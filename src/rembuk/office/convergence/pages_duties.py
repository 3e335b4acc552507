"""Who types, checks and approves: duties of seats by decree, with their term and who holds them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rembuk.office.access.policies import policy
from rembuk.office.convergence import asking, duties, told, years
from rembuk.office.convergence.models import Duty, Level, Part, Year
from rembuk.office.places.models import Area
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import contains, within
from rembuk.office.seats import queries as seats
from rembuk.office.seats.models import Seat


@dataclass(frozen=True)
class DutyLine:
    """A duty as the list shows it; `holder` is who sits there today."""

    key: int
    part: str
    seat: str
    office: str
    role: str
    holder: str
    acting: bool
    place: str
    decree: str
    decree_on: dt.date | None
    since: dt.date
    until: dt.date | None
    ended: bool


@dataclass(frozen=True)
class Group:
    """Duties of a level."""

    code: str
    name: str
    duties: tuple[DutyLine, ...]


@dataclass(frozen=True)
class Lack:
    """A kecamatan (or the district) without somebody for a part."""

    place: str
    parts: str


@policy("konvergensi")
@never_cache
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest, year: int) -> HttpResponse:
    """Duties of the district; on POST a new one, or the end of one."""
    found = asking.year_or_404(request, year)
    if request.method == "POST":
        asking.manage(request, found, _act)
        return redirect("convergence:duties", year)
    today = timezone.localdate()
    rows = list(
        Duty.objects.filter(district_code=found.district_code).select_related("seat__office")
    )
    may = asking.may_manage(request, found)
    context = {
        "year": found, "groups": _groups(rows, today), "lacks": _lacks(found, rows, today),
        "may_manage": may, "today": today, "parts": Part.choices, "levels": Level.choices,
        "roles": sorted(told.role_names(today).items(), key=lambda pair: pair[1]),
        "places": _places(found) if may else [],
        "seats_by_office": _seats(found) if may else [],
    }  # fmt: skip
    return render(request, "convergence/duties.html", context)


def _act(request: HttpRequest, year: Year) -> None:
    post, by = request.POST, asking.account_of(request)
    if post.get("aksi") == "akhiri":
        duty = Duty.objects.filter(
            pk=asking.whole(post.get("tugas", "")), district_code=year.district_code
        ).first()
        if duty is None:
            raise ValidationError(_("Tugas itu tidak ada."))
        last = asking.needed_day(post.get("sampai", ""))
        duties.end(duty, last + dt.timedelta(days=1))
        years.note(year, by, "akhiri-tugas", after={"tugas": duty.pk, "sampai": str(last)})
        messages.success(request, _("Tugas diakhiri."))
        return
    seat = Seat.objects.filter(pk=asking.whole(post.get("jabatan", "") or "0")).first()
    if seat is None:
        raise ValidationError(_("Pilih jabatannya."))
    if post.get("bagian") not in Part.values or post.get("tingkat") not in Level.values:
        raise ValidationError(_("Pilih bagian dan tingkatnya."))
    until = asking.day(post.get("sampai", ""))
    duty = duties.name(
        seat, post["bagian"], post["tingkat"], post.get("tempat", ""),
        asking.needed_day(post.get("mulai", "")), district=year.district_code,
        owner_role=post.get("peran", "")[:16], decree_number=post.get("sk", "").strip()[:80],
        decree_date=asking.day(post.get("tanggal_sk", "")),
        until=until + dt.timedelta(days=1) if until else None,
    )  # fmt: skip
    years.note(year, by, "tugas", duty.decree_number, after={"tugas": duty.pk, "bagian": duty.part})
    messages.success(request, _("Petugas dicatat."))


def _groups(rows: list[Duty], today: dt.date) -> list[Group]:
    names = place_names(row.place_code for row in rows)
    roles = told.role_names(today)
    found = []
    for code, name in Level.choices:
        mine = tuple(_line(row, names, roles, today) for row in rows if row.level == code)
        if mine:
            found.append(Group(code, str(name), mine))
    return found


def _line(row: Duty, names: dict[str, str], roles: dict[str, str], today: dt.date) -> DutyLine:
    held = seats.holder(row.seat, today)
    ended = row.valid_to is not None and row.valid_to <= today
    return DutyLine(
        row.pk, str(row.get_part_display()), row.seat.title, row.seat.office.name,
        roles.get(row.owner_role, row.owner_role), held.name if held else "",
        bool(held and held.acting), names.get(row.place_code, row.place_code), row.decree_number,
        row.decree_date, row.valid_from,
        row.valid_to - dt.timedelta(days=1) if row.valid_to else None, ended,
    )  # fmt: skip


def _lacks(year: Year, rows: list[Duty], today: dt.date) -> list[Lack]:
    """Kecamatan without a verifier, a district without an approver."""
    live = [
        row
        for row in rows
        if row.valid_from <= today and (row.valid_to is None or row.valid_to > today)
    ]
    found = []
    kecamatan = Area.objects.filter(within("code", year.district_code), level=3).order_by("code")
    for area in kecamatan:
        if not any(
            row.part == Part.VERIFIER and contains(row.place_code, area.code) for row in live
        ):
            found.append(Lack(area.name, str(Part.VERIFIER.label)))
    if not any(
        row.part == Part.APPROVER and contains(row.place_code, year.district_code) for row in live
    ):
        found.append(Lack(str(Level.DISTRICT.label), str(Part.APPROVER.label)))
    return found


def _places(year: Year) -> list[Area]:
    return list(Area.objects.filter(within("code", year.district_code)).order_by("level", "name"))


def _seats(year: Year) -> list[tuple[str, list[Seat]]]:
    """Seats of offices of the district, by office."""
    rows = Seat.objects.filter(within("office__place_code", year.district_code))
    found: dict[str, list[Seat]] = {}
    for seat in rows.select_related("office").order_by("office__name", "-head", "title"):
        found.setdefault(seat.office.name, []).append(seat)
    return list(found.items())
