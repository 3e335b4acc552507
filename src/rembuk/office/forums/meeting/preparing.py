"""What must be there before a meeting, what is there, and who owes the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk import reference
from rembuk.office.access.policies import Rights
from rembuk.office.convergence.models import Year
from rembuk.office.forums import cells
from rembuk.office.forums.meeting import materials
from rembuk.office.forums.models import Meeting, MeetingState
from rembuk.office.forums.places import district_of, playing
from rembuk.office.places.numbers import count
from rembuk.office.programmes.queries import of_place
from rembuk.office.review.models import Analysed
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import offices
from rembuk.reference.dated import NoRuleError
from rembuk.reference.forums import Material

Standing = Literal["ada", "sebagian", "belum", "tidak-perlu"]
NAMES: Final[dict[Material, object]] = {
    "analisis": gettext_lazy("Hasil analisis situasi (Aksi 1)"),
    "rencana": gettext_lazy("Rancangan rencana kegiatan (Aksi 2)"),
    "peta-konvergensi": gettext_lazy("Peta konvergensi: sel layanan terisi"),
    "peta-sosial": gettext_lazy("Peta sosial"),
    "hasil-lalu": gettext_lazy("Berita acara rapat sebelumnya"),
}


@dataclass(frozen=True)
class Ready:
    """One need. `words` say what is there; `owner` owes it; `url` is where to mend it, "" when
    the reader may not."""

    code: Material
    name: str
    standing: Standing
    words: str
    must: bool
    owner: Office | None
    url: str

    @property
    def lacks(self) -> bool:
        """Whether somebody must still bring it."""
        return self.standing in {"belum", "sebagian"}


def check(meeting: Meeting, rights: Rights) -> tuple[Ready, ...]:
    """Every need of the meeting's template, as it stands now."""
    on = timezone.localdate(meeting.starts_at)
    try:
        template = reference.load().meeting_template(meeting.template, on)
    except NoRuleError:
        return ()
    standing_offices = offices(on)
    found = []
    for need in template.needs:
        state, words, url = _CHECKS[need.material](meeting, rights)
        found.append(
            Ready(
                need.material, str(NAMES[need.material]), state, words, need.must,
                playing(need.owner, meeting.place_code, standing_offices), url,
            )
        )  # fmt: skip
    return tuple(found)


Said = tuple[Standing, str, str]


def _analysis(meeting: Meeting, rights: Rights) -> Said:
    """A frozen edition of the place, or of an area above it, of the meeting's year."""
    places = [meeting.place_code[:8], district_of(meeting.place_code), meeting.place_code]
    row = (
        Analysed.objects.filter(year__year=meeting.year, place_code__in=places)
        .select_related("year")
        .order_by("-at")
    )
    near = sorted(row, key=lambda one: (-len(one.place_code), -one.edition))
    own = meeting.place_code[:8] if meeting.place_code.count(".") >= 2 else meeting.place_code
    url = ""
    year = Year.objects.filter(
        district_code=district_of(meeting.place_code), year=meeting.year
    ).first()
    if year is not None and rights.may("konvergensi", own):
        url = reverse("review:analysis-of", args=[year.year, own])
    if not near:
        return "belum", _("belum ada edisi yang ditetapkan untuk %s") % meeting.year, url
    one = near[0]
    return (
        "ada",
        _("edisi %(n)s, %(day)s")
        % {"n": one.edition, "day": f"{timezone.localdate(one.at):%d-%m-%Y}"},
        url,
    )


def _plan(meeting: Meeting, rights: Rights) -> Said:
    many = of_place(meeting.place_code, meeting.plan_year).count()
    url = f"{reverse('programmes:home')}?tahun={meeting.plan_year}" if rights.may("rencana") else ""
    if not many:
        return "belum", _("belum ada kegiatan untuk %s") % meeting.plan_year, url
    return (
        "ada",
        _("%(n)s kegiatan untuk %(year)s") % {"n": count(many), "year": meeting.plan_year},
        url,
    )


def _map(meeting: Meeting, rights: Rights) -> Said:
    """Cells of services of the place that were due and are filled."""
    told = cells.due(meeting.place_code, meeting.year, timezone.localdate())
    all_, empty = told.all, told.empty
    url = reverse("convergence:home") if rights.may("konvergensi") else ""
    if not all_:
        return "belum", _("belum ada sel yang diminta sampai hari ini"), url
    words = _("%(n)s dari %(of)s sel terisi") % {"n": count(all_ - empty), "of": count(all_)}
    if not empty:
        return "ada", words, url
    return ("sebagian" if empty < all_ else "belum"), words, url


def _social_map(meeting: Meeting, rights: Rights) -> Said:
    row = materials.standing(meeting).filter(code=materials.SOCIAL_MAP).last()
    url = f"{reverse('forums:meeting', args=[meeting.public_id])}#h-bahan"
    if row is None:
        return "belum", _("belum diunggah sebagai bahan rapat"), url
    return "ada", row.title, url


def _last(meeting: Meeting, rights: Rights) -> Said:
    row = meeting.previous
    if row is None:
        return "tidak-perlu", _("tidak ada rapat sebelumnya yang tercatat"), ""
    url = reverse("forums:meeting", args=[row.public_id])
    words = f"{row.title}, {timezone.localdate(row.starts_at):%d-%m-%Y}"
    if row.state == MeetingState.SIGNED:
        return "ada", words, url
    return "belum", _("%s: berita acara belum ditandatangani") % words, url


_CHECKS: Final[dict[Material, Callable[[Meeting, Rights], Said]]] = {
    "analisis": _analysis, "rencana": _plan, "peta-konvergensi": _map,
    "peta-sosial": _social_map, "hasil-lalu": _last,
}  # fmt: skip


def days_left(meeting: Meeting, today: dt.date) -> int:
    """Days until the meeting; negative once its day has passed."""
    return (timezone.localdate(meeting.starts_at) - today).days
