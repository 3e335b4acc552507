"""What of a promise is history: its fields as JSON without names, their differences, the replay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from rembuk.office.ledger.models import Change, Promise

PLAIN: Final = (
    "title", "detail", "kind", "intervention", "beneficiary_kind", "place_code", "audience",
    "case_code", "source_kind", "source_id", "origin", "executor", "unit", "budget", "money",
    "sub_activity", "priority", "percent", "obstacle", "spent", "proofs_kept", "round",
)  # fmt: skip
"""Fields whose value is its own JSON."""

TRACKED: Final = (
    *PLAIN, "person", "family", "owner", "owner_seat", "volume", "start", "due", "verifier",
    "carried_from",
)  # fmt: skip

Snapshot = dict[str, Any]


def snapshot(promise: Promise) -> Snapshot:
    """Every tracked field as JSON. Persons and families are their public ids, offices their
    codes, seats their titles."""
    person, family, seat = promise.person, promise.family, promise.owner_seat
    return {name: getattr(promise, name) for name in PLAIN} | {
        "person": person.public_id if person else None,
        "family": family.public_id if family else None,
        "owner": promise.owner.code,
        "owner_seat": seat.title if seat else None,
        "volume": format(promise.volume.normalize(), "f") if promise.volume is not None else None,
        "start": promise.start.isoformat() if promise.start else None,
        "due": promise.due.isoformat(),
        "verifier": promise.verifier.code if promise.verifier else None,
        "carried_from": promise.carried_from.number if promise.carried_from else None,
    }


def differences(before: Snapshot, after: Snapshot) -> dict[str, list[Any]]:
    """Field -> [before, after] of what is not the same."""
    return {
        name: [before.get(name), after[name]] for name in TRACKED if before.get(name) != after[name]
    }


def replay(lines: Iterable[Change]) -> tuple[str, Snapshot]:
    """State and fields of a promise from its history alone. Raises ValueError where a line does
    not follow from those before it."""
    state, fields = "", dict.fromkeys(TRACKED)
    for line in lines:
        if line.before != state:
            raise ValueError(f"line {line.version} begins in {line.before}, not {state}")
        for name, (was, now) in line.changes.items():
            if fields[name] != was:
                raise ValueError(f"line {line.version}: {name} was not so")
            fields[name] = now
        state = line.after
    return state, fields
