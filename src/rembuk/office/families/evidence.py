"""What is known of families: their members today, and what the lists tell of them.

Frames, one row a family (`family_id`, the key of people.Family). Nothing here judges: see
`judging`. A fact told by several lists is that of the newest as-of day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from rembuk.office.intake.among import among
from rembuk.office.lists.models import ListedPerson
from rembuk.office.lists.queries import Told
from rembuk.office.people.models import Membership
from rembuk.office.posyandu.deriving.cases import OPEN
from rembuk.office.posyandu.models import ChildStatus
from rembuk.reference.lists import ListFact

Facts = Mapping[int, Mapping[str, Sequence[Told]]]
"""Family -> fact -> what each list tells, the newest first."""

PREGNANCY: Final = dt.timedelta(days=300)
"""A woman listed as pregnant longer ago than this is not pregnant by that list any more."""

_KINDS: Final[Mapping[str, Any]] = {
    "flag": pl.Boolean, "number": pl.Float64, "word": pl.String, "date": pl.String,
}  # fmt: skip

ROSTER: Final[Mapping[str, Any]] = {
    "family_id": pl.Int64, "person": pl.Int64, "role": pl.String, "sex": pl.String,
    "birth_date": pl.Date, "in_case": pl.Boolean, "pregnant": pl.Boolean, "bride": pl.Boolean,
}  # fmt: skip


def roster(families: Sequence[int], on: dt.date) -> pl.DataFrame:
    """Who belongs to each family on a day, in the columns of ROSTER. Those who died or moved away
    are not members; `in_case`: a child in a stunting case, suspected ones with them."""
    rows = (
        Membership.objects.filter(
            among("family", families), until__isnull=True, person__left_on__isnull=True
        )
        .order_by("family_id", "person_id")
        .values_list("family_id", "person_id", "role", "person__sex", "person__birth_date")
    )
    people = list(rows)
    persons = sorted({row[1] for row in people})
    cases = set(
        ChildStatus.objects.filter(among("child", persons), case__in=OPEN).values_list(
            "child_id", flat=True
        )
    )
    pregnant, brides = _listed_women(persons, on)
    return pl.DataFrame(
        [(*row, row[1] in cases, row[1] in pregnant, row[1] in brides) for row in people],
        dict(ROSTER),
        orient="row",
    )


def composition(people: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """Of each family of a roster: `household_size`, `under_two`, `under_five`, `stunted`,
    `pregnant` (counts), `wife_birth_date`, `wife_pregnant`, `pus`, and `child_birth_dates` (every
    child of the card, as far as known)."""
    born = pl.col("birth_date")
    months = (
        (on.year - born.dt.year()) * 12
        + (on.month - born.dt.month())
        - (born.dt.day() > on.day).cast(pl.Int32)
    )
    wife = (pl.col("role") == "istri") | ((pl.col("role") == "kepala") & (pl.col("sex") == "P"))
    return (
        people.with_columns(months.alias("months"))
        .group_by("family_id", maintain_order=True)
        .agg(
            pl.len().cast(pl.Float64).alias("household_size"),
            (pl.col("months") < 24).sum().alias("under_two"),
            (pl.col("months") < 60).sum().alias("under_five"),
            (pl.col("in_case") & (pl.col("months") < 60)).sum().alias("stunted"),
            pl.col("pregnant").sum().alias("pregnant"),
            # of two women who could be the wife the younger: the rules ask for her age
            born.filter(wife).max().alias("wife_birth_date"),
            pl.col("pregnant").filter(wife).any().alias("_wife_pregnant"),
            ((pl.col("role") == "kepala").any() & ~wife.any()).alias("_alone"),
            born.filter((pl.col("role") == "anak") & born.is_not_null()).alias("child_birth_dates"),
        )
        .with_columns(
            # no list says who is not pregnant, so a wife on no list is not known to be not pregnant
            pl.when(pl.col("_wife_pregnant"))
            .then(True)
            .when(pl.col("_alone"))
            .then(False)
            .alias("wife_pregnant"),
            # a head without a wife is no couple; without a head the card is not whole
            pl.when(pl.col("_alone")).then(False).alias("pus"),
            pl.col("child_birth_dates").list.len().cast(pl.Float64).alias("children"),
        )
        .drop("_wife_pregnant", "_alone")
    )


def stated(
    facts: Facts,
    families: Sequence[int],
    catalogue: Mapping[str, ListFact],
    without: str = "",
    only: str = "",
) -> pl.DataFrame:
    """One column a family fact of the catalogue: the newest value told, null when none tells it or
    nobody confirmed its code. `without`: leave a list out; `only`: ask one list alone."""
    columns: dict[str, list[Any]] = {
        code: [] for code, fact in catalogue.items() if fact.scope == "keluarga"
    }
    for family in families:
        mine = facts.get(family, {})
        for code, column in columns.items():
            told = mine.get(code, ())
            value = next(
                (
                    one.value
                    for one in told
                    if one.value is not None
                    and one.source != without
                    and (not only or one.source == only)
                ),
                None,
            )
            column.append(value)
    kinds = {code: _KINDS[catalogue[code].kind] for code in columns}
    return pl.DataFrame(
        {"family_id": list(families)}
        | {
            code: [_fit(value, kinds[code]) for value in column] for code, column in columns.items()
        },
        {"family_id": pl.Int64, **kinds},
    )


def whole(statements: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Statements of lists with what the roster shows, which wins where it knows: members are seen
    one by one, a list only counted them."""
    both = statements.join(
        people, on="family_id", how="left", maintain_order="left", suffix="_seen"
    )
    twice = [name[:-5] for name in both.columns if name.endswith("_seen")]
    return both.with_columns(pl.coalesce(f"{name}_seen", name).alias(name) for name in twice).drop(
        f"{name}_seen" for name in twice
    )


