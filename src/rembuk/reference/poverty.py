"""Poverty lines and published rates. A line has a date, a PPP base, a day basis and a source; a
rate has a line. Amounts in rupiah per person; poor is strictly below the line."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, model_validator

from rembuk.reference.dated import Confidence, Frozen, Rule

LineKind = Literal["ekstrem", "nasional", "daerah"]
"""The extreme line in PPP dollars; the BPS line (garis kemiskinan) of Indonesia; of a district."""

DayBasis = Literal["30", "365/12", "dibulatkan", ""]
"""Days of a month between the two amounts; `dibulatkan`: the source rounded one of them."""

DAYS: Final[Mapping[str, float]] = {"30": 30.0, "365/12": 365 / 12}

LIMITS: Final = ("line_month_low", "line_month_high", "ppp_factor_low", "ppp_factor_high")
"""The settings `poverty.*` a line is tried against."""


class PovertyLine(Rule):
    """One line of one period. Without `per_month` the amount was not found, and `note` says so."""

    kind: LineKind
    name_id: str
    name_en: str
    area_code: str = ""  # Kemendagri code; "" = Indonesia
    ppp_base: int | None = None
    usd_per_day: float | None = Field(default=None, gt=0)  # PPP dollars, never market dollars
    per_day: float | None = Field(default=None, gt=0)
    per_month: float | None = Field(default=None, gt=0)
    day_basis: DayBasis = ""
    used_by: tuple[str, ...] = Field(min_length=1)
    verified: bool = False  # seen on a public page
    approximate: bool = False  # "about" in the source
    adopted: bool = True  # used by Indonesia for its own figures
    food: float | None = None
    nonfood: float | None = None
    urban: float | None = None
    rural: float | None = None
    poor_household_size: float | None = None
    per_household: float | None = None

    @model_validator(mode="after")
    def _whole(self) -> PovertyLine:
        for message in self.faults():
            raise ValueError(message)
        return self

    def faults(self) -> Iterator[str]:
        """Where the parts of the line contradict each other."""
        if self.kind == "ekstrem" and (self.ppp_base is None or self.usd_per_day is None):
            yield "garis ekstrem tanpa dasar PPP atau dolar PPP per hari"
        if (self.kind == "daerah") != bool(self.area_code):
            yield "garis daerah harus berkode wilayah, garis lain tidak"
        if self.per_month is None and not self.note:
            yield "tanpa besaran per bulan dan tanpa penjelasan"
        if self.verified and self.per_day is None and self.per_month is None and self.adopted:
            yield "disebut sudah dilihat tetapi tanpa besaran"
        if self.day_basis == "dibulatkan" and not self.approximate:
            yield "besaran dibulatkan harus bertanda perkiraan (approximate)"
        if self.per_day is not None and self.per_month is not None:
            yield from self._days(self.per_day, self.per_month)
        yield from self._parts()

    def _days(self, per_day: float, per_month: float) -> Iterator[str]:
        if not self.day_basis:
            yield "besaran per hari dan per bulan tanpa dasar hari (day_basis)"
        elif self.day_basis in DAYS:
            days = DAYS[self.day_basis]
            slack = rounding(per_day) * days + rounding(per_month)
            if abs(per_day * days - per_month) > slack:
                yield (
                    f"per hari {per_day} x {self.day_basis} = {per_day * days:.1f}, "
                    f"bukan per bulan {per_month}"
                )

    def _parts(self) -> Iterator[str]:
        month = self.per_month
        if month is None:
            return
        total = None if self.food is None or self.nonfood is None else self.food + self.nonfood
        if total is not None and abs(total - month) > 1:
            yield f"makanan + bukan makanan = {total}, bukan {month}"
        ends = [one for one in (self.urban, self.rural) if one is not None]
        if len(ends) == 2 and not min(ends) <= month <= max(ends):
            yield "garis tidak di antara perkotaan dan perdesaan"
        if self.per_household is not None and self.poor_household_size is not None:
            product = self.poor_household_size * month
            if abs(product - self.per_household) > 0.005 * month + 1:
                yield f"per rumah tangga {self.per_household} bukan {product:.0f}"

    @property
    def ppp_factor(self) -> float | None:
        """Rupiah a PPP dollar that the amounts imply."""
        day = self.per_day
        if day is None and self.per_month is not None:
            day = self.per_month / DAYS.get(self.day_basis, DAYS["365/12"])
        return None if day is None or self.usd_per_day is None else day / self.usd_per_day

    def why_no_amount(self) -> str:
        """Why the line cannot be used for a month; "" when it can."""
        if self.per_month is not None:
            return ""
        if self.per_day is not None:
            return f"sumbernya hanya menyebut Rp {self.per_day} per hari, tanpa dasar hari"
        return "besarannya belum ditemukan di sumber publik"


def rounding(amount: float) -> float:
    """Half a unit of the last figure an amount is written with (`11571` -> 0.5)."""
    text = f"{amount:.10f}".rstrip("0")
    return float(0.5 * 10.0 ** -len(text.split(".")[1]))


@dataclass(frozen=True)
class LineLimits:
    """Between what a believable line lies: rupiah a month, rupiah a PPP dollar."""

    line_month_low: float
    line_month_high: float
    ppp_factor_low: float
    ppp_factor_high: float

    def problem(self, line: PovertyLine) -> str:
        """Why the amounts of a line are not believable; "" when they are."""
        factor = line.ppp_factor
        if factor is not None and factor > self.ppp_factor_high:
            return (
                f"Rp {factor:,.0f} per dolar: itu kurs pasar, bukan kurs PPP "
                f"({self.ppp_factor_low:,.0f} sampai {self.ppp_factor_high:,.0f})"
            ).replace(",", ".")
        if factor is not None and factor < self.ppp_factor_low:
            return f"Rp {factor:,.0f} per dolar PPP terlalu kecil".replace(",", ".")
        return "" if line.per_month is None else self.month_problem(line.per_month)

    def month_problem(self, per_month: float) -> str:
        """Why an amount a person and month is not believable; "" when it is."""
        shown = f"Rp {per_month:,.0f}".replace(",", ".")
        if per_month < self.line_month_low:
            return f"{shown} per orang per bulan terlalu kecil: salah ketik, atau per hari?"
        if per_month > self.line_month_high:
            return f"{shown} per orang per bulan terlalu besar: salah ketik, atau per rumah tangga?"
        return ""


def overlapping(lines: Iterable[PovertyLine]) -> Iterator[tuple[PovertyLine, str]]:
    """Lines of one kind, area, PPP base and user that hold on the same day."""
    for one, other in combinations(sorted(lines, key=lambda line: line.valid_from), 2):
        if (one.kind, one.area_code, one.ppp_base) != (other.kind, other.area_code, other.ppp_base):
            continue
        users = set(one.used_by) & set(other.used_by)
        if users and (one.valid_to is None or one.valid_to > other.valid_from):
            yield other, f"berlaku bersama {one.code} bagi pemakai {', '.join(sorted(users))}"


class Rate(Frozen):
    """A share of poor persons: never without its period, line and source."""

    area_code: str = ""
    period: str = Field(pattern=r"^\d{4}(-\d{2})?$")
    kind: Literal["ekstrem", "miskin"]
    line: str = ""  # code of the line; "" = the source does not name it
    percent: float = Field(ge=0, le=100)
    persons: int | None = Field(default=None, ge=0)
    source: str = Field(min_length=1)
    confidence: Confidence
    note: str = ""

    @property
    def year(self) -> int:
        """Year of the survey."""
        return int(self.period[:4])


def break_between(
    one: Rate, other: Rate, lines: Mapping[str, PovertyLine], language: str = "id"
) -> str:
    """Why two rates make no trend; "" when they do."""
    en = language == "en"
    if (one.kind, one.area_code) != (other.kind, other.area_code):
        return "another measure or area" if en else "ukuran atau wilayahnya berbeda"
    for rate in (one, other):
        if rate.line not in lines:
            return (
                f"the source of the figure of {rate.period} does not name its line"
                if en
                else f"sumber angka {rate.period} tidak menyebut garisnya"
            )
    if one.kind == "ekstrem":
        bases = [lines[rate.line].ppp_base for rate in (one, other)]
        if bases[0] != bases[1]:
            return (
                f"the line changes from PPP {bases[0]} to PPP {bases[1]}"
                if en
                else f"garis berganti dari PPP {bases[0]} ke PPP {bases[1]}"
            )
        users = [set(lines[rate.line].used_by) for rate in (one, other)]
        if not users[0] & users[1]:
            return (
                "the lines are of two agencies that compute differently"
                if en
                else "garisnya dari dua lembaga yang menghitung berbeda"
            )
    return ""


class StatedRate(Rate):
    """A rate typed by a user; see `stated`."""

    origin: Literal["diketik"] = "diketik"


class UnstatedError(ValueError):
    """A typed rate without what makes it a figure; the message says what is missing."""


def stated(
    lines: Iterable[PovertyLine],
    *,
    percent: float,
    year: int | None,
    line: str,
    source: str,
    area_code: str = "",
) -> StatedRate:
    """A rate typed by a user: refused without year, known line of that year, and source.

    Raises:
        UnstatedError: in words for the user.
    """
    lacking = [
        word
        for word, given in (("tahun", year), ("garis", line.strip()), ("sumber", source.strip()))
        if not given
    ]
    if lacking or year is None:
        raise UnstatedError(f"angka kemiskinan tanpa {', '.join(lacking)} tidak diterima")
    known = {one.code: one for one in lines}
    if line not in known:
        raise UnstatedError(f"garis {line!r} tidak dikenal")
    if not 0 <= percent <= 100:
        raise UnstatedError(f"{percent} bukan persentase")
    mine = known[line]
    first, last = mine.valid_from.year, (mine.valid_to or dt.date.max).year
    if not first <= year <= last:
        raise UnstatedError(f"garis {line} tidak berlaku pada tahun {year}")
    if mine.area_code and mine.area_code != area_code:
        raise UnstatedError(f"garis {line} milik wilayah {mine.area_code}")
    return StatedRate(
        area_code=area_code,
        period=str(year),
        kind="ekstrem" if mine.kind == "ekstrem" else "miskin",
        line=line,
        percent=percent,
        source=source.strip(),
        confidence="sekunder",
    )


def published_rates(directory: Path) -> tuple[Rate, ...]:
    """The rows of `poverty/published.csv`, by area, kind and period."""
    with (directory / "poverty" / "published.csv").open(encoding="utf-8", newline="") as handle:
        rows = [
            Rate.model_validate({name: text for name, text in row.items() if text})
            for row in csv.DictReader(handle)
        ]
    return tuple(sorted(rows, key=lambda one: (one.area_code, one.kind, one.period)))
