"""What to look at again before a measurement is saved: each remark can be confirmed, none refuses.

The comparison is by age (z-scores), so that a fast-growing infant is not questioned; the words give
kilograms and centimetres only, since a kader reads them too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import polars as pl
from django.utils import formats
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.people.models import Person
from rembuk.office.posyandu.deriving import derivation
from rembuk.office.posyandu.models import Measurement
from rembuk.office.posyandu.queries.twins import twins
from rembuk.office.posyandu.remeasuring import Reading
from rembuk.science.growth.derive import SHRINK_CM
from rembuk.science.growth.zscores import STANDING_FROM_DAY

SIZES: Final = ("weight", "lenhei", "muac", "headc")


@dataclass(frozen=True)
class Remark:
    """One thing to look at again, by the field it is about."""

    code: str
    field: str
    text: str


@dataclass(frozen=True)
class Before:
    """The last value of a size before a day."""

    value: float
    date: dt.date
    position: str = ""


def before(child: Person, on: dt.date) -> dict[str, Before]:
    """Size -> its last value before a day, for the line beneath each field."""
    rows = Measurement.objects.filter(child=child, superseded_by__isnull=True, date__lt=on)
    found: dict[str, Before] = {}
    for row in rows.order_by("-date", "-pk")[:12]:
        for name in SIZES:
            value = getattr(row, name)
            if value is not None and name not in found:
                position = row.position if name == "lenhei" else ""
                found[name] = Before(value, row.date, position)
    return found


def remarks(child: Person, reading: Reading, today: dt.date) -> list[Remark]:
    """What is odd about a measuring, in plain words."""
    found = list(_of_day(child, reading))
    rules = reference.load()
    since = reading.date - dt.timedelta(days=int(rules.number("remeasure.jump_days", today)))
    earlier = (
        Measurement.objects.filter(
            child=child, superseded_by__isnull=True, date__lt=reading.date, date__gte=since
        )
        .order_by("-date", "-pk")
        .first()
    )
    scored = _scored(child, reading, rules, today)
    flags = str(scored["flags"]).split()
    odd = {
        "weight": ("wei", _("Berat ini tidak wajar untuk umurnya. Timbang sekali lagi.")),
        "lenhei": ("len", _("Panjang atau tinggi ini tidak wajar untuk umurnya. Ukur lagi.")),
    }
    for field, (flag, text) in odd.items():
        if flag in flags:
            found.append(Remark(f"wajar-{flag}", field, text))
    if not {"wei", "len"} & set(flags) and {"wfl", "bmi"} & set(flags):
        text = _("Berat dan panjang ini tidak cocok satu sama lain. Periksa keduanya.")
        found.append(Remark("wajar-wfl", "weight", text))
    if {"hc", "ac"} & set(flags):
        text = _("Lingkar lengan atau kepala ini tidak wajar untuk umurnya. Ukur lagi.")
        found.append(Remark("wajar-lingkar", "muac", text))
    doubts = str(scored["doubts"]).split()
    if "position" in doubts or "recheck" in doubts:
        found.append(_of_position(scored))
    if earlier is not None:
        limit = rules.number("remeasure.jump_z", today)
        found += _jumps(earlier, reading, scored, limit, flags)
    return found


def _of_day(child: Person, reading: Reading) -> list[Remark]:
    found = []
    same = Measurement.objects.filter(
        child=child, superseded_by__isnull=True, date=reading.date
    ).first()
    if same is not None:
        parts = [
            f"{formats.number_format(value)} {unit}"
            for value, unit in ((same.weight, "kg"), (same.lenhei, "cm"))
            if value is not None
        ]
        text = _(
            "Sudah ada ukuran pada hari itu (%(values)s). Yang lama tetap disimpan, yang baru "
            "yang dipakai."
        ) % {"values": ", ".join(parts) or "–"}
        found.append(Remark("hari-sama", "date", text))
    if twins(child):
        text = _("Anak ini punya saudara kembar. Pastikan yang diukur memang anak ini.")
        found.append(Remark("kembar", "date", text))
    return found


def _of_position(scored: dict[str, object]) -> Remark:
    age = scored["age_days"]
    if isinstance(age, int) and age < STANDING_FROM_DAY:
        text = _("Di bawah 2 tahun anak diukur berbaring. Benar diukur berdiri?")
    else:
        text = _("Mulai 2 tahun anak diukur berdiri. Benar diukur berbaring?")
    return Remark("posisi", "position", text)


def _scored(
    child: Person, reading: Reading, rules: reference.Reference, today: dt.date
) -> dict[str, object]:
    row = {
        "child": child.pk, "id": 0, "date": reading.date, "place_code": child.place_code,
        **reading.values(), "child__birth_date": child.birth_date, "child__sex": child.sex,
        "child__birth_date_sure": child.birth_date_sure,
    }  # fmt: skip
    frame = pl.DataFrame([row], schema=derivation.FACTS)
    return derivation.judge(frame, rules, today).row(0, named=True)


def _jumps(
    earlier: Measurement,
    reading: Reading,
    scored: dict[str, object],
    limit: float,
    flags: list[str],
) -> list[Remark]:
    found = []
    day = formats.date_format(earlier.date, "j F Y")
    number = formats.number_format
    if earlier.weight is not None and reading.weight is not None and "wei" not in flags:
        change = round(reading.weight - earlier.weight, 2)
        if _far(earlier.zwei, scored["zwei"], limit):
            words = _("naik") if change > 0 else _("turun")
            text = _(
                "Berat %(words)s %(change)s kg sejak %(day)s (%(before)s kg). Timbang sekali lagi."
            ) % {
                "words": words, "change": number(abs(change)), "day": day,
                "before": number(earlier.weight),
            }  # fmt: skip
            found.append(Remark("lompat-berat", "weight", text))
    now = scored["clenhei"]
    if earlier.clenhei is not None and isinstance(now, float) and "len" not in flags:
        change = round(
            _lying(now, scored["age_days"]) - _lying(earlier.clenhei, earlier.age_days), 1
        )
        was = earlier.lenhei or earlier.clenhei
        told = {"change": number(abs(change)), "day": day, "before": number(was)}
        if change < -SHRINK_CM:
            text = _(
                "Anak tidak memendek: %(change)s cm lebih pendek daripada %(day)s "
                "(%(before)s cm). Ukur sekali lagi."
            )
            found.append(Remark("memendek", "lenhei", text % told))
        elif _far(earlier.zlen, scored["zlen"], limit):
            text = _(
                "Bertambah %(change)s cm sejak %(day)s (%(before)s cm), terlalu cepat. Ukur "
                "sekali lagi."
            )
            found.append(Remark("lompat-panjang", "lenhei", text % told))
    return found


def _far(before: float | None, now: object, limit: float) -> bool:
    return before is not None and isinstance(now, float) and abs(now - before) > limit


def _lying(size: float, age: object) -> float:
    """A corrected size on the footing of length: height is 0.7 cm less."""
    return size + (0.7 if isinstance(age, int) and age >= STANDING_FROM_DAY else 0.0)
