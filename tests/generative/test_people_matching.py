"""Laws of recognising children: the order of rows, and how a file is cut into pieces, never decide;
twins stay two; telling again changes nothing. People are invented."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rembuk.office.intake.receivers import Context
from rembuk.office.people.models import Identifier, Membership, Person, SourceRecord
from rembuk.office.people.services import match, match_or_create

VILLAGE = "16.06.01.2001"
FIRST = Context(import_id=1, layout="eppgbm-a", as_of=dt.date(2026, 9, 30), area="16.06")
LATER = Context(import_id=2, layout="eppgbm-a", as_of=dt.date(2026, 10, 31), area="16.06")
# names far enough apart that none is a spelling of another
NAMES = ("Rafa Pratama", "Siti Aisyah", "Bagus Hendrawan", "Citra Lestari", "Joko Wibowo")
MOTHERS = ("Dewi Anggraini", "Nur Halimah", "Tuti Rosmalia")
Row = dict[str, Any]


@st.composite
def families(draw: st.DrawFn) -> list[tuple[int, Row]]:
    """Rows of true children (number, row): some months each, NIK missing or shared with a twin."""
    found: list[tuple[int, Row]] = []
    number = 0
    for house in range(draw(st.integers(1, 3))):
        born = dt.date(2024, 1, 5) + dt.timedelta(days=draw(st.integers(0, 500)))
        sex = draw(st.sampled_from("LP"))
        twins = draw(st.booleans())
        shared = draw(st.booleans())
        names = draw(st.permutations(NAMES))[: 2 if twins else 1]
        for name in names:
            number += 1
            mine = f"16060108{house:02d}2400{number:02d}"
            nik = f"16060108{house:02d}240001" if shared and twins else mine
            has_nik = draw(st.booleans())
            for month in draw(st.sets(st.integers(4, 9), min_size=1, max_size=3)):
                found.append(
                    (
                        number,
                        {
                            "nik": nik if has_nik else "",
                            "name": draw(st.sampled_from([name, name.upper(), f" {name} "])),
                            "sex": sex,
                            "birth_date": born,
                            "area_code": VILLAGE,
                            "place_code": f"{VILLAGE}.P01",
                            "parent_name": MOTHERS[house],
                            "date": dt.date(2026, month, 5),
                        },
                    )
                )
    return found


def frame(rows: list[Row]) -> pl.DataFrame:
    """Canonical rows, numbered as a sheet numbers them."""
    return pl.DataFrame([{"row_no": n, **row} for n, row in enumerate(rows, start=2)])


def told(rows: list[tuple[int, Row]], pieces: int = 1, context: Context = FIRST) -> list[set[int]]:
    """Take the rows in pieces; the true children behind each person made, as a sorted partition."""
    found: dict[int, set[int]] = {}
    size = max(1, -(-len(rows) // pieces))
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        persons = match_or_create(frame([row for _n, row in part]), context)["person_id"]
        for (number, _row), person in zip(part, persons.to_list(), strict=True):
            found.setdefault(person, set()).add(number)
    return sorted(found.values(), key=sorted)


def forget() -> None:
    """Empty the records."""
    for model in (SourceRecord, Identifier, Membership, Person):
        model.objects.all().delete()


def counts() -> tuple[int, ...]:
    """Rows of every table matching writes."""
    return tuple(model.objects.count() for model in (Person, SourceRecord, Identifier, Membership))


QUIET = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


class MatchingLaws(TestCase):
    """Each law holds for every small village."""

    @QUIET
    @given(families(), st.integers(0, 10_000))
    def test_the_order_of_rows_never_decides(self, rows: list[tuple[int, Row]], seed: int) -> None:
        first = told(rows)
        forget()
        mixed = list(rows)
        random.Random(seed).shuffle(mixed)
        assert told(mixed) == first

    @QUIET
    @given(families(), st.integers(2, 5), st.integers(0, 10_000))
    def test_how_a_file_is_cut_never_decides(
        self, rows: list[tuple[int, Row]], pieces: int, seed: int
    ) -> None:
        first = told(rows)
        forget()
        mixed = list(rows)
        random.Random(seed).shuffle(mixed)
        assert told(mixed, pieces) == first

    @QUIET
    @given(families(), st.integers(1, 4))
    def test_two_children_are_never_one_person(
        self, rows: list[tuple[int, Row]], pieces: int
    ) -> None:
        assert all(len(children) == 1 for children in told(rows, pieces))

    @QUIET
    @given(families(), st.integers(1, 4))
    def test_telling_again_changes_nothing(self, rows: list[tuple[int, Row]], pieces: int) -> None:
        told(rows)
        before = counts()
        assert set(match(frame([row for _n, row in rows]), FIRST)["facts_said"]) == {"sama"}
        told(rows, pieces)
        told(rows, pieces, LATER)
        assert counts() == before
