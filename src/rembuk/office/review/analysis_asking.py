"""Which year and place a page of the analysis shows, and what the reader may do there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from rembuk.office.access.asked import account_of
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_in
from rembuk.office.convergence import asking
from rembuk.office.convergence.models import Year, YearState
from rembuk.office.insight import quiet
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import contains
from rembuk.office.review.analysis_scope import Scope, scope
from rembuk.office.review.analysis_words import may_tell, may_write

KECAMATAN = 8
"""Length of the code of a kecamatan."""


@dataclass(frozen=True)
class Asked:
    """A year, a place of it, and who reads. `writes`: speaks for the analysis; `tells`: writes
    obstacles; a closed year takes neither."""

    year: Year
    scope: Scope
    account: Account
    writes: bool
    tells: bool

    @property
    def place(self) -> str:
        """Its code."""
        return self.scope.place


def asked(request: HttpRequest, year: int, place: str = "", *, hiding: bool = False) -> Asked:
    """The analysis a page shows: of the district for who sees all of it, of the first kecamatan
    otherwise. A place outside the reader's, or that is no kecamatan: `Http404`."""
    found = asking.year_or_404(request, year)
    rights = rights_in(request)
    code = place or first(request, found)
    if not code or not contains(found.district_code, code):
        raise Http404
    rights.within("konvergensi", code)
    if code != found.district_code and not _kecamatan(code):
        raise Http404
    account = account_of(request)
    running = found.state == YearState.RUNNING
    return Asked(
        found, scope(found, code, hiding=hiding or quiet.is_on(request)), account,
        running and may_write(account, found, code), running and may_tell(account, found, code),
    )  # fmt: skip


def first(request: HttpRequest, year: Year) -> str:
    """The widest place of the year the reader sees as a whole; "" when only villages."""
    rights = rights_in(request)
    if rights.may("konvergensi", year.district_code):
        return year.district_code
    codes = [one.code for one in kecamatan(request, year)]
    return codes[0] if codes else ""


def kecamatan(request: HttpRequest, year: Year) -> list[Area]:
    """Kecamatan of the year the reader sees as a whole."""
    rights = rights_in(request)
    return [one for one in asking.kecamatan_of(rights, year) if rights.may("konvergensi", one.code)]


def _kecamatan(code: str) -> bool:
    return len(code) == KECAMATAN and Area.objects.filter(code=code, level=Level.KECAMATAN).exists()
