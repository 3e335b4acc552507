"""A workbook of promises read back: what it would change is shown, then only what is chosen is
written. Each row is compared with the promise as it stood when the sheet was taken (its version):
what only the sheet changed is taken, what both changed is a conflict and waits for a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.intake.reading.grid import read, sheets
from rembuk.office.intake.returned import cell, opened
from rembuk.office.ledger import amounts, drafts, history, lines, reading_history, services
from rembuk.office.ledger.asking import Reader
from rembuk.office.ledger.forms import day
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.sheet_out import CODE, HEADS, VERSION
from rembuk.office.people import public_ids
from rembuk.office.places.models import Area
from rembuk.office.seats.models import Office

READ: Final = (
    "title", "intervention", "executor", "volume", "unit", "budget", "money", "sub_activity",
    "start", "due",
)  # fmt: skip
"""Fields a sheet may change."""
MOST_ROWS: Final = 2000
_HEAD: Final = {field: head for field, head, *_rest in HEADS}


@dataclass(frozen=True)
class Difference:
    """One field: as it stands, as the sheet says; `theirs`: somebody else changed it meanwhile."""

    name: str
    label: str
    now: str
    sheet: str
    theirs: bool


@dataclass(frozen=True)
class Row:
    """One row of the sheet and what would become of it: baru, ubah, sama, bentrok, keliru."""

    number: int
    fate: str
    title: str
    promise: Promise | None = None
    differences: tuple[Difference, ...] = ()
    fields: dict[str, Any] | None = None
    why: str = ""


def cells_of(upload: Any) -> tuple[list[dict[str, Any]], str]:
    """The filled rows of an uploaded workbook, head -> text, and its hash. Raises
    ValidationError."""
    with opened(upload) as (path, digest):
        return _table(path), digest


def _table(path: Path) -> list[dict[str, Any]]:
    names = sheets(path)
    grid = read(path, "Janji" if "Janji" in names else names[0])
    rows = grid.cells.rows()
    first = next((n for n, row in enumerate(rows) if CODE in row), None)
    if first is None:
        raise ValidationError(
            _("Kolom Kode janji tidak ditemukan. Unduh daftar janji dulu, lalu ubah berkas itu.")
        )
    heads = [str(text or "").strip() for text in rows[first][1:]]
    missing = [head for head in (VERSION, _HEAD["title"], _HEAD["due"]) if head not in heads]
    if missing:
        raise ValidationError(_("Kolom ini tidak ada: %s.") % ", ".join(missing))
    found: list[dict[str, Any]] = [
        {"no": int(row[0]), "cells": dict(zip(heads, map(cell, row[1:]), strict=True))}
        for row in rows[first + 1 :]
    ]
    known = {_HEAD[name] for name in (*READ, "owner", "place_code")} | {CODE}
    filled = [one for one in found if any(one["cells"].get(head) for head in known)]
    if len(filled) > MOST_ROWS:
        raise ValidationError(_("Paling banyak %s baris sekali masuk.") % MOST_ROWS)
    return filled


def judged(rows: list[dict[str, Any]], who: Reader) -> list[Row]:
    """What would become of each row now."""
    codes = [public_ids.read(one["cells"].get(CODE, "")) for one in rows]
    visible = who.visible.filter(public_id__in=[code for code in codes if code])
    known = {one.public_id: one for one in visible.select_related("owner", "owner_seat")}
    return [_row(one, code, known, who) for one, code in zip(rows, codes, strict=True)]


def _row(one: dict[str, Any], code: str | None, known: dict[str, Promise], who: Reader) -> Row:
    cells, number = one["cells"], one["no"]
    title = cells.get(_HEAD["title"], "")
    try:
        values = {name: _value(name, cells.get(_HEAD[name], ""), who.on) for name in READ}
        if not cells.get(CODE):
            return Row(number, "baru", title, fields=_new(values, cells, who))
        promise = known.get(code or "")
        if promise is None:
            raise ValidationError(_("Kode janji ini tidak dikenal."))
        return _known(number, promise, values, cells)
    except ValidationError as wrong:
        return Row(number, "keliru", title, why=" ".join(wrong.messages))


def _known(number: int, promise: Promise, values: dict[str, Any], cells: dict[str, str]) -> Row:
    version = cells.get(VERSION, "")
    if not version.isdigit() or not 1 <= int(version) <= promise.version:
        raise ValidationError(_("Kolom Versi berubah. Unduh daftar janji lagi."))
    base = history.replay(promise.history.filter(version__lte=int(version)))[1]
    now = history.snapshot(promise)
    labels = reading_history.labels()
    found = []
    for name in READ:
        said = _json(name, values[name])
        if said == (base[name] or _json(name, None)) or said == now[name]:
            continue
        theirs = now[name] != base[name]
        found.append(Difference(name, labels[name], _words(now[name]), _words(said), theirs))
    if not found:
        return Row(number, "sama", promise.title, promise)
    fate = "bentrok" if any(one.theirs for one in found) else "ubah"
    fields = {one.name: values[one.name] for one in found}
    return Row(number, fate, promise.title, promise, tuple(found), fields)


def _new(values: dict[str, Any], cells: dict[str, str], who: Reader) -> dict[str, Any]:
    owner = cells.get(_HEAD["owner"], "")
    offices = list(Office.objects.filter(short__iexact=owner)[:2])
    offices = offices or list(Office.objects.filter(code__iexact=owner)[:2])
    if len(offices) != 1:
        raise ValidationError(_("OPD penanggung jawab tidak dikenal: %s.") % (owner or "-"))
    place = cells.get(_HEAD["place_code"], "")
    if not place or not who.rights.may("janji", place) or not _is_area(place):
        raise ValidationError(_("Kode wilayah tidak dikenal di wilayah Anda: %s.") % (place or "-"))
    if values["due"] is None:
        raise ValidationError(_("Tidak ada janji tanpa tenggat. Isi Target selesai."))
    kinds = {one.code: one.kind for one in reference.load().interventions(who.on)}
    fields = values | {"owner": offices[0], "place_code": place}
    fields["kind"] = kinds.get(values["intervention"], "sensitif")
    drafts.check(drafts.promise_of(services.Draft(**fields)), who.on)
    return fields


def take(rows: list[Row], chosen: set[int], account: Account) -> dict[str, Any]:
    """Write new and changed rows, and conflicts whose number was chosen. Rows fail one by one:
    what holds is kept. Returns counts and the rows that failed, {row: why}."""
    done = {"baru": 0, "ubah": 0, "bentrok": 0, "dilewati": 0}
    failed: dict[str, str] = {}
    for row in rows:
        if row.fate in {"sama", "keliru"} or (row.fate == "bentrok" and row.number not in chosen):
            done["dilewati"] += 1
            continue
        try:
            if row.promise is None:
                services.propose(services.Draft(**(row.fields or {})), account)
            else:
                services.edit(
                    row.promise, account, row.fields or {}, reason=_("Dari berkas Excel"),
                    version=row.promise.version,
                )  # fmt: skip
            done[row.fate] += 1
        except ValidationError as wrong:
            failed[str(row.number)] = " ".join(wrong.messages)
    return {"counts": done, "failed": failed}


def _value(name: str, text: str, on: dt.date) -> Any:
    match name:
        case "budget":
            return amounts.rupiah(text.removesuffix(".0"))
        case "volume":
            return amounts.volume(text)
        case "start" | "due":
            return day(text[:10])
        case "money":
            short = {word.lower(): code for code, word in lines.money_names(on).items()}
            if text and text.lower() not in short:
                raise ValidationError(_("Sumber dana tidak ada di daftar: %s.") % text)
            return short.get(text.lower(), "")
        case "intervention":
            if text and text not in drafts.interventions(on):
                raise ValidationError(_("Kode intervensi tidak ada di daftar: %s.") % text)
            return text
        case _:
            return text


def _json(name: str, value: Any) -> Any:
    if name == "volume":
        return format(value.normalize(), "f") if value is not None else None
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None and name not in {"budget", "start", "due"} else value


def _words(value: Any) -> str:
    return _("kosong") if value in (None, "") else str(value)


def _is_area(code: str) -> bool:
    return Area.objects.filter(code=code).exists()
