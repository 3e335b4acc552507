"""History as people read it: who, when, what, and what changed in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.documents.numbers import long_date, rupiah
from rembuk.office.ledger.lines import SHAPES, money_names
from rembuk.office.ledger.models import Change, Priority, Promise
from rembuk.office.ledger.states import State
from rembuk.office.places import said
from rembuk.office.seats.models import Office
from rembuk.reference.promises import EscalationStep


@dataclass(frozen=True)
class Told:
    """One line of history in words; `moved` when the state changed, with its shape and word."""

    change: Change
    who: str
    note: str
    moved: bool
    shape: str
    state: str
    changes: tuple[tuple[str, str, str], ...]


def told(promise: Promise, after: int = 0) -> list[Told]:
    """History, the newest first; only lines of a later version when `after` is given."""
    lines = promise.history.select_related("by").filter(version__gt=after).order_by("-pk")
    return [_told(line) for line in lines]


def _told(line: Change) -> Told:
    changes = tuple(
        (label, _value(name, was), _value(name, now))
        for name, label in labels().items()
        if line.act != "usul" and name in line.changes
        for was, now in [line.changes[name]]
    )
    return Told(
        line,
        str(line.by) if line.by else _("Rembuk, dengan sendirinya"),
        _reminder(line.note) if line.act == "ingatkan" else line.note,
        line.before != line.after,
        SHAPES[State(line.after)],
        line.state_words,
        changes,
    )


def _reminder(note: str) -> str:
    """Which rung of the ladder spoke, and to whom."""
    code, _space, office = note.partition(" ")
    rules = (one for one in reference.load().rules if one.code == code)
    rule = next((one for one in rules if isinstance(one, EscalationStep)), None)
    if rule is None:
        return note
    words = rule.name_en if said.english() else rule.name_id
    found = Office.objects.filter(code=office).first()
    return f"{words} → {found or office}"


def labels() -> dict[str, str]:
    """Words of the fields."""
    return {
        "title": _("Janji"), "detail": _("Penjelasan"), "owner": _("Pemilik"),
        "owner_seat": _("Jabatan"), "executor": _("Pelaksana"), "due": _("Tenggat"),
        "start": _("Mulai"), "percent": _("Kemajuan (%)"), "obstacle": _("Kendala"),
        "volume": _("Volume"), "unit": _("Satuan"), "budget": _("Anggaran"),
        "money": _("Sumber dana"), "sub_activity": _("Sub kegiatan"), "priority": _("Prioritas"),
        "verifier": _("Pemeriksa"), "intervention": _("Intervensi"), "place_code": _("Tempat"),
        "spent": _("Belanja"),
    }  # fmt: skip


def _value(name: str, value: Any) -> str:
    if value in (None, ""):
        return _("kosong")
    if name in {"due", "start"}:
        return long_date(dt.date.fromisoformat(value))
    if name in {"budget", "spent"}:
        return rupiah(value)
    if name == "priority":
        return str(Priority(value).label)
    if name == "money":
        return money_names(timezone.localdate()).get(str(value), str(value))
    return str(value)
