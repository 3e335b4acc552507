"""A list taken to the ground: made, filled, summed up, closed. Findings follow each other; none is
changed. Every act is one transaction."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.families.models import FieldCheck, Finding, Found
from rembuk.office.lists import correcting
from rembuk.office.lists.correcting import Wanted
from rembuk.office.lists.models import Correction, Edition, ListedPerson, ListRow
from rembuk.office.people import public_ids

LONGEST: Final = 730
"""Days: a visit longer ago than this does not speak of today's list."""


class GroundError(ValueError):
    """An act that cannot be; the text is for the user."""


@dataclass(frozen=True)
class Entry:
    """What was found of one row, before it is stored."""

    row: ListRow
    found: str
    on: dt.date
    by: str
    note: str = ""
    assumed: bool = False  # day or officer were not written down but taken from the form

    @property
    def told(self) -> tuple[str, str, dt.date, str, str]:
        """What tells two findings apart."""
        return (self.row.key, self.found, self.on, self.by, self.note)


@dataclass(frozen=True)
class Summary:
    """What a check found so far: rows, rows checked, rows by finding."""

    rows: int
    counts: Mapping[str, int]

    @property
    def checked(self) -> int:
        """Rows with a finding."""
        return sum(self.counts.values())

    @property
    def right(self) -> int:
        """Rows that are as the list says."""
        return self.counts.get(Found.RIGHT, 0)

    @property
    def wrong(self) -> int:
        """Rows that are not."""
        return self.checked - self.right

    @property
    def left(self) -> int:
        """Rows nobody has gone to yet."""
        return self.rows - self.checked


@atomic
def make(
    edition: Edition, village: str, officer: str, due: dt.date, user: Account | None
) -> FieldCheck:
    """Take the rows of an edition in a village to the ground. Raises GroundError when a part is
    missing, the edition has no row there, or such a check is still open."""
    if not officer.strip():
        raise GroundError(_("Tulis siapa yang pergi, misalnya Operator SIKS desa."))
    if due < timezone.localdate():
        raise GroundError(_("Tenggat sudah lewat. Pilih hari ini atau sesudahnya."))
    if not standing(edition, village):
        raise GroundError(_("Edisi ini tidak memuat baris di desa itu."))
    if FieldCheck.objects.filter(
        edition=edition, place_code=village, closed_at__isnull=True
    ).exists():
        raise GroundError(_("Edisi ini sedang dicek di desa itu. Tutup dulu yang lama."))
    return FieldCheck.objects.create(
        public_id=public_ids.new(),
        edition=edition,
        place_code=village,
        due=due,
        officer=officer.strip()[:80],
        made_by=user,
    )


def standing(edition: Edition, village: str) -> list[ListRow]:
    """The rows of an edition in a village, each key once, in the order of the file."""
    rows = ListRow.objects.current().filter(edition=edition, place_code=village)
    found: dict[str, ListRow] = {}
    for row in rows.select_related("family").order_by("import_id", "row_no"):
        found.setdefault(row.key, row)
    return list(found.values())


def rows_of(check: FieldCheck) -> list[ListRow]:
    """The rows a check is about."""
    return standing(check.edition, check.place_code)


def codes(check: FieldCheck, rows: Sequence[ListRow]) -> dict[str, ListRow]:
    """Code of a row on paper -> row: the check's code and the first signs of the row's key."""
    length = 8
    while len({row.key[:length] for row in rows}) < len(rows):
        length += 4
    return {f"{check.public_id}-{row.key[:length]}": row for row in rows}


def people_of(rows: Iterable[ListRow]) -> dict[int, ListedPerson]:
    """Row -> the person it names first."""
    ids = [row.pk for row in rows]
    found: dict[int, ListedPerson] = {}
    for start in range(0, len(ids), 900):
        for one in ListedPerson.objects.filter(row__in=ids[start : start + 900]).order_by("-part"):
            found[one.row_id] = one
    return found


def latest(check: FieldCheck) -> dict[str, Finding]:
    """Key of a row -> the finding that stands, the last one entered."""
    return {one.row_key: one for one in check.findings.order_by("entered_at", "pk")}


def summary(check: FieldCheck) -> Summary:
    """What a check found so far."""
    keys = {row.key for row in rows_of(check)}
    counts = Counter(one.found for key, one in latest(check).items() if key in keys)
    return Summary(len(keys), dict(counts))


