"""What a district writes into an incomplete slot: from typed fields to an indicator, or what is
wrong with them in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from rembuk.reference.causes import Owner
from rembuk.reference.dated import NoRuleError, Rule
from rembuk.reference.indicators import Indicator, Quantity
from rembuk.reference.rulebook import saying

if TYPE_CHECKING:
    from rembuk.reference.loader import Reference

M = TypeVar("M", bound=Rule)

OWN_CODE: Final = re.compile(r"^[a-z][a-z0-9_]{2,47}$")


class EntryError(ValueError):
    """An entry that cannot stand; `problems` are (field, what is wrong)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(
            "; ".join(f"{place}: {text}" if place else text for place, text in problems)
        )
        self.problems = problems


class Own(NamedTuple):
    """An indicator of the district with the quantities it brings."""

    indicator: Indicator
    quantities: tuple[Quantity, ...]


def own_indicator(
    reference: Reference, entry: Mapping[str, Any], *, source: str, valid_from: dt.date,
    valid_to: dt.date | None = None,
) -> Own:  # fmt: skip
    """The indicator of an entry: the fields of `Indicator` that the district fills, with its own
    quantities under `quantities`. Code and list must be those of a slot. `EntryError` otherwise."""
    given = dict(entry)
    raw_quantities = given.pop("quantities", [])
    about = {
        "source": (source.strip(),) if source.strip() else (),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "confidence": given.pop("confidence", "resmi"),
        "origin": "daerah",
    }
    problems: list[tuple[str, str]] = []
    slot = _slot(reference, str(given.get("code", "")), valid_from, problems)
    quantities = _quantities(reference, raw_quantities, about, valid_from, problems)
    indicator = None
    if slot is not None:
        fixed = {"code": slot.code, "list_code": slot.list_code, "complete": True, "suggests": ""}
        order = {"order": slot.order, "sheet": slot.sheet}
        clean = {name: value for name, value in given.items() if value not in ("", None)}
        whole = {"name_en": clean.get("name_id", ""), **order, **clean, **fixed, **about}
        indicator = _valid(Indicator, whole, "", problems)
    if indicator is not None:
        problems += _points(reference, indicator, quantities, valid_from)
    if problems or indicator is None:
        raise EntryError(problems)
    return Own(indicator, tuple(quantities))


def proposal(reference: Reference, code: str) -> dict[str, Any]:
    """What may be written into a slot, as an entry to be read and kept or changed: what stands in
    the slot already, otherwise the indicator it suggests; {"code": ...} when nothing is known."""
    slot = reference.indicator(code)
    model = reference.indicator(slot.suggests) if slot.suggests else slot
    names = (
        "name_id", "name_en", "target_group", "kind", "unit", "direction", "numerator",
        "denominator", "owner", "level", "frequency", "sheet", "source_app",
    )  # fmt: skip
    told = {name: getattr(model, name) for name in names} if model.numerator else {}
    return {"code": code, **told}


def _slot(
    reference: Reference, code: str, on: dt.date, problems: list[tuple[str, str]]
) -> Indicator | None:
    try:
        slot = reference.indicator(code, on)
    except NoRuleError:
        problems.append(("code", f"slot {code!r} tidak ada pada {on:%Y-%m-%d}"))
        return None
    if slot.complete:
        problems.append(("code", f"{code} sudah lengkap di daftar nasional; bukan slot"))
        return None
    return slot


def _quantities(
    reference: Reference, raw: object, about: Mapping[str, Any], on: dt.date,
    problems: list[tuple[str, str]],
) -> list[Quantity]:  # fmt: skip
    if not isinstance(raw, list) or not all(isinstance(one, Mapping) for one in raw):
        problems.append(("quantities", "harus berupa daftar besaran"))
        return []
    known = {one.code for one in reference.quantities(on)}
    found: list[Quantity] = []
    for one in raw:
        code = str(one.get("code", ""))
        where = f"quantities.{code or '?'}"
        if not OWN_CODE.match(code):
            problems.append((where, "kode besaran: huruf kecil, angka, garis bawah (3-48)"))
        elif code in known or code in {made.code for made in found}:
            problems.append((where, "besaran ini sudah ada; pakai yang ada, pemiliknya satu"))
        defaults = {
            "name_en": one.get("name_id", ""), "definition": one.get("name_id", ""), "group": "",
            "unit_en": one.get("unit_id", ""), "computed": "",
        }  # fmt: skip
        clean = {name: value for name, value in one.items() if value not in ("", None)}
        made = _valid(Quantity, {**defaults, **clean, **about}, where, problems)
        if made is not None:
            found.append(made)
    return found


def _points(
    reference: Reference, indicator: Indicator, own: list[Quantity], on: dt.date
) -> list[tuple[str, str]]:
    known = {one.code for one in (*reference.quantities(on), *own)}
    owners = {one.code for one in reference.of(Owner, on)}
    problems = [
        (name, f"besaran {code!r} tidak dikenal")
        for name, code in (
            ("numerator", indicator.numerator), ("denominator", indicator.denominator),
        )
        if code and code not in known
    ]  # fmt: skip
    if indicator.owner not in owners:
        problems.append(("owner", f"peran {indicator.owner!r} tidak dikenal"))
    for one in own:
        if one.owner not in owners:
            problems.append((f"quantities.{one.code}", f"peran {one.owner!r} tidak dikenal"))
        if one.max_of and one.max_of not in known:
            problems.append((f"quantities.{one.code}", f"besaran {one.max_of!r} tidak dikenal"))
    return problems


def _valid(
    model: type[M], raw: Mapping[str, Any], where: str, problems: list[tuple[str, str]]
) -> M | None:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for wrong in error.errors():
            place = ".".join([where, *(str(step) for step in wrong["loc"])]).strip(".")
            problems.append((place, saying(wrong)))
    return None
