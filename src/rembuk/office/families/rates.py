"""Published poverty rates of a place: those of the reference and those officers typed. A figure
without year, line and source is refused, and so is one that a slip of the hand explains better."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.families.models import PublishedRate
from rembuk.office.places import said
from rembuk.office.places.numbers import count, plain
from rembuk.reference.poverty import (
    PovertyLine,
    Rate,
    StatedRate,
    UnstatedError,
    break_between,
    stated,
)  # fmt: skip

OWN: Final = "lain"
"""A line the reference does not know, typed with its amount."""
FIRST_YEAR: Final = 1990
JUMP: Final = 3.0
"""A rate this many times its neighbour of the same line is a slip, or needs another source."""
CLOSE: Final = 0.02
KINDS: Final[tuple[Literal["miskin", "ekstrem"], ...]] = ("miskin", "ekstrem")
DAYS: Final = 365 / 12


class RateError(ValueError):
    """A figure that is refused; the text is for the user."""


@dataclass(frozen=True)
class Typed:
    """What the form says, as text already read: numbers or nothing."""

    kind: str
    year: int | None
    percent: float | None
    persons: int | None
    line: str
    line_rupiah: float | None
    source: str


@dataclass(frozen=True)
class Shown:
    """One figure of the series; `broken`: why it makes no trend with the one before it."""

    rate: Rate
    source: str
    line: PovertyLine | None
    own_rupiah: float | None
    broken: str
    typed: PublishedRate | None


def lines(place: str) -> tuple[PovertyLine, ...]:
    """Lines a figure of a place can rest on, the newest first."""
    found = [one for one in reference.load().poverty_lines() if one.area_code in {"", place}]
    return tuple(sorted(found, key=lambda one: (one.valid_from, one.code), reverse=True))


def series(place: str, kind: str) -> tuple[Shown, ...]:
    """The figures of a place and kind, the oldest first, each with its break from the one before.
    Two figures of one year stand side by side; nothing is averaged."""
    known = {one.code: one for one in reference.load().poverty_lines()}
    mine: list[tuple[Rate, PublishedRate | None]] = [
        (rate, None) for rate in reference.load().poverty_rates(place) if rate.kind == kind
    ]
    typed = PublishedRate.objects.filter(place_code=place, kind=kind, withdrawn_at__isnull=True)
    mine += [(_rate(one), one) for one in typed.select_related("added_by")]
    mine.sort(key=lambda pair: (pair[0].period, pair[1] is not None, pair[1].pk if pair[1] else 0))
    language = get_language() or "id"
    breaks = [break_between(one, two, known, language) for (one, _a), (two, _b) in pairwise(mine)]
    reasons = ["", *breaks][: len(mine)]
    return tuple(
        Shown(
            rate,
            said.source(rate.source),
            known.get(rate.line),
            float(row.line_rupiah) if row and row.line_rupiah is not None else None,
            why,
            row,
        )
        for (rate, row), why in zip(mine, reasons, strict=True)
    )


def withdrawn(place: str) -> Sequence[PublishedRate]:
    """Figures taken back, with who and why; they stay to be read."""
    rows = PublishedRate.objects.filter(place_code=place, withdrawn_at__isnull=False)
    return list(rows.select_related("withdrawn_by", "added_by").order_by("-withdrawn_at"))


@atomic
def state(place: str, typed: Typed, user: Account | None) -> PublishedRate:
    """Keep a figure. Raises RateError with what is missing or unlikely."""
    found = check(place, typed)
    twin = PublishedRate.objects.filter(
        place_code=place, kind=found.kind, year=found.year, line=typed.line,
        withdrawn_at__isnull=True,
    )  # fmt: skip
    if twin.exists():
        raise RateError(
            _("Angka tahun dan garis itu sudah ada. Tarik dulu yang lama, dengan alasannya.")
        )
    return PublishedRate.objects.create(
        place_code=place,
        kind=found.kind,
        year=found.year,
        percent=round(found.percent, 2),
        persons=typed.persons,
        line=typed.line,
        line_rupiah=typed.line_rupiah,
        source=found.source[:300],
        added_by=user,
    )


def check(place: str, typed: Typed) -> StatedRate:
    """What a figure is, tried against its line, the limits of a line, and its neighbours."""
    if typed.kind not in KINDS:
        raise RateError(_("Pilih miskin atau miskin ekstrem."))
    if typed.percent is None:
        raise RateError(_("Tulis persentasenya, misalnya 15,19."))
    if typed.year is not None and not FIRST_YEAR <= typed.year <= timezone.localdate().year:
        raise RateError(_("Tahun itu tidak mungkin: tulis tahun survei."))
    if len(typed.source.strip()) < 5 and typed.source.strip():
        raise RateError(_("Tulis sumbernya lengkap, misalnya BPS Kabupaten, berita resmi 2025."))
    if typed.line_rupiah is not None and typed.line_rupiah <= 0:
        raise RateError(_("Besaran garis harus lebih dari nol."))
    known = lines(place)
    if typed.line == OWN:
        if typed.year is None:
            raise RateError(_("Angka kemiskinan tanpa tahun tidak diterima."))
        known = (*known, _own(typed, place))
    try:
        found = stated(
            known, percent=typed.percent, year=typed.year, line=typed.line, source=typed.source,
            area_code=place,
        )  # fmt: skip
    except UnstatedError as problem:
        text = str(problem)
        raise RateError(f"{text[:1].upper()}{text[1:]}.") from problem
    if found.kind != typed.kind:
        raise RateError(_("Garis yang dipilih bukan garis untuk ukuran itu."))
    _amount(typed, known)
    _neighbours(place, found)
    return found


@atomic
def withdraw(rate: PublishedRate, why: str, user: Account | None) -> None:
    """Take a typed figure back; it stays in the history. Raises RateError."""
    rate = PublishedRate.objects.select_for_update().get(pk=rate.pk)
    if rate.withdrawn_at:
        raise RateError(_("Angka ini sudah ditarik."))
    if len(why.strip()) < 5:
        raise RateError(_("Tulis alasan menariknya."))
    rate.withdrawn_at, rate.withdrawn_by = timezone.now(), user
    rate.withdrawn_why = why.strip()[:200]
    rate.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])


def _own(typed: Typed, place: str) -> PovertyLine:
    """The line a user typed, of its year alone. An extreme one is held to the PPP dollar of the
    newest line Indonesia uses, to catch an amount made with the rate of the market."""
    if typed.line_rupiah is None:
        raise RateError(_("Garis lain perlu besarannya: rupiah per orang per bulan."))
    year = typed.year or 0
    shared = {
        "code": OWN, "valid_from": dt.date(year, 1, 1), "valid_to": dt.date(year + 1, 1, 1),
        "source": ("diketik",), "confidence": "sekunder", "name_id": OWN, "name_en": OWN,
        "used_by": ("diketik",), "per_month": typed.line_rupiah,
    }  # fmt: skip
    if typed.kind == "miskin":
        return PovertyLine.model_validate({**shared, "kind": "daerah", "area_code": place})
    base = _extreme(year)
    return PovertyLine.model_validate(
        {**shared, "kind": "ekstrem", "ppp_base": base.ppp_base, "usd_per_day": base.usd_per_day}
    )


def _extreme(year: int) -> PovertyLine:
    """The extreme line of Indonesia in force in a year, else the newest."""
    found = sorted(
        (o for o in reference.load().poverty_lines() if o.kind == "ekstrem" and o.adopted),
        key=lambda one: one.valid_from,
    )
    return next((one for one in reversed(found) if one.valid_from.year <= year), found[-1])


def _amount(typed: Typed, known: Iterable[PovertyLine]) -> None:
    """Refuse an amount that is no line, or not the one of the chosen line."""
    rupiah = typed.line_rupiah
    if rupiah is None:
        return
    limits = reference.load().line_limits(timezone.localdate())
    line = next(one for one in known if one.code == typed.line)
    if typed.kind == "ekstrem" and line.usd_per_day:
        factor = rupiah / DAYS / line.usd_per_day
        if factor > limits.ppp_factor_high:
            raise RateError(
                _(
                    "Rp%(month)s per bulan berarti Rp%(factor)s per dolar: itu kurs pasar, bukan "
                    "kurs PPP. Garis ekstrem memakai dolar PPP; periksa sumbernya."
                )
                % {"month": count(round(rupiah)), "factor": count(round(factor))}
            )
    if problem := limits.month_problem(rupiah):
        raise RateError(f"{problem}")
    if line.per_month is not None and abs(rupiah / line.per_month - 1) > CLOSE:
        raise RateError(
            _("Rp%(typed)s bukan besaran garis itu: Rp%(line)s per orang per bulan.")
            % {"typed": count(round(rupiah)), "line": count(round(line.per_month))}
        )


def _neighbours(place: str, found: StatedRate) -> None:
    """Refuse a figure three times its neighbour on the same measure: most likely a slip."""
    for one in series(place, found.kind):
        near = abs(one.rate.year - found.year) <= 2
        low, high = sorted((one.rate.percent, found.percent))
        if near and low >= 1 and high / low > JUMP:
            raise RateError(
                _(
                    "%(typed)s%% jauh dari %(near)s%% tahun %(year)s: salah ketik koma, atau "
                    "ukuran lain (miskin, bukan miskin ekstrem)?"
                )
                % {
                    "typed": plain(found.percent, 2), "near": plain(one.rate.percent, 2),
                    "year": one.rate.year,
                }
            )  # fmt: skip


def _rate(one: PublishedRate) -> Rate:
    return Rate(
        area_code=one.place_code,
        period=str(one.year),
        kind="ekstrem" if one.kind == "ekstrem" else "miskin",
        line=one.line,
        percent=float(one.percent),
        persons=one.persons,
        source=one.source,
        confidence="sekunder",
    )
