"""What waits for the reader in the other rooms of the office: late promises, proof to judge, cells
of the year, cases to review. Counts and links only; each room says who may know of what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_in
from rembuk.office.audits import circle
from rembuk.office.audits.models import Assignment
from rembuk.office.convergence import asking as years
from rembuk.office.convergence import queries as cells
from rembuk.office.convergence.models import Year, YearState
from rembuk.office.convergence.turns import view as chain_view
from rembuk.office.insight.looking import Step
from rembuk.office.ledger import parties
from rembuk.office.ledger import queries as promises
from rembuk.office.places.numbers import count
from rembuk.office.seats import queries as seats


@dataclass(frozen=True)
class Wait:
    """One kind of work that waits: a state of the design language, what, more of it, where to."""

    kind: str
    what: str
    more: str
    link: str
    step: str


Teller = Callable[[Account, Rights, dt.date], Iterable[Wait]]
_tellers: dict[str, Teller] = {}


def register(room: str, teller: Teller) -> None:
    """A room above says what waits there for a reader. Registering again replaces."""
    _tellers[room] = teller


def waits(request: HttpRequest, today: dt.date) -> list[Wait]:
    """What this reader has to do elsewhere, what is late on top; nothing for who has no account."""
    account, rights = request.user, rights_in(request)
    if not isinstance(account, Account):
        return []
    found = [*_promises(account, rights, today), *_cells(account, rights, today)]
    if rights.may("audit"):
        found += _cases(request, account)
    for teller in _tellers.values():
        found += teller(account, rights, today)
    return sorted(found, key=lambda one: one.kind != "act")


def step(found: list[Wait], other: Step) -> Step:
    """The first of them as the next step, and beneath it what the month itself asks for. For who
    sees no names: whoever knows the children by name goes to them first."""
    first = found[0]
    return Step(f"{first.what}. {first.more}".strip(), other.text, first.link, first.step)


def _promises(account: Account, rights: Rights, today: dt.date) -> Iterator[Wait]:
    if not rights.may("janji"):
        return
    home = reverse("ledger:home")
    offices = parties.offices_ids(account, today)
    own = promises.late(promises.of_offices(offices), today).order_by() if offices else None
    seen: dict[str, Any] = {"n": 0}
    if own is not None:
        seen = own.aggregate(n=Count("pk"), first=Min("due"))
    tab, whose = "kantor", _("%(n)s janji kantor Anda lewat tenggat")
    if not seen["n"]:
        every = promises.late(promises.visible_to(rights, account, today), today).order_by()
        seen = every.aggregate(n=Count("pk"), first=Min("due"))
        tab, whose = "lewat", _("%(n)s janji lewat tenggat")
    if seen["n"]:
        days = (today - seen["first"]).days
        yield Wait(
            "act", whose % {"n": count(seen["n"])}, _("Yang terlama %(n)s hari.") % {"n": days},
            f"{home}?daftar={tab}&tenggat=lewat", _("Buka janji"),
        )  # fmt: skip
    judged = promises.to_verify(rights, account, today).order_by().count()
    if judged:
        yield Wait(
            "run", _("%(n)s bukti janji menunggu Anda periksa") % {"n": count(judged)}, "",
            f"{home}?daftar=periksa", _("Periksa bukti"),
        )  # fmt: skip


def _cells(account: Account, rights: Rights, today: dt.date) -> Iterator[Wait]:
    year = _year(rights, today) if rights.may("konvergensi") else None
    if year is None:
        return
    waiting = chain_view.waiting_cells(account, year).count()
    if waiting:
        yield Wait(
            "run", _("%(n)s sel indikator menunggu Anda periksa") % {"n": count(waiting)}, "",
            reverse("convergence:chain", args=[year.year]), _("Periksa sel"),
        )  # fmt: skip
    board = {one.code: one.overdue for one in cells.board(year, on=today)}
    mine = [one.code for one in seats.offices_of(account, today)]
    if rights.may("konvergensi-kelola", year.district_code):
        late, what = sum(board.values()), _("%(n)s sel indikator kosong lewat tenggat")
    else:
        late = sum(board.get(code, 0) for code in mine)
        what = _("%(n)s sel indikator kantor Anda kosong lewat tenggat")
    if late:
        link = reverse("convergence:home")
        yield Wait("act", what % {"n": count(late)}, "", link, _("Buka sel"))


def _year(rights: Rights, today: dt.date) -> Year | None:
    """The running year of today, else the newest running one."""
    found = [one for one in years.years_of(rights) if one.state == YearState.RUNNING]
    return next((one for one in found if one.year == today.year), found[0] if found else None)


def _cases(request: HttpRequest, account: Account) -> Iterator[Wait]:
    given = Assignment.objects.filter(
        case__in=circle.cases_seen(request), member__account=account,
        ended_at__isnull=True, handed_in_at__isnull=True,
    ).count()  # fmt: skip
    if given:
        yield Wait(
            "run", _("%(n)s kasus audit menunggu telaah Anda") % {"n": count(given)}, "",
            reverse("audits:reviews"), _("Buka telaah"),
        )  # fmt: skip
