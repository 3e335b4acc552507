"""Reading what a district types of a survey's book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.insight.models import SurveyValue
from rembuk.office.insight.series import METHODS
from rembuk.office.intake.reading import values

FIELDS: Final = ("survei", "tahun", "persen", "n", "se", "bawah", "atas", "sumber")
FIRST: Final = 2007
"""Year of the first Riskesdas."""


def state(
    account: Account | None, district: str, typed: Mapping[str, str], today: dt.date
) -> SurveyValue:
    """Keep a statement. Raises ValidationError, one message for each field that is wrong."""
    wrong: list[str] = []

    def number(name: str, words: str, low: float, high: float) -> Decimal | None:
        text = typed.get(name, "").removesuffix("%").strip()
        if not text:
            return None
        found = values.decimal(text).value
        if found is None or not low < found < high:
            wrong.append(
                _("%(name)s: tulis angka antara %(low)s dan %(high)s.")
                % {"name": words, "low": f"{low:g}", "high": f"{high:g}"}
            )
            return None
        return Decimal(str(found))

    survey = typed.get("survei", "")
    if survey not in METHODS:
        wrong.append(_("Pilih surveinya."))
    year_text = typed.get("tahun", "")
    year = int(year_text) if year_text.isdigit() and len(year_text) == len("2022") else 0
    if not FIRST <= year <= today.year:
        wrong.append(
            _("Tahun survei antara %(low)s dan %(high)s.") % {"low": FIRST, "high": today.year}
        )
    percent = number("persen", _("Prevalensi"), 0, 100)
    se = number("se", _("Galat baku"), 0, 20)
    low, high = number("bawah", _("Batas bawah"), -1, 100), number("atas", _("Batas atas"), 0, 101)
    n_text = typed.get("n", "").replace(".", "").replace(" ", "")
    n = int(n_text) if n_text.isdigit() and len(n_text) <= len("9999999") else None
    if n_text and (n is None or n < 2):
        wrong.append(_("Jumlah balita contoh: tulis bilangan bulat."))
    if percent is None and not wrong:
        wrong.append(_("Tulis prevalensinya dalam persen."))
    if (low is None) != (high is None):
        wrong.append(_("Rentang keyakinan: isi batas bawah dan batas atas."))
    if percent is not None and low is not None and high is not None and not low < percent < high:
        wrong.append(_("Prevalensi terletak di antara batas bawah dan batas atas."))
    if n is None and se is None and low is None and not wrong:
        wrong.append(_("Isi jumlah contoh, galat baku, atau rentangnya."))
    if len(typed.get("sumber", "")) < 5:
        wrong.append(_("Sebut buku dan halaman sumbernya."))
    if wrong:
        raise ValidationError(wrong)
    return SurveyValue.objects.create(
        district_code=district, survey=survey, year=year, percent=percent, n=n, se=se, low=low,
        high=high, source=typed["sumber"][:300], by=account,
    )  # fmt: skip
