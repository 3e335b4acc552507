"""What is said of an activity before it is one, and the check that it says enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from rembuk.office.ledger.models import Promise
from rembuk.office.places.models import Area
from rembuk.office.programmes import doubting, words
from rembuk.office.programmes.errors import AskedError, ProgrammeError
from rembuk.office.programmes.models import Activity, ProblemSource, Status, UnitCost
from rembuk.office.seats.models import Office

FIRST_YEAR: Final = 2020
AHEAD: Final = 5
"""Years ahead a plan may reach: the span of an RPJMD."""
EDITABLE: Final = (
    "title", "problem", "problem_source", "problem_id", "intervention", "group", "office",
    "place_code", "volume", "unit", "ceiling_amount", "money", "sub_activity_code",
    "sub_activity_name", "pillar",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """One activity to be proposed. Year, office and place are not optional. `amount` is the
    rupiah planned for it (pagu)."""

    year: int
    title: str
    office: Office
    place_code: str
    problem: str = ""
    problem_source: str = ProblemSource.OTHER.value
    problem_id: str = ""
    intervention: str = ""
    group: str = ""
    volume: Decimal | None = None
    unit: str = ""
    amount: int | None = None
    money: str = ""
    sub_activity_code: str = ""
    sub_activity_name: str = ""
    pillar: int | None = None
    promise: Promise | None = None


def district_of(place_code: str) -> str:
    """The district a place lies in.

    >>> district_of("16.06.01.2001")
    '16.06'
    """
    return ".".join(place_code.split(".")[:2])


def activity_of(draft: Draft) -> Activity:
    """The unsaved activity of a draft."""
    values: dict[str, Any] = {
        name: value for name, value in vars(draft).items() if name != "amount"
    }
    for name in ("title", "problem", "unit", "sub_activity_code", "sub_activity_name"):
        values[name] = " ".join(str(values[name]).split())
    return Activity(
        **values, ceiling_amount=draft.amount, district_code=district_of(draft.place_code),
        status=Status.PROPOSED.value,
    )  # fmt: skip


def unit_costs(district_code: str, on: dt.date) -> Mapping[str, UnitCost]:
    """Intervention -> what the district pays for one unit on a day."""
    rows = UnitCost.objects.on(on).filter(district_code=district_code).order_by("valid_from", "pk")
    return {one.intervention: one for one in rows}


def check(activity: Activity, on: dt.date, *, confirmed: bool = False) -> None:
    """Everything an activity must say. Raises ProgrammeError, {field: words}; AskedError where the
    amount looks as if it were in thousands and nobody said that it is meant so."""
    wrong = _wrong(activity, on)
    if wrong:
        raise ProgrammeError(wrong)
    amount = activity.ceiling_amount
    if confirmed or amount is None:
        return
    cost = unit_costs(activity.district_code, on).get(activity.intervention)
    same_unit = cost is not None and cost.unit == activity.unit
    if doubting.thousands(amount, activity.volume, cost.amount if cost and same_unit else None):
        raise AskedError({"ceiling_amount": [doubting.question(amount)]})


def _wrong(activity: Activity, on: dt.date) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}

    def say(field: str, words_: str) -> None:
        wrong.setdefault(field, []).append(words_)

    if not 8 <= len(activity.title) <= 200:
        say("title", _("Tulis kegiatannya, delapan sampai 200 huruf."))
    if len(activity.problem) > 400:
        say("problem", _("Masalah paling panjang 400 huruf."))
    if not FIRST_YEAR <= activity.year <= on.year + AHEAD:
        say("year", _("Tahun rencana antara %(first)d dan %(last)d.")
            % {"first": FIRST_YEAR, "last": on.year + AHEAD})  # fmt: skip
    if activity.office_id is None:
        say("office", _("Tidak ada kegiatan tanpa pemilik. Pilih kantornya."))
    if not Area.objects.filter(code=activity.place_code, valid_to=None).exists():
        say("place_code", _("Wilayah ini tidak dikenal."))
    known: tuple[tuple[str, str, Mapping[str, object], str], ...] = (
        ("intervention", activity.intervention, words.intervention_names(on),
         _("Intervensi ini tidak ada di katalog.")),
        ("group", activity.group, words.groups(on), _("Kelompok sasaran ini tidak dikenal.")),
        ("money", activity.money, words.money(on), _("Sumber dana ini tidak ada di daftar.")),
    )  # fmt: skip
    for field, code, names, text in known:
        if code and code not in names:
            say(field, text)
    if activity.volume is not None and activity.volume <= 0:
        say("volume", _("Volume lebih dari nol, atau kosong bila belum diketahui."))
    if activity.volume is not None and not activity.unit:
        say("unit", _("Tulis satuan volumenya."))
    if activity.ceiling_amount is not None and activity.ceiling_amount < 0:
        say("ceiling_amount", _("Pagu tidak di bawah nol."))
    if activity.problem_source not in ProblemSource.values:
        say("problem_source", _("Asal masalah ini tidak dikenal."))
    return wrong
