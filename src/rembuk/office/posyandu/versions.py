"""A measurement told twice: the same, a correction, or a stale copy. Nothing is overwritten.

A measurement is known by child, day and family of source. What a later file says differently
becomes a new version and the older one stays, superseded. Telling again what was said before
changes nothing, so that importing a file twice is importing it once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext_noop

VALUES: Final = ("weight", "lenhei", "position", "muac", "headc", "oedema", "left_why")
"""What was measured, and whether the child left; with the post, what a version says."""

LABELS: Final = {
    "weight": "Berat badan",
    "lenhei": gettext_noop("Panjang atau tinggi badan"),
    "position": "Cara ukur",
    "muac": "Lingkar lengan atas (LiLA)",
    "headc": "Lingkar kepala",
    "oedema": "Edema",
    "left_why": gettext_noop("Sebab keluar"),
    "place_code": "Posyandu",
}

REMEASURED: Final = "catat-ulang"
"""Source of a measurement written on the child's page: taken again on the spot, it stands for its
day, whatever a file of that day says before or after."""

Said = tuple[Any, ...]


def family(source: str) -> str:
    """Layouts of one agency's system are one source: `eppgbm-a` and `eppgbm-b` are `eppgbm`."""
    return source.partition("-")[0]


def said(values: Mapping[str, Any]) -> Said:
    """What a version says, comparable: numbers to a gram and a tenth of a millimetre."""
    parts: list[Any] = []
    for name in VALUES:
        value = values.get(name)
        if name == "oedema":
            parts.append(bool(value))
        elif name in {"position", "left_why"}:
            parts.append(value or "")
        else:
            parts.append(None if value is None else round(float(value), 4))
    return (*parts, values["place_code"])


@dataclass
class Version:
    """One stored or planned version of a measurement."""

    said: Said
    source: str
    import_id: int | None
    as_of: dt.date
    pk: int | None = None
    superseded: bool = False


@dataclass(frozen=True)
class Told:
    """One row of a file about a child on a day; `child` is negative for a child not yet known."""

    row_no: int
    child: int
    date: dt.date
    said: Said


@dataclass(frozen=True)
class Decision:
    """What a row does: `baru`, `berubah` (with the version it supersedes) or `sama`. `stale`: a
    newer file already said otherwise, so the row is kept as an older version."""

    row: Told
    verdict: Literal["baru", "berubah", "sama"]
    version: Version | None = None
    before: Version | None = None
    stale: bool = False


Stored = Mapping[tuple[int, dt.date], list[Version]]


def decide(
    rows: Iterable[Told], stored: Stored, source: str, import_id: int, as_of: dt.date
) -> list[Decision]:
    """The decision of every row, in order; rows of one file see those before them."""
    known: dict[tuple[int, dt.date], list[Version]] = {key: list(v) for key, v in stored.items()}
    decisions = []
    for row in rows:
        versions = known.setdefault((row.child, row.date), [])
        decision = _decide(row, versions, source, import_id, as_of)
        if decision.version is not None:
            if decision.before is not None and not decision.stale:
                decision.before.superseded = True
            versions.append(decision.version)
        decisions.append(decision)
    return decisions


def _decide(
    row: Told, versions: list[Version], source: str, import_id: int, as_of: dt.date
) -> Decision:
    same = [one for one in versions if one.said == row.said]
    if any(not one.superseded for one in same):
        return Decision(row, "sama")
    mine = [one for one in versions if family(one.source) == family(source)]
    again = next((one for one in versions if one.source == REMEASURED and not one.superseded), None)
    if again is not None:
        if any(one.said == row.said for one in mine):
            return Decision(row, "sama")
        kept = Version(row.said, source, import_id, as_of, superseded=True)
        return Decision(row, "baru", kept, again, stale=True)
    now = next((one for one in mine if not one.superseded), None)
    new = Version(row.said, source, import_id, as_of)
    if now is None:
        return Decision(row, "baru", new)
    told_before = any(family(one.source) == family(source) for one in same)
    if told_before and now.as_of >= as_of:
        return Decision(row, "sama")  # an older version told again by an older or the same file
    if now.as_of > as_of:
        new.superseded = True
        return Decision(row, "baru", new, now, stale=True)
    return Decision(row, "berubah", new, now)


def differences(before: Said, after: Said) -> list[tuple[str, str, str]]:
    """(label, before, after) of what two versions say differently."""
    names = (*VALUES, "place_code")
    return [
        (LABELS[name], _shown(old), _shown(new))
        for name, old, new in zip(names, before, after, strict=True)
        if old != new
    ]


def _shown(value: Any) -> str:
    if value is None or value == "":
        return gettext_noop("kosong")
    if isinstance(value, bool):
        return gettext_noop("ya") if value else gettext_noop("tidak")
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    words = {"L": gettext_noop("berbaring"), "H": gettext_noop("berdiri")}
    return words.get(str(value), str(value))
