"""Which office answers for a role in a place, asked many times at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from rembuk.office.places.scope import contains
from rembuk.office.seats import queries
from rembuk.office.seats.models import Office


@dataclass
class Owners:
    """The offices of a day; `of` is `seats.queries.by_role` with the offices read once."""

    on: dt.date
    _standing: dict[str, list[Office]] = field(default_factory=dict)
    _known: dict[tuple[str, str], Office | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for office in queries.offices(self.on):
            self._standing.setdefault(office.role, []).append(office)

    def of(self, role: str, place_code: str) -> Office | None:
        """The nearest office of the role for a place; None when the district has named none."""
        key = (role, place_code)
        if key not in self._known:
            found = [
                (max(len(code) for code in serving), office.code, office)
                for office in self._standing.get(role, ())
                if (serving := [code for code in office.places if contains(code, place_code)])
            ]
            self._known[key] = max(found, key=lambda one: one[:2])[2] if found else None
        return self._known[key]

    def code(self, role: str, place_code: str) -> str:
        """Code of that office, "" when there is none."""
        office = self.of(role, place_code)
        return office.code if office else ""
