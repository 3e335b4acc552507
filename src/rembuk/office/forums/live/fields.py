"""Fields of a decision: how each is typed, and how the typed text is read into a column.

What cannot be read stays as it was typed; the column is empty until somebody mends it, and the
decision is not agreed before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk import reference
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.registry import registry
from rembuk.office.forums.places import district_of
from rembuk.office.ledger import amounts
from rembuk.office.places.models import Area
from rembuk.office.places.scope import contains, within
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import offices

VERDICT: Final = "putusan"
"""The field that says agreed, refused or withdrawn, and how; it is an op like any other."""


@dataclass(frozen=True)
class Field:
    """One field of a row. `words`: a text two people may write at once, merged by words."""

    name: str
    label: str | Words
    longest: int
    words: bool = False


FIELDS: Final[Mapping[str, Field]] = {
    one.name: one
    for one in (
        Field("what", gettext_lazy("Keputusan: apa yang dikerjakan"), 400, words=True),
        Field("target", gettext_lazy("Sasaran yang diukur"), 200),
        Field("target_now", gettext_lazy("Angka sekarang"), 20),
        Field("target_value", gettext_lazy("Menjadi"), 20),
        Field("target_unit", gettext_lazy("Satuan sasaran"), 40),
        Field("place", gettext_lazy("Tempat"), 120),
        Field("volume", gettext_lazy("Volume"), 20),
        Field("unit", gettext_lazy("Satuan volume"), 40),
        Field("cost", gettext_lazy("Biaya (rupiah)"), 40),
        Field("money", gettext_lazy("Sumber dana"), 24),
        Field("owner", gettext_lazy("Penanggung jawab"), 120),
        Field("due", gettext_lazy("Tenggat"), 20),
        Field("intervention", gettext_lazy("Intervensi"), 40),
        Field("cost_sure", gettext_lazy("Biaya memang sekecil ini"), 40),
        Field("target_sure", gettext_lazy("Sasaran memang begini"), 20),
        Field("target_told", gettext_lazy("Angka sekarang menurut Rembuk"), 200),
        Field("origin", gettext_lazy("Menjawab"), 80),
    )
}
CONTENT: Final = tuple(FIELDS)


@dataclass(frozen=True)
class Reading:
    """Columns read from typed texts, and what could not be read: {field: words}."""

    values: Mapping[str, Any]
    wrong: Mapping[str, str]


@dataclass(frozen=True)
class Lists:
    """What a row of a meeting may name: offices, places inside its own, codes of the catalogue."""

    place_code: str
    offices: Mapping[str, Office]
    areas: tuple[Area, ...]
    money: Mapping[str, str]
    interventions: Mapping[str, str]
    indicators: Mapping[str, str] = field(default_factory=dict)
    """Those the district is asked for this year first, under the names it gave them."""
    slots: frozenset[str] = frozenset()
    """Codes of them whose name only the district knows."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Lower-case name -> code of a place; a name two places bear stands for neither."""


def lists(place_code: str, on: dt.date) -> Lists:
    """What may be named on a day in a meeting of a place."""
    rules = reference.load()
    areas = tuple(
        Area.objects.filter(within("code", place_code), valid_to=None).select_related("parent")
    )
    named: dict[str, str] = {}
    twice: set[str] = set()
    for area in areas:
        for name in (area.name.lower(), area_words(area).lower()):
            if named.setdefault(name, area.code) != area.code:
                twice.add(name)
    public = {one.code: one.name_id for one in rules.indicators(on=on) if one.complete}
    asked = _asked(place_code, on)
    return Lists(
        place_code,
        {one.name.lower(): one for one in offices(on)},
        areas,
        {one.code: one.name_id for one in rules.money_sources(on)},
        {one.code: one.name_id for one in rules.interventions(on)},
        {**asked, **{code: name for code, name in public.items() if code not in asked}},
        frozenset(asked).difference(public),
        {name: code for name, code in named.items() if name not in twice},
    )


def _asked(place_code: str, on: dt.date) -> dict[str, str]:
    """Indicators the place's district is asked for, its own among them."""
    years = Year.objects.filter(district_code=district_of(place_code), year__lte=on.year)
    year = years.order_by("-year").first()
    if year is None:
        return {}
    found = registry(year, max(on, dt.date(year.year, 1, 1))).indicators
    return {one.code: one.name_id for one in found.values()}


