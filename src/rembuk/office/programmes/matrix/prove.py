"""The integrated plan as evidence of its step among the convergence actions: the matrix of Action 2
where the scheme of eight actions asks for it, the tagged activities where that of 2025 does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.convergence import proving
from rembuk.office.convergence.models import Evidence, Year, YearState
from rembuk.office.documents import files, services
from rembuk.office.programmes import queries
from rembuk.office.programmes.errors import NotYoursError, ProgrammeError
from rembuk.office.programmes.matrix import letter as plan_letter
from rembuk.office.programmes.matrix import sheet as plan_sheet
from rembuk.office.programmes.queries import Activities
from rembuk.reference.schemes import Requirement

MATRIX: Final = "matriks-rencana"
TAGGED: Final = "tagging"


@dataclass(frozen=True)
class Asked:
    """A requirement the plan can meet, and what stands for it (None: nothing)."""

    year: Year
    step: str
    step_name: str
    requirement: Requirement
    evidence: Evidence | None


def asked(district: str, year: int) -> list[Asked]:
    """Requirements of the district's running year that the plan answers; none where the year was
    not opened or its scheme asks for neither."""
    held = Year.objects.filter(district_code=district, year=year, state=YearState.RUNNING).first()
    if held is None:
        return []
    made = []
    for step in reference.load().scheme(held.scheme).steps():
        for one in step.requires:
            if one.code not in {MATRIX, TAGGED}:
                continue
            stands = (
                Evidence.objects.filter(
                    year=held, step=step.code, place_code=district, requirement=one.code,
                    withdrawn="",
                ).order_by("-edition").first()
            )  # fmt: skip
            made.append(Asked(held, step.code, step.name_id, one, stands))
    return made


def live(district: str, year: int) -> Activities:
    """Live activities of both years of a plan."""
    both = queries.of_place(district, year) | queries.of_place(district, year + 1)
    return both.select_related("office", "promise")


@transaction.atomic
def bring(account: Account, district: str, year: int, name: str, origin: str) -> list[Evidence]:
    """Set the matrix as a numbered PDF, and bring it and its workbook to the steps that ask for
    them. The same content again is the same evidence. Raises ValidationError."""
    on = timezone.localdate()
    if not rights_of(account, on).may("rencana-kelola", district):
        raise NotYoursError(_("Bukti Aksi 2 dibawa pengelola rencana daerah."), code="hak")
    wanted = asked(district, year)
    if not wanted:
        raise ProgrammeError(
            _("Tahun konvergensi %d belum dibuka, atau skemanya tidak meminta matriks ini.") % year
        )
    if not live(district, year).exists():
        raise ProgrammeError(_("Belum ada kegiatan untuk tahun itu."))
    brought = []
    for one in wanted:
        for upload in _uploads(one.requirement, account, district, year, name, on, origin):
            brought.append(
                proving.add(
                    proving.Subject(one.year, district, one.requirement, step=one.step), account,
                    upload=upload, on=on, title=f"{one.requirement.name_id} {year}",
                )
            )  # fmt: skip
    return brought


def _uploads(
    need: Requirement, account: Account, district: str, year: int, name: str, on: dt.date,
    origin: str,
) -> list[ContentFile[bytes]]:  # fmt: skip
    if need.code == TAGGED:
        tagged = live(district, year).filter(year=year).exclude(tag="")
        if not tagged.exists():
            raise ProgrammeError(_("Belum ada kegiatan berlabel konvergensi."))
        book = plan_sheet.activities_book(tagged, year, on)
        return [ContentFile(book, name="label.xlsx")]
    letter = plan_letter.letter(live(district, year), year, district, name, on)
    paper = services.issue(
        letter, subject_kind="rencana", subject_id=str(year), place_code=district, account=account,
        title=f"Rencana kegiatan terintegrasi {year} dan {year + 1}", origin=origin,
    )  # fmt: skip
    made = [ContentFile(files.opened(paper.file), name="matriks.pdf")]
    if "xlsx" in need.kinds:
        book = plan_sheet.matrix_book(live(district, year), year, name, on)
        made.append(ContentFile(book, name="matriks.xlsx"))
    return made
