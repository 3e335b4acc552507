"""All rules of the reference beside each other, sorted out by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from rembuk.reference.dated import Rule

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Placed:
    """A rule and the file it stands in."""

    file: str
    rule: Rule


class Shelf(list[Placed]):
    """All rules in their order, sorted out by kind once: every rule asks for its neighbours."""

    def __init__(self, placed: Iterable[Placed] = ()) -> None:
        super().__init__(placed)
        self._of: dict[type[Rule], list[Any]] = {}
        self._codes: dict[type[Rule], set[str]] = {}

    def of(self, kind: type[R]) -> list[R]:
        """The rules of a kind, in their order."""
        if kind not in self._of:
            self._of[kind] = [one.rule for one in self if isinstance(one.rule, kind)]
        return cast("list[R]", self._of[kind])

    def codes(self, kind: type[Rule]) -> set[str]:
        """Their codes."""
        if kind not in self._codes:
            self._codes[kind] = {rule.code for rule in self.of(kind)}
        return self._codes[kind]
