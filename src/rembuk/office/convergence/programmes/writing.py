"""Writing the map of programmes: typed on the page, pasted, or brought in a sheet. Every row is
judged by itself; what somebody changed meanwhile is shown and not overwritten."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.access.public_ids import new
from rembuk.office.convergence import duties, years
from rembuk.office.convergence.errors import ConvergenceError
from rembuk.office.convergence.models import Programme, ProgrammeEvent, Year
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.seats import queries as seats
from rembuk.office.seats.models import Office
from rembuk.reference.promises import MoneySource

KEEPER: Final = "BAPPEDA"
"""Role that answers for the whole tab."""
TEXTS: Final = {"problem": 300, "activity": 200, "target": 120, "unit": 40, "note": 300}
"""Fields of plain words -> longest."""
NAMES: Final = (*TEXTS, "office", "place", "volume", "budget", "money")
_NUMBER: Final = re.compile(r"\d+|\d{1,3}(\.\d{3})+")
_DECIMAL: Final = re.compile(r"(\d+|\d{1,3}(\.\d{3})+)(,\d{1,2})?")


@dataclass(frozen=True)
class Entry:
    """A row as somebody wrote it: `key` the public name of one that stands, "" a new one; `texts`
    by `NAMES`; `version` the one that was shown; `withdraw` the reason to take it back."""

    key: str
    texts: Mapping[str, str]
    version: int = 0
    withdraw: str = ""
    row: int = 0


@dataclass(frozen=True)
class Left:
    """A row that was not written, and why. `stale`: somebody changed it meanwhile."""

    entry: Entry
    words: str
    stale: bool = False


@dataclass
class Outcome:
    """What became of the rows."""

    saved: list[Programme] = field(default_factory=list)
    same: int = 0
    left: list[Left] = field(default_factory=list)


class Desk:
    """Who writes, and the words a row may use: offices, places, sources of money, read once."""

    def __init__(self, year: Year, account: Account) -> None:
        today = timezone.localdate()
        self.year = year
        rights = rights_of(account, today)
        self.keeps = rights.may("konvergensi-kelola", year.district_code)
        standing = duties.standing(account, today)
        self.mine = standing.offices if rights.may("konvergensi-isi") else frozenset()
        self.offices = [one for one in seats.offices(today) if _of(one, year.district_code)]
        keepers = {one.pk for one in self.offices if one.role == KEEPER}
        self.keeps = self.keeps or bool(self.mine & keepers)
        self.places = dict(
            Area.objects.filter(within("code", year.district_code), valid_to=None)
            .order_by("code")
            .values_list("code", "name")
        )
        self.money = {one.code: one for one in reference.load().of(MoneySource, today)}

    def may(self, office: Office | int) -> bool:
        """Whether rows of an office are this account's to write."""
        return self.keeps or (office if isinstance(office, int) else office.pk) in self.mine

    def own_offices(self) -> list[Office]:
        """Offices whose rows may be written, by name."""
        return [one for one in self.offices if self.may(one)]

    def read(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The fields of a row. Raises ValidationError with every word that cannot stand."""
        wrong: list[str] = []
        found: dict[str, Any] = {}
        for name, most in TEXTS.items():
            found[name] = " ".join(texts.get(name, "").split())[:most]
        if not found["activity"]:
            wrong.append(_("Kegiatan belum diisi."))
        for name, look in (
            ("office", self._office), ("place_code", self._place), ("money", self._money),
            ("volume", _volume), ("budget", _rupiah),
        ):  # fmt: skip
            try:
                found[name] = look(texts.get(name.removesuffix("_code"), "").strip())
            except ValidationError as problem:
                wrong += problem.messages
        if wrong:
            raise ValidationError(wrong)
        return found

    def _office(self, text: str) -> Office:
        wanted = text.lower()
        found = [
            one for one in self.offices
            if wanted in {one.code.lower(), one.name.lower(), one.short.lower()}
        ]  # fmt: skip
        if not text or not found:
            raise ValidationError(_("Perangkat daerah tidak dikenal: %s.") % (text[:40] or "–"))
        if not self.may(found[0]):
            raise ValidationError(_("Baris %s ditulis kantor itu sendiri.") % found[0].name)
        return found[0]

    def _place(self, text: str) -> str:
        if not text:
            return self.year.district_code
        if text in self.places:
            return text
        found = [code for code, name in self.places.items() if name.lower() == text.lower()]
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(_("Ada %(n)s wilayah bernama %(name)s: tulis kodenya.") % {
                "n": len(found), "name": text[:40],
            })  # fmt: skip
        raise ValidationError(_("Lokasi tidak dikenal: %s.") % text[:40])

    def _money(self, text: str) -> str:
        for one in self.money.values():
            if text.lower() in {one.code.lower(), one.short.lower(), one.name_id.lower()}:
                return one.code
        if text:
            raise ValidationError(_("Sumber dana tidak dikenal: %s.") % text[:40])
        return ""


@transaction.atomic
def write(year: Year, entries: Sequence[Entry], account: Account) -> Outcome:
    """Write rows of the map, each by itself."""
    row = years.take(year, None)
    years.running(row)
    desk, outcome = Desk(row, account), Outcome()
    keys = {one.key for one in entries if one.key}
    standing = {
        one.public_id: one
        for one in Programme.objects.select_for_update(of=("self",)).filter(
            year=row, public_id__in=keys, withdrawn=""
        ).select_related("office")
    }  # fmt: skip
    taken = {_same(one): one.public_id for one in row.programmes.filter(withdrawn="")}
    for entry in entries:
        if not entry.key and not any(entry.texts.get(name, "").strip() for name in NAMES):
            continue
        try:
            _one(row, entry, standing.get(entry.key), desk, taken, outcome, account)
        except ValidationError as problem:
            stale = getattr(problem, "code", "") == "basi"
            outcome.left.append(Left(entry, " ".join(problem.messages), stale))
    return outcome


def _one(
    year: Year, entry: Entry, old: Programme | None, desk: Desk, taken: dict[Any, str],
    outcome: Outcome, account: Account,
) -> None:  # fmt: skip
    if entry.key and old is None:
        raise ConvergenceError(_("Baris ini sudah ditarik atau milik tahun lain."), code="hilang")
    if old is not None and not desk.may(old.office):
        raise ConvergenceError(
            _("Baris %s ditulis kantor itu sendiri.") % old.office.name, code="hak"
        )
    values = {} if entry.withdraw else desk.read(entry.texts)
    if old is not None and not entry.withdraw and all(
        getattr(old, name) == value for name, value in values.items()
    ):  # fmt: skip
        outcome.same += 1
        return
    if old is not None and entry.version != old.version:
        raise ConvergenceError(
            _("Diubah orang lain sejak ditampilkan; tidak ditimpa. Muat ulang lalu ulangi."),
            code="basi",
        )
    if old is not None and entry.withdraw:
        before = said(old)
        old.withdrawn, old.version = entry.withdraw.strip()[:200], old.version + 1
        old.save(update_fields=["withdrawn", "version"])
        _line(old, account, "tarik", before, entry.withdraw)
        outcome.saved.append(old)
        return
    before = said(old) if old else {}
    made = old or Programme(public_id=new(), year=year, version=0)
    for name, value in values.items():
        setattr(made, name, value)
    if taken.get(_same(made), made.public_id) != made.public_id:
        raise ConvergenceError(
            _("Kegiatan ini sudah ada untuk kantor dan lokasi yang sama."), code="ganda"
        )
    taken[_same(made)] = made.public_id
    made.version += 1
    made.save()
    _line(made, account, "ubah" if old else "tulis", before, "")
    outcome.saved.append(made)


def said(one: Programme) -> dict[str, Any]:
    """A row as history keeps it."""
    return {
        "masalah": one.problem, "kegiatan": one.activity, "kantor": one.office.code,
        "wilayah": one.place_code, "sasaran": one.target,
        "volume": None if one.volume is None else str(one.volume), "satuan": one.unit,
        "pagu": one.budget, "dana": one.money, "catatan": one.note, "versi": one.version,
    }  # fmt: skip


def _line(one: Programme, account: Account, act: str, before: dict[str, Any], reason: str) -> None:
    ProgrammeEvent.objects.create(
        programme=one, by=account, act=act, before=before, after=said(one), reason=reason.strip()
    )


def _same(one: Programme) -> tuple[Any, ...]:
    return one.office_id, one.activity.lower(), one.place_code


def _of(office: Office, district: str) -> bool:
    return office.place_code == district or office.place_code.startswith(f"{district}.")


def _volume(text: str) -> Decimal | None:
    if not text:
        return None
    bare = text.removesuffix(".0")
    if not _DECIMAL.fullmatch(bare):
        raise ValidationError(_("Volume tidak terbaca: %s.") % text[:20])
    return Decimal(bare.replace(".", "").replace(",", "."))


def _rupiah(text: str) -> int | None:
    bare = text.removeprefix("Rp").removesuffix(".0").removesuffix(",00").strip()
    if not bare:
        return None
    if not _NUMBER.fullmatch(bare):
        raise ValidationError(_("Pagu tidak terbaca: %s. Tulis rupiah penuh.") % text[:20])
    return int(bare.replace(".", ""))