def area_words(area: Area) -> str:
    """A place so that it names one: a village with its kecamatan."""
    if area.parent and len(area.code.split(".")) == 4:
        return f"{area.name}, {area.parent.name}"
    return area.name


def written(code: str, given: Lists) -> str:
    """A place as a row of the meeting writes it: by a name that stands for it alone, else its
    code."""
    for area in given.areas:
        words = area_words(area)
        if area.code == code and given.own.get(words.lower()) == code:
            return words
    return code


def read(texts: Mapping[str, str], given: Lists) -> Reading:
    """Every column of a decision from what was typed."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, reader in _READERS.items():
        try:
            values |= reader(texts.get(name, "").strip(), given)
        except ValidationError as problem:
            values |= reader("", given)
            wrong[name] = " ".join(problem.messages)
        except ArithmeticError:  # "inf", "1e999": a Decimal, and no number of anything
            values |= reader("", given)
            wrong[name] = _("Angka ini tidak terbaca.")
    return Reading(values, wrong)


Reader = Callable[[str, Lists], dict[str, Any]]


def _plain(column: str) -> Reader:
    return lambda text, _given: {column: " ".join(text.split())}


def _number(column: str) -> Reader:
    def reader(text: str, _given: Lists) -> dict[str, Any]:
        found = amounts.volume(text.rstrip("%").strip())
        if found is not None and not 0 <= found < Decimal(10) ** 12:
            raise ValidationError(_("Angka ini di luar batas. Periksa lagi."))
        return {column: found}

    return reader


def _target(text: str, given: Lists) -> dict[str, Any]:
    """An indicator of the lists where it names one, by code or by words; else the words."""
    for code, name in given.indicators.items():
        if text and text.lower() in {code.lower(), name.lower()}:
            return {"target_indicator": code, "target_text": name if code in given.slots else ""}
    return {"target_indicator": "", "target_text": " ".join(text.split())}


def _place(text: str, given: Lists) -> dict[str, Any]:
    """A place inside the meeting's own, by name or code; empty is not yet said."""
    if not text:
        return {"place_code": ""}
    code = given.own.get(text.lower(), text)
    if any(area.code == code for area in given.areas) and contains(given.place_code, code):
        return {"place_code": code}
    raise ValidationError(
        _("Tempat ini tidak ada di wilayah rapat. Pilih dari daftar, mis. Desa, Kecamatan.")
    )


def _office(text: str, given: Lists) -> dict[str, Any]:
    if not text:
        return {"owner": None}
    low = text.lower()
    for name, office in given.offices.items():
        if low in {name, office.short.lower(), office.code.lower()}:
            return {"owner": office}
    raise ValidationError(_("Kantor ini tidak ada di daftar. Pilih dari daftar kantor."))


def _cost(text: str, _given: Lists) -> dict[str, Any]:
    return {"cost": amounts.rupiah(text)}


def _due(text: str, _given: Lists) -> dict[str, Any]:
    try:
        found = parse_date(text) if text else None
    except ValueError:
        found = None
    if text and found is None:
        raise ValidationError(_("Tanggal ini tidak terbaca."))
    return {"due": found}


def _code(column: str, table: str) -> Reader:
    def reader(text: str, given: Lists) -> dict[str, Any]:
        known: Mapping[str, str] = getattr(given, table)
        for code, name in known.items():
            if text.lower() in {code.lower(), name.lower()}:
                return {column: code}
        if text:
            raise ValidationError(_("Ini tidak ada di daftar. Pilih dari daftar."))
        return {column: ""}

    return reader


def _origin(text: str, _given: Lists) -> dict[str, Any]:
    kind, _mark, origin = text.partition(":")
    return {"origin_kind": kind[:12], "origin_id": origin[:64]}


_READERS: Final[Mapping[str, Reader]] = {
    "what": _plain("what"),
    "target": _target,
    "target_now": _number("target_now"),
    "target_value": _number("target_value"),
    "target_unit": _plain("target_unit"),
    "place": _place,
    "volume": _number("volume"),
    "unit": _plain("unit"),
    "cost": _cost,
    "money": _code("money", "money"),
    "owner": _office,
    "due": _due,
    "intervention": _code("intervention", "interventions"),
    "origin": _origin,
}
