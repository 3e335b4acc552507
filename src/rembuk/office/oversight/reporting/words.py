"""The office's own words in a chapter. Nothing is overwritten: the newest version holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.oversight.errors import NotYoursError, OversightError, StaleError
from rembuk.office.oversight.halves import Half
from rembuk.office.oversight.models import Chapter, ReportWords

LONGEST: Final = 6000


@dataclass(frozen=True)
class Words:
    """What the office says in a chapter now; version 0: nothing was ever said."""

    chapter: str
    text: str = ""
    version: int = 0
    by: str = ""
    at: dt.datetime | None = None


def words(half: Half, place: str) -> dict[str, Words]:
    """Chapter -> what is said in it."""
    found = {code: Words(code) for code in Chapter.values}
    rows = ReportWords.objects.filter(year=half.year, half=half.half, place_code=place)
    for row in rows.select_related("by").order_by("version"):
        found[row.chapter] = Words(row.chapter, row.text, row.version, str(row.by or ""), row.at)
    return found


def may_write(account: Account, place: str) -> bool:
    """Whether the account writes the report of a place."""
    return rights_of(account, timezone.localdate()).may("pengawasan-isi", place)


@transaction.atomic
def say(
    half: Half, place: str, chapter: str, text: str, by: Account, *, version: int
) -> ReportWords:
    """Say something in a chapter, after `version`; "" takes the words back. Raises
    ValidationError: what was typed meanwhile by another is never overwritten."""
    if not may_write(by, place):
        raise NotYoursError(_("Akun ini tidak menulis laporan di tempat itu."))
    if chapter not in Chapter.values:
        raise OversightError(_("Bab ini tidak ada."))
    if len(text) > LONGEST:
        raise OversightError(_("Paling panjang %(n)s huruf satu bab.") % {"n": LONGEST})
    current = words(half, place)[chapter]
    stale = StaleError(
        _("Bab ini baru saja ditulis orang lain. Baca dulu yang terbaru."), code="basi"
    )
    if current.version != version:
        raise stale
    try:
        with transaction.atomic():
            return ReportWords.objects.create(
                year=half.year, half=half.half, place_code=place, chapter=chapter,
                version=version + 1, text=text.strip(), by=by,
            )  # fmt: skip
    except IntegrityError:
        raise stale from None