def deciles(facts: Facts, places: Mapping[int, str]) -> pl.DataFrame:
    """Every decile told, as evidence of a class (see `science.welfare.classes`)."""
    found = [
        (family, "decile", float(one.value), one.source, one.edition, one.as_of, places[family])
        for family, mine in facts.items()
        for one in mine.get("decile", ())
        if isinstance(one.value, int | float) and not isinstance(one.value, bool)
    ]
    return pl.DataFrame(
        found,
        {
            "family_id": pl.Int64, "fact": pl.String, "value": pl.Float64, "source": pl.String,
            "edition": pl.String, "as_of": pl.Date, "area_code": pl.String,
        },
        orient="row",
    )  # fmt: skip


def _fit(value: Any, kind: Any) -> Any:
    """The value as its column holds it; null when it is of another kind."""
    if kind is pl.Boolean:
        return value if isinstance(value, bool) else None
    if kind is pl.Float64:
        return (
            float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
        )
    return value if isinstance(value, str) else None


def _listed_women(persons: Sequence[int], on: dt.date) -> tuple[set[int], set[int]]:
    """Who is pregnant, and who is about to marry, by the lists of Elsimil."""
    rows = (
        ListedPerson.objects.current()
        .filter(
            among("person", persons),
            edition__source__in=("elsimil-bumil", "elsimil-pasca", "elsimil-catin"),
            edition__as_of__lte=on,
        )
        .values_list("person_id", "edition__source", "edition__as_of", "sex", "role")
    )
    seen: dict[int, dict[str, dt.date]] = {}
    for person, source, as_of, sex, role in rows:
        if source != "elsimil-catin" or (sex != "L" and role != "catin-l"):
            mine = seen.setdefault(person, {})
            mine[source] = max(as_of, mine.get(source, as_of))
    pregnant = {
        person
        for person, mine in seen.items()
        if (since := mine.get("elsimil-bumil")) is not None
        and on - since < PREGNANCY
        and mine.get("elsimil-pasca", dt.date.min) < since
    }
    brides = {
        person
        for person, mine in seen.items()
        if (since := mine.get("elsimil-catin")) is not None and on - since < PREGNANCY
    }
    return pregnant, brides
