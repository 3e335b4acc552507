"""Which source wins when several speak of one fact of a person, and the sources there are.

Without a rule for a fact the newest word stands. With one, the first source of its order that says
anything stands, and among the words of one source the newest. The words that lost are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pydantic import Field, field_validator

from rembuk.reference.dated import Rule

HEALTH: Final = "kesehatan"
"""Every file of the health office: whatever is no agency list."""

REST: Final = "*"
"""The sources not named in an order; among them the newest word stands."""

AGENCIES: Final[Mapping[str, str]] = {
    "dukcapil": "Dukcapil",
    "krs": "KRS (Verval BKKBN)",
    "dtsen": "DTSEN",
    "p3ke": "P3KE",
    "regsosek": "Regsosek",
    "dtks": "DTKS / SIKS-NG",
    "elsimil-catin": "Elsimil calon pengantin",
    "elsimil-bumil": "Elsimil ibu hamil",
    "elsimil-pasca": "Elsimil pascapersalinan",
}
"""Source code of each agency list -> its name."""


class Precedence(Rule):
    """The order in which sources are believed for one fact."""

    fact: str
    order: tuple[str, ...] = Field(min_length=1)

    @field_validator("order")
    @classmethod
    def _known(cls, order: tuple[str, ...]) -> tuple[str, ...]:
        problem = order_problem(order)
        if problem:
            raise ValueError(problem)
        return order


def order_problem(order: Iterable[str]) -> str:
    """What is wrong with an order of sources; "" when nothing is."""
    names = list(order)
    strange = [name for name in names if name not in {*AGENCIES, HEALTH, REST}]
    if strange:
        return f"sumber {strange[0]!r} tidak dikenal"
    if len(set(names)) != len(names):
        return "satu sumber tertulis dua kali"
    if REST in names and names[-1] != REST:
        return "'*' hanya boleh di akhir urutan"
    return ""


def read_order(text: str) -> tuple[str, ...]:
    """The order in an override's text: `dukcapil > kesehatan > *`."""
    return tuple(part.strip() for part in text.split(">") if part.strip())


def group_of(source: str) -> str:
    """The source an order speaks of: an agency list by its code, every other layout is health."""
    return source if source in AGENCIES else HEALTH


def rank(source: str, order: tuple[str, ...]) -> int:
    """Place of a source in an order, 0 first; one not named comes where `*` is, or last."""
    name = group_of(source)
    return order.index(name) if name in order else len(order)
