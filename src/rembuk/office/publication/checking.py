"""Whether a month can be published: what stops it, what the reader has to be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.intake.models import Import, ImportState
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.measures import add_months
from rembuk.office.publication.frozen import Published
from rembuk.office.publication.gathering import Row

Weight = Literal["baik", "perhatian", "henti"]
JOINT: Final = (2, 8)
"""Months of the joint weighing of all under-fives."""
UNDONE: Final = (
    ImportState.MAPPING, ImportState.CHECKING, ImportState.PREVIEW, ImportState.COMMITTING
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One thing looked at. `weight` "henti": it cannot be published so."""

    code: str
    weight: Weight
    text: str
    link: str = ""


def checks(
    district: str, month: dt.date, published: Published, minimum: float
) -> tuple[Check, ...]:
    """What is to be known before a month is published, the gravest first."""
    found = [
        _over(month), _posts(district, month), _coverage(published, minimum),
        _villages(published), _files(month), _joint(month),
    ]  # fmt: skip
    order = ("henti", "perhatian", "baik")
    return tuple(sorted(found, key=lambda one: order.index(one.weight)))


def changed(rows: Sequence[Row], stored: Sequence[Sequence[Any]]) -> bool:
    """Whether the register holds something else by now."""
    return [list(row) for row in rows] != [list(row) for row in stored]


def stored(found: Sequence[Check]) -> list[dict[str, Any]]:
    """Checks as they are kept."""
    return [asdict(one) for one in found]


def read(rows: Sequence[dict[str, Any]]) -> tuple[Check, ...]:
    """Checks as they were kept."""
    return tuple(Check(**row) for row in rows)


def _over(month: dt.date) -> Check:
    end = add_months(month, 1)
    today = timezone.localdate()
    if today < end:
        return Check("bulan", "henti", _("Bulan pengukuran belum berakhir."))
    if today <= queries.deadline(month):
        return Check("bulan", "perhatian", _("Batas kirim data bulan ini belum lewat."))
    return Check("bulan", "baik", _("Bulan pengukuran dan batas kirim datanya sudah lewat."))


def _posts(district: str, month: dt.date) -> Check:
    whole = queries.completeness(district, month)
    missing = whole.count("belum")
    told = {"n": missing, "of": len(whole.posts)}
    if missing == len(whole.posts):
        return Check("posyandu", "henti", _("Belum ada data posyandu bulan ini."))
    if missing:
        return Check(
            "posyandu", "perhatian",
            _("%(n)s dari %(of)s posyandu belum mengirim data.") % told, "posyandu:completeness",
        )  # fmt: skip
    return Check("posyandu", "baik", _("Semua %(of)s posyandu sudah mengirim data.") % told)


def _coverage(published: Published, minimum: float) -> Check:
    total = published.total
    limit = f"{minimum:g}".replace(".", ",")
    if not total.readable:
        return Check(
            "cakupan", "henti",
            _("D/S daerah di bawah %(limit)s%%: prevalensinya belum bisa dibaca.")
            % {"limit": limit},
        )  # fmt: skip
    if published.unread:
        return Check(
            "cakupan", "perhatian",
            _("%(n)s desa dengan D/S di bawah %(limit)s%%: angkanya tampil sebagai belum bisa "
              "dibaca.") % {"n": published.unread, "limit": limit},
        )  # fmt: skip
    return Check("cakupan", "baik", _("D/S setiap desa cukup untuk dibaca."))


def _villages(published: Published) -> Check:
    if published.silent:
        return Check(
            "desa", "perhatian",
            _("%(n)s desa tanpa data bulan ini; tampil sebagai belum ada data.")
            % {"n": published.silent},
        )  # fmt: skip
    return Check("desa", "baik", _("Setiap desa punya data."))


def _files(month: dt.date) -> Check:
    """Files of measurements that wait, and rows that stayed out of those that are in."""
    rows = Import.objects.filter(kind="pengukuran", as_of__gte=month)
    waiting = rows.filter(state__in=UNDONE).count()
    ended = rows.filter(state=ImportState.DONE, as_of__lt=add_months(month, 2))
    held = sum(int(counts.get("galat", 0)) for counts in ended.values_list("counts", flat=True))
    if waiting or held:
        return Check(
            "berkas", "perhatian",
            _("%(files)s berkas pengukuran menunggu disimpan, %(rows)s baris masih tertahan.")
            % {"files": waiting, "rows": held}, "intake:list",
        )  # fmt: skip
    return Check("berkas", "baik", _("Tidak ada berkas atau baris pengukuran yang tertahan."))


def _joint(month: dt.date) -> Check:
    if month.month in JOINT:
        return Check("serentak", "baik", _("Bulan penimbangan serentak."))
    return Check(
        "serentak", "perhatian",
        _("Bukan bulan penimbangan serentak (Februari, Agustus): cakupannya dapat lebih rendah."),
    )  # fmt: skip
