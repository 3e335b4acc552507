"""What a request asks of a review or a score: its year, its place, what the reader may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import urlencode

from rembuk.office.access.policies import rights_in
from rembuk.office.convergence import asking
from rembuk.office.convergence.models import Year, YearState
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within
from rembuk.office.review import findings


@dataclass(frozen=True)
class Asked:
    """A year and a place of it. `writes`: decides there, while the year runs; `places`: what else
    the reader may look at."""

    year: Year
    place: str
    writes: bool
    places: tuple[tuple[str, str], ...]

    @property
    def of_district(self) -> bool:
        """Not a kecamatan's own."""
        return self.place == self.year.district_code

    @property
    def name(self) -> str:
        """The name of the place."""
        return dict(self.places).get(self.place, self.place)


def asked(request: HttpRequest, year: int) -> Asked:
    """The year of a page and its place (`tempat`): the district for who sees all of it, else the
    first kecamatan the reader sees. 404 for any other."""
    found = asking.year_or_404(request, year)
    rights = rights_in(request)
    seen = [one for one in _areas(found) if rights.may("konvergensi", one.code)]
    given = request.POST.get("tempat", "") or request.GET.get("tempat", "")
    place = given or (seen[0].code if seen else "")
    if all(one.code != place for one in seen):
        raise Http404
    writes = found.state == YearState.RUNNING and findings.may_write(rights, found, place)
    return Asked(found, place, writes, tuple((one.code, one.name) for one in seen))


def _areas(year: Year) -> list[Area]:
    """The district and its kecamatan."""
    rows = Area.objects.filter(within("code", year.district_code), valid_to__isnull=True)
    return list(rows.filter(level__in=(Level.KABKOTA, Level.KECAMATAN)).order_by("code"))


def back(name: str, here: Asked, anchor: str = "") -> HttpResponseRedirect:
    """To a page of the same year and place."""
    answer = redirect(name, here.year.year)
    if not here.of_district:
        answer["Location"] += f"?{urlencode({'tempat': here.place})}"
    if anchor:
        answer["Location"] += f"#{anchor}"
    return answer