def fault(entry: Entry, today: dt.date) -> str:
    """Why an entry cannot be; "" when it can."""
    if entry.found not in Found.values:
        return _("Hasil itu tidak dikenal.")
    if entry.on > today:
        return _("Tanggal kunjungan belum terjadi.")
    if (today - entry.on).days > LONGEST:
        return _("Tanggal kunjungan lebih dari dua tahun lalu.")
    if not entry.by.strip():
        return _("Tulis siapa yang memeriksa.")
    return ""


@atomic
def enter(
    check: FieldCheck, entries: Sequence[Entry], user: Account | None, from_file: bool = False
) -> tuple[int, int]:
    """Store findings; returns how many are new and how many were known.

    On screen the same tap as the finding that stands is known; in a file every line that ever came
    in is, so that the same file a second time brings nothing. Raises GroundError.
    """
    check = FieldCheck.objects.select_for_update().get(pk=check.pk)
    if check.closed_at:
        raise GroundError(_("Cek lapangan ini sudah ditutup; temuan baru tidak diterima."))
    today = timezone.localdate()
    for one in entries:
        if problem := fault(one, today):
            raise GroundError(problem)
    stored = list(check.findings.all() if from_file else latest(check).values())
    known = {_told(one) for one in stored}
    loosely = {(one.row_key, one.found, one.note) for one in stored}
    fresh = [
        one
        for one in entries
        if one.told not in known
        and not (one.assumed and (one.row.key, one.found, one.note) in loosely)
    ]
    for one in fresh:
        Finding.objects.create(
            check_list=check,
            row=one.row,
            row_key=one.row.key,
            found=one.found,
            found_on=one.on,
            by=one.by[:80],
            note=one.note[:200],
            entered_by=user,
        )
    return len(fresh), len(entries) - len(fresh)


@atomic
def close(check: FieldCheck) -> FieldCheck:
    """End a check; rows nobody went to stay unchecked. Raises GroundError when it is closed."""
    check = FieldCheck.objects.select_for_update().get(pk=check.pk)
    if check.closed_at:
        raise GroundError(_("Cek lapangan ini sudah ditutup."))
    check.closed_at = timezone.now()
    check.save(update_fields=["closed_at"])
    return check


def mark(check: FieldCheck) -> str:
    """How every request that came of a check begins its evidence."""
    return f"Cek lapangan {check.public_id}"


def unasked(check: FieldCheck) -> list[Finding]:
    """Findings that differ from the list and about which its owner was not asked yet."""
    asked = set(
        Correction.objects.filter(
            source=check.edition.source, evidence__startswith=mark(check)
        ).values_list("row__key", flat=True)
    )
    return [
        one
        for one in latest(check).values()
        if one.row_key not in asked and wanted(check, one) is not None
    ]


def wanted(check: FieldCheck, finding: Finding) -> Wanted | None:
    """The request that follows from a finding; None when the list has nothing to correct."""
    facts = finding.row.facts
    said = Found(finding.found).label
    proof = f"{mark(check)}, {finding.found_on:%d/%m/%Y}, {finding.by}: {said}"
    proof = f"{proof}. {finding.note}" if finding.note else proof
    rank = next((one for one in ("decile", "welfare_rank") if one in facts), "")
    match finding.found:
        case Found.RIGHT:
            return None
        case Found.MOVED:
            return Wanted("place", finding.note or "pindah dari desa ini", proof)
        case Found.NOT_POOR if rank:
            return Wanted(rank, "ditinjau ulang: tidak miskin lagi", proof)
        case Found.POORER:
            return Wanted(rank, "ditinjau ulang: lebih miskin", proof) if rank else None
        case _:
            return Wanted("row", "", proof)


@atomic
def ask_owner(check: FieldCheck, user: Account | None) -> int:
    """Ask the owner of the list about every finding not asked about yet; returns how many."""
    FieldCheck.objects.select_for_update().get(pk=check.pk)
    waiting = unasked(check)
    people = people_of(one.row for one in waiting)
    for one in waiting:
        request = wanted(check, one)
        if request is not None:
            correcting.ask(one.row, people.get(one.row_id), request, user)
    return len(waiting)


def _told(one: Finding) -> tuple[str, str, dt.date, str, str]:
    return (one.row_key, one.found, one.found_on, one.by, one.note)
