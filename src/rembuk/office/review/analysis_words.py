"""The office's own words in a section, and obstacles: written, changed, closed. Nothing is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.convergence import years
from rembuk.office.convergence.models import Year
from rembuk.office.places.scope import contains
from rembuk.office.review.errors import NotYoursError, ReviewError, StaleError
from rembuk.office.review.models import AnalysisWords, Obstacle, ObstacleEvent, Section
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import offices_of
from rembuk.reference import load

LONGEST: Final = 4000
LEAD: Final = "BAPPEDA"
"""Role of the office that leads the analysis of a district."""


@dataclass(frozen=True)
class Words:
    """What the office says in a section now; version 0: nothing was ever said."""

    section: str
    text: str = ""
    version: int = 0
    by: str = ""
    at: dt.datetime | None = None


def words(year: Year, place: str) -> dict[str, Words]:
    """Section -> what is said in it."""
    found = {code: Words(code) for code in Section.values}
    rows = AnalysisWords.objects.filter(year=year, place_code=place).select_related("by")
    for row in rows.order_by("version"):
        found[row.section] = Words(row.section, row.text, row.version, str(row.by or ""), row.at)
    return found


def history(year: Year, place: str, section: str) -> list[AnalysisWords]:
    """Everything that was ever said in a section, newest first."""
    rows = AnalysisWords.objects.filter(year=year, place_code=place, section=section)
    return list(rows.select_related("by").order_by("-version"))


def may_write(account: Account, year: Year, place: str) -> bool:
    """Whether the account speaks for the analysis: who manages the year there; the office that
    leads it, for the district; the kecamatan itself, for its own."""
    rights = rights_of(account, timezone.localdate())
    if not contains(year.district_code, place):
        return False
    if rights.may("konvergensi-kelola", place):
        return True
    if not rights.may("konvergensi-isi", place):
        return False
    if place != year.district_code and place in rights.places_for("konvergensi-isi"):
        return True
    return any(one.role == LEAD for one in offices_of(account, timezone.localdate()))


def may_tell(account: Account, year: Year, place: str) -> bool:
    """Whether the account writes obstacles down: every office that fills cells there."""
    rights = rights_of(account, timezone.localdate())
    return contains(year.district_code, place) and (
        rights.may("konvergensi-kelola", place) or rights.may("konvergensi-isi", place)
    )


@transaction.atomic
def say(
    year: Year, place: str, section: str, text: str, version: int, by: Account
) -> AnalysisWords:
    """Say something in a section, over `version`. Raises StaleError when another wrote since."""
    years.running(years.take(year, None))
    if not may_write(by, year, place):
        raise NotYoursError(_("Akun ini tidak menulis analisis situasi wilayah itu."), code="hak")
    if section not in Section.values:
        raise ReviewError(_("Bagian itu tidak ada."), code="bagian")
    plain = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if len(plain) > LONGEST:
        raise ReviewError(_("Paling panjang %(n)s huruf.") % {"n": LONGEST}, code="panjang")
    rows = AnalysisWords.objects.filter(year=year, place_code=place, section=section)
    last = rows.order_by("-version").first()
    held = last.version if last else 0
    if held != version:
        raise StaleError(held)
    if last is not None and last.text == plain:
        return last
    try:
        with transaction.atomic():
            return AnalysisWords.objects.create(
                year=year, place_code=place, section=section, version=held + 1, text=plain, by=by
            )
    except IntegrityError:
        raise StaleError(held + 1) from None


@dataclass(frozen=True)
class Told:
    """What somebody writes of an obstacle."""

    text: str
    kind: str
    indicator: str = ""
    office: Office | None = None
    drafted: str = ""

    def check(self, year: Year) -> None:
        """Raises ReviewError in words."""
        if len(self.text.strip()) < 8:
            raise ReviewError(_("Tulis hambatannya, paling sedikit delapan huruf."), code="isi")
        day = min(timezone.localdate(), dt.date(year.year, 12, 31))
        if self.kind not in {one.code for one in load().obstacle_kinds(day)}:
            raise ReviewError(_("Pilih jenis hambatannya."), code="jenis")


@transaction.atomic
def note(year: Year, place: str, told: Told, by: Account) -> Obstacle:
    """Write an obstacle down. A sign taken over already is the same obstacle."""
    years.running(years.take(year, None))
    if not may_tell(by, year, place):
        raise NotYoursError(_("Akun ini tidak mencatat hambatan di wilayah itu."), code="hak")
    told.check(year)
    if told.drafted:
        same = Obstacle.objects.filter(
            year=year, place_code=place, drafted=told.drafted, closed=""
        ).first()
        if same is not None:
            return same
    made = Obstacle.objects.create(
        public_id=public_ids.new(), year=year, place_code=place, indicator=told.indicator,
        kind=told.kind, text=_one_line(told.text), office=told.office, drafted=told.drafted[:48],
        by=by,
    )  # fmt: skip
    ObstacleEvent.objects.create(obstacle=made, by=by, act="catat", after=_said(made))
    return made


@transaction.atomic
def change(obstacle: Obstacle, told: Told, version: int, by: Account) -> Obstacle:
    """Say it otherwise, over `version`."""
    held = _take(obstacle, version, by)
    told.check(held.year)
    before = _said(held)
    held.text, held.kind, held.office = _one_line(told.text), told.kind, told.office
    held.indicator = told.indicator
    return _keep(held, by, "ubah", before)


@transaction.atomic
def close(obstacle: Obstacle, reason: str, version: int, by: Account) -> Obstacle:
    """It stands in the way no more (or never did), and why."""
    held = _take(obstacle, version, by)
    if len(reason.strip()) < 5:
        raise ReviewError(_("Tulis alasannya, paling sedikit lima huruf."), code="alasan")
    before = _said(held)
    held.closed = reason.strip()[:300]
    return _keep(held, by, "tutup", before, reason)


def _take(obstacle: Obstacle, version: int, by: Account) -> Obstacle:
    held = Obstacle.objects.select_for_update().select_related("year").get(pk=obstacle.pk)
    years.running(held.year)
    if held.by_id != by.pk and not may_write(by, held.year, held.place_code):
        raise NotYoursError(
            _("Hambatan diubah oleh yang mencatatnya atau pemegang analisis."), code="hak"
        )
    if held.version != version:
        raise StaleError(held.version)
    if held.closed:
        raise ReviewError(_("Hambatan ini sudah ditutup."), code="ditutup")
    return held


def _keep(
    held: Obstacle, by: Account, act: str, before: dict[str, object], reason: str = ""
) -> Obstacle:
    held.version += 1
    held.save()
    ObstacleEvent.objects.create(
        obstacle=held, by=by, act=act, reason=reason.strip(), before=before, after=_said(held)
    )
    return held


def _said(one: Obstacle) -> dict[str, object]:
    return {
        "isi": one.text, "jenis": one.kind, "indikator": one.indicator,
        "kantor": one.office_id, "versi": one.version,
    }  # fmt: skip


def _one_line(text: str) -> str:
    return " ".join(text.split())[:400]
