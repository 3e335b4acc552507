"""Acts on a year: adopt a scheme, change it in mid-year, close it. Each is history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.convergence.errors import ConvergenceError, StaleError
from rembuk.office.convergence.models import Year, YearEvent, YearState
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within


@transaction.atomic
def adopt(
    district: str, year: int, scheme: str, account: Account | None, *, decree: str = "",
    decree_on: dt.date | None = None,
) -> Year:  # fmt: skip
    """The district works a year under a scheme. Its cells are opened by `opening.open_year`."""
    _known(scheme, year)
    if Year.objects.filter(district_code=district, year=year).exists():
        raise ConvergenceError(
            _("Tahun %(year)s sudah dibuka. Untuk berpindah, gunakan ganti skema dengan alasan.")
            % {"year": year},
            code="tahun-ganda",
        )
    row = Year.objects.create(
        public_id=new(), district_code=district, year=year, scheme=scheme, decree=decree,
        decree_on=decree_on,
    )  # fmt: skip
    note(row, account, "adopsi", after={"skema": scheme, "mulai": f"{year}-01-01"})
    return row


@transaction.atomic
def change_scheme(
    year: Year, scheme: str, reason: str, account: Account | None, *, on: dt.date | None = None,
    version: int | None = None,
) -> Year:  # fmt: skip
    """Another scheme from a day on (today). Periods that end before it stay under the old one.
    What was filled stays readable; empty cells the new scheme does not ask for are set aside, and
    cells it asks for are opened."""
    from rembuk.office.convergence import opening

    row = take(year, version)
    day = on or timezone.localdate()
    _known(scheme, row.year)
    if not reason.strip():
        raise ConvergenceError(_("Tulis alasan ganti skema."), code="alasan")
    if scheme == row.scheme:
        raise ConvergenceError(_("Skema itu sudah dipakai tahun ini."), code="skema-sama")
    before = row.scheme
    row.scheme = scheme
    row.version += 1
    row.save(update_fields=["scheme", "version"])
    note(
        row, account, "ganti-skema", reason, before={"skema": before},
        after={"skema": scheme, "mulai": day.isoformat()},
    )  # fmt: skip
    opening.reopen_periods(row)
    return row


@transaction.atomic
def ask_of(
    year: Year, villages: Collection[str], account: Account | None, reason: str,
    version: int | None = None,
) -> Year:  # fmt: skip
    """Ask cells of some villages only (a pilot; a small example), or of all again (`villages`
    empty). Periods opened from now on follow it; cells that are there stay, and what a wider choice
    lacks is added by opening the period again."""
    row = take(year, version)
    running(row)
    if not reason.strip():
        raise ConvergenceError(_("Tulis alasan memilih desa."), code="alasan")
    wanted = sorted(set(villages))
    inside = Area.objects.filter(within("code", row.district_code), level=Level.DESA)
    known = set(inside.values_list("code", flat=True))
    if unknown := [code for code in wanted if code not in known]:
        raise ConvergenceError(
            _("Kode desa tidak dikenal: %s.") % ", ".join(unknown[:5]), code="wilayah"
        )
    before = len(row.places)
    row.places = [] if set(wanted) == known else wanted
    row.version += 1
    row.save(update_fields=["places", "version"])
    note(row, account, "pilih-desa", reason, before={"desa": before}, after={"desa": len(wanted)})
    return row


@transaction.atomic
def close(
    year: Year, account: Account | None, reason: str = "", version: int | None = None
) -> Year:
    """End the work of a year: nothing is typed or moved any more until it is taken up again."""
    return _turn(year, YearState.CLOSED, "tutup", account, reason, version)


@transaction.atomic
def take_up(year: Year, account: Account | None, reason: str, version: int | None = None) -> Year:
    """Work on a closed year again, and why."""
    if not reason.strip():
        raise ConvergenceError(_("Tulis alasan membuka tahun yang sudah ditutup."), code="alasan")
    return _turn(year, YearState.RUNNING, "buka-lagi", account, reason, version)


def scheme_on(year: Year, on: dt.date) -> str:
    """The scheme that holds for a day of the year."""
    return scheme_among(scheme_moves(year), on) or year.scheme


def scheme_moves(year: Year) -> tuple[tuple[str, str], ...]:
    """First day and code of each scheme the year had, as they were chosen."""
    turns = year.events.filter(act__in=("adopsi", "ganti-skema")).order_by("pk")
    return tuple((str(one.after["mulai"]), str(one.after["skema"])) for one in turns)


def scheme_among(moves: tuple[tuple[str, str], ...], on: dt.date) -> str:
    """Of the schemes chosen, the one that holds on a day; "" when none was ever chosen."""
    held = moves[0][1] if moves else ""
    for since, code in moves:
        if since <= on.isoformat():
            held = code
    return held


def running(year: Year) -> None:
    """Raises ConvergenceError when the year is closed."""
    if year.state != YearState.RUNNING:
        raise ConvergenceError(
            _("Tahun %(year)s sudah ditutup.") % {"year": year.year}, code="ditutup"
        )


def note(
    year: Year, account: Account | None, act: str, reason: str = "",
    before: dict[str, object] | None = None, after: dict[str, object] | None = None,
) -> YearEvent:  # fmt: skip
    """Write a line of history of the year (windows, duties, steps and filings write here too)."""
    return YearEvent.objects.create(
        year=year, by=account, act=act, reason=reason.strip(), before=before or {},
        after=after or {},
    )  # fmt: skip


def take(year: Year, version: int | None) -> Year:
    """The year, locked for this transaction. Raises StaleError when `version` is an older one."""
    row = Year.objects.select_for_update().get(pk=year.pk)
    if version is not None and row.version != version:
        raise StaleError(row.version)
    return row


def _turn(
    year: Year, state: YearState, act: str, account: Account | None, reason: str,
    version: int | None,
) -> Year:  # fmt: skip
    row = take(year, version)
    if row.state == state:
        return row
    row.state = state
    row.version += 1
    row.save(update_fields=["state", "version"])
    note(row, account, act, reason)
    return row


def _known(scheme: str, year: int) -> None:
    try:
        found = reference.load().scheme(scheme)
    except LookupError:
        raise ConvergenceError(_("Skema itu tidak dikenal."), code="skema") from None
    if found.valid_from.year > year:
        raise ConvergenceError(
            _("Skema itu tidak berlaku untuk tahun %(year)s.") % {"year": year}, code="skema-tahun"
        )
