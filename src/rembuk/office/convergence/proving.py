"""Evidence of steps and indicators: kept as it came, known by its content, newer beside older.

A requirement is met by what a file is, found by reading it, never by its name. A newer file is a
new edition; the older stays, and a mistaken one is withdrawn with its reason and stays too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.access.public_ids import new
from rembuk.office.convergence import years
from rembuk.office.convergence.errors import ConvergenceError, NotYoursError
from rembuk.office.convergence.models import Evidence, Year
from rembuk.office.documents import files
from rembuk.office.places.scope import contains
from rembuk.reference.schemes import Requirement, Step

LINK: Final = "link"
ADDRESS: Final = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(/[!-~]*)?", re.IGNORECASE)
MAX_MB: Final = 25
OF_INDICATOR: Final = Requirement(
    code="bukti-indikator", name_id="Bukti angka indikator", name_en="Evidence of the figure",
    kinds=("pdf", "image", "xlsx", "csv", "docx"), optional=True,
)  # fmt: skip
"""What an indicator may bring: a recap, a list, minutes."""


@dataclass(frozen=True)
class Subject:
    """What a file is evidence of: a requirement of a step or of an indicator, in a place."""

    year: Year
    place_code: str
    requirement: Requirement
    step: str = ""
    indicator: str = ""
    period: str = ""

    @property
    def key(self) -> dict[str, Any]:
        """The columns that say so."""
        return {
            "year": self.year, "place_code": self.place_code, "step": self.step,
            "indicator": self.indicator, "period": self.period,
            "requirement": self.requirement.code,
        }  # fmt: skip


def may_bring(account: Account, year: Year, place_code: str) -> bool:
    """Whether the account brings evidence for a place: who fills there, or manages the year."""
    rights = rights_of(account, timezone.localdate())
    return contains(year.district_code, place_code) and (
        rights.may("konvergensi-kelola", place_code) or rights.may("konvergensi-isi", place_code)
    )


@transaction.atomic
def add(
    subject: Subject, account: Account, *, upload: Any = None, address: str = "", on: dt.date,
    title: str = "",
) -> Evidence:  # fmt: skip
    """Keep a file, or a published address, for a requirement. The same content again is the same
    evidence. Raises ValidationError in words."""
    year = years.take(subject.year, None)
    years.running(year)
    if not may_bring(account, year, subject.place_code):
        raise NotYoursError(_("Akun ini tidak mengunggah bukti untuk wilayah itu."), code="hak")
    if on > timezone.localdate():
        raise ConvergenceError(_("Tanggal dokumen belum terjadi."), code="tanggal")
    kind, path, sha256, pages = _kept(subject.requirement, upload, address.strip())
    same = Evidence.objects.filter(**subject.key, sha256=sha256, withdrawn="").first()
    if same is not None:
        return same
    last = Evidence.objects.filter(**subject.key).aggregate(n=Max("edition"))["n"] or 0
    made = Evidence.objects.create(
        public_id=new(), **{**subject.key, "year": year}, on=on, kind=kind, path=path,
        title=" ".join(title.split())[:160] or subject.requirement.name_id[:160], sha256=sha256,
        pages=pages, edition=last + 1, by=account,
    )  # fmt: skip
    years.note(
        year, account, "bukti",
        after={
            "kode": subject.step, "indikator": subject.indicator, "tempat": subject.place_code,
            "syarat": subject.requirement.code, "bukti": made.public_id, "edisi": made.edition,
            "jenis": kind,
        },
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw(evidence: Evidence, account: Account, reason: str) -> Evidence:
    """Take evidence out of account, with the reason; the file stays. By who brought it, or who
    manages the year."""
    held = Evidence.objects.select_for_update().select_related("year").get(pk=evidence.pk)
    years.running(held.year)
    rights = rights_of(account, timezone.localdate())
    if held.by_id != account.pk and not rights.may("konvergensi-kelola", held.place_code):
        raise NotYoursError(
            _("Bukti ditarik oleh yang mengunggahnya atau pengelola tahun."), code="hak"
        )
    if held.withdrawn:
        raise ConvergenceError(_("Bukti ini sudah ditarik."), code="ditarik")
    if len(reason.strip()) < 5:
        raise ConvergenceError(_("Tulis alasan menarik bukti ini."), code="alasan")
    held.withdrawn = reason.strip()[:200]
    held.save(update_fields=["withdrawn"])
    years.note(
        held.year, account, "bukti-tarik", reason,
        after={"bukti": held.public_id, "syarat": held.requirement, "tempat": held.place_code},
    )  # fmt: skip
    return held


def _kept(requirement: Requirement, upload: Any, address: str) -> tuple[str, str, str, int]:
    """Kind found, where it is kept, its hash, its pages."""
    if address:
        if LINK not in requirement.kinds:
            raise ConvergenceError(_("Syarat ini meminta berkas, bukan alamat."), code="jenis")
        if len(address) > 200 or not ADDRESS.fullmatch(address):
            raise ConvergenceError(
                _("Tulis alamat lengkap yang dimulai https://, paling panjang 200 huruf."),
                code="alamat",
            )
        return LINK, address, hashlib.sha256(address.encode()).hexdigest(), 0
    wanted: tuple[files.Kind, ...] = tuple(k for k in requirement.kinds if k != LINK)
    if not wanted:
        raise ConvergenceError(_("Syarat ini meminta alamat terbitan."), code="jenis")
    kept = files.kept(upload, kinds=wanted, max_mb=MAX_MB)
    return kept.kind, kept.path, kept.sha256, kept.pages


@dataclass(frozen=True)
class Met:
    """A requirement and what stands for it, the newest edition first. `now` is what counts."""

    requirement: Requirement
    editions: tuple[Evidence, ...]

    @property
    def now(self) -> Evidence | None:
        """The newest edition that is not withdrawn and is of a kind that is asked for."""
        return next(
            (
                one for one in self.editions
                if not one.withdrawn and one.kind in self.requirement.kinds
            ),
            None,
        )  # fmt: skip

    @property
    def lacks(self) -> bool:
        """Asked for and not there."""
        return self.now is None and not self.requirement.optional


def met(step: Step, evidence: Iterable[Evidence]) -> tuple[Met, ...]:
    """The requirements of a step beside the evidence of one place."""
    held = sorted(evidence, key=lambda one: -one.edition)
    return tuple(
        Met(one, tuple(row for row in held if row.requirement == one.code)) for one in step.requires
    )
