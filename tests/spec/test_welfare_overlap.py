"""Stunted x at risk x extremely poor x in no programme: small numbers stay hidden."""

from typing import Any

import polars as pl

from rembuk.science.welfare.overlap import (
    INCOMPLETE,
    NONE,
    SETS,
    UNLISTED,
    SetSize,
    kinds,
    overlap,
)
from rembuk.science.welfare.small_counts import TOTAL

V1, V2, V3 = "16.06.01.2001", "16.06.01.2002", "16.06.02.2001"
ALL = "+".join(SETS)


def families(*rows: tuple[str, int, Any]) -> pl.DataFrame:
    """`(village, how many, the four answers)`; answers `1010`, `?` for not known."""
    said = {"1": True, "0": False, "?": None}
    data = [
        [village, *(said[mark] for mark in answers)]
        for village, count, answers in rows
        for _ in range(count)
    ]
    schema = {"area_code": pl.String, **dict.fromkeys(SETS, pl.Boolean)}
    return pl.DataFrame(data, schema=schema, orient="row")


def test_sixteen_kinds_and_the_incomplete() -> None:
    assert len(kinds()) == 17
    assert kinds()[0] == ALL
    assert kinds()[-2:] == (NONE, INCOMPLETE)


def test_counts_add_up_from_village_to_district() -> None:
    found = overlap(families((V1, 6, "1111"), (V2, 7, "1111"), (V3, 9, "0000")), "16.06")
    assert found.cells[V1, ALL] == 6
    assert found.cells["16.06.01", ALL] == 13
    assert found.cells["16.06", TOTAL] == 22
    assert found.cells["16.06", NONE] == 9
    assert found.sizes["16.06", "stunting"] == SetSize(13, 9, 0)


def test_an_unanswered_question_is_shown_apart() -> None:
    found = overlap(families((V1, 6, "11?1"), (V1, 5, "1100")), "16.06")
    assert found.cells[V1, INCOMPLETE] == 6
    assert found.sizes[V1, "miskin-ekstrem"] == SetSize(0, 5, 6)
    assert found.sizes[V1, "stunting"] == SetSize(11, 0, 0)


def test_families_in_several_sets_at_once() -> None:
    found = overlap(families((V1, 6, "1111"), (V1, 5, "1010"), (V1, 8, "1000")), "16.06")
    assert found.count(V1, "stunting", "miskin-ekstrem") == 11
    assert found.count(V1, "stunting") == 19


# village   all four   none   total
#  V1           2       30      32
#  V2          20       30      50      V1's 2 is hidden: so is something beside it, or 32 - 30 = 2
def test_a_small_number_takes_company_with_it() -> None:
    rows = families((V1, 2, "1111"), (V1, 30, "0000"), (V2, 20, "1111"), (V2, 30, "0000"))
    shown = overlap(rows, "16.06", limit=5)
    assert shown.cells[V1, ALL] is None
    assert None in (shown.cells[V1, NONE], shown.cells[V1, TOTAL])
    assert None in (shown.cells[V2, ALL], shown.cells["16.06.01", ALL])
    assert shown.sizes[V1, "stunting"] is None
    assert shown.count(V1, *SETS) is None


def test_those_who_may_see_names_see_every_number() -> None:
    rows = families((V1, 2, "1111"), (V1, 30, "0000"))
    assert None not in overlap(rows, "16.06").cells.values()


def test_nought_is_shown() -> None:
    rows = families((V1, 30, "0000"), (V2, 20, "1111"), (V2, 30, "0000"))
    shown = overlap(rows, "16.06", limit=5)
    assert shown.cells[V1, ALL] == 0
    assert None not in shown.cells.values()


# on no list means not known to be poor, never not poor: such families stand apart, and add up
def test_families_on_no_list_stand_apart_from_the_incomplete() -> None:
    rows = families((V1, 6, "10??"), (V1, 7, "01?0"), (V1, 8, "1111")).with_columns(
        pl.Series("off", [True] * 6 + [False] * 7 + [None] * 8)
    )
    found = overlap(rows, "16.06", unlisted="off")
    assert found.cells[V1, UNLISTED] == 6
    assert found.cells[V1, INCOMPLETE] == 7
    assert found.cells[V1, TOTAL] == 21
    assert found.sizes[V1, "stunting"] == SetSize(14, 7, 0)
    shown = overlap(rows, "16.06", limit=5, unlisted="off")
    assert shown.sizes[V1, "stunting"] == SetSize(8, 0, 13)


def test_a_complete_family_on_no_list_keeps_its_kind() -> None:
    rows = families((V1, 6, "1100")).with_columns(pl.lit(True).alias("off"))
    assert overlap(rows, "16.06", unlisted="off").cells[V1, "stunting+berisiko"] == 6
