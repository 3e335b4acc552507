"""What the province gave, typed from its document, beside the score the district gave itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year
from rembuk.office.documents import files
from rembuk.office.review import findings, score
from rembuk.office.review.errors import ReviewError
from rembuk.office.review.models import ProvinceScore, Snapshot
from rembuk.reference.schemes import RubricCriterion


@dataclass(frozen=True)
class Beside:
    """One criterion: own letter, the province's, and how many grades the province's is higher
    (negative: lower); None where one of the two is missing."""

    code: str
    number: str
    name: str
    own: str
    province: str
    steps: int | None

    @property
    def words(self) -> str:
        """The difference in words."""
        if self.steps is None:
            return _("belum dapat dibandingkan")
        if self.steps == 0:
            return _("sama")
        told = {"n": abs(self.steps)}
        return _("provinsi %(n)s tingkat lebih tinggi") % told if self.steps > 0 else _(
            "provinsi %(n)s tingkat lebih rendah"
        ) % told  # fmt: skip


def holding(year: Year, place: str) -> ProvinceScore | None:
    """What holds: the last that was typed."""
    found = ProvinceScore.objects.filter(year=year, place_code=place).select_related("by")
    return found.order_by("-pk").first()


def all_of(year: Year, place: str) -> list[ProvinceScore]:
    """Everything that was typed, the newest first."""
    return list(ProvinceScore.objects.filter(year=year, place_code=place).order_by("-pk"))


@transaction.atomic
def state(
    year: Year, place: str, grades: Mapping[str, str], on: dt.date, document: str, upload: Any,
    account: Account, *, rubric: Sequence[RubricCriterion], note: str = "",
) -> ProvinceScore:  # fmt: skip
    """Type the province's grades from its document, which is kept. Raises ValidationError."""
    findings.check(account, year, place)
    offered = {one.code: {each.letter for each in one.grades} for one in rubric}
    said = {code: letter for code, letter in grades.items() if letter}
    if not said:
        raise ReviewError(_("Isi paling sedikit satu nilai dari provinsi."), code="nilai")
    if any(letter not in offered.get(code, ()) for code, letter in said.items()):
        raise ReviewError(_("Pilih nilai dari daftar."), code="nilai")
    if on > timezone.localdate():
        raise ReviewError(_("Tanggal dokumen belum terjadi."), code="tanggal")
    if len(document.strip()) < 3:
        raise ReviewError(_("Tulis nama atau nomor dokumen provinsi."), code="dokumen")
    before = holding(year, place)
    if before is not None and len(note.strip()) < 5:
        raise ReviewError(_("Nilai provinsi sudah ada: tulis mengapa diganti."), code="alasan")
    held = files.kept(upload, kinds=("pdf", "image"))
    return ProvinceScore.objects.create(
        public_id=public_ids.new(), year=year, place_code=place, on=on,
        document=document.strip()[:160], path=held.path, sha256=held.sha256, kind=held.kind,
        grades=said, note=note.strip()[:400], by=account,
    )  # fmt: skip


def own_before(year: Year, place: str, on: dt.date) -> Snapshot | None:
    """The own score last kept on or before the day of the province's document: what the district
    thought of itself without knowing; else the newest kept at all."""
    every = score.kept(year, place)
    return next((one for one in every if one.on <= on), every[0] if every else None)


def beside(rubric: Sequence[RubricCriterion], own: Mapping[str, str],
           province: Mapping[str, str]) -> list[Beside]:  # fmt: skip
    """Both, criterion by criterion. `own`, `province`: criterion -> letter."""
    found = []
    for one in rubric:
        order = [each.letter for each in one.grades]
        mine, theirs = own.get(one.code, ""), province.get(one.code, "")
        both = mine in order and theirs in order
        found.append(
            Beside(
                one.code, one.number, one.name_id, mine, theirs,
                order.index(mine) - order.index(theirs) if both else None,
            )
        )  # fmt: skip
    return found
