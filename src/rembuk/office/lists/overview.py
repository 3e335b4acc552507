"""Which lists are here, how old, and what became of every row that came in; the counts add up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, When

from rembuk.office.intake.models import Import, ImportState
from rembuk.office.lists.models import Edition, How, ListedPerson, ListRow
from rembuk.office.lists.shapes import SHAPES
from rembuk.office.places.scope import contains, within

_ORDER = {How.DOUBT: 3, How.WAITING: 2, How.NEW: 1, How.LINKED: 0}
"""The class of a row is that of its least settled person."""


@dataclass(frozen=True)
class Classes:
    """Rows of an edition by what became of them. `rows` is their sum."""

    linked: int = 0
    new: int = 0
    waiting: int = 0
    doubt: int = 0

    @property
    def rows(self) -> int:
        """All standing rows."""
        return self.linked + self.new + self.waiting + self.doubt


@dataclass(frozen=True)
class Files:
    """What the files of an edition held. Every row is in exactly one class: a row of the edition
    (standing or replaced by a later file), in error, held in doubt, said before, or a row of
    another edition that was mixed in."""

    files: int
    read: int
    replaced: int
    error: int
    held: int
    same: int
    elsewhere: int


@dataclass(frozen=True)
class EditionLine:
    """One edition seen from a place: its rows by class. `files` only where the whole district is
    seen: a row in error has no place."""

    edition: Edition
    classes: Classes
    persons: int
    files: Files | None


@dataclass(frozen=True)
class VillageLine:
    """An edition in one village, and what the agency's recap says of it."""

    place_code: str
    classes: Classes
    recap: int | None = None
    name: str = field(default="", compare=False)


def editions(place: str, source: str = "") -> list[EditionLine]:
    """Editions with rows in a place, newest first within each list."""
    found = Edition.objects.order_by("source", "-as_of", "-pk")
    if source:
        found = found.filter(source=source)
    return [line for one in found if (line := line_of(one, place)) is not None]


def line_of(edition: Edition, place: str) -> EditionLine | None:
    """One edition seen from a place; none when it has nothing there."""
    inside = within("place_code", place)
    rows = ListRow.objects.filter(inside, edition=edition)
    if not rows.exists() and not edition.recaps.filter(inside).exists():
        return None
    inside_row = within("row__place_code", place)
    persons = ListedPerson.objects.current().filter(inside_row, edition=edition)
    whole = contains(place, settings.REMBUK_AREA)
    return EditionLine(
        edition,
        _classes(rows.current()),
        persons.count(),
        files_of(edition) if whole else None,
    )


def files_of(edition: Edition) -> Files:
    """The rows of every file of an edition by what became of them."""
    imports = imports_of(edition)
    ids = [one.pk for one in imports]
    stored = ListRow.objects.filter(import_id__in=ids)
    here = stored.filter(edition=edition)
    read = sum(one.rows for one in imports)
    error = sum(one.counts.get("galat", 0) for one in imports)
    held = sum(one.counts.get("ragu", 0) for one in imports if not one.accept_doubtful)
    kept = stored.count()
    return Files(
        files=len(imports),
        read=read,
        replaced=here.exclude(superseded_by=None).count(),
        error=error,
        held=held,
        same=read - error - held - kept,
        elsewhere=kept - here.count(),
    )


def imports_of(edition: Edition) -> list[Import]:
    """Imports that brought rows of the edition, or found all of them known."""
    brought = set(edition.rows.values_list("import_id", flat=True).distinct())
    kinds = [shape.kind for shape in SHAPES if shape.source == edition.source]
    done = Import.objects.filter(state=ImportState.DONE).select_related("file")
    named = done.filter(kind__in=kinds, mapping__edition__label=edition.label)
    return list(done.filter(Q(pk__in=brought) | Q(pk__in=named)))


def villages(edition: Edition, place: str) -> list[VillageLine]:
    """The edition village by village."""
    rows = ListRow.objects.current().filter(within("place_code", place), edition=edition)
    counts: dict[str, dict[int, int]] = {}
    graded = _graded(rows).values_list("place_code", "grade").annotate(n=Count("pk"))
    for code, grade, n in graded:
        counts.setdefault(code, {})[grade] = n
    recaps = dict(
        edition.recaps.filter(within("place_code", place))
        .order_by("pk")
        .values_list("place_code", "figures__total_krs")
    )
    return [
        VillageLine(code, _of_grades(counts.get(code, {})), recaps.get(code))
        for code in sorted({*counts, *recaps})
    ]


def newest(lines: Iterable[EditionLine]) -> dict[str, dt.date]:
    """List -> as-of date of its newest edition."""
    out: dict[str, dt.date] = {}
    for line in lines:
        source = line.edition.source
        out[source] = max(out.get(source, line.edition.as_of), line.edition.as_of)
    return out


def _graded(rows: QuerySet[ListRow]) -> Any:
    """Rows with the class of their least settled person (see `_ORDER`) as `grade`."""
    grade = Case(
        *(When(how=how, then=grade) for how, grade in _ORDER.items()),
        default=2,
        output_field=IntegerField(),
    )
    persons = ListedPerson.objects.filter(row=OuterRef("pk")).order_by().values("row")
    worst = persons.annotate(worst=Max(grade)).values("worst")
    return rows.order_by().annotate(grade=Subquery(worst, output_field=IntegerField()))


def _classes(rows: QuerySet[ListRow]) -> Classes:
    counted = _graded(rows).values_list("grade").annotate(n=Count("pk"))
    return _of_grades({2 if grade is None else grade: n for grade, n in counted})


def _of_grades(found: dict[int, int]) -> Classes:
    return Classes(found.get(0, 0), found.get(1, 0), found.get(2, 0), found.get(3, 0))
