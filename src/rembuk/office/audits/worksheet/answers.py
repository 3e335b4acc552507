"""Answers of a worksheet: what may stand in a field, and how a typed value is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

Fields = dict[str, Mapping[str, Any]]
"""Key of an answer -> its field; in a repeated section `code@time`."""

LONGEST: Final = {"text": 200, "note": 4000}
YES: Final = {"ya", "true", "1", "y"}
NO: Final = {"tidak", "false", "0", "t"}


class InvalidAnswer(ValueError):  # noqa: N818 - it is an answer, not a fault
    """A value that cannot stand in a field; the text says why."""


def fields_of(shape: Sequence[Mapping[str, Any]]) -> Fields:
    """Every key of a sheet with its field."""
    found: Fields = {}
    for section in shape:
        times = [one["code"] for one in section["repeat"]]
        for field in section["fields"]:
            if times:
                found |= {f"{field['code']}@{time}": field for time in times}
            else:
                found[field["code"]] = field
    return found


def read(field: Mapping[str, Any], raw: Any) -> Any:
    """A typed value as it is kept: number, true or false, code, ISO day or text; None for an empty
    answer. Raises InvalidAnswer."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    kind = field["kind"]
    if kind == "number":
        return _number(field, raw)
    if kind == "flag":
        return _flag(raw)
    if kind == "choice":
        if str(raw) not in {one["code"] for one in field["choices"]}:
            raise InvalidAnswer(_("Pilih salah satu jawaban."))
        return str(raw)
    if kind == "date":
        return _date(raw)
    text = str(raw).strip()
    if len(text) > LONGEST[kind]:
        raise InvalidAnswer(
            _("Terlalu panjang (paling banyak %(n)s huruf).") % {"n": LONGEST[kind]}
        )
    return text


def _number(field: Mapping[str, Any], raw: Any) -> float | int:
    if isinstance(raw, bool):
        raise InvalidAnswer(_("Isi dengan angka."))
    try:
        value = float(str(raw).strip().replace(" ", "").replace(",", "."))
    except ValueError:
        raise InvalidAnswer(_("Isi dengan angka, misalnya 10,6.")) from None
    low, high = field.get("low"), field.get("high")
    if not (low is None or value >= low) or not (high is None or value <= high):
        raise InvalidAnswer(
            _("Di luar batas wajar %(low)s-%(high)s %(unit)s: periksa lagi.")
            % {"low": _plain(low), "high": _plain(high), "unit": field.get("unit", "")}
        )
    return int(value) if value == int(value) else round(value, 3)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def _flag(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if str(raw).lower() in YES:
        return True
    if str(raw).lower() in NO:
        return False
    raise InvalidAnswer(_("Jawab ya atau tidak."))


def _date(raw: Any) -> str:
    try:
        day = dt.date.fromisoformat(str(raw).strip())
    except ValueError:
        raise InvalidAnswer(_("Isi tanggal (tahun-bulan-hari).")) from None
    if not dt.date(1940, 1, 1) <= day <= dt.date(2100, 1, 1):
        raise InvalidAnswer(_("Tanggal ini tidak masuk akal."))
    return day.isoformat()
