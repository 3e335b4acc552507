"""The steps of a year's scheme: window, owner, evidence, done or late; and the acts on them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Final, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.convergence import proving, windows, years
from rembuk.office.convergence.errors import ConvergenceError, NotYoursError
from rembuk.office.convergence.models import Evidence, StepDone, Year
from rembuk.office.convergence.opening import areas_of
from rembuk.office.convergence.windows import Window
from rembuk.reference import load
from rembuk.reference.indicators import Level
from rembuk.reference.schemes import Action, Scheme, Step

DOERS: Final[dict[str, Level]] = {
    "PEMDES": "desa", "KECAMATAN": "kecamatan", "PUSKESMAS": "kecamatan",
}  # fmt: skip
"""Roles below the district: a step of theirs is done in each of their places. A step of an office
of the district is done once, whatever the level its data are of."""
Standing = Literal["selesai", "lewat", "berjalan", "nanti"]


@dataclass(frozen=True)
class Done:
    """A step in one place: when it was said to be done (None: not yet), and its requirements."""

    place_code: str
    row: StepDone | None
    met: tuple[proving.Met, ...]

    @property
    def lacks(self) -> tuple[proving.Met, ...]:
        """What is asked for and not there."""
        return tuple(one for one in self.met if one.lacks)


@dataclass(frozen=True)
class StepLine:
    """A step as it stands on a day, over the places it is done in."""

    action: Action
    step: Step
    window: Window
    places: tuple[Done, ...]
    on: dt.date

    @property
    def done(self) -> int:
        """Places in which it is done."""
        return sum(1 for one in self.places if one.row)

    @property
    def days_left(self) -> int:
        """Days until the window closes; negative past it."""
        return self.window.days_left(self.on)

    @property
    def past(self) -> int:
        """Days past its window; 0 before."""
        return max(0, -self.days_left)

    @property
    def standing(self) -> Standing:
        """`selesai` everywhere, `lewat` past its window, `berjalan` inside it, `nanti` before."""
        if self.places and self.done == len(self.places):
            return "selesai"
        if self.window.closes < self.on:
            return "lewat"
        return "berjalan" if self.window.opens <= self.on else "nanti"

    @property
    def finished_on(self) -> dt.date | None:
        """The last day it was done, once it is done everywhere."""
        if self.standing != "selesai":
            return None
        return max(one.row.on for one in self.places if one.row)

    @property
    def after_close(self) -> bool:
        """Done everywhere, and later than its window."""
        return self.finished_on is not None and self.finished_on > self.window.closes

    @property
    def proven(self) -> int:
        """Places whose requirements are all there."""
        return sum(1 for one in self.places if not one.lacks)


def scheme_of(year: Year) -> Scheme:
    """The scheme the year ends under."""
    return load().scheme(years.scheme_on(year, dt.date(year.year, 12, 31)))


def lines(year: Year, on: dt.date, only: str = "") -> list[StepLine]:
    """Every step of the year in the order of the scheme, or the one asked for."""
    wanted = [
        (action, step)
        for action in scheme_of(year).actions
        for step in action.steps
        if only in ("", step.code)
    ]
    held = windows.windows(year, [step.code for _action, step in wanted])
    areas = areas_of(year.district_code, min(on, dt.date(year.year, 12, 31)))
    said, brought = year.done.select_related("by"), year.evidence.select_related("by")
    if only:
        said, brought = said.filter(step=only), brought.filter(step=only)
    done = {(row.step, row.place_code): row for row in said}
    files: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for one in brought.exclude(step=""):
        files[one.step, one.place_code].append(one)
    return [
        StepLine(
            action, step, held[step.code],
            tuple(
                Done(
                    place, done.get((step.code, place)),
                    proving.met(step, files.get((step.code, place), ())),
                )
                for place in areas[DOERS.get(step.owner, "kabupaten")]
            ),
            on,
        )
        for action, step in wanted
    ]  # fmt: skip


def line(year: Year, code: str, on: dt.date) -> StepLine | None:
    """One step; None when the scheme has no such step."""
    return next(iter(lines(year, on, code)), None) if code else None


def next_of(found: list[StepLine]) -> StepLine | None:
    """What to do next: what is past its window first, then what closes first."""
    waiting = [one for one in found if one.standing != "selesai"]
    return min(waiting, key=lambda one: one.window.closes, default=None)


@transaction.atomic
def mark_done(
    year: Year, code: str, place_code: str, on: dt.date, account: Account, note: str = ""
) -> StepDone:
    """Say that a step was done in a place on a day. With evidence missing, `note` says why."""
    row = years.take(year, None)
    years.running(row)
    found = line(row, code, timezone.localdate())
    place = (
        next((one for one in found.places if one.place_code == place_code), None) if found else None
    )
    if found is None or place is None:
        raise ConvergenceError(_("Langkah atau wilayah itu tidak ada."), code="langkah")
    _may(account, place_code)
    if on > timezone.localdate():
        raise ConvergenceError(_("Tanggal selesai belum terjadi."), code="tanggal")
    if place.row is not None:
        return place.row
    if place.lacks and len(note.strip()) < 5:
        raise ConvergenceError(
            _("Bukti belum lengkap: %(names)s. Unggah dulu, atau tulis mengapa belum ada.")
            % {"names": ", ".join(one.requirement.name_id for one in place.lacks)},
            code="bukti",
        )
    made = StepDone.objects.create(
        year=row, step=code, place_code=place_code, on=on, note=note.strip()[:400], by=account
    )
    years.note(
        row, account, "langkah-selesai", note,
        after={
            "kode": code, "tempat": place_code, "tanggal": on.isoformat(),
            "kurang": [one.requirement.code for one in place.lacks],
        },
    )  # fmt: skip
    return made


@transaction.atomic
def take_back(year: Year, code: str, place_code: str, account: Account, reason: str) -> None:
    """The step was not done after all, and why; the history keeps both."""
    row = years.take(year, None)
    years.running(row)
    _may(account, place_code)
    if len(reason.strip()) < 5:
        raise ConvergenceError(_("Tulis alasannya, paling sedikit lima huruf."), code="alasan")
    held = StepDone.objects.filter(year=row, step=code, place_code=place_code).first()
    if held is None:
        return
    day = held.on.isoformat()
    before: dict[str, object] = {"kode": code, "tempat": place_code, "tanggal": day}
    held.delete()
    years.note(row, account, "langkah-batal", reason, before=before)


def _may(account: Account, place_code: str) -> None:
    """The office of the place says what it has done: who manages or judges there, or a camat."""
    rights = rights_of(account, timezone.localdate())
    if not (
        rights.may("konvergensi-kelola", place_code) or rights.may("konvergensi-isi", place_code)
    ):
        raise NotYoursError(_("Akun ini tidak mencatat langkah di wilayah itu."), code="hak")
