"""Families of a place in the four questions: stunting, risk, extreme poverty, no programme.

Who sees names in the whole place sees every number. Everybody else sees the one protected table
of the district, whichever place is asked for: two tables with other cells hidden would give each
other away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from rembuk import reference
from rembuk.office.families.models import Standing
from rembuk.office.lists.models import Edition
from rembuk.office.people.models import Membership
from rembuk.office.places.scope import contains, within
from rembuk.science.welfare.overlap import (
    INCOMPLETE,
    SETS,
    UNLISTED,
    Overlap,
    SetSize,
    kind_of,
    kinds,
    overlap,
)  # fmt: skip
from rembuk.science.welfare.small_counts import TOTAL

NAMING: Final = ("krs", "dtsen", "p3ke", "regsosek", "dtks")
"""Lists of the poor or of those at risk; a family none of them names is on no list."""
VILLAGE: Final = 13
NOWHERE: Final = ".0000"
"""Village part of a family whose village is not known."""
EVERY: Final = "+".join(SETS)
HOUR: Final = 3600


@dataclass(frozen=True)
class Line:
    """One area of the table; None is a hidden number."""

    code: str
    total: int | None
    sizes: tuple[SetSize | None, ...]  # in the order of SETS
    every: int | None  # in all four
    incomplete: int | None
    unlisted: int | None

    @property
    def complete(self) -> int | None:
        """Families of which all four answers are known."""
        if self.total is None or self.incomplete is None or self.unlisted is None:
            return None
        return self.total - self.incomplete - self.unlisted


@dataclass(frozen=True)
class Told:
    """The table as one reader may see it."""

    table: Overlap
    place: str
    protected: bool

    @property
    def here(self) -> Line:
        """The line of the place itself."""
        return line(self.table, self.place)

    def lines(self) -> list[Line]:
        """Lines of the places one level below."""
        inside = [
            code
            for code in self.table.areas()
            if code != self.place and code.rpartition(".")[0] == self.place
        ]
        return [line(self.table, code) for code in inside]

    def kinds(self) -> list[tuple[str, int | None]]:
        """Exclusive kinds of the place with how many; those with nobody are left out."""
        cells = self.table.cells
        found = [(kind, cells.get((self.place, kind), 0)) for kind in (*kinds(), UNLISTED)]
        return [(kind, n) for kind, n in found if n != 0]

    def least(self, *inside: str) -> int:
        """Families in all the named sets as far as shown numbers tell: the hidden ones come on
        top. Added from shown numbers alone, it gives nothing away."""
        wanted = set(inside)
        return sum(
            self.table.cells.get((self.place, kind), 0) or 0
            for kind in kinds()
            if kind != INCOMPLETE and wanted <= set(kind.split("+"))
        )

    @property
    def empty(self) -> bool:
        """Whether no family is known here."""
        return self.table.cells.get((self.place, TOTAL), 0) == 0


def told(place: str, names: bool, on: dt.date | None = None) -> Told:
    """The table of a place. `names`: the reader sees names in the whole of it."""
    if names:
        return Told(_table(place, None, on), place, protected=False)
    area = settings.REMBUK_AREA
    root = area if contains(area, place) else place
    limit = int(reference.load().number("small_count", on or timezone.localdate()))
    return Told(_table(root, limit, on), place, protected=True)


def line(table: Overlap, code: str) -> Line:
    """One area of a table."""
    cells = table.cells
    return Line(
        code,
        cells.get((code, TOTAL), 0),
        tuple(table.sizes.get((code, name), SetSize(0, 0, 0)) for name in SETS),
        cells.get((code, EVERY), 0),
        cells.get((code, INCOMPLETE), 0),
        cells.get((code, UNLISTED), 0),
    )


def frame(place: str, on: dt.date | None = None) -> pl.DataFrame:
    """A row a family: `family_id`, `area_code`, the four questions, `unlisted`.

    A family with a child under five whom nobody ever measured is not known to be without a stunted
    child; one with no class, or with no list that tells of a programme, is not known either.
    """
    rows = Standing.objects.filter(within("place_code", place)).values_list(
        "family_id", "place_code", "stunted", "at_risk", "poverty", "programmes",
        "programmes_known", "sources",
    )  # fmt: skip
    unseen = unmeasured(place, on or timezone.localdate())
    return pl.DataFrame(
        [
            (
                family,
                code[:VILLAGE] if len(code) >= VILLAGE else code + NOWHERE * (1 + (len(code) < 8)),
                True if stunted else None if family in unseen else False,
                risk,
                None if poverty == "tidak-diketahui" else poverty == "miskin-ekstrem",
                not programmes if known else None,
                not set(sources.split()) & set(NAMING),
            )
            for family, code, stunted, risk, poverty, programmes, known, sources in rows
        ],
        {
            "family_id": pl.Int64, "area_code": pl.String, **dict.fromkeys(SETS, pl.Boolean),
            "unlisted": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip


def unmeasured(place: str, on: dt.date) -> set[int]:
    """Families with a child under five who was never measured."""
    born = dt.date(on.year - 5, on.month, min(on.day, 28))
    rows = Membership.objects.filter(
        within("family__place_code", place),
        until__isnull=True,
        person__left_on__isnull=True,
        person__birth_date__gt=born,
        person__status__last_date__isnull=True,
    )
    return set(rows.values_list("family_id", flat=True))


def chosen(families: pl.DataFrame, wanted: Sequence[str], kind: str = "") -> list[int]:
    """Families known to be in all of `wanted`; with a kind those of exactly that kind."""
    found = families.with_columns(kind_of(SETS, "unlisted"))
    if kind:
        found = found.filter(pl.col("kind") == kind)
    for name in wanted:
        found = found.filter(pl.col(name))
    return found["family_id"].to_list()


def standings(families: Sequence[int]) -> QuerySet[Standing]:
    """Standings of families in the order of need: poorest and most factors first."""
    found = Standing.objects.filter(family__in=families).select_related("family")
    return found.order_by("place_code", "decile", "family__public_id")


def derived(place: str) -> dt.datetime | None:
    """When the oldest family of a place was judged."""
    at: dt.datetime | None = Standing.objects.filter(within("place_code", place)).aggregate(
        at=Min("derived_at")
    )["at"]
    return at


def sources(place: str) -> list[Edition]:
    """The newest edition of every list of the poor or at risk that has rows in a place."""
    found: dict[str, Edition] = {}
    rows = Edition.objects.filter(within("rows__place_code", place), source__in=NAMING)
    for one in rows.distinct().order_by("-as_of", "-pk"):
        found.setdefault(one.source, one)
    return [found[code] for code in NAMING if code in found]


def _table(root: str, limit: int | None, on: dt.date | None) -> Overlap:
    """Counting again costs seconds in a large district: kept until a family is judged anew."""
    state = Standing.objects.filter(within("place_code", root)).aggregate(
        at=Max("derived_at"), n=Count("pk")
    )
    if not state["n"] or on is not None:
        return overlap(_inside(root, on), root, limit=limit, unlisted="unlisted")
    day = timezone.localdate()
    key = f"irisan:{root}:{limit}:{state['at']:%Y%m%d%H%M%S%f}:{state['n']}:{day}"
    found: Overlap | None = cache.get(key)
    if found is None:
        found = overlap(_inside(root, on), root, limit=limit, unlisted="unlisted")
        cache.set(key, found, HOUR)
    return found


def _inside(root: str, on: dt.date | None) -> pl.DataFrame:
    return frame(root, on).filter(
        (pl.col("area_code") == root) | pl.col("area_code").str.starts_with(f"{root}.")
    )
