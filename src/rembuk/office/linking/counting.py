"""What became of every input row: linked, new, in doubt, in error; the four add up to the rows.

A row that repeats another of its edition, or was replaced by a later file of it, is linked: it ends
with the person of the row that stands for it. Rows of lists that were read in after the last run
still wait.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from rembuk.office.intake.models import Import, ImportState
from rembuk.office.intake.receivers import receivers
from rembuk.office.linking.planning import Plan
from rembuk.office.linking.records import health_persons
from rembuk.office.lists.models import How, ListedPerson, ListRow
from rembuk.reference.precedence import AGENCIES, HEALTH


@dataclass(frozen=True)
class SourceCounts:
    """Rows of one source by what became of them."""

    source: str
    name: str
    rows: int
    linked: int
    new: int
    doubt: int
    error: int
    waiting: int
    repeats: int = 0
    """Of the linked: rows that repeat another or were replaced."""

    @property
    def whole(self) -> bool:
        """Whether every row ended in exactly one of the five."""
        return self.rows == self.linked + self.new + self.doubt + self.error + self.waiting


def by_source() -> tuple[SourceCounts, ...]:
    """Every source with rows, agency lists first, the health office's children last."""
    rows, errors = _read_in()
    ends = _ends()
    found = []
    for source, name in AGENCIES.items():
        mine = ends.get(source, Counter())
        standing = sum(mine.values())
        error = errors[source]
        # rows made without a file (tests, an edition written by hand) count as read
        number = max(rows[source], standing + error)
        repeats = number - standing - error
        if number:
            found.append(
                SourceCounts(
                    source, name, number, mine[How.LINKED.value] + repeats, mine[How.NEW.value],
                    mine[How.DOUBT.value], error, mine[How.WAITING.value], repeats,
                )
            )  # fmt: skip
    health = _health()
    return (*found, health) if health.rows else tuple(found)


def total(counts: tuple[SourceCounts, ...]) -> SourceCounts:
    """The sum over sources."""
    names = ("rows", "linked", "new", "doubt", "error", "waiting", "repeats")
    sums = {name: sum(getattr(one, name) for one in counts) for name in names}
    return SourceCounts("", "", **sums)


def _read_in() -> tuple[Counter[str], Counter[str]]:
    """Source -> rows in its saved files, and those of them that were not saved."""
    sources = {one.kind: one.shape.source.value for one in receivers() if hasattr(one, "shape")}
    rows: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    done = Import.objects.filter(kind__in=sources, state=ImportState.DONE)
    for kind, number, counts, accepted in done.values_list(
        "kind", "rows", "counts", "accept_doubtful"
    ):
        rows[sources[kind]] += number
        errors[sources[kind]] += counts.get("galat", 0)
        if not accepted:
            errors[sources[kind]] += counts.get("ragu", 0)
    return rows, errors


_WORST = (How.WAITING.value, How.DOUBT.value, How.NEW.value, How.LINKED.value)


def _ends() -> dict[str, Counter[str]]:
    """Source -> standing rows by the least certain of the persons they name."""
    ends: dict[int, str] = {}
    told = ListedPerson.objects.current().order_by().values_list("row_id", "how")
    for row, how in told.iterator(chunk_size=5000):
        before = ends.get(row, How.LINKED.value)
        ends[row] = min(before, how, key=_WORST.index)
    found: dict[str, Counter[str]] = {}
    rows = ListRow.objects.current().order_by().values_list("pk", "edition__source", "family_id")
    for pk, source, family in rows.iterator(chunk_size=5000):
        # a row that names nobody is linked by its card
        how = ends.get(pk, How.LINKED.value if family is not None else How.WAITING.value)
        found.setdefault(source, Counter())[how] += 1
    return found


def _health() -> SourceCounts:
    """Children of the health office: on a list, or on none."""
    listed = ListedPerson.objects.current().filter(person=OuterRef("pk"))
    persons = health_persons()
    number = persons.count()
    linked = persons.filter(Exists(listed)).count()
    return SourceCounts(HEALTH, "", number, linked, number - linked, 0, 0, 0)


def of_run(records: int, planned: Plan, compared: Mapping[str, int]) -> dict[str, Any]:
    """The counts kept with a run."""
    sources = by_source()
    whole = total(sources)
    asked = Counter(one.kind for one in planned.asked)
    return {
        "records": records,
        "pairs": int(compared.get("pairs", 0)),
        "rows": whole.rows,
        "linked": whole.linked,
        "new": whole.new,
        "doubt": whole.doubt,
        "error": whole.error,
        "persons_new": len(planned.new),
        "joined": len(planned.joins),
        "asked": dict(asked),
        "sources": {
            one.source: [one.rows, one.linked, one.new, one.doubt, one.error] for one in sources
        },
    }
