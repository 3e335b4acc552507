"""What the district types into its catalogue: dated prices, codes of sub-activities, ceilings."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.access.public_ids import new
from rembuk.office.places.models import Area
from rembuk.office.programmes import doubting, words
from rembuk.office.programmes.errors import AskedError, NotYoursError, ProgrammeError, StaleError
from rembuk.office.programmes.models import (
    Ceiling,
    CeilingEvent,
    CeilingKind,
    SubActivity,
    UnitCost,
)
from rembuk.office.seats.models import Office

LEAST_COST = 100
"""A unit below this many rupiah is asked about: no catalogue entry is handed out for less."""


def _keeper(account: Account, place_code: str) -> None:
    if not rights_of(account, timezone.localdate()).may("rencana-kelola", place_code):
        raise NotYoursError(
            _("Katalog dan pagu diisi pengelola rencana daerah (Bappeda atau TPPS)."), code="hak"
        )


@transaction.atomic
def price(
    account: Account, district_code: str, intervention: str, amount: int | None,
    since: dt.date | None, source: str, *, unit: str = "", confirmed: bool = False,
) -> UnitCost:  # fmt: skip
    """What one unit costs from a day on. The price before ends on that day and stays; the same day
    again with the same amount is the same price. Raises ProgrammeError, AskedError."""
    _keeper(account, district_code)
    on, source = timezone.localdate(), " ".join(source.split())[:160]
    wrong: dict[str, list[str]] = {}
    if intervention not in words.intervention_names(on):
        wrong["intervention"] = [_("Intervensi ini tidak ada di katalog.")]
    if not amount or amount <= 0:
        wrong["amount"] = [_("Tulis biaya satu satuan, lebih dari nol.")]
    if since is None:
        wrong["since"] = [_("Isi mulai berlakunya.")]
    if len(source) < 5:
        wrong["source"] = [_("Sebut sumber biaya ini, misalnya DPA Dinkes 2026 sub kegiatan ….")]
    if wrong or amount is None or since is None:
        raise ProgrammeError(wrong)
    if amount < LEAST_COST and not confirmed:
        raise AskedError({"amount": [doubting.question(amount)]})
    mine = UnitCost.objects.select_for_update().filter(
        district_code=district_code, intervention=intervention
    )
    unit = " ".join(unit.split())[:40] or words.units(on)[intervention]
    same = mine.filter(valid_from=since).first()
    if same is not None:
        if (same.amount, same.unit, same.source) == (amount, unit, source):
            return same
        raise ProgrammeError(
            {
                "since": [
                    _("Sudah ada biaya mulai tanggal itu. Pakai tanggal lain; yang lama tetap.")
                ]
            }
        )
    after = mine.filter(valid_from__gt=since).order_by("valid_from").first()
    mine.filter(valid_from__lt=since).filter(valid_to=None).update(valid_to=since)
    mine.filter(valid_from__lt=since, valid_to__gt=since).update(valid_to=since)
    return UnitCost.objects.create(
        public_id=new(), district_code=district_code, intervention=intervention, amount=amount,
        unit=unit, valid_from=since, valid_to=after.valid_from if after else None, source=source,
        by=account,
    )  # fmt: skip


@transaction.atomic
def sub_activity(
    account: Account, district_code: str, intervention: str, code: str, name: str, source: str
) -> SubActivity:
    """A code of SIPD the district uses for an entry. The same code again is the same row."""
    _keeper(account, district_code)
    code, name = "".join(code.split())[:40], " ".join(name.split())[:200]
    source = " ".join(source.split())[:160]
    wrong: dict[str, list[str]] = {}
    if not code or not set(code) <= set("0123456789."):
        wrong["code"] = [_("Kode sub kegiatan hanya angka dan titik, misalnya 1.02.02.2.02.0015.")]
    if len(name) < 5:
        wrong["name"] = [_("Tulis nama sub kegiatannya.")]
    if len(source) < 5:
        wrong["source"] = [_("Sebut di mana kode ini dibaca, misalnya DPA Dinkes 2026.")]
    if intervention not in words.intervention_names(timezone.localdate()):
        wrong["intervention"] = [_("Intervensi ini tidak ada di katalog.")]
    if wrong:
        raise ProgrammeError(wrong)
    made, _new = SubActivity.objects.get_or_create(
        district_code=district_code, intervention=intervention, code=code, withdrawn_at=None,
        defaults={"public_id": new(), "name": name, "source": source, "by": account},
    )  # fmt: skip
    return made


@transaction.atomic
def drop_sub_activity(account: Account, row: SubActivity) -> None:
    """Take a code out of use; the row stays."""
    _keeper(account, row.district_code)
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])


@transaction.atomic
def ceiling(
    account: Account, place_code: str, year: int, kind: str, amount: int | None, document: str, *,
    office: Office | None = None, version: int | None = None, confirmed: bool = False,
) -> Ceiling:  # fmt: skip
    """Set the ceiling of a village or an office for a year, by which document."""
    _keeper(account, place_code)
    document = " ".join(document.split())[:160]
    wrong: dict[str, list[str]] = {}
    if kind not in CeilingKind.values:
        wrong["kind"] = [_("Jenis pagu ini tidak dikenal.")]
    if (kind == CeilingKind.OFFICE) != (office is not None):
        wrong["office"] = [_("Pagu perangkat daerah menyebut kantornya; pagu desa tidak.")]
    if not Area.objects.filter(code=place_code).exists():
        wrong["place_code"] = [_("Wilayah ini tidak dikenal.")]
    if amount is None or amount < 0:
        wrong["amount"] = [_("Tulis pagunya dalam rupiah.")]
    if len(document) < 5:
        wrong["document"] = [_("Sebut dokumen pagunya, misalnya Perbup 12/2026.")]
    if wrong or amount is None:
        raise ProgrammeError(wrong)
    # a village's money of a year is hundreds of millions: a thousandth of it is a slip
    if not confirmed and 0 < amount < doubting.LEAST * 100:
        raise AskedError({"amount": [doubting.question(amount)]})
    row = (
        Ceiling.objects.select_for_update()
        .filter(place_code=place_code, year=year, kind=kind, office=office)
        .first()
    )
    if row is None:
        row = Ceiling(public_id=new(), place_code=place_code, year=year, kind=kind, office=office)
        before: dict[str, object] = {}
    elif version is not None and version != row.version:
        raise StaleError
    elif (row.amount, row.document) == (amount, document):
        return row
    else:
        before = {"amount": row.amount, "document": row.document}
        row.version += 1
    row.amount, row.document, row.by = amount, document, account
    row.save()
    CeilingEvent.objects.create(
        ceiling=row, by=account, act="pagu", before=before,
        after={"amount": amount, "document": document},
    )  # fmt: skip
    return row
