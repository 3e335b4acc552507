"""Where the experts of a case agree and where they do not. Pure: opinions in, rows out.

Nothing is averaged and nobody is outvoted: a difference is shown to the panel, which settles it in
its conclusion or leaves it standing there in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

How = Literal["sepakat", "keyakinan", "bertentangan", "sendiri"]
"""Agreed; named by all but not equally sure; proven by one and ruled out by another; named by some
experts only."""

ORDER: Final[tuple[How, ...]] = ("bertentangan", "keyakinan", "sendiri", "sepakat")
"""What the panel should talk about first."""

EXCLUDED: Final = "disingkirkan"


@dataclass(frozen=True)
class Said:
    """What one expert says of one cause."""

    certainty: str
    main: bool = False


@dataclass(frozen=True)
class Opinion:
    """One expert's opinion: cause code -> what is said of it."""

    expert: str
    causes: Mapping[str, Said] = field(default_factory=dict)

    @property
    def main(self) -> str:
        """The cause this expert holds for the main one; "" without one."""
        return next((code for code, said in self.causes.items() if said.main), "")


@dataclass(frozen=True)
class Row:
    """One cause beside all experts, in their order; None: said nothing of it."""

    cause: str
    said: tuple[Said | None, ...]
    how: How

    @property
    def main(self) -> bool:
        """Whether somebody holds it for the main cause."""
        return any(one is not None and one.main for one in self.said)


def rows(opinions: Sequence[Opinion]) -> tuple[Row, ...]:
    """Every cause somebody named beside every expert, disagreements first."""
    codes = sorted({code for opinion in opinions for code in opinion.causes})
    made = [
        Row(code, said, _how(said))
        for code in codes
        for said in [tuple(opinion.causes.get(code) for opinion in opinions)]
    ]
    return tuple(sorted(made, key=lambda row: (ORDER.index(row.how), not row.main, row.cause)))


def mains_differ(opinions: Sequence[Opinion]) -> bool:
    """Whether the experts who named a main cause named different ones."""
    return len({opinion.main for opinion in opinions if opinion.main}) > 1


def _how(said: Sequence[Said | None]) -> How:
    heard = [one for one in said if one is not None]
    held = {one.certainty for one in heard}
    if EXCLUDED in held and len(held) > 1:
        return "bertentangan"
    if len(heard) < len(said):
        return "sendiri"
    return "sepakat" if len(held) == 1 else "keyakinan"
