"""A line of a published table: one area, with what may be told of it and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

Level = Literal["kabupaten", "kecamatan", "desa"]
LEVELS: dict[int, Level] = {5: "kabupaten", 8: "kecamatan", 13: "desa"}


@dataclass(frozen=True)
class Line:
    """One area. Counts that are hidden are None; which, says `hidden`.

    `known`: a post of the area has data of the month; `readable`: D/S is high enough; `before`: the
    prevalence last published (percent), None when it was hidden, not readable or not there.
    """

    code: str
    name: str
    level: Level
    s: int
    d: int
    judged: int
    severe: int | None
    short: int | None
    stunted: int | None
    known: bool
    readable: bool
    before: float | None = None

    @property
    def parent(self) -> str:
        """Code of the area it lies in."""
        return self.code.rpartition(".")[0]

    @property
    def coverage(self) -> float | None:
        """D/S in percent."""
        return 100 * self.d / self.s if self.s else None

    @property
    def hidden(self) -> bool:
        """Whether the count of stunted children is held back."""
        return self.known and self.judged > 0 and self.stunted is None

    @cached_property
    def percent(self) -> float | None:
        """Prevalence, where it may be told and can be read."""
        if self.stunted is None or not self.judged or not self.readable:
            return None
        return 100 * self.stunted / self.judged

    @property
    def change(self) -> float | None:
        """Percentage points against the publication before; both told and readable."""
        now = self.percent
        return None if now is None or self.before is None else now - self.before

    @property
    def why(self) -> str:
        """Why there is no prevalence: a code of the CSV."""
        if not self.known:
            return "tidak-ada-data"
        if not self.judged:
            return "tidak-ada-yang-dinilai"
        if self.stunted is None:
            return "ditutup"
        return "" if self.readable else "d-s-rendah"


@dataclass(frozen=True)
class Published:
    """All lines of an edition."""

    lines: tuple[Line, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Line]:
        """Lines by code of their area."""
        return {one.code: one for one in self.lines}

    @cached_property
    def total(self) -> Line:
        """The district."""
        return next(one for one in self.lines if one.level == "kabupaten")

    @cached_property
    def kecamatan(self) -> tuple[Line, ...]:
        """Its kecamatan, by name."""
        return tuple(sorted(self._of("kecamatan"), key=lambda one: one.name))

    def villages(self, kecamatan: str) -> tuple[Line, ...]:
        """Villages of a kecamatan, by name: villages with few children are not ranked."""
        found = (one for one in self._of("desa") if one.parent == kecamatan)
        return tuple(sorted(found, key=lambda one: one.name))

    @cached_property
    def hidden(self) -> int:
        """How many villages have their count held back."""
        return sum(one.hidden for one in self._of("desa"))

    @cached_property
    def unread(self) -> int:
        """How many villages have too low a D/S."""
        return sum(one.known and not one.readable for one in self._of("desa"))

    @cached_property
    def silent(self) -> int:
        """How many villages have no data."""
        return sum(not one.known for one in self._of("desa"))

    def _of(self, level: Level) -> Iterable[Line]:
        return (one for one in self.lines if one.level == level)


def kept(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as they are stored."""
    return [asdict(one) for one in lines]


def read(rows: Iterable[Mapping[str, Any]]) -> Published:
    """Lines as they were stored."""
    return Published(tuple(Line(**row) for row in rows))
