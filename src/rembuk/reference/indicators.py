"""Indicators of convergence as named quantities over named quantities, each with one owner."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from pydantic import Field, model_validator

from rembuk.reference.dated import Confidence, Frozen, Rule

Level = Literal["desa", "kecamatan", "kabupaten"]
Frequency = Literal["bulan", "semester", "tahun"]
QuantityKind = Literal["count", "yes-no", "money"]
IndicatorKind = Literal["dampak", "cakupan", "suplai", "survei"]
"""Result among people; reach of a service; what must be in place for it; estimate of a survey."""
Unit = Literal["persen", "jumlah", "ya-tidak", "rupiah"]

LEVELS_UP: Final[tuple[Level, ...]] = ("desa", "kecamatan", "kabupaten")
"""The levels, the smallest first."""

MONTHS: Final[dict[Frequency, int]] = {"bulan": 1, "semester": 6, "tahun": 12}
"""Months one period of a frequency covers."""


class IndicatorList(Rule):
    """One published list. `size` is how many the list is said to have; 0 = not said."""

    name_id: str
    name_en: str
    size: int = Field(default=0, ge=0)


class Quantity(Rule):
    """What is counted, by one owner; every other office reads it. `level` is the smallest area it
    is kept for, `frequency` how often; `over` tells how a longer period is made from shorter ones:
    `akhir` takes the last one (a state), `jumlah` adds them (events)."""

    name_id: str
    name_en: str
    definition: str
    definition_en: str = ""
    owner: str
    group: str
    kind: QuantityKind = "count"
    unit_id: str
    unit_en: str
    level: Level = "desa"
    frequency: Frequency = "bulan"
    over: Literal["akhir", "jumlah"] = "akhir"
    max_of: str = ""  # a quantity it cannot exceed
    computed: str = ""  # name of the query that counts it from records; "" = typed


class IndicatorTarget(Frozen):
    """A value to reach in a year, with the document that says so. `times` is how often in the
    year, for a yes-or-no or a count."""

    value: float
    year: int | None = None  # None = every year
    unit: Literal["persen", "jumlah", "kali-setahun", "kali-sebulan"] = "persen"
    area: Literal["nasional", "kabupaten"] = "kabupaten"
    document: str
    source: str
    confidence: Confidence


class Indicator(Rule):
    """One indicator of one list. `numerator` and `denominator` are codes of quantities; a list that
    counts without a ratio has no denominator, a survey estimate has neither. A slot (`complete:
    false`) is a place of the list whose content is not public or not confirmed: what stands in it
    is a proposal, and `suggests` an indicator of another list it may well be. It makes no cells
    until the district completes it."""

    list_code: str
    name_id: str
    name_en: str
    target_group: str = ""
    kind: IndicatorKind = "cakupan"
    unit: Unit = "persen"
    direction: Literal["naik", "turun"] = "naik"  # which way is better
    numerator: str = ""
    denominator: str = ""
    owner: str = ""
    level: Level = "desa"
    frequency: Frequency = "bulan"
    sheet: str = ""  # the form an office knows it by: Remaja, PUS, Bumil, ...
    tab: str = ""  # of the scheme, for an indicator of the district; "" = where the scheme has it
    order: int = 0
    targets: tuple[IndicatorTarget, ...] = ()
    source_app: str = ""
    responsible: str = ""  # the national body the list names
    complete: bool = True
    suggests: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Indicator:
        if not self.complete:
            return self
        if not self.owner:
            raise ValueError("indikator lengkap harus berpemilik")
        if self.kind == "survei":
            if self.numerator or self.denominator:
                raise ValueError("taksiran survei tidak punya pembilang dan penyebut")
            return self
        if not self.numerator:
            raise ValueError("indikator lengkap harus punya pembilang")
        if self.unit == "persen" and not self.denominator:
            raise ValueError("persentase tanpa penyebut")
        if self.numerator == self.denominator:
            raise ValueError("pembilang dan penyebut adalah besaran yang sama")
        return self

    @property
    def quantities(self) -> tuple[str, ...]:
        """Codes of its quantities, the numerator first."""
        return tuple(code for code in (self.numerator, self.denominator) if code)

    def target(self, year: int) -> IndicatorTarget | None:
        """The target of a year, otherwise the one of every year."""
        for wanted in (year, None):
            for one in self.targets:
                if one.year == wanted:
                    return one
        return None


class Choice(Frozen):
    """One way out of a conflict: the denominator, with another numerator where it needs one."""

    quantity: str
    numerator: str = ""
    reason_id: str
    reason_en: str


class Conflict(Rule):
    """A denominator that a form names in two ways. `default` is the one that counts until the
    district rules otherwise; `choices` are all that make sense."""

    indicator: str
    label_says: str
    form_says: str
    choices: tuple[Choice, ...] = Field(min_length=2)
    default: str
    reason_id: str
    reason_en: str

    @model_validator(mode="after")
    def _among(self) -> Conflict:
        if self.default not in {one.quantity for one in self.choices}:
            raise ValueError(f"pilihan bawaan {self.default!r} tidak ada di antara pilihan")
        return self

    def choice(self, quantity: str) -> Choice:
        """The way out of a denominator; KeyError when it is none of them."""
        for one in self.choices:
            if one.quantity == quantity:
                return one
        raise KeyError(quantity)


def last_day(year: int) -> dt.date:
    """The day a year's indicators are read on."""
    return dt.date(year, 12, 31)
