"""A signed rembuk as evidence of its step among the convergence actions (Aksi 3).

A step is the meeting's where it stands at the meeting's level and asks for minutes: its
requirements bear the codes of the papers a meeting leaves behind (`meeting_templates.yaml`). The
minutes, the commitment and the agreed plan are signed as one set, so one scan proves each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.convergence import proving
from rembuk.office.convergence import steps as chain
from rembuk.office.convergence.models import Evidence, StepDone, Year, YearState
from rembuk.office.documents import files
from rembuk.office.forums.errors import ClosedError, ForumError
from rembuk.office.forums.meeting import materials
from rembuk.office.forums.models import Kind, Meeting, Minutes
from rembuk.office.forums.places import district_of, level_of
from rembuk.reference.schemes import Requirement, Step

REMBUK: Final = (Kind.VILLAGE, Kind.KECAMATAN, Kind.DISTRICT)
MINUTES: Final = "berita-acara"
SET: Final = (MINUTES, "komitmen", "rencana", "daftar-hadir")
"""Papers of the signed set."""
PHOTO: Final = "foto"


@dataclass(frozen=True)
class Proven:
    """A step of a year the meeting proves. `met` are its requirements with what stands for them in
    the meeting's place; `done` is set once the step was said to be done there."""

    year: Year
    step: Step
    met: tuple[proving.Met, ...]
    done: StepDone | None

    @property
    def lacks(self) -> tuple[Requirement, ...]:
        """What is asked for and not there."""
        return tuple(one.requirement for one in self.met if one.lacks)


def steps(meeting: Meeting) -> list[Proven]:
    """Steps of the running year of the meeting that it proves; none for a meeting that is no
    rembuk, or before the district opened the year."""
    year = Year.objects.filter(
        district_code=district_of(meeting.place_code), year=meeting.year, state=YearState.RUNNING
    ).first()
    if year is None or meeting.kind not in REMBUK:
        return []
    level = level_of(meeting.place_code)
    found = []
    for action in chain.scheme_of(year).actions:
        for step in action.steps:
            if step.level == level and any(one.code == MINUTES for one in step.requires):
                found.append(_proven(year, step, meeting.place_code))
    return found


def _proven(year: Year, step: Step, place_code: str) -> Proven:
    brought = year.evidence.filter(step=step.code, place_code=place_code)
    return Proven(
        year, step, proving.met(step, brought),
        year.done.filter(step=step.code, place_code=place_code).first(),
    )  # fmt: skip


@transaction.atomic
def tick(meeting: Meeting, account: Account) -> list[Evidence]:
    """Bring the signed set, the scanned attendance and photographs of the meeting to the steps it
    proves, and say them done on its day when nothing lacks. Twice is once: the same file is the
    same evidence."""
    made = Minutes.objects.filter(meeting=meeting, signed_scan__isnull=False)
    signed = made.select_related("signed_scan").order_by("-edition").first()
    if signed is None or signed.signed_scan is None:
        raise ClosedError(_("Berita acara belum ditandatangani."), code="tanda-tangan")
    found = steps(meeting)
    if not found:
        raise ForumError(
            _("Tahun konvergensi %(year)s belum dibuka, atau skemanya tidak meminta rembuk ini.")
            % {"year": meeting.year},
            code="langkah",
        )
    papers = _papers(meeting, signed)
    day = timezone.localdate(meeting.starts_at)
    brought = []
    for one in found:
        for requirement in one.step.requires:
            for path in papers.get(requirement.code, ()):
                subject = proving.Subject(
                    one.year, meeting.place_code, requirement, step=one.step.code
                )
                upload = ContentFile(files.opened(path), name=f"bukti.{path.rpartition('.')[2]}")
                brought.append(
                    proving.add(
                        subject, account, upload=upload, on=day,
                        title=f"{requirement.name_id}: {meeting.title}",
                    )
                )  # fmt: skip
        again = _proven(one.year, one.step, meeting.place_code)
        if again.done is None and not again.lacks:
            chain.mark_done(one.year, one.step.code, meeting.place_code, day, account)
    return brought


def _papers(meeting: Meeting, signed: Minutes) -> dict[str, list[str]]:
    """Code of a paper -> files kept for it, the one that counts last."""
    assert signed.signed_scan is not None
    found = {code: [signed.signed_scan.file] for code in SET}
    lists = meeting.sheets.filter(scan__isnull=False).select_related("scan").order_by("pk")
    if scans := [one.scan.file for one in lists if one.scan is not None]:
        found["daftar-hadir"] = scans
    photos = materials.standing(meeting).filter(kind="image")
    found[PHOTO] = [
        one.path for one in photos if one.code == PHOTO or not one.code
    ]  # fmt: skip
    return found
