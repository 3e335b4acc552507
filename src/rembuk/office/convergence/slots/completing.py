"""A district completes a slot of a list that is not public, or settles a denominator. Each is
dated, has a source or reason, is history, and reaches the cells at once."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.convergence import cells, opening, years
from rembuk.office.convergence.errors import ConvergenceError, StaleError
from rembuk.office.convergence.models import OwnIndicator, Ruling, Year, YearState
from rembuk.reference.slots import EntryError, own_indicator

NEW: Final = "baru"
"""Chosen in place of a quantity that is known: the district brings its own."""


@dataclass(frozen=True)
class SlotDraft:
    """What a form or a row of a file says about a slot. `numerator` and `denominator` are codes of
    quantities, or `NEW` with a name and a definition."""

    code: str
    name: str
    unit: str = "persen"
    direction: str = "naik"
    numerator: str = ""
    numerator_name: str = ""
    denominator: str = ""
    denominator_name: str = ""
    owner: str = ""
    level: str = "desa"
    frequency: str = "bulan"
    source: str = ""
    valid_from: dt.date | None = None
    target: str = ""
    target_document: str = ""


@transaction.atomic
def complete(
    year: Year, draft: SlotDraft, account: Account, *, version: int | None = None
) -> OwnIndicator:
    """Keep a slot's content from a day on and open its cells. Raises ValidationError with every
    problem in words, StaleError when somebody completed it meanwhile."""
    years.running(year)
    day = draft.valid_from or dt.date(year.year, 1, 1)
    if not draft.source.strip():
        raise ConvergenceError(_("Tulis dokumen sumbernya."), code="sumber")
    entry = entry_of(draft, year)
    try:
        own = own_indicator(reference.load(), entry, source=draft.source, valid_from=day)
    except EntryError as error:
        raise ValidationError([told(place, text) for place, text in error.problems]) from None
    rows = OwnIndicator.objects.select_for_update().filter(
        district_code=year.district_code, code=draft.code
    )
    standing = rows.order_by("-valid_from").first()
    if version is not None and (standing.version if standing else 0) != version:
        raise StaleError(standing.version if standing else 0)
    if standing is not None and standing.valid_from > day:
        raise ConvergenceError(_("Slot ini sudah dilengkapi mulai hari yang lebih baru."))
    rows.filter(valid_to__isnull=True, valid_from__lt=day).update(valid_to=day)
    row, made = OwnIndicator.objects.get_or_create(
        district_code=year.district_code, code=draft.code, valid_from=day,
        defaults={
            "list_code": own.indicator.list_code, "entry": entry, "source": draft.source,
            "by": account, "version": standing.version + 1 if standing else 1,
        },
    )  # fmt: skip
    if not made:
        row.entry, row.source, row.by, row.valid_to = entry, draft.source, account, None
        row.version = F("version") + 1
        row.save(update_fields=["entry", "source", "by", "valid_to", "version"])
        row.refresh_from_db()
    years.note(year, account, "slot", draft.source, after={"slot": draft.code})
    _open(year)
    return row


@transaction.atomic
def rule(
    year: Year, conflict: str, choice: str, reason: str, account: Account, *,
    valid_from: dt.date | None = None,
) -> Ruling:  # fmt: skip
    """The district says which denominator holds from a day on, and why. Cells in work follow."""
    years.running(year)
    day = valid_from or dt.date(year.year, 1, 1)
    known = {one.code: one for one in reference.load().conflicts(dt.date(year.year, 12, 31))}
    found = known.get(conflict)
    if found is None or choice not in {one.quantity for one in found.choices}:
        raise ConvergenceError(_("Pilihan itu tidak ada."), code="pilihan")
    if not reason.strip():
        raise ConvergenceError(_("Tulis alasannya; ia tampil di sebelah angkanya."), code="alasan")
    row = Ruling.objects.create(
        district_code=year.district_code, conflict=conflict, choice=choice,
        reason=reason.strip()[:400], valid_from=day, by=account,
    )  # fmt: skip
    years.note(year, account, "putusan", reason, after={"penyebut": found.indicator})
    for one in _running(year.district_code):
        opened = one.cells.order_by().values_list("period", flat=True).distinct()
        cells.refresh(one, list(opened), [found.indicator])
    return row


def entry_of(draft: SlotDraft, year: Year) -> dict[str, Any]:
    """The draft as the reference writes an indicator, with quantities of its own."""
    own: list[dict[str, Any]] = []
    numerator = _quantity(draft, "n", draft.numerator, draft.numerator_name, own)
    denominator = _quantity(draft, "d", draft.denominator, draft.denominator_name, own)
    if draft.unit != "persen":
        denominator = ""
        own = [one for one in own if one["code"] == numerator]
    entry: dict[str, Any] = {
        "code": draft.code, "name_id": draft.name.strip(), "unit": draft.unit,
        "direction": draft.direction, "numerator": numerator, "denominator": denominator,
        "owner": draft.owner, "level": draft.level, "frequency": draft.frequency,
        "quantities": own,
    }  # fmt: skip
    if draft.target.strip():
        entry["targets"] = [
            {
                "value": _number(draft.target), "year": year.year,
                "unit": "persen" if draft.unit == "persen" else "jumlah",
                "document": draft.target_document.strip() or draft.source,
                "source": draft.source, "confidence": "resmi",
            }
        ]  # fmt: skip
    return entry


def suggestion(code: str, year: Year) -> SlotDraft | None:
    """A draft from the indicator a slot may well be; None when nothing is suggested."""
    known = reference.load()
    try:
        slot = known.indicator(code)
        like = known.indicator(slot.suggests) if slot.suggests else None
    except LookupError:
        return None
    if like is None:
        return None
    return SlotDraft(
        code,
        like.name_id,
        like.unit,
        like.direction,
        like.numerator,
        "",
        like.denominator,
        "",
        like.owner,
        like.level,
        like.frequency,
    )


def draft_of(row: OwnIndicator) -> SlotDraft:
    """What a completed slot says, to be changed."""
    entry: Mapping[str, Any] = row.entry
    names = {one["code"]: one.get("name_id", "") for one in entry.get("quantities", [])}
    numerator, denominator = entry.get("numerator", ""), entry.get("denominator", "")
    target = (entry.get("targets") or [{}])[0]
    return SlotDraft(
        row.code, entry.get("name_id", ""), entry.get("unit", "persen"),
        entry.get("direction", "naik"), NEW if numerator in names else numerator,
        names.get(numerator, ""), NEW if denominator in names else denominator,
        names.get(denominator, ""), entry.get("owner", ""), entry.get("level", "desa"),
        entry.get("frequency", "bulan"), row.source, row.valid_from,
        f"{target['value']:g}" if "value" in target else "", target.get("document", ""),
    )  # fmt: skip


def told(place: str, text: str) -> str:
    """A problem with the field it is about, in words."""
    fields = {
        "code": _("Kode"), "name_id": _("Nama"), "numerator": _("Pembilang"),
        "denominator": _("Penyebut"), "owner": _("Pemilik"), "level": _("Tingkat"),
        "frequency": _("Frekuensi"), "unit": _("Satuan"), "direction": _("Arah"),
        "targets": _("Target"),
    }  # fmt: skip
    name = fields.get(place.split(".")[0], place)
    return f"{name}: {text}" if name else text


def _quantity(draft: SlotDraft, part: str, code: str, name: str, own: list[dict[str, Any]]) -> str:
    if code != NEW:
        return code
    if not name.strip():
        raise ConvergenceError(_("Beri nama besaran baru itu."), code="besaran")
    made = f"{_slug(draft.code)}_{part}"
    kind = {"ya-tidak": "yes-no", "rupiah": "money"}.get(draft.unit, "count")
    own.append(
        {
            "code": made, "name_id": name.strip(), "definition": name.strip(),
            "owner": draft.owner, "kind": kind, "level": draft.level,
            "frequency": draft.frequency, "unit_id": _("satuan"), "unit_en": "unit",
            "max_of": "",
        }
    )  # fmt: skip
    return made


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]


def _number(text: str) -> float:
    try:
        return float(text.strip().rstrip("%").replace(".", "").replace(",", "."))
    except ValueError:
        raise ConvergenceError(_("Target tidak terbaca: isi angka."), code="target") from None


def _running(district: str) -> list[Year]:
    return list(Year.objects.filter(district_code=district, state=YearState.RUNNING))


def _open(year: Year) -> None:
    """Cells of a newly completed slot, in periods that are open."""
    opening.reopen_periods(year)
