"""The assumptions of a scenario: what the district sets besides what the rooms know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

Rest = Literal["jangkau", "simpan"]
RESTS: Final[tuple[Rest, ...]] = ("jangkau", "simpan")


@dataclass(frozen=True)
class ServiceAsk:
    """Of one intervention: whether it is in the plan; a unit cost instead of the catalogue's; the
    largest and the least share of the gap to reach (percent); what a thousand reached are worth in
    cases, where the district says so; which of its effects (0: the first of the catalogue)."""

    use: bool = True
    cost: int | None = None
    cap: float | None = None
    floor: float = 0.0
    worth: float = 0.0
    effect: int = 0


PLAIN: Final = ServiceAsk()


@dataclass(frozen=True)
class Ask:
    """`budget`, `least` and `most` (of a village; None: no limit) in rupiah; `cap` in percent;
    `spread` is the standard deviation of z-scores; `move` percent of unit costs that is tried;
    `step` rupiah of the list of what comes next. `rest`: what becomes of money no service with a
    measured effect can use: "jangkau" reaches as many as it can, "simpan" leaves it."""

    budget: int
    least: int = 0
    most: int | None = None
    cap: float = 90.0
    spread: float = 1.0
    move: float = 20.0
    step: int = 100_000_000
    rest: Rest = "jangkau"
    scope: str = ""
    services: Mapping[str, ServiceAsk] = field(default_factory=dict)

    def of(self, intervention: str) -> ServiceAsk:
        """What is asked of one intervention."""
        return self.services.get(intervention, PLAIN)

    def cap_of(self, intervention: str) -> float:
        """Largest share of the gap to reach (0-1)."""
        mine = self.of(intervention).cap
        return (self.cap if mine is None else mine) / 100

    def as_json(self) -> dict[str, Any]:
        """For the scenario's row; services that ask nothing of their own are left out."""
        told = asdict(self)
        told["services"] = {
            code: asdict(one) for code, one in sorted(self.services.items()) if one != PLAIN
        }
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Ask:
        """Out of the scenario's row."""
        services = {code: ServiceAsk(**one) for code, one in told.get("services", {}).items()}
        return cls(**{**told, "services": services})
