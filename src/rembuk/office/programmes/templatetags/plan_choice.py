"""Numbers of a plan of money as pages write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import template

from rembuk.office.places import numbers
from rembuk.office.programmes.choosing.solving import Range
from rembuk.office.programmes.choosing.told import Effect
from rembuk.office.programmes.priorities import words as choice_words

register = template.Library()


@register.filter
def rentang(value: Range) -> str:
    """Cases with their range: `804 (212 sampai 1.162)`."""
    return choice_words.ranged(value)


@register.filter
def kasus(value: Iterable[float]) -> str:
    """Cases with their range, as a plan keeps them."""
    return choice_words.ranged(Range(*value))


@register.filter
def banyak(value: float) -> str:
    """A number of cases: whole from ten on, one decimal below."""
    return choice_words.plain_n(value)


@register.filter
def rupiah_penuh(value: float) -> str:
    """Whole rupiah: `Rp4.999.950.000`; a minus stays a minus."""
    return choice_words.rupiah(value)


@register.filter
def bergerak(value: float) -> str:
    """A change with its sign: `+89`, `−12`."""
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return f"{sign}{numbers.count(abs(round(value)))}"


@register.filter
def bagian(value: Range) -> str:
    """A share of cases with its range, in percent."""
    return choice_words.shares(value)


@register.filter
def bernama(names: Mapping[str, str], code: str) -> str:
    """Name of a code; the code itself where there is none."""
    return names.get(code, code)


@register.filter
def milik(effects: Iterable[Effect], code: str) -> list[Effect]:
    """Effects of one intervention, in the order of the catalogue."""
    return [one for one in effects if one.intervention == code]


@register.filter
def uang(value: float) -> str:
    """Rupiah for a headline: `Rp1,05 miliar`."""
    return choice_words.short(value)


@register.filter
def volume(value: Decimal) -> str:
    """A volume as it is typed: `12`, `2,5`."""
    whole = value == value.to_integral_value()
    return numbers.count(int(value)) if whole else numbers.plain(float(value), 2)
